import { filled } from '../../../drivers/texts.ts';
import type { Text } from '../../text/language.ts';
import { SITE_CHANGE_MESSAGES } from '../../text/siteChangeMessages.ts';

/** One difference between two site files. `where`: as in the file, with ids in place of numbers (`devices.gas.unit`). */
export type SiteChange = { readonly where: string; readonly words: Text };

type Message = keyof typeof SITE_CHANGE_MESSAGES;
type Plain = Readonly<Record<string, unknown>>;

/** What is another in `after`, the parsed values of both files, in the order of the file. */
export function siteChanges(before: unknown, after: unknown): SiteChange[] {
  return differences([], before, after);
}

/** A sentence of the catalogue in both languages. */
export function changeWords(
  key: Message,
  named: Readonly<Record<string, Text | string | number>> = {},
): Text {
  return {
    en: filled(SITE_CHANGE_MESSAGES[key].en, named, 'en'),
    zh: filled(SITE_CHANGE_MESSAGES[key].zh, named, 'zh'),
  };
}

function differences(path: readonly string[], before: unknown, after: unknown): SiteChange[] {
  if (same(before, after)) return [];
  if (isPlain(before) && isPlain(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences([...path, key], before[key], after[key]));
  }
  const [was, is] = [keyed(before), keyed(after)];
  if (was !== null && is !== null && (was.size > 0 || is.size > 0)) return entries(path, was, is);
  return [{ where: path.join('.'), words: valueWords(path.join('.'), before, after) }];
}

/** Entries of a list that have names: told apart by them, wherever they stand. */
function entries(
  path: readonly string[],
  was: ReadonlyMap<string, unknown>,
  is: ReadonlyMap<string, unknown>,
): SiteChange[] {
  const what = whatOf(path);
  const found = [...new Set([...was.keys(), ...is.keys()])].flatMap((id): SiteChange[] => {
    const at = [...path, id];
    const where = at.join('.');
    if (!was.has(id)) return [{ where, words: changeWords('change.added', { what, id }) }];
    if (!is.has(id)) return [{ where, words: changeWords('change.removed', { what, id }) }];
    return differences(at, was.get(id), is.get(id));
  });
  return found.length > 0 ? found : [{ where: path.join('.'), words: changeWords('change.moved', { what }) }];
}

function whatOf(path: readonly string[]): Text {
  const key = `what.${path.at(-1) ?? ''}`;
  return key in SITE_CHANGE_MESSAGES ? changeWords(key as Message) : changeWords('what.other');
}

/** The entries of a list by what names them; null: it is none, or not all of them have names. An absent one is an empty one. */
function keyed(value: unknown): ReadonlyMap<string, unknown> | null {
  if (value === undefined) return new Map();
  if (!Array.isArray(value)) return null;
  const names = value.map((entry) =>
    isPlain(entry) ? (entry.id ?? entry.device ?? entry.point) : undefined,
  );
  if (!names.every((name) => typeof name === 'string') || new Set(names).size < names.length) return null;
  return new Map(names.map((name, n) => [name as string, value[n]]));
}

function valueWords(where: string, before: unknown, after: unknown): Text {
  if (before === undefined) return changeWords('change.set', { where, to: shown(after) });
  if (after === undefined) return changeWords('change.unset', { where, from: shown(before) });
  return changeWords('change.value', { where, from: shown(before), to: shown(after) });
}

const MOST_SHOWN = 80;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
