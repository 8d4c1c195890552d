import type { Analysis } from '../analysis.ts';
import type { Fact } from '../facts.ts';
import { bothOf } from '../facts.ts';
import { judgementOf } from '../judgementOf.ts';

/** A door stands open while the car runs faster than it does when it levels. */
export const doorOpenMoving: Analysis<'doorOpenMoving', null> = {
  name: 'doorOpenMoving',
  quiet: false,
  start: null,
  judge(memory, { facts, limits }) {
    const { doorOpen, moving, speedMmS, faults } = facts;
    if (faults.includes('doorOpenWhileMoving')) return { memory, judgement: true };
    const slow: Fact = speedMmS !== null && Math.abs(speedMmS) <= limits.speedMmS.value ? 'no' : 'yes';
    return { memory, judgement: judgementOf(bothOf(bothOf(moving, doorOpen), slow)) };
  },
};
