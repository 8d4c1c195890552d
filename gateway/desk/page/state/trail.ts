import { signal } from '@preact/signals';
import type { LiveValue } from '../../http/api/liveApi.ts';

/** One sample of a trail: null where the value was not good, so that a gap is a gap. */
export type TrailSample = { readonly at: number; readonly value: number | null };

const LENGTH = 60;
const trails = new Map<string, TrailSample[]>();
/** Counts what was added, so that what draws trails draws again. */
export const traced = signal(0);

/** Keeps the last sixty samples of every number since this page was opened. */
export function trace(values: readonly LiveValue[]): void {
  for (const { point, value, quality, at } of values) {
    if (typeof value !== 'number' && value !== null) continue;
    const trail = trails.get(point) ?? [];
    if (trail.at(-1)?.at === at) continue;
    trail.push({ at, value: quality === 'good' ? value : null });
    if (trail.length > LENGTH) trail.shift();
    trails.set(point, trail);
  }
  traced.value++;
}

export function trailOf(point: string): readonly TrailSample[] {
  return trails.get(point) ?? [];
}
