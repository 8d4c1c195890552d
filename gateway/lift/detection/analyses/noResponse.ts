import type { Analysis } from '../analysis.ts';
import { bothOf, opposite } from '../facts.ts';
import { judgementOf } from '../judgementOf.ts';

/** Somebody has called, and the car stands there with its door closed. */
export const noResponse: Analysis<'noResponse', null> = {
  name: 'noResponse',
  quiet: false,
  start: null,
  judge(memory, { facts: { moving, doorClosed, anyCall, faults } }) {
    if (faults.includes('noResponseToCall')) return { memory, judgement: true };
    return { memory, judgement: judgementOf(bothOf(bothOf(opposite(moving), doorClosed), anyCall)) };
  },
};
