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
export function stepPower(state: PowerState, snapshot: LiftSnapshot): PowerStep {
  const { power } = snapshot;
  if (power === null) return byFaults(state, snapshot);
  const look = lookedAt([power]);
  if (look === null || power.value === null || power.value === 'unknown') return { state, effects: [] };
  return turned(state, power.value, look.at, state.supply !== null);
}

const BOX = 'sensor-box';

/** A controller that tells of no supply tells an under-voltage and a lost phase as faults; beside them nothing is known. */
function byFaults(state: PowerState, { faults }: LiftSnapshot): PowerStep {
  const look = lookedAt([faults]);
  if (look === null || faults === null || faults.value === null) return { state, effects: [] };
  const lost = faults.value.some((one) => one.class === 'powerSupply' && one.vendor !== BOX);
  if (lost) return turned(state, 'off', look.at, true);
  return turned(state, 'mains', look.at, state.supply !== null);
}

function turned(state: PowerState, to: Power, at: Instant, told: boolean): PowerStep {
  const { supply: from } = state;
  if (to === from) return { state, effects: [] };
  return { state: { supply: to }, effects: told ? [{ kind: 'power', from, to, at }] : [] };
}
