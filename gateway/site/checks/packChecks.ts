import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { enumeration, suggestion } from '../nearest.ts';
import { type MadeRule, packRules, pointsOf } from '../packs/packRules.ts';
import type { Pack } from '../packs/packSchema.ts';
import { shippedPacks } from '../packs/packs.ts';
import type { Entry } from '../schema/shape.ts';
import type { SiteDevice } from '../schema/siteSchema.ts';
import { sensed } from '../sensed.ts';
import type { Path } from '../siteText.ts';
import { leastDifference, TOO_TIGHT } from './accuracyChecks.ts';
import { type Check, mistake, mistakenKey } from './checking.ts';
import { type Limits, levelsOf } from './levelChecks.ts';
import { measurementOf } from './measurement.ts';
import { findPoint } from './pointChecks.ts';
import { ruleProblems } from './ruleChecks.ts';

/** A rule pack that is there and meant for such a device, with changes and settings that it knows, and rules that fit the sensor. */
export const checkPacks: Check = (draft, catalog, text) => {
  return sensed(draft).flatMap((device): Problem[] => {
    const { path, value } = device;
    const profile = catalog.profiles.get(value.profile);
    if (profile === undefined) return [];
    if (value.pack === undefined) return withoutPack(device);
    const { packs, problems: damaged } = shippedPacks();
    const pack = packs.get(value.pack);
    if (pack === undefined)
      return [
        mistake(
          text,
          [...path, 'pack'],
          'unknown-pack',
          `there is no rule pack ${value.pack}`,
          suggestion(value.pack, packs.keys()),
        ),
        ...damaged,
      ];
    if (!pack.kinds.includes(profile.kind)) {
      const fitting = [...packs.values()].filter(({ kinds }) => kinds.includes(profile.kind));
      const what = `pack ${pack.id} is for ${enumeration(pack.kinds)}, ${profile.id} is ${profile.kind}`;
      const hint =
        fitting.length === 0
          ? 'no pack is made for such a device: write rules of your own'
          : `take ${enumeration(fitting.map(({ id }) => id))}`;
      return [mistake(text, [...path, 'pack'], 'pack-kind', what, hint)];
    }
    const told = new Set<string>(); // what is wrong with a rule is wrong for each of its points
    return [
      ...nameProblems(path, value, pack, profile),
      ...packRules(value, profile, pack).flatMap((made) =>
        madeProblems(device, made, pack).filter(({ code, where, what }) => {
          const key = code === `site.${TOO_TIGHT}` ? `${made.packRule} ${code}` : `${where} ${what}`;
          return !told.has(key) && told.add(key);
        }),
      ),
    ];
  });

  function madeProblems(device: Entry<SiteDevice>, made: MadeRule, pack: Pack): Problem[] {
    const { path, value } = device;
    if ('mistakes' in made)
      return made.mistakes.map(({ path: at, code, what, hint }) =>
        mistake(text, [...path, ...at], code, what, hint),
      );
    const changed = made.packRule in value.packChanges;
    const from = [...path, ...(changed ? ['packChanges', made.packRule] : ['pack', made.packRule])];
    const problems = ruleProblems(
      { path: from, value: made.rule, whole: device.whole },
      draft,
      catalog,
      text,
    );
    if (!problems.some(({ code }) => code === `site.${TOO_TIGHT}`)) return problems;
    const others = problems.filter(({ code }) => code !== `site.${TOO_TIGHT}`);
    return [...others, ...tightRule(from, made, value, pack)];
  }

  /** One problem for the whole rule, with what to write: a pack is for good sensors, and not every sensor is. */
  function tightRule(from: Path, made: MadeRule, device: SiteDevice, pack: Pack): Problem[] {
    const found = findPoint(`${device.id}/${made.point}`, from, draft, catalog, text);
    if (!('rule' in made) || Array.isArray(found)) return [];
    const measured = measurementOf(found.point, found.device);
    const least = leastDifference(measured) ?? 0;
    const sides = (['rising', 'falling', 'step', 'fall', 'high', 'low'] as const).flatMap((side) => {
      const levels = levelsOf((made.rule as Partial<Record<typeof side, Limits>>)[side]);
      return levels.length === 0
        ? []
        : [{ side, levels, tight: levels.filter(({ limit }) => Math.abs(limit) < least) }];
    });
    const change = sides.every(({ levels, tight }) => tight.length === levels.length)
      ? 'off'
      : `{ ${sides
          .filter(({ tight }) => tight.length > 0)
          .map(
            ({ side, tight }) => `${side}: { ${tight.map(({ severity }) => `${severity}: off`).join(', ')} }`,
          )
          .join(', ')} }`;
    const told = sides.flatMap(({ side, tight }) =>
      tight.map(({ severity, limit }) => `${side} ${severity} ${limit}`),
    );
    const { name, accuracy, unit } = measured;
    const what = `rule ${made.packRule} of pack ${pack.id} is tighter than three times the accuracy of ${name} (±${accuracy} ${unit}): ${told.join(', ')}`;
    const hint = `take a sensor accurate to a third of that, or give it up: packChanges: { ${made.packRule}: ${change} }`;
    return [mistake(text, from, TOO_TIGHT, what, hint)];
  }

  function withoutPack({ path, value }: Entry<SiteDevice>): Problem[] {
    const orphan = (['packPoints', 'packSettings', 'packChanges'] as const).find(
      (key) => Object.keys(value[key] ?? {}).length > 0,
    );
    if (orphan === undefined) return [];
    return [
      mistakenKey(
        text,
        [...path, orphan],
        'no-pack',
        'there is no pack to which this belongs',
        'name the pack: pack: …',
      ),
    ];
  }

  function nameProblems(path: Path, value: SiteDevice, pack: Pack, profile: Profile): Problem[] {
    const unknown = (key: 'packChanges' | 'packSettings', known: readonly string[], what: string) =>
      Object.keys(value[key])
        .filter((name) => !known.includes(name))
        .map((name) =>
          mistakenKey(
            text,
            [...path, key, name],
            'unknown-pack-key',
            `pack ${pack.id} has no ${what} ${name}`,
            suggestion(name, known),
          ),
        );
    const points = Object.values(pack.rules).flatMap((rule) => pointsOf(rule, profile).map(({ id }) => id));
    const strange = (value.packPoints ?? []).flatMap((id, i) =>
      points.includes(id)
        ? []
        : [
            mistake(
              text,
              [...path, 'packPoints', i],
              'unknown-point',
              `pack ${pack.id} has no rule for ${id} of ${profile.id}`,
              suggestion(id, points),
            ),
          ],
    );
    const missing = Object.entries(pack.settings)
      .filter(([name]) => !(name in value.packSettings))
      .map(([name, { names, unit }]) =>
        mistake(
          text,
          [...path, 'pack'],
          'missing-setting',
          `pack ${pack.id} has to know ${name}: ${names.en}`,
          `write packSettings: { ${name}: … } in ${unit}`,
        ),
      );
    return [
      ...unknown('packChanges', Object.keys(pack.rules), 'rule'),
      ...unknown('packSettings', Object.keys(pack.settings), 'setting'),
      ...strange,
      ...missing,
    ];
  }
};
