import type { LiftFault, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import { gapMs, lookedAt } from './watch.ts';

export type FaultEffect =
  /** `notBefore`: it came between then and `at`, when nobody looked; null: it was seen to come. */
  | {
      readonly kind: 'fault-on';
      readonly fault: LiftFault;
      readonly at: Instant;
      readonly notBefore: Instant | null;
      readonly floor: number | null;
    }
  /** `exact` is false when it came or went while nobody looked. */
  | {
      readonly kind: 'fault-off';
      readonly fault: LiftFault;
      readonly from: Instant;
      readonly to: Instant;
      readonly floor: number | null;
      readonly exact: boolean;
    };

type Active = {
  readonly fault: LiftFault;
  readonly from: Instant;
  readonly floor: number | null;
  readonly exact: boolean;
  readonly goneAt: Instant | null; // not shown since
};
/** Plain data: it can be kept over a restart. */
export type FaultState = { readonly seenAt: Instant | null; readonly active: readonly Active[] };
export type FaultStep = { readonly state: FaultState; readonly effects: readonly FaultEffect[] };

export const NO_FAULTS: FaultState = { seenAt: null, active: [] };

/** Gone for less is the same fault: a controller that starts anew shows none for some seconds. Engineering. */
const GONE_MS = 10_000;
/** Longer without a look and what came or went has no exact time. Engineering. */
const BLIND_MS = 4_000;

/** One snapshot of a lift: which faults came, which are over. While the list is not known, nothing comes and goes. */
export function stepFaults(state: FaultState, snapshot: LiftSnapshot): FaultStep {
  const { faults } = snapshot;
  const look = lookedAt([faults]);
  if (look === null || faults?.value == null) return { state, effects: [] };
  const { at } = look;
  const { seenAt } = state;
  if (seenAt !== null && gapMs(seenAt, at) <= 0) return { state, effects: [] };
  const blind = seenAt === null || gapMs(seenAt, at) > BLIND_MS;
  const shown = new Map(faults.value.map((fault) => [keyOf(fault), fault]));
  const effects: FaultEffect[] = [];
  const active: Active[] = [];
  for (const one of state.active) {
    if (shown.delete(keyOf(one.fault))) active.push({ ...one, goneAt: null });
    else if (one.goneAt === null) active.push({ ...one, goneAt: at, exact: one.exact && !blind });
    else if (gapMs(one.goneAt, at) < GONE_MS) active.push(one);
    else {
      const { fault, from, floor, exact, goneAt: to } = one;
      effects.push({ kind: 'fault-off', fault, from, to, floor, exact });
    }
  }
  const floor = snapshot.floor?.value ?? null;
  for (const fault of shown.values()) {
    active.push({ fault, from: at, floor, exact: !blind, goneAt: null });
    effects.push({ kind: 'fault-on', fault, at, notBefore: blind ? seenAt : null, floor });
  }
  return { state: { seenAt: at, active }, effects };
}

/** Which fault it is: a code of a maker, with its subcode. */
export function keyOf({ vendor, code, sub }: LiftFault): string {
  return sub === null ? `${vendor}/${code}` : `${vendor}/${code}.${sub}`;
}
