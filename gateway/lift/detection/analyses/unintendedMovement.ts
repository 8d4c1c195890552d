import type { Analysis, Moment } from '../analysis.ts';
import { fails, holds } from '../facts.ts';

/**
 * Where the car stood when its door was opened at a landing. `seenAt`: the last look that could tell, mono ms. `moved`:
 * it was seen to move since.
 */
type MovementSeen = {
  readonly landed: boolean;
  readonly positionMm: number | null;
  readonly floor: number | null;
  readonly moved: boolean;
  readonly seenAt: number | null;
};

/** No run and no stop at a landing is shorter: what was remembered before a longer silence proves nothing. Computed. */
const FORGOTTEN_MS = 4_000;

/**
 * The car goes away from a landing with a door that is not closed: it leaves the door zone, is displaced too far, or runs
 * faster than it may level. Two sensors at least must say so of the car, and two of the door: one alone is a finding of
 * its own. A door that somebody forces between landings is not this.
 */
export const unintendedMovement: Analysis<'unintendedMovement', MovementSeen> = {
  name: 'unintendedMovement',
  quiet: false,
  start: { landed: false, positionMm: null, floor: null, moved: false, seenAt: null },
  judge(before, moment) {
    const { now, facts } = moment;
    const { doorClosed, inZone, moving, positionMm, faults, floor } = facts;
    const forgets = before.seenAt !== null && now - before.seenAt > FORGOTTEN_MS;
    const memory = forgets ? unintendedMovement.start : before;
    if (faults.includes('unintendedCarMovement')) return { memory, judgement: true };
    if (doorClosed === 'untold') return { memory, judgement: 'untold' };
    if (doorClosed === 'unknown' || moving === 'unknown' || inZone === 'unknown')
      return { memory, judgement: 'unknown' };
    if (holds(doorClosed)) return { memory: { ...unintendedMovement.start, seenAt: now }, judgement: false };
    const stands = !memory.landed && fails(moving) && !fails(inZone);
    const next: MovementSeen = stands
      ? { landed: true, positionMm, floor, moved: false, seenAt: now }
      : { ...memory, moved: memory.moved || holds(moving), seenAt: now };
    return { memory: next, judgement: next.landed && hasGone(next, moment) };
  },
};

function hasGone(
  { positionMm: from, floor: at, moved }: MovementSeen,
  { facts, limits }: Moment<'unintendedMovement'>,
): boolean {
  const { moving, positionMm, speedMmS, zoneLost, floor, mode } = facts;
  // one sensor alone says that the door is open: a car that runs on to a landing has a door sensor that is wrong
  if (facts.doorAlone) return moved && fails(moving) && zoneLost > 0 && fails(facts.inZone);
  if (!facts.surelyOpen) return false;
  const levels = mode === 'relevelling' && zoneLost === 0;
  const displaced =
    from !== null && positionMm !== null && Math.abs(positionMm - from) > limits.displacementMm.value;
  const elsewhere = at !== null && floor !== null && floor !== at;
  const gone = zoneLost + Number(displaced) + Number(elsewhere);
  const fast = facts.surelyMoving && holds(moving) && Math.abs(speedMmS ?? 0) >= limits.relevelMmS.value;
  return !levels && ((gone > 0 && gone + Number(holds(moving)) >= 2) || fast);
}
