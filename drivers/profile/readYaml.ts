import { type Document, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { Problem, Result } from '../result.ts';
import { slipBehind } from '../text/yamlSlips.ts';
import { listed } from '../texts.ts';
import { profileProblem } from './profileProblems.ts';

type Path = readonly PropertyKey[];

/** A YAML text that passed its schema, and where each part of it stands. */
export type YamlFile<T> = { readonly value: T; readonly lineOf: (path: Path) => number };

/**
 * Reads YAML against a schema. Every problem names the file with its line, what is wrong at which key, and what to do;
 * all of them are found in one go.
 */
export function readYaml<T>(path: string, text: string, schema: z.ZodType<T>): Result<T, Problem[]> {
  const file = readYamlFile(path, text, schema);
  return file.ok ? { ok: true, value: file.value.value } : file;
}

/** As `readYaml`, with the places kept for checks beyond the schema. */
export function readYamlFile<T>(
  path: string,
  text: string,
  schema: z.ZodType<T>,
): Result<YamlFile<T>, Problem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  // one slip makes several errors: the first is the one to mend
  const [first] = document.errors;
  if (first !== undefined) {
    const slip = slipBehind(first, text);
    const message = first.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? first.code;
    const where = `${path}:${lines.linePos(slip?.offset ?? first.pos[0]).line}`;
    return { ok: false, error: [{ ...(slip?.problem ?? profileProblem('yaml', { message })), where }] };
  }
  const lineOf = (at: Path): number => {
    for (let depth = at.length; depth > 0; depth--) {
      const node = document.getIn(at.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const plain = plainData(document);
  if (!plain.ok) {
    const { what, at } = plain.error;
    const where = `${path}:${at === undefined ? 1 : lines.linePos(at).line}`;
    return { ok: false, error: [{ ...profileProblem('yaml/alias', { message: what }), where }] };
  }
  const parsed = schema.safeParse(plain.value);
  if (parsed.success) return { ok: true, value: { value: parsed.data, lineOf } };
  return {
    ok: false,
    error: parsed.error.issues.flatMap((issue) => problemsOf(issue, path, lineOf)),
  };
}

/** The document without its YAML clothes. Fails on an alias to nothing, and on aliases nested to exhaust memory. */
function plainData(document: Document): Result<unknown, { what: string; at: number | undefined }> {
  try {
    return { ok: true, value: document.toJS() };
  } catch (error) {
    let at: number | undefined;
    visit(document, {
      Alias(_, alias) {
        if (alias.resolve(document) === undefined) at ??= alias.range?.[0];
      },
    });
    return { ok: false, error: { what: error instanceof Error ? error.message : String(error), at } };
  }
}

function problemsOf(issue: z.core.$ZodIssue, file: string, lineOf: (path: Path) => number): Problem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      ...profileProblem('unknown-key', { name: named([...issue.path, key]) }),
      where: `${file}:${lineOf([...issue.path, key])}`,
    }));
  return [{ ...schemaProblem(issue), where: `${file}:${lineOf(issue.path)}` }];
}

/** The words of zod stay as they are where only they say what is wrong. */
function schemaProblem(issue: z.core.$ZodIssue): Problem {
  const name = issue.path.length === 0 ? { en: 'the file', zh: '整个文件' } : named(issue.path);
  const en = issue.message.replace(/^Invalid input: /, '');
  const said = (zh: string) => ({ name, message: { en, zh } });
  if (issue.code === 'invalid_value')
    return profileProblem('schema/one-of', { ...said('值不可用'), values: listed(issue.values.map(String)) });
  if (issue.code === 'too_small')
    return profileProblem('schema/too-small', { ...said(`太小（${en}）`), limit: String(issue.minimum) });
  if (issue.code === 'too_big')
    return profileProblem('schema/too-big', { ...said(`太大（${en}）`), limit: String(issue.maximum) });
  if (en.includes('received undefined')) return profileProblem('schema/missing', said('缺少此项'));
  return profileProblem('schema', said(`不符合要求（${en}）`));
}

function named(path: Path): string {
  return path.map(String).join('.');
}
