import type { Catalog } from '../../../drivers/catalog.ts';
import type { Problem } from '../../core/result.ts';
import { words } from '../../text/named.ts';
import type { DraftEntry, SiteDraft } from '../schema/draft.ts';
import type { RuleOf } from '../schema/ruleSchema.ts';
import type { Rule } from '../schema/siteSchema.ts';
import type { SiteText } from '../siteText.ts';
import { mistake, type SiteCheck } from './checking.ts';
import { deviceRuleProblems } from './deviceRuleChecks.ts';
import { differenceProblems, windowProblems } from './differenceChecks.ts';
import { levelsOf, orderProblems, type SayAtRule } from './levelChecks.ts';
import { limitProblems } from './limitChecks.ts';
import { type Measurement, measurementOf, unitNamed, valueType } from './measurement.ts';
import { type FoundPoint, findPoint } from './pointChecks.ts';
import { stateProblems } from './stateChecks.ts';

/** A rule speaks of what is there, in the point's own unit and kind of value, and can both raise and clear. */
export const checkRules: SiteCheck = (draft, catalog, text) => [
  ...draft.rules.flatMap((rule) => ruleProblems(rule, draft, catalog, text)),
  ...deviceRuleProblems(draft, text),
];

/** What is wrong with one rule about points. `path` of the entry is where it stands, or what it was made from. */
export function ruleProblems(
  { path, value, whole }: DraftEntry<Rule>,
  draft: SiteDraft,
  catalog: Catalog,
  text: SiteText,
): Problem[] {
  const say: SayAtRule = (at, key, ...named) => mistake(text, [...path, ...at], key, ...named);
  const find = (reference: string, at: readonly (string | number)[]) =>
    findPoint(reference, [...path, ...at], draft, catalog, text);
  const about = (reference: string, check: (found: FoundPoint) => Problem[]) => {
    const found = find(reference, ['point']);
    return Array.isArray(found) ? found : check(found);
  };
  switch (value.kind) {
    case 'limit':
      return about(value.point, ({ point, device }) =>
        limitProblems(value, whole, measurementOf(point, device), say),
      );
    case 'rate':
    case 'drop':
      return about(value.point, ({ point, device }) =>
        differenceProblems(value, whole, measurementOf(point, device), say),
      );
    case 'change': {
      const own = about(value.point, ({ point, device }) =>
        differenceProblems(value, whole, measurementOf(point, device), say),
      );
      return [...own, ...compensationProblems(value, find, say)];
    }
    case 'state':
      return about(value.point, ({ point }) => stateProblems(value.equals, value.point, point, say));
    case 'count':
      return about(value.point, (found) => countProblems(value, whole, found, say));
    case 'vote':
      return voteProblems(value, whole, find, say);
    default:
      return [];
  }
}

type Find = (reference: string, at: readonly (string | number)[]) => FoundPoint | Problem[];

function compensationProblems({ compensation }: RuleOf<'change'>, find: Find, say: SayAtRule): Problem[] {
  if (compensation === undefined) return [];
  const at = ['compensation', 'temperature'];
  const found = find(compensation.temperature, at);
  if (Array.isArray(found)) return found;
  const { unit } = measurementOf(found.point, found.device);
  if (unit === '°C') return [];
  const named = { point: compensation.temperature, unit: unitNamed(unit) };
  return [say(at, 'site.wrong-unit/compensation', named)];
}

function countProblems(
  rule: RuleOf<'count'>,
  whole: boolean,
  { point, device }: FoundPoint,
  say: SayAtRule,
): Problem[] {
  const measured = measurementOf(point, device);
  const levels = levelsOf(rule.atLeast);
  const problems = [
    ...orderProblems('atLeast', levels, 1, say),
    ...windowProblems(rule.windowS, measured, say),
  ];
  if (whole && levels.length === 0)
    problems.push(say(['atLeast'], 'site.no-limit', { example: words('write.at-least') }));
  if (rule.equals !== undefined) problems.push(...stateProblems(rule.equals, rule.point, point, say));
  else if (valueType(point) !== 'number' || point.states !== undefined)
    problems.push(say([], 'site.no-state', { point: rule.point }));
  return problems;
}

function voteProblems(rule: RuleOf<'vote'>, whole: boolean, find: Find, say: SayAtRule): Problem[] {
  const problems: Problem[] = [];
  const measured: Measurement[] = [];
  for (const [i, reference] of rule.points.entries()) {
    const found = find(reference, ['points', i]);
    if (Array.isArray(found)) problems.push(...found);
    else measured.push(measurementOf(found.point, found.device));
    if (rule.points.indexOf(reference) !== i)
      problems.push(say(['points', i], 'site.second-vote', { point: reference }));
  }
  if (rule.atLeast > rule.points.length)
    problems.push(
      say(['atLeast'], 'site.too-many-votes', { atLeast: rule.atLeast, count: rule.points.length }),
    );
  // a wrong unit is told of each point, everything else once
  const known = new Set<string>();
  const ofPoints = measured.flatMap((one) => limitProblems(rule, whole, one, say));
  return [...problems, ...ofPoints.filter(({ code, what }) => isNew(known, `${code} ${what}`))];
}

function isNew(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
}
