import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { anyOf, listed, words } from '../../text/named.ts';
import { devicesAndLifts } from '../deviceEntries.ts';
import { type MadeRule, packRules, pointsOf } from '../packs/packRules.ts';
import type { Pack } from '../packs/packSchema.ts';
import { shippedPacks } from '../packs/packs.ts';
import { kindOf } from '../rules/ruleKinds.ts';
import type { DraftEntry } from '../schema/draft.ts';
import type { SiteDevice } from '../schema/siteSchema.ts';
import type { Path } from '../siteText.ts';
import { suggested } from '../suggestion.ts';
import { leastDifference, TOO_TIGHT } from './accuracyChecks.ts';
import { mistake, mistaken, mistakenKey, type SiteCheck } from './checking.ts';
import { type LevelLimits, levelsOf } from './levelChecks.ts';
import { measurementOf } from './measurement.ts';
import { findPoint } from './pointChecks.ts';
import { ruleProblems } from './ruleChecks.ts';

/** A rule pack that is there and meant for such a device, with changes and settings that it knows, and rules that fit the sensor. */
export const checkPacks: SiteCheck = (draft, catalog, text) => {
  return devicesAndLifts(draft).flatMap((device): Problem[] => {
    const { path, value } = device;
    const profile = catalog.profiles.get(value.profile);
    if (profile === undefined) return [];
    if (value.pack === undefined) return withoutPack(device);
    const { packs, problems: damaged } = shippedPacks();
    const pack = packs.get(value.pack);
    if (pack === undefined)
      return [
        mistake(text, [...path, 'pack'], 'site.unknown-pack', {
          pack: value.pack,
          suggestion: suggested(value.pack, packs.keys()),
        }),
        ...damaged,
      ];
    if (!pack.kinds.includes(profile.kind)) {
      const fitting = [...packs.values()].filter(({ kinds }) => kinds.includes(profile.kind));
      const remedy =
        fitting.length === 0
          ? words('pack.none')
          : words('pack.take', { packs: anyOf(fitting.map(({ id }) => id)) });
      const named = { pack: pack.id, kinds: anyOf(pack.kinds), profile: profile.id, kind: profile.kind };
      return [mistake(text, [...path, 'pack'], 'site.pack-kind', { ...named, remedy })];
    }
    const told = new Set<string>(); // what is wrong with a rule is wrong for each of its points
    return [
      ...nameProblems(path, value, pack, profile),
      ...packRules(value, profile, pack).flatMap((made) =>
        madeProblems(device, made, pack).filter(({ code, where, what }) => {
          const key = code === TOO_TIGHT ? `${made.packRule} ${code}` : `${where} ${what}`;
          return !told.has(key) && told.add(key);
        }),
      ),
    ];
  });

  function madeProblems(device: DraftEntry<SiteDevice>, made: MadeRule, pack: Pack): Problem[] {
    const { path, value } = device;
    if ('mistakes' in made)
      return made.mistakes.map(({ path: at, problem }) => mistaken(text, [...path, ...at], problem));
    const changed = made.packRule in value.packChanges;
    const from = [...path, ...(changed ? ['packChanges', made.packRule] : ['pack', made.packRule])];
    const problems = ruleProblems(
      { path: from, value: made.rule, whole: device.whole },
      draft,
      catalog,
      text,
    );
    if (!problems.some(({ code }) => code === TOO_TIGHT)) return problems;
    const others = problems.filter(({ code }) => code !== TOO_TIGHT);
    return [...others, ...tightRule(from, made, value, pack)];
  }

  /** One problem for the whole rule, with what to write: a pack is for good sensors, and not every sensor is. */
  function tightRule(from: Path, made: MadeRule, device: SiteDevice, pack: Pack): Problem[] {
    const found = findPoint(`${device.id}/${made.point}`, from, draft, catalog, text);
    if (!('rule' in made) || Array.isArray(found)) return [];
    const measured = measurementOf(found.point, found.device);
    const least = leastDifference(measured) ?? 0;
    const sides = kindOf(made.rule)
      .inUnit.filter((field) => field !== 'deadband')
      .flatMap((side) => {
        const levels = levelsOf((made.rule as unknown as Readonly<Record<string, LevelLimits>>)[side]);
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
    const levels = sides.flatMap(({ side, tight }) =>
      tight.map(({ severity, limit }) =>
        words('level.side', { side, severity: words(`severity.${severity}`), limit }),
      ),
    );
    const { name: point, accuracy = 0, unit } = measured;
    const named = {
      rule: made.packRule,
      pack: pack.id,
      point,
      accuracy,
      unit,
      levels: listed(levels),
      change,
    };
    return [mistake(text, from, 'site.too-tight/pack', named)];
  }

  function withoutPack({ path, value }: DraftEntry<SiteDevice>): Problem[] {
    const orphan = (['packPoints', 'packSettings', 'packChanges'] as const).find(
      (key) => Object.keys(value[key] ?? {}).length > 0,
    );
    if (orphan === undefined) return [];
    return [mistakenKey(text, [...path, orphan], 'site.no-pack')];
  }

  function nameProblems(path: Path, value: SiteDevice, pack: Pack, profile: Profile): Problem[] {
    const unknown = (
      key: 'packChanges' | 'packSettings',
      known: readonly string[],
      problem: 'site.unknown-pack-key/rule' | 'site.unknown-pack-key/setting',
    ) =>
      Object.keys(value[key])
        .filter((name) => !known.includes(name))
        .map((name) => {
          const named = { pack: pack.id, name, suggestion: suggested(name, known) };
          return mistakenKey(text, [...path, key, name], problem, named);
        });
    const points = Object.values(pack.rules).flatMap((rule) => pointsOf(rule, profile).map(({ id }) => id));
    const strange = (value.packPoints ?? []).flatMap((id, i) =>
      points.includes(id)
        ? []
        : [
            mistake(text, [...path, 'packPoints', i], 'site.unknown-point/pack', {
              pack: pack.id,
              point: id,
              profile: profile.id,
              suggestion: suggested(id, points),
            }),
          ],
    );
    const missing = Object.entries(pack.settings)
      .filter(([name]) => !(name in value.packSettings))
      .map(([name, { names, unit }]) =>
        mistake(text, [...path, 'pack'], 'site.missing-setting', {
          pack: pack.id,
          name,
          meaning: names,
          unit,
        }),
      );
    return [
      ...unknown('packChanges', Object.keys(pack.rules), 'site.unknown-pack-key/rule'),
      ...unknown('packSettings', Object.keys(pack.settings), 'site.unknown-pack-key/setting'),
      ...strange,
      ...missing,
    ];
  }
};
