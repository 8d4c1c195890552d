import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { TripEffect } from './trips.ts';

/** Mean motor current of one run at its rated speed. With an empty car, up and down together show the counterweight. */
export type RunCurrent = {
  readonly direction: 'up' | 'down';
  readonly currentA: number;
  readonly empty: boolean;
};
export type BalanceEffect = { readonly kind: 'run-current'; readonly current: RunCurrent };

/** Of the run under way; plain data. */
export type BalanceState = {
  readonly direction: 'up' | 'down' | null;
  readonly sumA: number;
  readonly looks: number;
  readonly lastMono: number; // of the last current, so that none counts twice
};
export type BalanceStep = { readonly state: BalanceState; readonly effects: readonly BalanceEffect[] };

export const NO_CURRENT: BalanceState = { direction: null, sumA: 0, looks: 0, lastMono: -1 };

/** More of the rated load is somebody: see mappings. */
const EMPTY_PCT = 5;
const LOOKS = 2; // a single one may be from the corner of the curve

/** One snapshot, and the trips told from it: what the motor drew while the car neither gained nor lost speed. */
export function stepBalance(
  state: BalanceState,
  snapshot: LiftSnapshot,
  trips: readonly TripEffect[] = [],
): BalanceStep {
  const effects = trips.flatMap((effect): BalanceEffect[] => {
    if (effect.kind !== 'trip' || state.direction === null || state.looks < LOOKS) return [];
    const { loadPct, mode } = effect.trip;
    if (mode !== 'normal' || loadPct === null) return [];
    const currentA = state.sumA / state.looks;
    const { direction } = state;
    return [{ kind: 'run-current', current: { direction, currentA, empty: loadPct <= EMPTY_PCT } }];
  });
  const now = trips.length > 0 ? NO_CURRENT : state;
  const way = snapshot.direction?.value;
  const drawn = snapshot.motor.currentA;
  if (snapshot.drive?.value !== 'ratedSpeed' || (way !== 'up' && way !== 'down'))
    return { state: now, effects };
  if (drawn === null || drawn.value === null || drawn.at.mono === now.lastMono)
    return { state: now, effects };
  const sum = { sumA: now.sumA + drawn.value, looks: now.looks + 1, lastMono: drawn.at.mono };
  return { state: { direction: way, ...sum }, effects };
}
