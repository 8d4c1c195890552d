import { SEVERITIES, type Severity } from '../../../drivers/vocabulary.ts';
import type { Say } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import type { RULE_MESSAGES } from '../../text/ruleMessages.ts';
import { SEVERITY_WORDS } from '../../text/terms.ts';

/** In which language a rule is described, and what is said of rules of every kind. */
export type RuleVoice = { readonly language: Language; readonly say: Say<typeof RULE_MESSAGES> };

type Limits = Partial<Record<Severity, number>> | undefined;

/** Parts of a condition in a row. */
export function conditions(parts: readonly string[], { say }: RuleVoice): string {
  return parts.join(say('list.conditions'));
}

/** `red, orange` */
export function severities(list: readonly Severity[], { language, say }: RuleVoice): string {
  return list.map((severity) => SEVERITY_WORDS[severity][language]).join(say('list.names'));
}

/** `yellow 20, red 50`; null where there is no level. */
export function levelsText(limits: Limits, { language, say }: RuleVoice): string | null {
  const texts = SEVERITIES.flatMap((severity) => {
    const limit = limits?.[severity];
    return limit === undefined ? [] : [say('level', { severity: SEVERITY_WORDS[severity][language], limit })];
  });
  return texts.length === 0 ? null : texts.join(say('list.names'));
}

/** `high yellow 20, red 50 %LEL`; nothing where there is no level. */
export function sideText(
  way: 'high' | 'low' | 'rises' | 'falls' | 'step',
  limits: Limits,
  unit: string,
  voice: RuleVoice,
): string[] {
  const levels = levelsText(limits, voice);
  return levels === null ? [] : [voice.say(way, { levels, unit })];
}

/** The levels of a rule with limits, and its deadband. */
export function limitsText(
  rule: { readonly high?: Limits; readonly low?: Limits; readonly unit: string; readonly deadband: number },
  voice: RuleVoice,
): string {
  const sides = [
    ...sideText('high', rule.high, rule.unit, voice),
    ...sideText('low', rule.low, rule.unit, voice),
  ];
  return conditions([...sides, ...deadbandText(rule, voice)], voice);
}

/** How far it rises or falls. */
export function movesText(
  rule: { readonly rising?: Limits; readonly falling?: Limits; readonly unit: string },
  voice: RuleVoice,
): string[] {
  return [
    ...sideText('rises', rule.rising, rule.unit, voice),
    ...sideText('falls', rule.falling, rule.unit, voice),
  ];
}

/** Nothing where there is none. */
export function deadbandText({ deadband }: { readonly deadband: number }, { say }: RuleVoice): string[] {
  return deadband > 0 ? [say('deadband', { deadband })] : [];
}

/** How many medians in a row it takes; nothing where that is `silent`, the usual. */
export function mediansText(
  {
    medians: raising,
    clearMedians: clearing,
  }: { readonly medians: number; readonly clearMedians?: number | undefined },
  silent: number | null,
  { say }: RuleVoice,
): string[] {
  if (clearing !== undefined) return [say('medians-clear', { raising, clearing })];
  return raising === silent ? [] : [say('medians', { raising })];
}

/** `90 s`, `2 h`, `3 d` */
export function spanText(seconds: number, { say }: RuleVoice): string {
  if (seconds % 86_400 === 0) return say('span.d', { count: seconds / 86_400 });
  if (seconds % 3600 === 0) return say('span.h', { count: seconds / 3600 });
  return say('span.s', { count: seconds });
}

/** The word for how grave it is. */
export function graded({ severity }: { readonly severity: Severity }, { language }: RuleVoice) {
  return { severity: SEVERITY_WORDS[severity][language] };
}
