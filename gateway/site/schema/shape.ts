import type { z } from 'zod';
import type { Problem, Text } from '../../core/result.ts';
import { allOf, words, wordsFor } from '../../text/named.ts';
import { siteProblem } from '../../text/siteProblem.ts';
import { mistakenKey } from '../checks/checking.ts';
import { formatPath, type Path, type SiteText } from '../siteText.ts';
import { nearest, suggested } from '../suggestion.ts';
import { annunciatorSchema } from './annunciatorSchema.ts';
import type { DraftEntry, DraftList, SiteDraft } from './draft.ts';
import { knownKeys, siteJsonSchema } from './jsonSchema.ts';
import {
  busSchema,
  deviceSchema,
  liftSchema,
  ruleSchema,
  type Site,
  siteSchema,
  uplinkSchema,
} from './siteSchema.ts';

/** Checks the shape alone: keys, types, ranges. `site` is there when the whole file has it. */
export function readShape(text: SiteText): {
  readonly site?: Site;
  readonly draft: SiteDraft;
  readonly problems: readonly Problem[];
} {
  // an empty message stands for zod's own words, which speak to programmers; the schema's own ones become the hint
  const parsed = siteSchema.safeParse(text.data, { error: () => '' });
  const draft: SiteDraft = {
    buses: entries(text.data, 'buses', busSchema),
    devices: entries(text.data, 'devices', deviceSchema),
    lifts: entries(text.data, 'lifts', liftSchema),
    rules: entries(text.data, 'rules', ruleSchema),
    annunciators: entries(text.data, 'annunciators', annunciatorSchema),
    uplinks: entries(text.data, 'uplinks', uplinkSchema),
    ids: {
      buses: ids(text.data, 'buses'),
      zones: ids(text.data, 'zones'),
      devices: ids(text.data, 'devices'),
      lifts: ids(text.data, 'lifts'),
      rules: ids(text.data, 'rules'),
      uplinks: ids(text.data, 'uplinks'),
      notifications: ids(text.data, 'notifications'),
    },
  };
  if (parsed.success) return { site: parsed.data, draft, problems: [] };
  const { issues } = parsed.error;
  const told = issues.filter((issue) => !isMisspelt(issue, issues, text));
  return { draft, problems: told.flatMap((issue) => problemsOf(issue, text)) };
}

/** A key that is missing because it stands there under another name, which is told by itself. */
function isMisspelt(issue: z.core.$ZodIssue, issues: readonly z.core.$ZodIssue[], text: SiteText): boolean {
  const path = issue.path as Path;
  const key = String(path.at(-1));
  if (issue.code === 'unrecognized_keys' || path.length === 0 || valueAt(text.data, path) !== undefined)
    return false;
  return issues.some(
    (other) =>
      other.code === 'unrecognized_keys' &&
      formatPath(other.path as Path) === formatPath(path.slice(0, -1)) &&
      other.keys.some((given) => IN_CHINESE[given] === key || nearest(given, [key]).length > 0),
  );
}

/** Keys as somebody calls them who has not seen that they are English. */
const IN_CHINESE: Readonly<Record<string, string>> = {
  ...{
    网关: 'gateway',
    总线: 'bus',
    设备: 'devices',
    规则: 'rules',
    编号: 'id',
    名称: 'name',
    位置: 'place',
  },
  ...{ 型号: 'profile', 站号: 'unit', 地址: 'unit', 单位: 'unit', 测点: 'point', 连接: 'connection' },
  ...{
    类型: 'type',
    路径: 'path',
    串口: 'path',
    波特率: 'baud',
    校验: 'parity',
    停止位: 'stopBits',
    主机: 'host',
    端口: 'port',
  },
};

function problemsOf(issue: z.core.$ZodIssue, text: SiteText): Problem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], text));
  const value = valueAt(text.data, path);
  const at = formatPath(path);
  const missing = missingLanguage(issue, value);
  if (missing !== undefined)
    return [{ ...siteProblem('site.name-language', { subject: at, ...missing }), where: text.place(path) }];
  const named = {
    subject: at === '' ? words('subject.file') : at,
    hint: wordsFor(issue.message) ?? hintOf(issue, value),
  };
  const problem =
    value === undefined
      ? siteProblem('site.missing', named)
      : siteProblem('site.value', { ...named, expectation: expectation(issue, value) });
  return [{ ...problem, where: text.place(path) }];
}

/** A name in one language of two. */
function missingLanguage(issue: z.core.$ZodIssue, value: unknown) {
  if (issue.message !== 'write.name' || typeof value !== 'object' || value === null) return undefined;
  const [given, ...more] = Object.entries(value);
  if (given === undefined || more.length > 0 || (given[0] !== 'en' && given[0] !== 'zh')) return undefined;
  return { missing: given[0] === 'en' ? 'zh' : 'en', example: String(given[1]) };
}

function unknownKey(path: Path, text: SiteText): Problem {
  const key = String(path.at(-1));
  const known = knownKeys(siteJsonSchema(), path.slice(0, -1), text.data);
  return mistakenKey(text, path, 'site.unknown-key', {
    key,
    suggestion: suggested(IN_CHINESE[key] ?? key, known),
  });
}

function expectation(issue: z.core.$ZodIssue, value: unknown): Text {
  const given = givenWords(value);
  const number = String(value);
  switch (issue.code) {
    case 'invalid_type':
      return words('value.kind', { given, kind: wordsFor(`kind.${issue.expected}`) ?? issue.expected });
    case 'too_small':
      if (issue.origin === 'array' || issue.origin === 'string') return words('value.empty');
      return words(issue.inclusive ? 'value.at-least' : 'value.more-than', {
        given: number,
        limit: Number(issue.minimum),
      });
    case 'too_big':
      return words('value.at-most', { given: number, limit: Number(issue.maximum) });
    default:
      return words('value.refused', { given });
  }
}

function hintOf(issue: z.core.$ZodIssue, value: unknown): Text {
  if (issue.code === 'invalid_type' && issue.path.length === 0) return words('write.site');
  if (issue.code === 'invalid_value') return oneOf(value, issue.values.map(String));
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return oneOf(value, issue.options.map(String));
  const ms = issue.path.at(-1) === 'periodMs' ? millisecondsIn(value) : undefined;
  if (ms !== undefined) return words('write.milliseconds', { value: ms });
  if (issue.code === 'invalid_union') {
    const values = issue.errors
      .flat()
      .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));
    if (values.length > 0) return oneOf(value, values.map(String));
  }
  if (issue.code === 'invalid_format' && issue.format === 'date') return words('write.date');
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof value === 'number')
    return words('write.in-quotes');
  if (issue.code === 'invalid_type' && OF_KEYS.includes(issue.expected) && typeof value !== 'object')
    return groupHint(issue.path, String(value));
  if (issue.code === 'invalid_type' && Array.isArray(value) && /^(number|int|string)$/.test(issue.expected))
    return words('write.one-value');
  if (issue.code === 'invalid_type' && issue.path.at(-1) !== undefined && Array.isArray(value))
    return groupHint(issue.path, String(value[0] ?? ''));
  if (issue.code === 'invalid_type' && typeof value === 'string' && isNumber(value))
    return words('write.without-quotes', { value });
  if (issue.code === 'invalid_type' && typeof value === 'string' && /^-?\d+,\d+$/.test(value))
    return words('write.with-point', { value: value.replace(',', '.') });
  if (issue.code === 'invalid_type' && typeof value === 'string' && /^(number|int)$/.test(issue.expected)) {
    const [alone] = /^-?\d+(\.\d+)?/.exec(value) ?? [];
    return alone === undefined ? words('write.number') : words('write.number-alone', { value: alone });
  }
  if (issue.code === 'invalid_type' && issue.expected === 'array') return words('write.dashes');
  if (issue.code === 'invalid_type' && issue.expected === 'boolean') return words('write.true-or-false');
  if (value === null) return words('write.behind');
  return value === undefined ? words('write.it') : words('write.otherwise');
}

/** A period that somebody wrote with its unit. */
function millisecondsIn(value: unknown): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s)?$/.exec(String(value)) ?? [];
  return typeof value !== 'string' || number === undefined
    ? undefined
    : Number(number) * (unit === 's' ? 1000 : 1);
}

const OF_KEYS: readonly string[] = ['object', 'record'];
const OF_LEVELS = ['high', 'low', 'rising', 'falling', 'step', 'fall'];

/** What somebody meant who wrote one value where keys belong. */
function groupHint(path: readonly PropertyKey[], value: string): Text {
  const key = String(path.at(-1));
  if (OF_LEVELS.includes(key) && isNumber(value)) return words('write.level', { key, value });
  const [, name, text] = /^([A-Za-z]\w*):(\S+)$/.exec(value) ?? [];
  if (name !== undefined && text !== undefined) return words('write.colon-space', { name, text });
  return words('write.group', { key });
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function oneOf(value: unknown, options: readonly string[]): Text {
  return typeof value === 'string'
    ? suggested(value, options)
    : words('write.one-of', { names: allOf(options) });
}

function givenWords(value: unknown): Text {
  if (value === null) return words('given.nothing');
  if (Array.isArray(value)) return words('given.list');
  if (typeof value === 'object') return words('given.group');
  return typeof value === 'string'
    ? words('given.text', { text: value })
    : words('given.value', { value: String(value) });
}

function entries<S extends z.ZodType>(
  data: unknown,
  list: keyof SiteDraft,
  schema: S,
): DraftEntry<z.output<S>>[] {
  return rawList(data, list).flatMap((raw, index) => {
    const parsed = schema.safeParse(raw);
    const healed = parsed.success ? parsed : schema.safeParse(without(raw, parsed.error.issues));
    return healed.success ? [{ path: [list, index], value: healed.data, whole: parsed.success }] : [];
  });
}

/** The same entry without what was wrong in it, so that the rest can be checked: enough where it was not required. */
function without(raw: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(raw);
  for (const issue of issues) {
    const path = issue.path as Path;
    const wrong = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    for (const at of wrong) {
      const parent = valueAt(copy, at.slice(0, -1));
      const key = at.at(-1);
      if (typeof parent === 'object' && parent !== null && key !== undefined)
        Reflect.deleteProperty(parent, key);
    }
  }
  return copy;
}

function ids(data: unknown, list: DraftList): DraftEntry<string>[] {
  return rawList(data, list).flatMap((raw, index) => {
    const id = valueAt(raw, ['id']);
    return typeof id === 'string' ? [{ path: [list, index, 'id'], value: id, whole: true }] : [];
  });
}

function rawList(data: unknown, list: DraftList | keyof SiteDraft): readonly unknown[] {
  const raw = valueAt(data, [list]);
  return Array.isArray(raw) ? raw : [];
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    data,
  );
}
