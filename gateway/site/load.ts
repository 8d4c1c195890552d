import { dirname, resolve } from 'node:path';
import type { Catalog } from '../../drivers/catalog.ts';
import { nearest } from '../../drivers/nearest.ts';
import { fullWidthIn } from '../../drivers/text/yamlSlips.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { checkAnnunciators } from './checks/annunciatorChecks.ts';
import type { SiteCheck } from './checks/checking.ts';
import { checkDevices } from './checks/deviceChecks.ts';
import { checkIds } from './checks/idChecks.ts';
import { journalMistakes } from './checks/journalChecks.ts';
import { checkLifts } from './checks/liftChecks.ts';
import { checkLines } from './checks/lineChecks.ts';
import { checkPacks } from './checks/packChecks.ts';
import { pageMistakes } from './checks/pageChecks.ts';
import { checkRules } from './checks/ruleChecks.ts';
import { checkUplinks } from './checks/uplinkChecks.ts';
import { checkZones } from './checks/zoneChecks.ts';
import { withLifts } from './deviceEntries.ts';
import type { Installation } from './installation.ts';
import { resolveSite } from './resolve.ts';
import { readShape } from './schema/shape.ts';
import { readSiteSource } from './siteSource.ts';
import { readSiteText, type SiteText } from './siteText.ts';

const CHECKS: readonly SiteCheck[] = [
  checkIds,
  checkZones,
  checkDevices,
  checkLifts,
  checkLines,
  checkRules,
  checkPacks,
  checkAnnunciators,
  checkUplinks,
];

/** Says what speaks against an installation that is right in itself, at its place in the text; nothing: it may be used. */
export type Judge = (installation: Installation, text: SiteText) => readonly Problem[];

/** The periods, ms by point, of what is to be read as fast as possible. */
export type PeriodsOf = (installation: Installation) => ReadonlyMap<string, number>;

/**
 * Loads a site file. Nothing is guessed and nothing half used: either the whole installation, or every mistake in the
 * file at once, in the order of its lines, each with `file:line:column`, the field's path, the cause and what to do.
 * Without `pace` what is to be read as fast as possible is shown as its profile says.
 */
export function loadSite(
  path: string,
  catalog: Catalog,
  judges: readonly Judge[],
  pace?: PeriodsOf,
): Result<Installation, readonly Problem[]> {
  const source = readSiteSource(path);
  return source.ok ? readSite(source.value.text, path, catalog, judges, pace) : err([source.error]);
}

/** The same for a text at hand, e.g. one that is about to be saved to `path`. */
export function readSite(
  source: string,
  path: string,
  catalog: Catalog,
  judges: readonly Judge[],
  pace?: PeriodsOf,
): Result<Installation, readonly Problem[]> {
  const { text, problems } = readSiteText(path, source);
  if (text === undefined) return err(problems);
  const known = withLifts(catalog);
  const shape = readShape(text);
  // two devices may name the same profile that cannot be used
  const found = [
    ...new Set([
      ...shape.problems,
      // what refers to a list that cannot be read is not wrong itself
      ...(listsAreRead(text) ? CHECKS.flatMap((check) => check(shape.draft, known, text)) : []),
    ]),
  ];
  if (found.length > 0 || shape.site === undefined)
    return err(byCause(found, source, path).toSorted(byPlace));
  const folder = dirname(resolve(path));
  const unpaced = resolveSite(shape.site, catalog, folder);
  const periods = pace?.(unpaced);
  const installation = periods?.size ? resolveSite(shape.site, catalog, folder, periods) : unpaced;
  for (const judge of [journalMistakes, pageMistakes, ...judges]) {
    const refused = judge(installation, text);
    if (refused.length > 0) return err(refused);
  }
  return ok(installation);
}

const LISTS = ['buses', 'devices', 'zones', 'rules', 'lifts', 'uplinks', 'annunciators'];

/** Every list is one, and none is missing because its name is misspelt. */
function listsAreRead({ data }: SiteText): boolean {
  if (typeof data !== 'object' || data === null) return true;
  return Object.entries(data).every(([key, value]) =>
    LISTS.includes(key) ? Array.isArray(value) : !nearest(key, LISTS).some((list) => !(list in data)),
  );
}

/** In the place of what a full-width character of its line has brought about, that character. */
function byCause(found: readonly Problem[], source: string, path: string): readonly Problem[] {
  const lines = source.split('\n');
  const told = new Set<number>();
  return found.flatMap((problem) => {
    const [line, column] = position(problem);
    // from the value on that is wrong: a name beside it may have whatever it likes
    const [value = ''] = /^[^,{}[\]]*/.exec((lines[line - 1] ?? '').slice(Math.max(0, column - 1))) ?? [];
    const slip = column === 0 ? undefined : fullWidthIn({ text: value, offset: column - 1 });
    if (slip === undefined) return [problem];
    if (told.has(line)) return [];
    told.add(line);
    return [{ ...slip.problem, where: `${path}:${line}:${slip.offset + 1}` }];
  });
}

function byPlace(a: Problem, b: Problem): number {
  const [lineA, columnA] = position(a);
  const [lineB, columnB] = position(b);
  return lineA - lineB || columnA - columnB;
}

function position({ where = '' }: Problem): [number, number] {
  const [, line, column] = /:(\d+):(\d+)$/.exec(where) ?? [];
  return [Number(line ?? 0), Number(column ?? 0)];
}
