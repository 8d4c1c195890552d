import { INDICATORS, type Indicator } from '../../drivers/lift/indicators.ts';
import type { DoorSnapshot, Known, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import { gapMs } from './watch.ts';

/** What wears, as far as a device measures it. */
export type WearEffect =
  /** Mean current of the motor of a door over one stroke, mA. */
  | { readonly kind: 'door-current'; readonly door: number; readonly meanMa: number }
  /** Peak-to-peak vibration of the car while it ran, m/s², of the axis that shook most. */
  | { readonly kind: 'vibration'; readonly mps2: number }
  /** A controller asks for its brake, its ropes or its service. */
  | { readonly kind: 'indicator'; readonly of: Indicator };

type Stroke = {
  readonly way: 'opening' | 'closing';
  readonly sumMa: number;
  readonly looks: number;
  readonly lastMono: number; // of the last current, so that none counts twice
};
/** Plain data. */
export type WearState = {
  readonly strokes: readonly (Stroke | null)[]; // by door
  readonly movesSince: Instant | null;
  readonly shakenAt: number; // mono of the last vibration
  readonly lit: readonly Indicator[];
};
export type WearStep = { readonly state: WearState; readonly effects: readonly WearEffect[] };

export const NO_WEAR: WearState = { strokes: [], movesSince: null, shakenAt: -1, lit: [] };

const LOOKS = 2; // a single one may be from the corner of the curve
/** What was measured before the car ran for so long may still be of standing. Engineering. */
const RUNS_MS = 2_000;

/** One snapshot. */
export function stepWear(before: WearState | undefined, snapshot: LiftSnapshot): WearStep {
  const state = before ?? NO_WEAR;
  const doors = snapshot.doors.map((door, i) => stroke(state.strokes[i] ?? null, door, i + 1));
  const ride = shaken(state, snapshot);
  const lit = INDICATORS.filter((name) => isLit(snapshot.indicators[name], state.lit.includes(name)));
  const fresh = lit.filter((name) => !state.lit.includes(name));
  return {
    state: { strokes: doors.map((one) => one.state), ...ride.state, lit },
    effects: [
      ...doors.flatMap(({ effects }) => effects),
      ...ride.effects,
      ...fresh.map((of): WearEffect => ({ kind: 'indicator', of })),
    ],
  };
}

/** What is not known stays as it was. */
function isLit(known: Known<boolean>, was: boolean): boolean {
  return known === null || known.value === null ? was : known.value;
}

function stroke(last: Stroke | null, { status, currentMa }: DoorSnapshot, door: number) {
  const way = status?.value;
  const goesOn = last !== null && last.way === way;
  const effects: WearEffect[] =
    last !== null && !goesOn && last.looks >= LOOKS
      ? [{ kind: 'door-current', door, meanMa: last.sumMa / last.looks }]
      : [];
  if (way !== 'opening' && way !== 'closing') return { state: null, effects };
  const now = goesOn ? last : { way, sumMa: 0, looks: 0, lastMono: -1 };
  if (currentMa === null || currentMa.value === null || currentMa.at.mono === now.lastMono)
    return { state: now, effects };
  const sum = { sumMa: now.sumMa + currentMa.value, looks: now.looks + 1, lastMono: currentMa.at.mono };
  return { state: { way, ...sum }, effects };
}

function shaken(
  { movesSince, shakenAt }: WearState,
  { moving, doorZone, vibrationMps2: shakes }: LiftSnapshot,
): { state: Pick<WearState, 'movesSince' | 'shakenAt'>; effects: readonly WearEffect[] } {
  if (moving?.value !== true) return { state: { movesSince: null, shakenAt }, effects: [] };
  const since = movesSince ?? moving.at;
  const told = shakes !== null && shakes.value !== null && gapMs(since, shakes.at) >= RUNS_MS;
  // a box still says that it moves for a moment after it has stopped at a landing
  const between = doorZone === null || doorZone.value === false;
  if (!told || !between || since.boot !== shakes.at.boot || shakes.at.mono === shakenAt)
    return { state: { movesSince: since, shakenAt }, effects: [] };
  return {
    state: { movesSince: since, shakenAt: shakes.at.mono },
    effects: [{ kind: 'vibration', mps2: shakes.value ?? 0 }],
  };
}
