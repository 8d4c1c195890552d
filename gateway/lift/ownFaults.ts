import { FAULT, type FaultClass } from '../../drivers/lift/faultClass.ts';
import type { LiftFault } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import type { DetectionState } from './detection/detection.ts';
import type { FaultEffect } from './faults.ts';

/** The vendor of what the gateway finds by itself; its codes are the numbers of `drivers/lift/faultClass.ts`. */
export const OWN = 'gateway';

/** What stands of it, by class: since when, and at which floor. `told`: a device told it first, and it is none of ours. Plain data. */
export type OwnFaults = Readonly<
  Partial<
    Record<FaultClass, { readonly since: Instant; readonly floor: number | null; readonly told?: true }>
  >
>;

/** Analyses that find a fault, and which one for what they show. */
const FAULTS: Readonly<Record<string, Readonly<Record<string, FaultClass>>>> = {
  unintendedMovement: { true: 'unintendedCarMovement' },
  overspeed: { over: 'overspeed' },
  overtravel: { top: 'overtravelTop', bottom: 'overtravelBottom' },
  stopOutsideZone: { true: 'carStoppedOutsideLandingZone' },
  doorOpenMoving: { true: 'doorOpenWhileMoving' },
};

/**
 * What the gateway finds is a fault among the others: it comes and goes, with a floor, in rows, records, findings and
 * reports. What a device tells by itself is told once, as its own, also while the analysis still holds it after the device.
 */
export function stepOwnFaults(
  before: OwnFaults,
  { analyses, facts }: Pick<DetectionState, 'analyses' | 'facts'>,
  at: Instant,
): { readonly state: OwnFaults; readonly effects: readonly FaultEffect[] } {
  const effects: FaultEffect[] = [];
  const state: { [C in FaultClass]?: OwnFaults[C] } = {};
  const found = Object.entries(FAULTS).flatMap(([name, classes]) => {
    const shown = classes[String(analyses[name]?.delayed.shown)];
    return shown === undefined ? [] : [shown];
  });
  for (const kind of found) {
    const stands = before[kind];
    const told = facts.faults.includes(kind);
    state[kind] = stands ?? { since: at, floor: facts.floor, ...(told ? { told } : {}) };
    if (stands === undefined && !told)
      effects.push({ kind: 'fault-on', fault: ownFault(kind), at, notBefore: null, floor: facts.floor });
  }
  for (const [kind, { since, floor, told }] of Object.entries(before) as [
    FaultClass,
    NonNullable<OwnFaults[FaultClass]>,
  ][])
    if (!found.includes(kind) && told === undefined)
      effects.push({ kind: 'fault-off', fault: ownFault(kind), from: since, to: at, floor, exact: true });
  return { state, effects };
}

/** Those of them that the gateway has found itself. */
export function ownStanding(own: OwnFaults): LiftFault[] {
  const kinds = Object.keys(own) as FaultClass[];
  return kinds.filter((kind) => own[kind]?.told === undefined).map(ownFault);
}

/** A fault that the gateway has found. */
function ownFault(kind: FaultClass): LiftFault {
  return { class: kind, vendor: OWN, code: FAULT[kind].number, sub: null, level: null, suffix: null };
}
