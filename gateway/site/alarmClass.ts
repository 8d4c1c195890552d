import type { Rule } from './schema/siteSchema.ts';

/** An alarm is a matter of the building; a fault is one of what watches it. */
export type AlarmClass = 'alarm' | 'fault';

// a kind that is not named here does not compile
const CLASSES: Readonly<Record<Rule['kind'], AlarmClass>> = {
  limit: 'alarm',
  state: 'alarm',
  rate: 'alarm',
  change: 'alarm',
  drop: 'alarm',
  count: 'alarm',
  vote: 'alarm',
  'loss-of-sensing': 'fault',
  overdue: 'fault',
  annunciator: 'fault',
  gateway: 'fault',
};

/** What the alarms of a rule are; of a rule that is no longer there the graver of both, an alarm. */
export function alarmClass(rule: Pick<Rule, 'kind'> | undefined): AlarmClass {
  return rule === undefined ? 'alarm' : CLASSES[rule.kind];
}
