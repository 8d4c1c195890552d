import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

// The source as a graph: which file imports which, which folders that joins, and what they export.

const root = join(import.meta.dirname, '..', '..');

const listed = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
/** TypeScript files of the project, committed or not yet. */
export const files: readonly string[] = [...new Set(listed)]; // a file in the middle of a merge is listed three times

export const SOURCE_FOLDERS: readonly string[] = ['drivers', 'gateway', 'simulators', 'firmware'];
export const sources: readonly string[] = files.filter((file) => SOURCE_FOLDERS.includes(topFolder(file)));

export function topFolder(file: string): string {
  return file.split('/')[0] ?? '';
}

/** `gateway/site` for a file of a room of the gateway, the top folder for any other, the file itself in `gateway/`. */
export function roomOf(file: string): string {
  const [top = '', room = ''] = file.split('/');
  return top === 'gateway' ? `${top}/${room}` : top;
}

export function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

const codeOf = new Map<string, string>();

/** The code without comments, so that words in prose are not taken for use. */
export function code(file: string): string {
  const known = codeOf.get(file);
  if (known !== undefined) return known;
  const bare = text(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');
  codeOf.set(file, bare);
  return bare;
}

/** What a file imports: paths of the project, or package names. Type imports count unless only values are asked for. */
export function imports(file: string, valuesOnly = false): string[] {
  const found: string[] = [];
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;
  for (const match of code(file).matchAll(pattern)) {
    const target = match[3] ?? match[4] ?? '';
    if (valuesOnly && match[2] !== undefined) continue;
    found.push(target.startsWith('.') ? normalize(join(dirname(file), target)) : target);
  }
  return found;
}

/** Every file that is loaded with the given ones, and every package and built-in module. */
export function moduleGraph(...from: readonly string[]): { files: Set<string>; packages: Set<string> } {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const target of imports(file, true)) {
      if (target.endsWith('.ts')) visit(target);
      else packages.add(target);
    }
  };
  from.forEach(visit);
  return { files: seen, packages };
}

/** Groups of files that import each other, directly or over others (Tarjan's strongly connected components). */
export function circles(among: readonly string[]): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const index = order.size;
    let low = index;
    order.set(file, index);
    path.push(file);
    for (const target of imports(file)) {
      if (!among.includes(target)) continue;
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (path.includes(target)) low = Math.min(low, order.get(target) ?? low);
    }
    lowest.set(file, low);
    if (low === index) {
      const circle = path.splice(path.indexOf(file));
      if (circle.length > 1) found.push(circle);
    }
    return low;
  };
  for (const file of among) if (!order.has(file)) visit(file);
  return found;
}

/** Rooms that import each other: `a <-> b`. */
export function twoWayRooms(among: readonly string[]): string[] {
  const arrows = new Set<string>();
  for (const file of among)
    for (const target of imports(file))
      if (target.includes('/') && roomOf(target) !== roomOf(file) && among.includes(target))
        arrows.add(`${roomOf(file)} ${roomOf(target)}`);
  return [...arrows]
    .map((arrow) => arrow.split(' '))
    .filter(([from = '', to = '']) => from < to && arrows.has(`${to} ${from}`))
    .map(([from, to]) => `${from} <-> ${to}`);
}

/** Exported types, interfaces and classes by name, with the files that declare them. */
export function exportedTypes(among: readonly string[]): Map<string, string[]> {
  const pattern = /(?:^|\n)\s*export\s+(?:declare\s+)?(?:abstract\s+)?(?:type|interface|class)\s+([A-Z]\w*)/g;
  const names = new Map<string, string[]>();
  for (const file of among)
    for (const [, name = ''] of code(file).matchAll(pattern))
      names.set(name, [...(names.get(name) ?? []), file]);
  return names;
}
