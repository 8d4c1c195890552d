import { keptDecimals } from '../../../drivers/profile/keptDecimals.ts';
import { SEVERITIES } from '../../../drivers/vocabulary.ts';
import type { Problem, Text } from '../../core/result.ts';
import { levelNamed } from '../../site/checks/levelChecks.ts';
import type { Installation, Point } from '../../site/installation.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';
import { allOf } from '../../text/named.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/** The fields of rules that hold limits in the unit of their point. */
const SIDES = ['high', 'low', 'rising', 'falling', 'step', 'fall'] as const;

/**
 * Limits between two steps of a point whose profile keeps less than its device can tell apart: a rule sees the rounded value, and
 * meets such a limit early, late or never. What the device itself cannot tell apart is no fault of the profile.
 */
export function stepWarnings({ rules, points }: Pick<Installation, 'rules' | 'points'>): Problem[] {
  return rules.flatMap((rule): Problem[] => {
    const point = 'point' in rule ? points.get(rule.point) : undefined;
    if (point === undefined) return [];
    const fine = keptDecimals(point.profile);
    if (point.decimals >= fine || ('unit' in rule && rule.unit !== point.unit)) return [];
    const between = levelsBetween(rule, point);
    if (between.length === 0) return [];
    const named = { rule: rule.id, point: point.id, decimals: point.decimals, fine };
    const step = `${Number((10 ** -point.decimals).toPrecision(6))} ${point.unit}`.trim();
    return [siteProblem('site.between-steps', { ...named, step, levels: allOf(between) })];
  });
}

function levelsBetween(rule: Rule, { decimals }: Point): Text[] {
  return SIDES.flatMap((side) => {
    const levels = side in rule ? (rule as Partial<Record<typeof side, unknown>>)[side] : undefined;
    if (typeof levels !== 'object' || levels === null) return [];
    return SEVERITIES.flatMap((severity) => {
      const limit = (levels as Partial<Record<typeof severity, number>>)[severity];
      return limit === undefined || isStep(limit, decimals) ? [] : [levelNamed({ severity, limit })];
    });
  });
}

function isStep(limit: number, decimals: number): boolean {
  const steps = limit * 10 ** decimals;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
}
