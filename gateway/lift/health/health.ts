import { dayOf } from '../../site/civilDate.ts';
import type { LiftState } from '../folds.ts';
import type { ModeTimes } from '../modes.ts';
import { elapsed } from './availability.ts';
import { type DailyRecord, recordOf } from './dailyRecord.ts';
import { type HealthEffect, NO_TALLY, type Tally, tallied } from './tally.ts';

/** How long a lift is watched before its own past is what it is held against. */
export const BASELINE_DAYS = 30;
/** How many days back repeats and rates look. */
export const WINDOW_DAYS = 30;

/** Of one lift; plain data. `first`: its first days; `recent`: its last ones, oldest first. */
export type HealthState = {
  readonly day: string | null;
  readonly tally: Tally;
  readonly timesAtStart: ModeTimes;
  readonly runsAtStart: number;
  readonly first: readonly DailyRecord[];
  readonly recent: readonly DailyRecord[];
};
export type HealthStep = { readonly state: HealthState; readonly effects: readonly DayOver[] };
/** A day is over: its record goes into the journal and upstream. */
export type DayOver = { readonly kind: 'day'; readonly record: DailyRecord };

/** A day that has a date; one of a gateway that does not know the time has a number. */
const CIVIL = /^\d{4}-\d{2}-\d{2}$/;

export const NO_HEALTH: HealthState = {
  ...{ day: null, tally: NO_TALLY, timesAtStart: {}, runsAtStart: 0 },
  ...{ first: [], recent: [] },
};

/**
 * What happened, on the civil day it happened. `lift`: the state of the folds after it, for the times and counts since
 * ever. With the first look of another day the one before is over. Must also be called when nothing happened, or a
 * quiet lift has no days; a day nobody watched has no record. A clock that is set back over midnight does not begin the
 * day before a second time: the running day goes on until it is over.
 */
export function stepHealth(
  before: HealthState,
  date: string,
  lift: Pick<LiftState, 'modes' | 'counters'>,
  effects: readonly HealthEffect[],
): HealthStep {
  const { state, day } = setBack(before, date);
  const counted = effects.filter((effect) => !isOfMechanic(effect, lift));
  if (state.day === day && effects.length === 0) return { state, effects: [] };
  const runs = lift.counters.counts.trips?.total ?? 0;
  const { times } = lift.modes;
  if (state.day === day)
    return { state: { ...state, tally: counted.reduce(tallied, state.tally) }, effects: [] };
  const fresh = { day, timesAtStart: times, runsAtStart: runs, tally: counted.reduce(tallied, NO_TALLY) };
  if (state.day === null) return { state: { ...state, ...fresh }, effects: [] };
  const record = recordUntil(state.day, state, lift);
  const first = state.first.length < BASELINE_DAYS ? [...state.first, record] : state.first;
  const recent = [...state.recent, record].slice(-WINDOW_DAYS);
  return { state: { ...fresh, first, recent }, effects: [{ kind: 'day', record }] };
}

/** What a mechanic tries on inspection counts nowhere. */
function isOfMechanic({ kind }: HealthEffect, { modes }: Pick<LiftState, 'modes'>): boolean {
  const { mode } = modes;
  const works = mode === 'inspection' || mode === 'maintenance' || mode === 'learning';
  return works && (kind === 'fault-on' || kind === 'sensor');
}

/**
 * The day that counts when the clock shows an earlier one than before. Set back by a night, the running day goes on. From
 * further away the clock was wrong, and so was the name of the running day: it takes the right one, unless that is over.
 */
function setBack(state: HealthState, day: string): { readonly state: HealthState; readonly day: string } {
  const running = state.day ?? '';
  if (!CIVIL.test(running) || !CIVIL.test(day)) return { state, day };
  const back = dayOf(running) - dayOf(day);
  if (back <= 0) return { state, day };
  const over = state.recent.some((record) => record.day === day);
  if (back <= 1 || over) return { state, day: running };
  return { state: { ...state, day }, day };
}

/** The record of the day that runs, as far as it has come; null before the first look. */
export function recordSoFar(
  state: HealthState,
  lift: Pick<LiftState, 'modes' | 'counters'>,
): DailyRecord | null {
  return state.day === null ? null : recordUntil(state.day, state, lift);
}

function recordUntil(
  day: string,
  { tally, runsAtStart, timesAtStart }: HealthState,
  { modes, counters }: Pick<LiftState, 'modes' | 'counters'>,
): DailyRecord {
  const tripsByController = Math.max(0, (counters.counts.trips?.total ?? 0) - runsAtStart);
  return recordOf(day, { ...tally, tripsByController }, elapsed(timesAtStart, modes.times));
}
