import type { ScreenAlarm } from '../../control/alarmScreen.ts';

/**
 * Which occurrences a person may mean: the one so called, else that of the rule so called, else all that begin so. None:
 * nothing like it stands.
 */
export function occurrencesMeant(word: string, alarms: readonly ScreenAlarm[]): string[] {
  const called = alarms.filter(({ occurrence }) => occurrence === word);
  if (called.length > 0) return [word];
  const ofRule = alarms.filter(({ rule }) => rule === word);
  const meant = ofRule.length > 0 ? ofRule : alarms.filter(({ occurrence }) => occurrence.startsWith(word));
  return meant.map(({ occurrence }) => occurrence);
}
