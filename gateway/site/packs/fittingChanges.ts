import type { Profile } from '../../../drivers/profile/schema.ts';
import { type LevelLimits, levelsOf } from '../checks/levelChecks.ts';
import { kindOf } from '../rules/ruleKinds.ts';
import { deviceSchema, type SiteDevice } from '../schema/deviceSchema.ts';
import { packRules } from './packRules.ts';
import type { Pack } from './packSchema.ts';

/** Kinds of rules whose levels are differences: what a sensor errs by would raise them (`checks/accuracyChecks.ts`). */
const DIFFERENCES = ['change', 'rate'];
const TIMES = 3;

/**
 * What has to be given up of a pack for a sensor that is not accurate enough for all of it: the changes that `check` asks for,
 * as they stand in a site. Empty: nothing.
 */
export function fittingChanges(profile: Profile, pack: Pack): SiteDevice['packChanges'] {
  const device = deviceSchema.parse({
    id: 'sensor',
    profile: profile.id,
    bus: 'line',
    unit: 1,
    pack: pack.id,
  });
  const changes: SiteDevice['packChanges'] = {};
  for (const made of packRules(device, profile, pack)) {
    if (!('rule' in made) || !DIFFERENCES.includes(made.rule.kind)) continue;
    const { accuracy } = profile.points.find(({ id }) => id === made.point) ?? {};
    if (accuracy === undefined) continue;
    const rule = made.rule as unknown as Readonly<Record<string, LevelLimits>>;
    const sides = kindOf(made.rule).inUnit.filter((field) => field !== 'deadband');
    const levels = sides.flatMap((side) => levelsOf(rule[side]).map((level) => ({ side, ...level })));
    const tight = levels.filter(({ limit }) => Math.abs(limit) < TIMES * accuracy);
    if (tight.length === 0) continue;
    const bySide = Object.fromEntries(
      tight.map(({ side }) => [
        side,
        Object.fromEntries(tight.filter((one) => one.side === side).map(({ severity }) => [severity, 'off'])),
      ]),
    );
    changes[made.packRule] = tight.length === levels.length ? 'off' : bySide;
  }
  return changes;
}
