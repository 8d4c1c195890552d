import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import { lookedAt } from './watch.ts';

/** What is no fault and worth a row: the car is too heavy to start, or its light has failed. */
export type Condition = 'overload' | 'carLight';

export type ConditionEffect = {
  readonly kind: 'condition';
  readonly condition: Condition;
  readonly on: boolean;
  readonly floor: number | null;
  readonly at: Instant;
};
/** Those that stand; plain data. */
export type ConditionState = { readonly standing: readonly Condition[] };
export type ConditionStep = { readonly state: ConditionState; readonly effects: readonly ConditionEffect[] };

export const NO_CONDITIONS: ConditionState = { standing: [] };

/** One snapshot of a lift. What is not known changes nothing. */
export function stepOverload(state: ConditionState, { overload, floor }: LiftSnapshot): ConditionStep {
  const look = lookedAt([overload]);
  if (look === null || overload === null || overload.value === null) return { state, effects: [] };
  return turned(state, 'overload', overload.value, floor?.value ?? null, look.at);
}

/** The light of the car, by a contact of its own that is made while it burns. */
export function stepCarLight(
  state: ConditionState,
  burns: boolean | null,
  floor: number | null,
  at: Instant,
) {
  return burns === null ? { state, effects: [] } : turned(state, 'carLight', !burns, floor, at);
}

function turned(
  state: ConditionState,
  condition: Condition,
  on: boolean,
  floor: number | null,
  at: Instant,
): ConditionStep {
  if (state.standing.includes(condition) === on) return { state, effects: [] };
  const others = state.standing.filter((one) => one !== condition);
  const standing = on ? [...others, condition] : others;
  return { state: { standing }, effects: [{ kind: 'condition', condition, on, floor, at }] };
}
