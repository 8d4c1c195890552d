import type { Analysis } from '../analysis.ts';
import { bothOf, opposite } from '../facts.ts';
import { judgementOf } from '../judgementOf.ts';

/** The door does not get closed. */
export const doorHeldOpen: Analysis<'doorHeldOpen', null> = {
  name: 'doorHeldOpen',
  quiet: false,
  start: null,
  judge(memory, { facts: { moving, doorClosed, faults } }) {
    if (faults.includes('doorHeldOpen')) return { memory, judgement: true };
    return { memory, judgement: judgementOf(bothOf(opposite(moving), opposite(doorClosed))) };
  },
};
