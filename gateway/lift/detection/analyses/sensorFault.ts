import type { Analysis } from '../analysis.ts';

/** One sensor says what all others deny. Which one is told by an event of its own. */
export const sensorFault: Analysis<'sensorFault', null> = {
  name: 'sensorFault',
  quiet: false,
  start: null,
  judge(memory, { beside }) {
    return { memory, judgement: beside.sensorFault };
  },
};
