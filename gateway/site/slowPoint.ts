const SLOW_MS = 5_000;

/** Whether a point is polled so seldom that an alarm which waits for its next reading outlives its reason by minutes. */
export function isSlow({ periodMs }: { readonly periodMs: number }): boolean {
  return periodMs > SLOW_MS;
}
