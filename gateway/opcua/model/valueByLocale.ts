import type { ISessionContext, UAVariable } from 'node-opcua-address-space';
import { LocalizedText, selectLocalizedText } from 'node-opcua-data-model';
import type { DataValue } from 'node-opcua-data-value';
import { DataType, Variant, type VariantOptions } from 'node-opcua-variant';
import { LANGUAGES, type Language, type Text } from '../../text/language.ts';
import { localizedIn } from './localized.ts';

type Values = Readonly<Record<Language, VariantOptions>>;
type Asked = (ISessionContext & { getPreferredLocales?: () => readonly string[] }) | null | undefined;
type Read = (context?: Asked, range?: { isDefined(): boolean } | null, ...others: unknown[]) => DataValue;

const SAID = new WeakMap<UAVariable, Readonly<Record<Language, Variant>>>();
const CHOICE = LANGUAGES.map((locale) => new LocalizedText({ locale, text: locale }));
/** An item on such a value is sampled for its session: told of a change it would have the English text. */
const SAMPLED_MS = 250;

/**
 * A value that is text for people, in the first language of the session that is here, else in English (10000-4, 5.7.3): how a
 * state is called, the names of an enumeration.
 */
export function sayInBoth(variable: UAVariable, values: Values): void {
  const known = SAID.has(variable);
  SAID.set(variable, { en: new Variant(values.en), zh: new Variant(values.zh) });
  variable.setValueFromSource(values.en);
  if (known) return;
  variable.minimumSamplingInterval = SAMPLED_MS;
  const hook = variable as unknown as { readValue: Read };
  const read = hook.readValue.bind(variable);
  hook.readValue = (context, range, ...others) => {
    const english = read(context, range, ...others);
    const value = SAID.get(variable)?.[languageFor(context)];
    if (value === undefined || !english.statusCode.isGood() || range?.isDefined() === true) return english;
    const shown = english.clone();
    shown.value = value;
    return shown;
  };
}

/** A text for people in both languages. */
export function sayText(variable: UAVariable | null, text: string | Text): void {
  const value = (language: Language) => ({
    ...{ dataType: DataType.LocalizedText, value: localizedIn(text, language) },
  });
  if (variable !== null) sayInBoth(variable, { en: value('en'), zh: value('zh') });
}

function languageFor(context: Asked): Language {
  const chosen = selectLocalizedText(CHOICE, context?.getPreferredLocales?.() ?? []);
  return chosen?.text === 'zh' ? 'zh' : 'en';
}
