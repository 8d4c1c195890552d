import { type Fact, type Facts, holds } from '../facts.ts';

/**
 * What the car weighs when nobody is in it: a load cell drifts, so its zero is followed. Plain data, kept over a
 * restart; mono ms. `steady`: the same value through so many openings of a door.
 */
export type LoadWatch = {
  readonly zero: number | null; // % of the rated load
  readonly idleSince: number | null;
  readonly idlePct: number | null; // what it weighs in this stop
  readonly heavierSince: number | null;
  readonly strangeSince: number | null; // no value that a car can have
  readonly steadyPct: number | null;
  readonly steady: number;
  readonly open: boolean;
};

export const NO_LOAD: LoadWatch = {
  ...{ zero: null, idleSince: null, idlePct: null, heavierSince: null, strangeSince: null },
  ...{ steadyPct: null, steady: 0, open: false },
};

/** More than this above the empty car is somebody: elevators §3.3 of the domain document, our proposal there. */
const SOMEBODY_PCT = 5;
/** A first reading beyond this is a load, not a zero. Engineering. */
const FIRST_ZERO_PCT = 15;
const FIRST_MS = 5_000;
const FOLLOW_MS = 20_000;
/** What lies in a car at a landing for so long and asks for nothing is no person. Engineering. */
const THING_MS = 600_000;
const STEADY_OPENINGS = 8;
const STEADY_PCT = 0.3;
const STRANGE_MS = 10_000;

/** One look. `idle`: the car stands shut at a landing, and nobody has been seen or has asked for anything. */
export function stepLoad(last: LoadWatch, facts: Facts, idle: boolean, now: number): LoadWatch {
  const { loadPct } = facts;
  const open = holds(facts.doorOpen);
  if (loadPct === null) {
    const strangeSince = facts.loadStrange ? (last.strangeSince ?? now) : null;
    return { ...last, idleSince: null, heavierSince: null, strangeSince, open };
  }
  const moved = last.idlePct !== null && Math.abs(loadPct - last.idlePct) > 1;
  const idleSince = idle ? (moved ? now : (last.idleSince ?? now)) : null;
  const idleMs = idleSince === null ? 0 : now - idleSince;
  const same = last.steadyPct !== null && Math.abs(loadPct - last.steadyPct) <= STEADY_PCT;
  const steady = same ? last.steady + Number(open && !last.open) : 0;
  return {
    zero: zeroOf(last, loadPct, idleMs),
    idleSince,
    idlePct: idle ? loadPct : null,
    heavierSince: null,
    strangeSince: null,
    steadyPct: same ? last.steadyPct : loadPct,
    steady,
    open,
  };
}

function zeroOf({ zero }: LoadWatch, pct: number, idleMs: number): number | null {
  if (zero === null) return idleMs >= FIRST_MS && Math.abs(pct) <= FIRST_ZERO_PCT ? pct : null;
  if (pct < zero) return idleMs >= FIRST_MS ? pct : zero;
  if (pct - zero <= SOMEBODY_PCT) return idleMs >= FOLLOW_MS ? pct : zero;
  return idleMs >= THING_MS ? pct : zero;
}

/** Whether the car weighs more than empty. A load too light to be told from none is no proof that nobody is there. */
export function loadFact({ zero, steady }: LoadWatch, { loadPct, load }: Facts): Fact {
  if (loadPct === null) return load;
  if (steady >= STEADY_OPENINGS) return 'unknown';
  if (loadPct - (zero ?? 0) <= SOMEBODY_PCT) return 'unlikely';
  return 'yes';
}

/** It weighs the same whoever comes and goes, or nothing that a car can weigh. */
export function isLoadWrong({ steady, steadyPct, strangeSince }: LoadWatch, now: number): boolean {
  const stuck = steady >= STEADY_OPENINGS && Math.abs(steadyPct ?? 0) > SOMEBODY_PCT;
  return stuck || (strangeSince !== null && now - strangeSince >= STRANGE_MS);
}

/** The car weighs as much as an empty one does. */
export function weighsNothing({ zero }: LoadWatch, { loadPct }: Facts): boolean {
  return zero !== null && loadPct !== null && loadPct - zero <= SOMEBODY_PCT;
}
