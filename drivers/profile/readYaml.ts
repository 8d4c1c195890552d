import { type Document, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { Problem, Result, Words } from '../result.ts';

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
  if (document.errors.length > 0) {
    const error = document.errors.map((problem): Problem => {
      const what = problem.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? problem.code;
      return {
        code: 'yaml',
        what,
        where: `${path}:${lines.linePos(problem.pos[0]).line}`,
        hint: 'check indentation, quotes and colons on this line and the one before',
        said: { key: 'profile.yaml', named: { message: what } },
      };
    });
    return { ok: false, error };
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
    return {
      ok: false,
      error: [
        {
          code: 'yaml',
          what,
          where,
          hint: 'write the value out instead of an alias',
          said: { key: 'profile.yaml/alias', named: { message: what } },
        },
      ],
    };
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
      code: 'unknown-key',
      what: `${named([...issue.path, key])} is not known here`,
      where: `${file}:${lineOf([...issue.path, key])}`,
      hint: 'correct the spelling or remove it',
      said: { key: 'profile.unknown-key', named: { name: named([...issue.path, key]) } },
    }));
  const what = issue.message.replace(/^Invalid input: /, '');
  return [
    {
      code: 'schema',
      what: `${named(issue.path)}: ${what}`,
      where: `${file}:${lineOf(issue.path)}`,
      hint: hintFor(issue),
      said: saidOf(issue, what),
    },
  ];
}

function hintFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `use one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `use at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `use at most ${issue.maximum}`;
  if (issue.message.includes('received undefined')) return 'this entry is required: add it';
  return 'correct the value';
}

/** The words of zod stay as they are where only they say what is wrong. */
function saidOf(issue: z.core.$ZodIssue, message: string): Words {
  const name = issue.path.length === 0 ? { en: 'the file', zh: '整个文件' } : named(issue.path);
  const key = 'profile.schema';
  if (issue.code === 'invalid_value') {
    const values = { list: issue.values.map(String), by: 'comma' } as const;
    return { key: `${key}/one-of`, named: { name, values } };
  }
  if (issue.code === 'too_small')
    return { key: `${key}/too-small`, named: { name, message, limit: String(issue.minimum) } };
  if (issue.code === 'too_big')
    return { key: `${key}/too-big`, named: { name, message, limit: String(issue.maximum) } };
  if (issue.message.includes('received undefined')) return { key: `${key}/missing`, named: { name } };
  return { key, named: { name, message } };
}

function named(path: Path): string {
  return path.length === 0 ? 'the file' : path.map(String).join('.');
}
