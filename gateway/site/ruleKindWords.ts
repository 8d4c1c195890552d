import type { Text } from '../text/language.ts';
import type { Rule } from './schema/ruleSchema.ts';

/** What a rule looks for, in a word or two. */
export const RULE_KIND_WORDS = {
  limit: { en: 'limit', zh: '限值' },
  rate: { en: 'rate of change', zh: '变化速率' },
  change: { en: 'change since commissioning', zh: '相对基准变化' },
  drop: { en: 'sudden drop', zh: '骤降' },
  state: { en: 'state', zh: '状态' },
  count: { en: 'frequency', zh: '次数' },
  vote: { en: 'vote of several sensors', zh: '多传感器表决' },
  'loss-of-sensing': { en: 'loss of sensing', zh: '失去感知' },
  overdue: { en: 'calibration or test overdue', zh: '校准或试验逾期' },
  gateway: { en: 'fault of the gateway', zh: '网关故障' },
  annunciator: { en: 'annunciator does not obey', zh: '声光控制器异常' },
} as const satisfies Record<Rule['kind'], Text> & Record<string, Text>;
