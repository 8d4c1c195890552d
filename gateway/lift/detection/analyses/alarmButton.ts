import type { Analysis } from '../analysis.ts';

/** Somebody presses the alarm button of the car: told in every mode, filtered at a landing with an open door (`button.ts`). */
export const alarmButton: Analysis<'alarmButton', null> = {
  name: 'alarmButton',
  quiet: false,
  start: null,
  judge(memory, { beside }) {
    return { memory, judgement: beside.button };
  },
};
