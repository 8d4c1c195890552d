import type { Problem } from '../../core/result.ts';
import { allOf } from '../../text/named.ts';
import { type LevelLimit, levelNamed, type SayAtRule } from './levelChecks.ts';
import type { Measurement } from './measurement.ts';

const TIMES = 3;
export const TOO_TIGHT = 'site.too-tight';

/**
 * A difference smaller than three times what the sensor may err by would be alarmed by the sensor itself. That is asked
 * of differences alone: change, step, rate, drop, and limits of what is measured from a baseline. A limit of gas,
 * pressure or temperature is a value of the world, not a claim about the sensor; and a deadband that is too small makes
 * an alarm restless, not wrong. Where the profile states no accuracy nothing can be said.
 *
 * @param inUnit a limit in the unit of the point, where the rule speaks another (per cent)
 */
export function tightProblems(
  side: string,
  list: readonly LevelLimit[],
  measured: Measurement,
  say: SayAtRule,
  inUnit: (limit: number) => number = (limit) => limit,
): Problem[] {
  const least = leastDifference(measured);
  if (least === null) return [];
  const tight = list.filter(({ limit }) => Math.abs(inUnit(limit)) < least);
  const [first] = tight;
  if (first === undefined) return [];
  const { name: point, accuracy = 0, unit } = measured;
  const levels = allOf(tight.map(levelNamed));
  return [say([side, first.severity], TOO_TIGHT, { point, accuracy, unit, levels, least })];
}

/** The smallest difference that the sensor can be asked for, in its unit; null where nothing is known of its accuracy. */
export function leastDifference({ accuracy }: Measurement): number | null {
  return accuracy === undefined ? null : Number((TIMES * accuracy).toPrecision(6));
}
