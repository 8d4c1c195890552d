import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import { type LandingHeights, NO_HEIGHTS, stoppedAt } from './landingHeights.ts';
import type { TripEffect } from './trips.ts';
import { gapMs, lookedAt } from './watch.ts';

/** How the car stopped at a landing, and whether it had to be brought level. */
export type Stop = {
  readonly floor: number;
  readonly direction: 'up' | 'down';
  readonly at: Instant;
  readonly errorMm: number | null; // + above the landing; null where nothing tells it in millimetres
  readonly relevelMs: number | null; // how long re-levelling took; null: none was seen
};
export type LevellingEffect = { readonly kind: 'stop'; readonly stop: Stop };

type Awaited = { readonly stop: Stop; readonly relevelsAt: Instant | null };
/** Plain data: it can be kept over a restart. */
export type LevellingState = {
  readonly direction: 'up' | 'down' | null; // of the last run
  readonly awaited: Awaited | null;
  readonly heights?: LandingHeights; // absent in what earlier versions kept
};
export type LevellingStep = {
  readonly state: LevellingState;
  readonly effects: readonly LevellingEffect[];
};

export const NO_STOPS: LevellingState = { direction: null, awaited: null };

/** Re-levelling begins with the stop; later it belongs to people who get in and out. Engineering. */
const AT_ONCE_MS = 1_000;

/**
 * One snapshot, and the trips told from it. A stop is told when it is certain whether the car re-levelled; runs that are
 * not normal ones (inspection, to a landing after a fault) are left out, as they do not stop as the lift is set up to.
 */
export function stepLevelling(
  state: LevellingState,
  snapshot: LiftSnapshot,
  trips: readonly TripEffect[] = [],
): LevellingStep {
  const effects: LevellingEffect[] = [];
  const way = snapshot.direction?.value;
  const direction = way === 'up' || way === 'down' ? way : state.direction;
  let { awaited } = state;
  // who learns the shaft anew gives every landing a new height
  let heights = snapshot.mode?.value === 'learning' ? NO_HEIGHTS : (state.heights ?? NO_HEIGHTS);
  for (const effect of trips) {
    if (awaited !== null) effects.push({ kind: 'stop', stop: awaited.stop });
    awaited = effect.kind === 'trip' ? stopOf(effect.trip, direction) : null;
    if (awaited === null || awaited.stop.errorMm !== null) continue;
    const measured = stoppedAt(heights, awaited.stop.floor, snapshot.positionMm);
    heights = measured.heights;
    awaited = { ...awaited, stop: { ...awaited.stop, errorMm: measured.errorMm } };
  }
  const look = lookedAt([snapshot.mode]);
  if (awaited === null || look === null) return { state: { direction, awaited, heights }, effects };
  const { at } = look;
  if (snapshot.mode?.value === 'relevelling') {
    const relevelsAt = awaited.relevelsAt ?? at;
    return { state: { direction, awaited: { ...awaited, relevelsAt }, heights }, effects };
  }
  if (awaited.relevelsAt === null && gapMs(awaited.stop.at, at) < AT_ONCE_MS)
    return { state: { direction, awaited, heights }, effects };
  const relevelMs = awaited.relevelsAt === null ? null : gapMs(awaited.relevelsAt, at);
  effects.push({ kind: 'stop', stop: { ...awaited.stop, relevelMs } });
  return { state: { direction, awaited: null, heights }, effects };
}

function stopOf(
  trip: Extract<TripEffect, { kind: 'trip' }>['trip'],
  direction: 'up' | 'down' | null,
): Awaited | null {
  if (trip.mode !== 'normal' || direction === null || trip.atLanding === false) return null;
  const { to: floor, endedAt: at, levelErrorMm: errorMm } = trip;
  return { stop: { floor, direction, at, errorMm, relevelMs: null }, relevelsAt: null };
}
