import type { Catalog } from '../../../drivers/catalog.ts';
import type { Problem } from '../../core/result.ts';
import { kindOf, type Rule, subjectOf } from '../rules/ruleKinds.ts';
import type { DraftEntry, SiteDraft } from '../schema/draft.ts';
import type { SiteText } from '../siteText.ts';
import { suggested } from '../suggestion.ts';
import { mistake, type SiteCheck } from './checking.ts';
import type { SayAtRule } from './levelChecks.ts';
import { measurementOf } from './measurement.ts';
import { findPoint } from './pointChecks.ts';

/** A rule speaks of what is there, in the point's own unit and kind of value, and can both raise and clear. */
export const checkRules: SiteCheck = (draft, catalog, text) => {
  const known = new Map<string, string>(); // rules by what they are about
  return draft.rules.flatMap((entry) => ruleProblems(entry, draft, catalog, text, known));
};

/**
 * What is wrong with one rule. `path` of the entry is where it stands, or what it was made from.
 *
 * @param known rules by what they are about, where there may be one about each; this one is put to them
 */
export function ruleProblems(
  { path, value: rule, whole }: DraftEntry<Rule>,
  draft: SiteDraft,
  catalog: Catalog,
  text: SiteText,
  known = new Map<string, string>(),
): Problem[] {
  const { check, second } = kindOf(rule);
  const say: SayAtRule = (at, key, ...named) => mistake(text, [...path, ...at], key, ...named);
  if ('device' in rule) {
    const devices = draft.ids.devices.map(({ value }) => value);
    const { device } = rule;
    if (!devices.includes(device))
      return [say(['device'], 'site.unknown-device', { device, suggestion: suggested(device, devices) })];
  }
  const other = known.get(subjectOf(rule));
  known.set(subjectOf(rule), rule.id);
  if (second !== null && other !== undefined) return [second(rule, other, say)];
  return check(rule, {
    whole,
    say,
    find: (reference, at) => findPoint(reference, [...path, ...at], draft, catalog, text),
    about(reference, checkPoint) {
      const found = findPoint(reference, [...path, 'point'], draft, catalog, text);
      return Array.isArray(found) ? found : checkPoint(measurementOf(found.point, found.device), found);
    },
    device: (id) => draft.devices.find(({ value }) => value.id === id)?.value,
  });
}
