import { speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { RULE_MESSAGES } from '../../text/ruleMessages.ts';
import { kindOf, type Rule } from './ruleKinds.ts';
import { severities } from './ruleWords.ts';

/** A rule in one line, as lists show it, and in English the birth document. */
export function ruleText(rule: Rule, language: Language): string {
  const voice = { language, say: speaker(RULE_MESSAGES, language) };
  const { say } = voice;
  const after =
    rule.atOnce.length > 0
      ? say('after-at-once', { s: rule.onDelayS, severities: severities(rule.atOnce, voice) })
      : say('after', { s: rule.onDelayS });
  return [
    kindOf(rule).describe(rule, voice),
    ...(rule.onDelayS > 0 ? [after] : []),
    ...(rule.offDelayS > 0 ? [say('clears', { s: rule.offDelayS })] : []),
    ...(rule.latch.length > 0 ? [say('latches', { severities: severities(rule.latch, voice) })] : []),
  ].join(say('list.parts'));
}
