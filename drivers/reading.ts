import type { Quality } from './quality.ts';

/**
 * A moment on the monotonic clock of one boot. `mono` is CLOCK_MONOTONIC in milliseconds (fractional); it agrees
 * across processes and workers of the same boot and means nothing across boots.
 */
export type Instant = { readonly boot: string; readonly mono: number };

/** What a point can hold. A missing value is `null` with a bad quality: never 0, never the last value. */
export type PointValue = number | string | boolean | null;

/** One value of one point. `point` is `<device id>/<point id>`; `raw` holds the registers it was decoded from. */
export type Reading = {
  readonly point: string;
  readonly value: PointValue;
  readonly quality: Quality;
  readonly at: Instant;
  readonly raw?: readonly number[];
};
