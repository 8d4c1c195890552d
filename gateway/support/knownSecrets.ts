import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesDeep } from '../core/filesDeep.ts';

/** JSON and YAML files of which every string is one: sessions, tokens, hashes of passwords. */
const LISTS = /^(secrets\.yaml|people\.json|access\.json)$/;
/** Names, roles and languages stand in these files too, and are no secrets. */
const LONG = 16;
const LONGEST_KEY = 32_768;

/**
 * The secrets of a box, read from where they are kept, so that they can be taken out of whatever is told about it. What this user may
 * not read cannot be told by this user either.
 */
export function knownSecrets(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => filesDeep(folder)).flatMap((file) => secretsIn(file));
}

function secretsIn(file: string): readonly string[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (name === 'secrets.yaml') return valuesOfLines(read(file));
  if (LISTS.test(name)) return strings(parsed(read(file))).filter((one) => one.length >= LONG);
  // a key may have any name; none is longer than this, the journal is
  const text = sizeOf(file) <= LONGEST_KEY ? read(file) : '';
  return text.includes('PRIVATE KEY') ? linesOfPem(text) : [];
}

/** Every line by itself: a log may show a part of a key. */
function linesOfPem(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.length >= LONG && !line.startsWith('-----'));
}

/** `name: value`, quoted or not; the values are needed as they are, so the file is not read as YAML alone. */
function valuesOfLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, value = ''] = /^\s*[\w.-]+\s*:\s*(.+?)\s*$/.exec(line) ?? [];
    const bare = value.replace(/^(["'])(.*)\1$/, '$2');
    return bare === '' ? [] : [bare];
  });
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function read(file: string): string {
  try {
    return readFileSync(join(file), 'utf8');
  } catch {
    return '';
  }
}
