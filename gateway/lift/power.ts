import type { Power } from '../../drivers/lift/safety.ts';
import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import { lookedAt } from './watch.ts';

/** What the lift runs on changed. */
export type PowerEffect = {
  readonly kind: 'power';
  readonly from: Power | null;
  readonly to: Power;
  readonly at: Instant;
};
/** The last supply that was known; plain data. */
export type PowerState = { readonly supply: Power | null };
export type PowerStep = { readonly state: PowerState; readonly effects: readonly PowerEffect[] };

export const NO_POWER: PowerState = { supply: null };

/** One snapshot of a lift. What is not known changes nothing; the first supply that is known is no change. */
export function stepPower(state: PowerState, { power }: LiftSnapshot): PowerStep {
  const look = lookedAt([power]);
  if (look === null || power === null || power.value === null || power.value === 'unknown')
    return { state, effects: [] };
  const to = power.value;
  if (to === state.supply) return { state, effects: [] };
  const { supply: from } = state;
  const effects: PowerEffect[] = from === null ? [] : [{ kind: 'power', from, to, at: look.at }];
  return { state: { supply: to }, effects };
}
