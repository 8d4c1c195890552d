import type { Analysis } from '../analysis.ts';

/**
 * A door stands open while the car runs faster than it does when it levels. Two sensors must tell of the door, and two of
 * the car.
 */
export const doorOpenMoving: Analysis<'doorOpenMoving', null> = {
  name: 'doorOpenMoving',
  quiet: false,
  start: null,
  judge(memory, { facts, limits }) {
    const { doorOpen, doorClosed, moving, speedMmS, rateMmS, faults } = facts;
    if (faults.includes('doorOpenWhileMoving')) return { memory, judgement: true };
    if (moving === 'untold' || (doorOpen === 'untold' && doorClosed === 'untold'))
      return { memory, judgement: 'untold' };
    if (moving === 'unknown' || doorOpen === 'unknown') return { memory, judgement: 'unknown' };
    const fast = Math.max(Math.abs(speedMmS ?? 0), rateMmS ?? 0) > limits.speedMmS.value;
    const open = facts.surelyOpen && !facts.doorAlone;
    return { memory, judgement: open && facts.surelyMoving && fast };
  },
};
