import type { Analysis } from '../analysis.ts';

/** The alarm of the car has made no good test call for longer than EN 81-28 allows. */
export const testOverdue: Analysis<'testOverdue', null> = {
  name: 'testOverdue',
  quiet: false,
  start: null,
  judge(memory, { beside: { testAgoS }, limits }) {
    if (testAgoS === 'untold' || testAgoS === 'unknown') return { memory, judgement: testAgoS };
    return { memory, judgement: testAgoS === 'never' || testAgoS > limits.everyS.value };
  },
};
