import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesDeep } from '../core/filesDeep.ts';

/** Files that are a secret as a whole. */
const KEYS = /\.(key|pem)$/;
/** JSON and YAML files of which every string is one: sessions, tokens, hashes of passwords. */
const LISTS = /^(secrets\.yaml|people\.json|access\.json)$/;
/** Names, roles and languages stand in these files too, and are no secrets. */
const LONG = 16;

/**
 * The secrets of a box, read from where they are kept, so that they can be taken out of whatever is told about it. What this user may
 * not read cannot be told by this user either.
 */
export function knownSecrets(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => filesDeep(folder)).flatMap((file) => secretsIn(file));
}

function secretsIn(file: string): readonly string[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const text = KEYS.test(name) || LISTS.test(name) ? read(file) : '';
  if (KEYS.test(name)) return text.includes('PRIVATE KEY') ? linesOfPem(text) : [];
  if (name === 'secrets.yaml') return valuesOfLines(text);
  return LISTS.test(name) ? strings(parsed(text)).filter((one) => one.length >= LONG) : [];
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

function read(file: string): string {
  try {
    return readFileSync(join(file), 'utf8');
  } catch {
    return '';
  }
}
