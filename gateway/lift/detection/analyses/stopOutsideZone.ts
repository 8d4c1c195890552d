import type { Analysis } from '../analysis.ts';
import { bothOf, opposite } from '../facts.ts';
import { judgementOf } from '../judgementOf.ts';

/** The car stands where its door must not open. */
export const stopOutsideZone: Analysis<'stopOutsideZone', null> = {
  name: 'stopOutsideZone',
  quiet: false,
  start: null,
  judge(memory, { facts: { moving, inZone, faults } }) {
    if (faults.includes('carStoppedOutsideLandingZone')) return { memory, judgement: true };
    return { memory, judgement: judgementOf(bothOf(opposite(moving), opposite(inZone))) };
  },
};
