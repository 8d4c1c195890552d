import type { Clock } from './clock.ts';

/** Waits for `work`, but no longer than `limitMs`, and leaves no timer behind. */
export async function within(
  clock: Clock,
  limitMs: number,
  name: string,
  work: Promise<unknown> | null,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(limitMs, name, resolve);
  try {
    await Promise.race([work, promise]);
  } finally {
    timer.cancel();
  }
}
