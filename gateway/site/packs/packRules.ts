import { defaultUnit } from '../../../drivers/codec/unit.ts';
import type { Profile, ProfilePoint } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { words } from '../../text/named.ts';
import { siteProblem } from '../../text/siteProblem.ts';
import type { Provenance, ValueProvenance } from '../installation.ts';
import { kindOf, type Rule, ruleSchema } from '../rules/ruleKinds.ts';
import type { LocalName, SiteDevice } from '../schema/siteSchema.ts';
import { inUnit } from '../unitConversion.ts';
import type { Pack, PackRule, PackValue } from './packSchema.ts';

/** A rule made from a pack for one point, and where its values come from; or why it cannot be made. */
export type MadeRule = { readonly packRule: string; readonly point: string } & (
  | { readonly rule: Rule; readonly provenance: Provenance }
  | { readonly mistakes: readonly Mistake[] }
);

/** `path` below the device in the site file. */
export type Mistake = { readonly path: readonly string[]; readonly problem: Problem };

/** Whether a value is in the unit of the point, and converted with it; all others are seconds, counts and words. */
function isInUnit(path: string, rule: PackRule): boolean {
  const [field = ''] = path.split('.');
  return kindOf(rule).inUnit.includes(field);
}

/**
 * The rules a pack makes for a device: one for every polled point in one of a rule's roles. `<device>.<rule>`, and where
 * a device has several such points `<device>.<rule>.<point>`; the dots keep them apart from the installer's ids.
 */
export function packRules(device: SiteDevice, profile: Profile, pack: Pack): MadeRule[] {
  return Object.entries(pack.rules).flatMap(([id, rule]) => {
    if (device.packChanges[id] === 'off' || !(rule.kinds ?? pack.kinds).includes(profile.kind)) return [];
    const points = pointsOf(rule, profile);
    return points
      .filter((point) => device.points[point.id]?.enabled !== false)
      .filter((point) => device.packPoints?.includes(point.id) ?? true)
      .map((point) => {
        const name = points.length === 1 ? `${device.id}.${id}` : `${device.id}.${id}.${point.id}`;
        return made(name, id, rule, { device, profile, point, pack });
      });
  });
}

/** The points of a profile that a pack's rule is for. */
export function pointsOf({ roles }: PackRule, profile: Profile): ProfilePoint[] {
  return profile.points.filter(({ role }) => role !== undefined && roles.includes(role));
}

type Target = {
  readonly device: SiteDevice;
  readonly profile: Profile;
  readonly point: ProfilePoint;
  readonly pack: Pack;
};

function made(name: string, id: string, rule: PackRule, target: Target): MadeRule {
  const { device, point, pack } = target;
  const at = { packRule: id, point: point.id };
  const unit = device.points[point.id]?.unit ?? defaultUnit(point);
  const relative = rule.unit === '%' && unit !== '%'; // per cent of the value itself
  if (rule.unit !== undefined && !relative && inUnit(1, rule.unit, unit) === null)
    return { ...at, mistakes: [otherQuantity(id, rule.unit, point, unit, pack)] };

  const values = new Map<string, ValueProvenance>();
  for (const [path, value] of Object.entries(rule.values)) {
    const inPoint = isInUnit(path, rule) && !relative ? { from: rule.unit ?? unit, to: unit } : null;
    const number = converted(value, inPoint, device);
    if (number !== undefined) values.set(path, provenanceOf(path, number, value, pathUnit(path, rule, unit)));
  }
  const changes = device.packChanges[id];
  for (const [path, value] of changes === undefined || changes === 'off' ? [] : leaves(changes)) {
    if (value === 'off') values.delete(path);
    else values.set(path, chosen(path, value, pathUnit(path, rule, unit)));
  }

  const parsed = ruleSchema.safeParse(
    nested([
      ['kind', rule.kind],
      ['id', 'pack'],
      ['point', `${device.id}/${point.id}`],
      ...(rule.unit === undefined ? [] : [['unit', relative ? '%' : unit] as const]),
      ...[...values].map(([path, { value }]) => [path, value] as const),
    ]),
    { error: () => '' },
  );
  if (!parsed.success)
    return { ...at, mistakes: parsed.error.issues.flatMap((issue) => mistakesOf(id, issue)) };
  return {
    ...at,
    rule: { ...parsed.data, id: name, name: nameOf(rule, target) },
    provenance: { pack: pack.id, rule: id, values: [...values.values()] },
  };
}

/** Undefined where the setting is missing that it is counted from. */
function converted(
  { value, below }: PackValue,
  unit: { readonly from: string; readonly to: string } | null,
  { packSettings }: SiteDevice,
): unknown {
  if (typeof value !== 'number') return value;
  const from = below === undefined ? 0 : packSettings[below];
  if (from === undefined) return undefined;
  const number = below === undefined ? value : Number((from - value).toPrecision(12));
  return unit === null ? number : inUnit(number, unit.from, unit.to);
}

function provenanceOf(
  path: string,
  value: unknown,
  { clause, source, confidence }: PackValue,
  unit: string,
): ValueProvenance {
  return { path, value, unit, clause, source, confidence };
}

function chosen(path: string, value: unknown, unit: string): ValueProvenance {
  return {
    path,
    value,
    unit,
    clause: undefined,
    source: { en: 'site file', zh: '现场文件' },
    confidence: 'site',
  };
}

function pathUnit(path: string, rule: PackRule, unit: string): string {
  if (isInUnit(path, rule)) return rule.unit === '%' ? '%' : unit;
  return /S$|^holdS\./.test(path) ? 's' : '';
}

function otherQuantity(id: string, speaks: string, point: ProfilePoint, unit: string, pack: Pack): Mistake {
  return {
    path: ['pack'],
    problem: siteProblem('site.pack-unit', {
      rule: id,
      pack: pack.id,
      speaks,
      point: point.id,
      unit: unit === '' ? words('unit.none') : unit,
    }),
  };
}

function mistakesOf(
  id: string,
  issue: { readonly code?: string; readonly path: readonly PropertyKey[]; readonly keys?: readonly string[] },
): Mistake[] {
  const paths =
    issue.code === 'unrecognized_keys' ? (issue.keys ?? []).map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({
    path: ['packChanges', id, ...path.map(String)],
    problem: siteProblem('site.pack-change', { rule: id }),
  }));
}

function nameOf({ names }: PackRule, { device, profile, point }: Target): LocalName {
  const { name = profile.names } = device;
  const words = typeof name === 'string' ? { en: name, zh: name } : name;
  const fill = (language: 'en' | 'zh') =>
    names[language].replaceAll('{device}', words[language]).replaceAll('{point}', point.names[language]);
  return { en: fill('en'), zh: fill('zh') };
}

/** `{ high: { red: 40 } }` as `high.red → 40`. Lists are values. */
function leaves(tree: Readonly<Record<string, unknown>>, above = ''): [string, unknown][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? leaves(value as Record<string, unknown>, `${above}${key}.`)
      : [[`${above}${key}`, value] as [string, unknown]],
  );
}

function nested(values: readonly (readonly [path: string, value: unknown])[]): Record<string, unknown> {
  const root = bare();
  for (const [path, value] of values) {
    const keys = path.split('.');
    let node = root;
    for (const key of keys.slice(0, -1)) {
      const below = node[key];
      const next = typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : bare();
      node[key] = next;
      node = next;
    }
    node[keys.at(-1) ?? path] = value;
  }
  return root;
}

/** Without a prototype: a file may name any key, `__proto__` too. */
function bare(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}
