import type { LocalizedText } from 'node-opcua-data-model';
import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import { ALARM_MESSAGES } from '../../text/alarmMessages.ts';
import { speaker } from '../../text/catalogue.ts';
import { inLanguage } from '../../text/language.ts';
import { inEnglish } from '../model/localized.ts';

/** What an alarm says in its event: rule, value, limit. The words of the operator's screen, without the severity. */
export function alarmText({
  ruleName,
  value,
  valueName,
  limit,
  unit,
  quality,
  severity,
}: ScreenAlarm): LocalizedText {
  const say = speaker(ALARM_MESSAGES, 'en');
  const named = valueName === null ? shown(value) : inLanguage(valueName, 'en');
  const measured =
    unit === '' || typeof value !== 'number' ? named : say('alarm.value', { value: named, unit });
  const told = value === null ? say('alarm.no-value', { quality }) : measured;
  const rule = inLanguage(ruleName, 'en');
  const parts = { severity, rule, value: told };
  if (typeof limit !== 'number') return inEnglish(say('alarm.headline', parts));
  return inEnglish(
    say('alarm.headline-limit', { ...parts, limit: say('alarm.value', { value: limit, unit }) }),
  );
}

function shown(value: ScreenAlarm['value']): string {
  return typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value);
}
