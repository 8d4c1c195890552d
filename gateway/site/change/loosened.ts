import { isDeepStrictEqual } from 'node:util';
import { SEVERITIES, type Severity } from '../../../drivers/vocabulary.ts';
import type { Text } from '../../text/language.ts';
import { SEVERITY_WORDS } from '../../text/terms.ts';
import type { Installation } from '../installation.ts';
import type { Rule, RuleOf } from '../rules/ruleKinds.ts';
import { changeWords } from './siteChanges.ts';

/**
 * What keeps people safe and does so less in `after`: an alarm that comes later, sounds less or not at all. Where it cannot be
 * said which way a change goes, it counts as one. Whoever applies it has to say why.
 */
export function loosened(before: Installation, after: Installation): Text[] {
  return [
    ...devicesGone(before, after),
    ...rulesLoosened(before, after),
    ...slowerPoints(before, after),
    ...outputsGone(before, after),
    ...signalsChanged(before, after),
  ];
}

function devicesGone(before: Installation, after: Installation): Text[] {
  return [...before.devices.values()]
    .filter(({ id }) => !after.devices.has(id))
    .map(({ id, name }) => changeWords('loose.device-gone', { device: named(name, id) }));
}

function rulesLoosened(before: Installation, after: Installation): Text[] {
  const now = new Map(after.rules.map((rule) => [rule.id, rule]));
  return before.rules.flatMap((rule) => {
    const changed = now.get(rule.id);
    // a rule of a device that is gone is told with the device
    if (changed === undefined)
      return isOfGone(rule, after) ? [] : [changeWords('loose.rule-gone', nameOf(rule))];
    return isDeepStrictEqual(withoutName(rule), withoutName(changed)) ? [] : ruleLoosened(rule, changed);
  });
}

function isOfGone(rule: Rule, { devices, points }: Installation): boolean {
  if ('device' in rule && typeof rule.device === 'string') return !devices.has(rule.device);
  return 'point' in rule && typeof rule.point === 'string' && !points.has(rule.point);
}

function ruleLoosened(before: Rule, after: Rule): Text[] {
  const rule = nameOf(before);
  const found: Text[] = [];
  if (after.onDelayS > before.onDelayS)
    found.push(changeWords('loose.delay', { ...rule, from: before.onDelayS, to: after.onDelayS }));
  for (const severity of before.latch.filter((one) => !after.latch.includes(one)))
    found.push(changeWords('loose.latch', { ...rule, severity: SEVERITY_WORDS[severity] }));
  for (const severity of before.atOnce.filter((one) => !after.atOnce.includes(one)))
    found.push(changeWords('loose.at-once', { ...rule, severity: SEVERITY_WORDS[severity] }));
  if (before.kind === 'limit' && after.kind === 'limit' && isSameMeasure(before, after))
    found.push(...limitsLoosened(before, after));
  else if (!isDeepStrictEqual(condition(before), condition(after)))
    found.push(changeWords('loose.rule-changed', rule));
  if (!isDeepStrictEqual(before.signals, after.signals)) found.push(changeWords('loose.rule-changed', rule));
  return found;
}

type LimitRule = RuleOf<'limit'>;

function isSameMeasure(before: LimitRule, after: LimitRule): boolean {
  return before.point === after.point && before.unit === after.unit;
}

function limitsLoosened(before: LimitRule, after: LimitRule): Text[] {
  return (['high', 'low'] as const).flatMap((side) =>
    SEVERITIES.flatMap((severity) => {
      const [from, to] = [before[side]?.[severity], after[side]?.[severity]];
      if (from === undefined) return [];
      const said = { ...nameOf(before), severity: SEVERITY_WORDS[severity], unit: before.unit };
      if (to === undefined) return [changeWords('loose.limit-gone', { ...said, from })];
      const isLater = side === 'high' ? to > from : to < from;
      return isLater ? [changeWords('loose.limit', { ...said, from, to })] : [];
    }),
  );
}

/** What a rule of another kind looks at: which way a change of it goes nobody can say here. */
function condition({ name: _n, onDelayS: _o, latch: _l, atOnce: _a, signals: _s, ...rest }: Rule): unknown {
  return rest;
}

function withoutName({ name: _, ...rest }: Rule): unknown {
  return rest;
}

function slowerPoints(before: Installation, after: Installation): Text[] {
  return [...before.points.values()].flatMap(({ id, class: kind, periodMs }) => {
    const now = after.points.get(id);
    if (kind !== 'safety' || now === undefined || now.periodMs <= periodMs) return [];
    return [changeWords('loose.slower', { point: id, from: periodMs / 1000, to: now.periodMs / 1000 })];
  });
}

function outputsGone(before: Installation, after: Installation): Text[] {
  const now = new Map(
    after.annunciators.flatMap(({ outputs }) => outputs.map((one) => [one.point, one] as const)),
  );
  return before.annunciators.flatMap(({ outputs }) =>
    outputs.flatMap((one) =>
      isDeepStrictEqual(now.get(one.point), one)
        ? []
        : [changeWords('loose.output-gone', { output: one.point })],
    ),
  );
}

function signalsChanged(before: Installation, after: Installation): Text[] {
  const known = Object.keys(before.signals) as Severity[];
  return known
    .filter((severity) => !isDeepStrictEqual(before.signals[severity], after.signals[severity]))
    .map((severity) => changeWords('loose.silent', { severity: SEVERITY_WORDS[severity] }));
}

function nameOf(rule: Rule): { readonly rule: Text } {
  return { rule: named(rule.name, rule.id) };
}

function named(name: string | Text | undefined, id: string): Text {
  if (name === undefined) return { en: id, zh: id };
  return typeof name === 'string' ? { en: name, zh: name } : name;
}
