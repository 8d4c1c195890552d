import type { Code } from '../../../../drivers/lift/code.ts';

/** Why an entrapment went from one phase to the next. */
export const CAUSE = {
  evidence: { number: 1, en: 'what is seen speaks for it', zh: '证据成立' },
  ran: { number: 2, en: 'the car runs again', zh: '轿厢恢复运行' },
  'door-open': {
    number: 3,
    en: 'door fully open at a landing',
    zh: '在层站完全开门',
  },
  empty: { number: 4, en: 'nobody is in the car any more', zh: '轿内已无人' },
  inspection: { number: 5, en: 'a mechanic is at the lift', zh: '维修人员已到场（检修）' },
  'by-hand': { number: 6, en: 'ended by somebody who was there', zh: '现场人员人工解除' },
  arrived: { number: 8, en: 'somebody has arrived', zh: '救援人员已到场' },
  over: { number: 7, en: 'over', zh: '事件结束' },
} as const satisfies Record<string, Code>;
export type EntrapmentCause = keyof typeof CAUSE;
