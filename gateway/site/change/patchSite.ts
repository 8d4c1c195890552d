import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  stringify,
} from 'yaml';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/**
 * One value that is to be another. `path`: keys from the top; an entry of a list by its `id` (`devices`, `gas`, `unit`).
 * `value` undefined: the key or entry goes. An entry that is not there yet is added at the end of its list; a list or a section of
 * the site that is not there yet comes with its first one.
 */
export type SiteEdit = { readonly path: readonly string[]; readonly value?: unknown };

/**
 * The text of a site file with these values in it, changed where they stand and nowhere else: comments, order and the way of
 * writing stay. What comes out is read again, and must say exactly what was meant.
 *
 * Problem `site.not-patched`: this way of writing cannot be changed so (an alias, a key that is nowhere); it names the path.
 */
export function patchSite(text: string, edits: readonly SiteEdit[]): Result<string, Problem> {
  let patched = text;
  for (const edit of edits) {
    const next = patchOne(patched, edit);
    if (next === null) return err(siteProblem('site.not-patched', { path: edit.path.join('.') }));
    patched = next;
  }
  return ok(patched);
}

function patchOne(text: string, edit: SiteEdit): string | null {
  if (isDeep(edit.value)) return null;
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  const { path, value } = withSection(document.toJS(), edit);
  const wanted = intended(document.toJS(), path, value);
  if (wanted === undefined) return null;
  for (const candidate of candidates(text, document, path, value)) {
    const read = parseDocument(candidate);
    if (read.errors.length === 0 && isDeepStrictEqual(read.toJS(), wanted)) return candidate;
  }
  return null;
}

/** Nothing in a site file is nested so far, and who reads it step by step would run out of steps. */
const MOST_LEVELS = 20;

function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let n = 0; level.length > 0; n++) {
    if (n > MOST_LEVELS) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** The first entry of a list, or key of a section, that the site does not have yet: an entry of a list carries its name. */
function withSection(data: unknown, { path, value }: SiteEdit): SiteEdit {
  const [section, key, ...deeper] = path;
  const isThere = section !== undefined && (data as Record<string, unknown> | null)?.[section] != null;
  if (section === undefined || key === undefined || deeper.length > 0 || isThere || value === undefined)
    return { path, value };
  return { path: [section], value: nameOf(value) === key ? [value] : { [key]: value } };
}

/** What the file is to say afterwards; undefined: the path leads nowhere. */
function intended(data: unknown, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(data);
  let at: unknown = copy;
  for (const key of path.slice(0, -1)) {
    at = Array.isArray(at)
      ? at.find((entry) => nameOf(entry) === key)
      : (at as Record<string, unknown> | null)?.[key];
    if (typeof at !== 'object' || at === null) return undefined;
  }
  const last = path.at(-1);
  if (last === undefined) return undefined;
  if (Array.isArray(at)) {
    const index = at.findIndex((entry) => nameOf(entry) === last);
    if (value === undefined) at.splice(index, index < 0 ? 0 : 1);
    else if (index < 0) at.push(value);
    else at[index] = value;
  } else if (value === undefined) Reflect.deleteProperty(at as object, last);
  else (at as Record<string, unknown>)[last] = value;
  return copy;
}

/** Ways of writing it, the closest to what is there first. */
function* candidates(
  text: string,
  document: Document,
  path: readonly string[],
  value: unknown,
): Generator<string> {
  const node = nodeAt(document.contents, path);
  const last = path.at(-1) ?? '';
  if (node !== null && value !== undefined && !isAlias(node)) {
    const [start, end] = valueRange(node);
    yield text.slice(0, start) + inFlow(value) + text.slice(end);
    return;
  }
  const parent = nodeAt(document.contents, path.slice(0, -1));
  if (parent === null || !isCollection(parent)) return;
  if (value === undefined) yield* withoutEntry(text, parent, last);
  else yield* withEntry(text, parent, last, value);
}

function* withEntry(text: string, parent: Node, key: string, value: unknown): Generator<string> {
  if (!isMap(parent) && !isSeq(parent)) return;
  const written = isMap(parent) ? `${stringify(key).trim()}: ${inFlow(value)}` : inFlow(value);
  const lastItem = parent.items.at(-1);
  if (parent.flow === true || lastItem === undefined) {
    const [, end] = valueRange(parent);
    const close = text.lastIndexOf(isMap(parent) ? '}' : ']', end - 1);
    if (close >= 0 && close >= valueRange(parent)[0]) {
      const inside = text.slice(valueRange(parent)[0] + 1, close);
      const said = inside.trimEnd();
      const joint = said === '' || said.endsWith(',') ? '' : ', ';
      const space = said.endsWith(',') ? ' ' : '';
      const at = valueRange(parent)[0] + 1 + said.length;
      yield `${text.slice(0, at)}${joint}${space}${written}${inside.slice(said.length)}${text.slice(close)}`;
    }
    return;
  }
  // a block: a line of its own after the last entry, as far in as the first
  const first = parent.items[0];
  const begin = isPair(first) ? (first.key as Node).range?.[0] : (first as Node | undefined)?.range?.[0];
  if (begin === undefined) return;
  const lineStart = text.lastIndexOf('\n', begin - 1) + 1;
  const dash = isSeq(parent) ? text.lastIndexOf('-', begin) : begin;
  const indent = ' '.repeat(Math.max(0, dash - lineStart));
  const after = endOfEntry(text, lastItem);
  yield `${text.slice(0, after)}${text.slice(0, after).endsWith('\n') || after === 0 ? '' : '\n'}${indent}${isSeq(parent) ? '- ' : ''}${written}\n${text.slice(after)}`;
}

function* withoutEntry(text: string, parent: Node, key: string): Generator<string> {
  if (!isMap(parent) && !isSeq(parent)) return;
  const at = parent.items.findIndex((item) =>
    isPair(item) ? keyOf(item.key) === key : nameOf(plain(item)) === key,
  );
  const item = parent.items[at];
  if (item === undefined) return;
  const begin = isPair(item) ? (item.key as Node).range?.[0] : (item as Node).range?.[0];
  if (begin === undefined) return;
  if (parent.flow === true) {
    const end = isPair(item) ? valueRange((item.value ?? item.key) as Node)[1] : valueRange(item as Node)[1];
    const behind = /^\s*,\s*/.exec(text.slice(end))?.[0];
    const before = /,\s*$/.exec(text.slice(0, begin))?.[0];
    if (behind !== undefined) yield text.slice(0, begin) + text.slice(end + behind.length);
    if (before !== undefined) yield text.slice(0, begin - before.length) + text.slice(end);
    yield text.slice(0, begin) + text.slice(end);
    return;
  }
  const dash = isSeq(parent) ? text.lastIndexOf('-', begin) : begin;
  const lineStart = text.lastIndexOf('\n', dash - 1) + 1;
  yield text.slice(0, lineStart) + text.slice(endOfEntry(text, item));
}

/** The start of the line after an entry of a block. */
function endOfEntry(text: string, item: unknown): number {
  const node = isPair(item) ? ((item.value ?? item.key) as Node) : (item as Node);
  const end = valueRange(node)[1];
  if (text[end - 1] === '\n') return end;
  const line = text.indexOf('\n', end);
  return line < 0 ? text.length : line + 1;
}

function nodeAt(from: unknown, path: readonly string[]): Node | null {
  let node: unknown = from;
  for (const key of path) {
    if (isMap(node)) node = node.items.find((pair) => keyOf(pair.key) === key)?.value;
    else if (isSeq(node)) node = node.items.find((item) => nameOf(plain(item)) === key);
    else return null;
  }
  return isNode(node) ? node : null;
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function plain(item: unknown): unknown {
  return isMap(item)
    ? Object.fromEntries(
        item.items.map((pair) => [keyOf(pair.key), isScalar(pair.value) ? pair.value.value : null]),
      )
    : null;
}

/** What an entry of a list is called. */
function nameOf(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { id, device, point } = entry as Record<string, unknown>;
  return id ?? device ?? point;
}

/** Where the value itself stands, without what is behind it. */
function valueRange(node: Node): readonly [number, number] {
  const [start = 0, end = 0] = node.range ?? [];
  return [start, end];
}

/** On one line, whatever it is: a value that is written into a line must not break it. */
function inFlow(value: unknown): string {
  const written = stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: true,
  }).trim();
  return written.includes('\n') ? JSON.stringify(value) : written; // JSON is YAML, and has no lines
}
