import { SEVERITIES, type Severity } from '../../drivers/vocabulary.ts';
import { type Say, speaker } from '../text/catalogue.ts';
import type { Language } from '../text/language.ts';
import { RULE_MESSAGES } from '../text/ruleMessages.ts';
import { CONCERN_WORDS, OVERDUE_WORDS } from '../text/siteTerms.ts';
import { SEVERITY_WORDS } from '../text/terms.ts';
import type { Rule, RuleOf } from './schema/siteSchema.ts';

/** A rule in one line, as lists show it, and in English the birth document. */
export function ruleText(rule: Rule, language: Language): string {
  const voice = { language, say: speaker(RULE_MESSAGES, language) };
  const { say } = voice;
  const after =
    rule.atOnce.length > 0
      ? say('after-at-once', { s: rule.onDelayS, severities: severities(rule.atOnce, voice) })
      : say('after', { s: rule.onDelayS });
  return [
    condition(rule, voice),
    ...(rule.onDelayS > 0 ? [after] : []),
    ...(rule.offDelayS > 0 ? [say('clears', { s: rule.offDelayS })] : []),
    ...(rule.latch.length > 0 ? [say('latches', { severities: severities(rule.latch, voice) })] : []),
  ].join(say('list.parts'));
}

type Voice = { readonly language: Language; readonly say: Say<typeof RULE_MESSAGES> };

function condition(rule: Rule, voice: Voice): string {
  const { say, language } = voice;
  const all = (parts: readonly string[]) => parts.join(say('list.conditions'));
  switch (rule.kind) {
    case 'limit':
      return say('limit', { point: rule.point, limits: all(limits(rule, voice)) });
    case 'rate': {
      const rows = rowsText(rule.medians, rule.clearMedians, 1, voice);
      const parts = [...moves(rule, voice), ...rows, ...band(rule, voice)];
      return say('rate', { point: rule.point, span: spanText(rule.windowS, voice), moves: all(parts) });
    }
    case 'change': {
      const { unit } = rule;
      const parts = [
        ...moves(rule, voice),
        ...rowsText(rule.medians, rule.clearMedians, 0, voice),
        ...side('step', rule.step, unit, voice),
        ...compensated(rule, voice),
        ...band(rule, voice),
      ];
      return say('change', { point: rule.point, moves: all(parts) });
    }
    case 'drop': {
      const held = SEVERITIES.flatMap((severity) => {
        const s = rule.holdS[severity];
        return s === undefined ? [] : [say('held', { severity: SEVERITY_WORDS[severity][language], s })];
      });
      const parts = [...side('falls', rule.fall, rule.unit, voice), ...held, ...band(rule, voice)];
      return say('drop', { point: rule.point, span: spanText(rule.windowS, voice), moves: all(parts) });
    }
    case 'state':
      return say('state', {
        ...{ point: rule.point, value: String(rule.equals) },
        ...graded(rule, voice),
      });
    case 'count': {
      const { point, equals } = rule;
      const told = {
        point,
        span: spanText(rule.windowS, voice),
        levels: levelsText(rule.atLeast, voice) ?? '',
      };
      return equals === undefined
        ? say('count.goes-up', told)
        : say('count.becomes', { ...told, value: String(equals) });
    }
    case 'vote': {
      const points = rule.points.join(say('list.names'));
      return say('vote', { atLeast: rule.atLeast, points, limits: all(limits(rule, voice)) });
    }
    case 'loss-of-sensing':
    case 'annunciator':
      return say(rule.kind, { device: rule.device, ...graded(rule, voice) });
    case 'overdue':
      return say('overdue', {
        ...{ what: OVERDUE_WORDS[rule.of][language], device: rule.device },
        ...graded(rule, voice),
      });
    case 'gateway':
      return say('gateway', { concern: CONCERN_WORDS[rule.concern][language], ...graded(rule, voice) });
  }
}

type Limits = Partial<Record<Severity, number>> | undefined;

function graded({ severity }: { readonly severity: Severity }, { language }: Voice) {
  return { severity: SEVERITY_WORDS[severity][language] };
}

function severities(list: readonly Severity[], { language, say }: Voice): string {
  return list.map((severity) => SEVERITY_WORDS[severity][language]).join(say('list.names'));
}

function limits(rule: Pick<RuleOf<'limit'>, 'high' | 'low' | 'unit' | 'deadband'>, voice: Voice): string[] {
  return [
    ...side('high', rule.high, rule.unit, voice),
    ...side('low', rule.low, rule.unit, voice),
    ...band(rule, voice),
  ];
}

function moves(rule: RuleOf<'rate'> | RuleOf<'change'>, voice: Voice): string[] {
  return [...side('rises', rule.rising, rule.unit, voice), ...side('falls', rule.falling, rule.unit, voice)];
}

function side(
  way: 'high' | 'low' | 'rises' | 'falls' | 'step',
  limits: Limits,
  unit: string,
  voice: Voice,
): string[] {
  const levels = levelsText(limits, voice);
  return levels === null ? [] : [voice.say(way, { levels, unit })];
}

function levelsText(limits: Limits, { language, say }: Voice): string | null {
  const texts = SEVERITIES.flatMap((severity) => {
    const limit = limits?.[severity];
    return limit === undefined ? [] : [say('level', { severity: SEVERITY_WORDS[severity][language], limit })];
  });
  return texts.length === 0 ? null : texts.join(say('list.names'));
}

function band({ deadband }: { readonly deadband: number }, { say }: Voice): string[] {
  return deadband > 0 ? [say('deadband', { deadband })] : [];
}

function rowsText(raising: number, clearing: number | undefined, silent: number, { say }: Voice): string[] {
  if (clearing !== undefined) return [say('medians-clear', { raising, clearing })];
  return raising === silent ? [] : [say('medians', { raising })];
}

function compensated({ compensation, unit }: RuleOf<'change'>, { say }: Voice): string[] {
  if (compensation === undefined) return [];
  const { temperature, perDegree } = compensation;
  return [say('compensation', { temperature, perDegree, unit })];
}

function spanText(seconds: number, { say }: Voice): string {
  if (seconds % 86_400 === 0) return say('span.d', { count: seconds / 86_400 });
  if (seconds % 3600 === 0) return say('span.h', { count: seconds / 3600 });
  return say('span.s', { count: seconds });
}
