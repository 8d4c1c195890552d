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
