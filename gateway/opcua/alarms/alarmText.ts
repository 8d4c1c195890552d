import { LocalizedText } from 'node-opcua-data-model';
import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';
import { ALARM_MESSAGES } from '../../text/alarmMessages.ts';
import { speaker } from '../../text/catalogue.ts';
import { inLanguage } from '../../text/language.ts';
import { OPCUA_MESSAGES } from '../../text/opcuaMessages.ts';

/**
 * What an alarm says in its event: rule, value, limit, as on the operator's screen; its severity is a field of its own. In
 * English: an event is one for all clients, whatever language they ask for.
 */
export function alarmText({ ruleName, value, valueName, limit, unit, quality }: ScreenAlarm): LocalizedText {
  const say = speaker(ALARM_MESSAGES, 'en');
  const named = valueName === null ? shown(value) : inLanguage(valueName, 'en');
  const measured =
    unit === '' || typeof value !== 'number' ? named : say('alarm.value', { value: named, unit });
  const told = value === null ? say('alarm.no-value', { quality }) : measured;
  const rule = inLanguage(ruleName, 'en');
  const phrase = speaker(OPCUA_MESSAGES, 'en');
  const text =
    typeof limit === 'number'
      ? phrase('event.past-limit', { rule, value: told, limit: say('alarm.value', { value: limit, unit }) })
      : phrase('event.text', { rule, value: told });
  return new LocalizedText({ locale: 'en', text });
}

/** What a condition says while guard does not answer: what stood last, if anything did. */
export function unheardText(rule: Rule, standing: ScreenAlarm | null): LocalizedText {
  const about = standing === null ? nameOf(rule) : (alarmText(standing).text ?? '');
  return new LocalizedText({ locale: 'en', text: speaker(OPCUA_MESSAGES, 'en')('event.unheard', { about }) });
}

/** What a condition says of which nothing stands, when guard answers. */
export function answersText(rule: Rule): LocalizedText {
  const text = speaker(OPCUA_MESSAGES, 'en')('event.answers', { rule: nameOf(rule) });
  return new LocalizedText({ locale: 'en', text });
}

function nameOf({ id, name }: Rule): string {
  return inLanguage(name ?? id, 'en');
}

function shown(value: ScreenAlarm['value']): string {
  return typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value);
}
