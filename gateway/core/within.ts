import type { Clock } from './clock.ts';

/** Waits for `work`, but no longer than `limitMs`, and leaves no timer behind. Whether it was done by then. */
export async function within(
  clock: Clock,
  limitMs: number,
  name: string,
  work: Promise<unknown> | null,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = clock.after(limitMs, name, () => resolve(false));
  try {
    return await Promise.race([work?.then(() => true) ?? true, promise]);
  } finally {
    timer.cancel();
  }
}

/** What `work` gives, or `otherwise` when it takes longer than `limitMs`. */
export async function inTime<T>(
  clock: Clock,
  limitMs: number,
  name: string,
  work: Promise<T>,
  otherwise: T,
): Promise<T> {
  return (await within(clock, limitMs, name, work)) ? work : otherwise;
}
