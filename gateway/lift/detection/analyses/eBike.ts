import type { Analysis } from '../analysis.ts';
import { judgementOf } from '../judgementOf.ts';

/** An electric bicycle is in the car, where something looks for one. */
export const eBike: Analysis<'eBike', null> = {
  name: 'eBike',
  quiet: false,
  start: null,
  judge(memory, { beside }) {
    return { memory, judgement: judgementOf(beside.eBike) };
  },
};
