import type { Analysis, Judgement, Moment } from '../analysis.ts';
import { fails, holds } from '../facts.ts';

/** Where the car stood when its door was opened at a landing. */
type Memory = { readonly landed: boolean; readonly positionMm: number | null };

/**
 * The car goes away from a landing with a door that is not closed: it leaves the door zone, is displaced too far, or runs
 * faster than it may level. A door that somebody forces between landings is not this.
 */
export const unintendedMovement: Analysis<'unintendedMovement', Memory> = {
  name: 'unintendedMovement',
  quiet: false,
  start: { landed: false, positionMm: null },
  judge(memory, moment) {
    const { doorClosed, inZone, moving, positionMm, faults } = moment.facts;
    if (faults.includes('unintendedCarMovement')) return { memory, judgement: true };
    if (doorClosed === 'untold') return { memory, judgement: 'untold' };
    if (doorClosed === 'unknown') return { memory, judgement: 'unknown' };
    if (holds(doorClosed)) return { memory: unintendedMovement.start, judgement: false };
    const stands = fails(moving) && !fails(inZone) && inZone !== 'unknown';
    const next = !memory.landed && stands ? { landed: true, positionMm } : memory;
    return { memory: next, judgement: judged(next, moment) };
  },
};

function judged(
  { landed, positionMm: from }: Memory,
  { facts, limits }: Moment<'unintendedMovement'>,
): Judgement {
  const { inZone, moving, positionMm, speedMmS } = facts;
  const displaced =
    from !== null && positionMm !== null && Math.abs(positionMm - from) > limits.displacementMm.value;
  const fast = holds(moving) && Math.abs(speedMmS ?? 0) >= limits.relevelMmS.value;
  if (landed && (fails(inZone) || displaced || fast)) return true;
  return moving === 'unknown' || inZone === 'unknown' ? 'unknown' : false;
}
