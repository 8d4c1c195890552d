import { type SchemaNode, siteJsonSchema } from '../../site/schema/jsonSchema.ts';
import type { Language } from '../../text/language.ts';
import { REFERENCE_WORDS, SITE_KEY_WORDS } from '../../text/siteReferenceWords.ts';

/** A schema with what the reference shows of it besides. */
type Shown = SchemaNode & {
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
};
/** `path`: from its section on. */
type KeyRow = {
  readonly key: string;
  readonly path: readonly string[];
  readonly node: Shown;
  readonly required: boolean;
};

/** The reference of the site file in Markdown, made of the schema that checks it. */
export function siteReference(language: Language): string {
  const word = (key: keyof typeof REFERENCE_WORDS) => REFERENCE_WORDS[key][language];
  const schema = siteJsonSchema() as Shown;
  const tables = Object.entries(schema.properties ?? {}).flatMap(([section, node]) => {
    const required = schema.required?.includes(section) === true ? ` (${word('required')})` : '';
    const heading = `## ${section}${required}\n\n${meaning([section], language)}\n`;
    const kinds = section === 'rules' ? ((node as Shown).items?.oneOf ?? []) : [];
    return kinds.length === 0
      ? [heading, tableOf(rowsOf(node as Shown, [section]), language)]
      : [heading, ...ruleTables(kinds as readonly Shown[], language)];
  });
  return `${[word('title'), '', word('intro'), '', ...tables].join('\n')}\n`;
}

/** The keys that nobody has described: every one is a gap in the reference. */
export function undescribedKeys(): string[] {
  const schema = siteJsonSchema() as Shown;
  return Object.entries(schema.properties ?? {}).flatMap(([section, node]) =>
    [...rowsOf(node as Shown, [section])]
      .filter(({ path }) => wordsOf(path) === undefined)
      .map(({ path }) => path.join('.')),
  );
}

/** What all kinds have stands once, then what each has for itself. */
function ruleTables(kinds: readonly Shown[], language: Language): string[] {
  const of = (kind: Shown) => rowsOf(kind, ['rules']);
  const counts = Map.groupBy(kinds.flatMap(of), ({ key }) => key);
  const common = of(kinds[0] as Shown).filter(
    ({ key }) => key !== 'kind' && counts.get(key)?.length === kinds.length,
  );
  const known = new Set(common.map(({ key }) => key));
  return [
    `### ${REFERENCE_WORDS.common[language]}\n`,
    tableOf(common, language),
    ...kinds.flatMap((kind) => [
      `### ${REFERENCE_WORDS.rule[language]} \`${String(kind.properties?.kind?.const)}\`\n`,
      tableOf(
        of(kind).filter(({ key }) => !known.has(key)),
        language,
      ),
    ]),
  ];
}

/** Every key below a schema, nested ones behind a dot; lists are seen through, and of alternatives each key stands once. */
function rowsOf(node: Shown, path: readonly string[], prefix = ''): KeyRow[] {
  const options = plain(node);
  const rows = options.flatMap((one): KeyRow[] => {
    const required = one.required ?? [];
    const own = Object.entries(one.properties ?? {}).flatMap(([key, below]): KeyRow[] => [
      {
        ...{ key: `${prefix}${key}`, path: [...path, key] },
        ...{ node: below as Shown, required: required.includes(key) },
      },
      ...rowsOf(below as Shown, [...path, key], `${prefix}${key}.`),
    ]);
    const { additionalProperties: more } = one;
    return typeof more === 'object' && plain(more as Shown).some(({ properties }) => properties !== undefined)
      ? [...own, ...rowsOf(more as Shown, path, `${prefix}<…>.`)]
      : own;
  });
  return [...Map.groupBy(rows, ({ key }) => key).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || /\.(en|zh)$/.test(first.key)) return [];
    const required = same.every((row) => row.required); // where it may stand at all
    return [
      {
        ...first,
        required,
        node: same.length === 1 ? first.node : { ...first.node, anyOf: same.map((row) => row.node) },
      },
    ];
  });
}

function plain(node: Shown): Shown[] {
  if (node.items !== undefined) return plain(node.items as Shown);
  const options = node.oneOf ?? node.anyOf;
  return options === undefined ? [node] : options.flatMap((option) => plain(option as Shown));
}

function tableOf(rows: readonly KeyRow[], language: Language): string {
  const { head, required } = REFERENCE_WORDS;
  return [
    head[language],
    '| --- | --- | --- | --- |',
    ...rows.map(({ key, path, node, required: must }) => {
      const usual = must ? `**${required[language]}**` : defaultText(node);
      return `| \`${key}\` | ${kindText(node)} | ${usual} | ${meaning(path, language)} |`;
    }),
    '',
  ].join('\n');
}

/** The words of the key with the nearest thing around it that has some for it, else of the bare key. */
function wordsOf(path: readonly string[]): (typeof SITE_KEY_WORDS)[string] | undefined {
  const key = path.at(-1) ?? '';
  const around = path.slice(0, -1).toReversed();
  for (const outer of around)
    if (Object.hasOwn(SITE_KEY_WORDS, `${outer}.${key}`)) return SITE_KEY_WORDS[`${outer}.${key}`];
  return Object.hasOwn(SITE_KEY_WORDS, key) ? SITE_KEY_WORDS[key] : undefined;
}

function meaning(path: readonly string[], language: Language): string {
  return wordsOf(path)?.[language] ?? '';
}

/** What may be written: names of a choice, or the kind of value with its bounds. */
function kindText(node: Shown): string {
  const options = plain(node);
  const names = options.flatMap((one) => one.enum ?? (one.const === undefined ? [] : [one.const]));
  const other = options.filter((one) => one.enum === undefined && one.const === undefined);
  const named = [...new Set(names)].map((name) => `\`${String(name)}\``).join(' ');
  if (other.length === 0) return named;
  const [first = node] = other;
  const low =
    first.minimum === undefined || Math.abs(first.minimum) > MOST_BOUND ? '' : ` ≥ ${first.minimum}`;
  const high = first.maximum === undefined || first.maximum > MOST_BOUND ? '' : ` ≤ ${first.maximum}`;
  const kinds = [...new Set(other.map(({ type }) => type ?? ''))].filter((kind) => kind !== '');
  const kind = [`${kinds.join(' / ')}${low}${high}`, named].filter((text) => text !== '').join(' / ');
  return node.items === undefined ? kind : `[${kind}]`;
}

/** Beyond it a bound is that of numbers themselves. */
const MOST_BOUND = 1e9;

function defaultText({ default: usual }: Shown): string {
  if (usual === undefined) return '';
  const text = JSON.stringify(usual);
  return text === '{}' || text === '[]' ? '' : `\`${text.replaceAll('"', '')}\``;
}
