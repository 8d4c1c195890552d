import type { LiftCounters, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import type { TripEffect } from './trips.ts';
import { gapMs } from './watch.ts';

type Name = keyof LiftCounters;
const NAMES: readonly Name[] = ['trips', 'floors', 'doorCycles', 'runS'];

/** One counter of a device, made to grow only. */
type Count = {
  readonly total: number; // since the gateway watches it
  readonly last: number; // as the device told it
  readonly at: Instant;
  readonly changedAt: Instant; // when it was first told so
  /** A value that does not follow from the last one: believed when it is confirmed. */
  readonly odd: { readonly value: number; readonly at: Instant } | null;
};

/** Plain data: it can be kept over a restart, and then what happened meanwhile is in the device's own counts. */
export type CounterState = {
  readonly counts: Readonly<Partial<Record<Name, Count>>>;
  readonly trips: number; // told by the gateway itself, since it watches the device's count
  readonly unseen: number; // times in which trips may be missing from it
  readonly missing: number | null; // trips the device counted and nobody told, as last agreed
  readonly doubt: number | null; // the same, from one reading alone
};

export type CounterEffect =
  /** The device's count began anew, or jumped: it was exchanged, or reset. */
  | {
      readonly kind: 'counter-reset';
      readonly counter: Name;
      readonly before: number;
      readonly after: number;
      readonly at: Instant;
    }
  /** Two readings agree that the device counted other trips than were told. */
  | {
      readonly kind: 'trips-missing';
      readonly missing: number;
      readonly unseen: number;
      readonly at: Instant;
    };
export type CounterStep = { readonly state: CounterState; readonly effects: readonly CounterEffect[] };

export const NO_COUNTS: CounterState = { counts: {}, trips: 0, unseen: 0, missing: null, doubt: null };

/** No lift makes a trip, passes a floor or turns its door around faster: a count that does is no count. Engineering. */
const LEAST_MS = 1_000;
/** Some devices count all floors of a trip when it is over: what they count then may be as old as a trip is long. Engineering. */
const TRIP_MS = 60_000;

/**
 * One snapshot, and the trips told from it. Counts of the device become counts that never go back; the count of runs is
 * held against the trips that were told, as the second opinion on every time nobody watched.
 */
export function stepCounters(
  state: CounterState,
  snapshot: LiftSnapshot,
  trips: readonly TripEffect[] = [],
): CounterStep {
  const effects: CounterEffect[] = [];
  const counts = { ...state.counts };
  let read = false;
  for (const counter of NAMES) {
    const known = snapshot.counters[counter];
    if (known === null || known.value === null) continue;
    const before = counts[counter];
    if (before !== undefined && sameInstant(before.at, known.at)) continue;
    const [after, reset] = counted(before, known.value, known.at);
    counts[counter] = after;
    if (counter === 'trips') read = after.odd === null;
    if (reset)
      effects.push({
        kind: 'counter-reset',
        counter,
        before: before?.last ?? 0,
        after: known.value,
        at: known.at,
      });
  }
  const watches = state.counts.trips !== undefined;
  const now = {
    ...state,
    counts,
    trips: state.trips + (watches ? trips.filter(({ kind }) => kind === 'trip').length : 0),
    unseen: state.unseen + (watches ? trips.filter(({ kind }) => kind === 'unseen').length : 0),
  };
  const settled = read && snapshot.moving?.value === false && snapshot.drive?.value === 'stationary';
  if (!settled || counts.trips === undefined) return { state: now, effects };
  return agreed(now, counts.trips, effects);
}

/** A trip is told a moment after it is counted, or before: one reading alone proves nothing. */
function agreed(state: CounterState, { total, at }: Count, effects: CounterEffect[]): CounterStep {
  const missing = total - state.trips;
  if (missing === state.missing) return { state: { ...state, doubt: null }, effects };
  if (missing !== state.doubt) return { state: { ...state, doubt: missing }, effects };
  if (missing !== (state.missing ?? 0))
    effects.push({ kind: 'trips-missing', missing, unseen: state.unseen, at });
  return { state: { ...state, missing, doubt: null }, effects };
}

function counted(before: Count | undefined, value: number, at: Instant): readonly [Count, boolean] {
  if (before === undefined) return [{ total: 0, last: value, at, changedAt: at, odd: null }, false];
  const step = value - before.last;
  const passedMs = Math.max(gapMs(before.at, at), Math.min(TRIP_MS, gapMs(before.changedAt, at)));
  const possible = Number.isFinite(passedMs) ? 1 + passedMs / LEAST_MS : step;
  if (step >= 0 && step <= possible) {
    const changedAt = step === 0 ? before.changedAt : at;
    return [{ total: before.total + step, last: value, at, changedAt, odd: null }, false];
  }
  const { odd } = before;
  if (odd === null || value < odd.value || gapMs(odd.at, at) <= 0 || value - odd.value > possible)
    return [{ ...before, at, odd: { value, at } }, false];
  // what the device had counted before it began anew and after its last reading is lost; what it counts now is not
  const since = value < before.last ? value - odd.value : 0;
  return [{ total: before.total + since, last: value, at, changedAt: at, odd: null }, true];
}

function sameInstant(a: Instant, b: Instant): boolean {
  return a.boot === b.boot && a.mono === b.mono;
}
