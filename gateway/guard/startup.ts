import { chmodSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fastestPeriods } from '../alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../alarmTime/lineJudges.ts';
import { type FolderLock, lockFolder } from '../core/folderLock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { FOLDER_MODE } from '../journal/file/database.ts';
import type { Installation, Line } from '../site/installation.ts';
import { loadStartingSite } from '../site/lastGood.ts';
import { readSite } from '../site/load.ts';
import { readProfiles } from '../site/profiles.ts';
import { keepLastGood } from '../site/save.ts';
import { lastGoodPath, readSiteSource } from '../site/siteSource.ts';
import { guardProblem } from '../text/problems/guardProblems.ts';
import type { CheckedSite } from './siteReader.ts';

/** What a guard stands on before anything of the field is touched. */
export type Start = {
  readonly installation: Installation;
  readonly siteText: string; // the one that is in force
  readonly state: string; // folder of the journal and the small state files
  readonly lock: FolderLock | null; // null: nothing could be locked there
  /** Everything an operator should hear about how it was found. */
  readonly problems: readonly Problem[];
};

/**
 * Reads the site file (or its last good copy), takes the state folder for this process, and makes the run folder. A second
 * guard on the same state is refused before it has written anything.
 */
export async function startOf(site: string, run: string): Promise<Result<Start, readonly Problem[]>> {
  const catalog = readProfiles(site);
  const loaded = loadStartingSite(site, catalog, LINE_JUDGES, fastestPeriods);
  if (!loaded.ok) return err([...new Set([...catalog.problems, ...loaded.error])]);
  const { installation, text } = loaded.value;
  const problems = [...catalog.problems, ...loaded.value.problems];

  const state = stateFolder(installation);
  makeFolder(state, FOLDER_MODE); // one that cannot be made is the journal's to tell
  const lock = lockFolder(state);
  if (lock === 'taken') return err([alreadyRunning(state)]);

  const kept = readSiteSource(lastGoodPath(site));
  const siteText = text ?? (kept.ok ? kept.value.text : '');
  const unkept = text === null ? null : await keepLastGood(site, text);
  if (unkept !== null) problems.push(unkept);
  const unmade = makeFolder(run);
  if (unmade !== null) {
    if (lock !== 'impossible') lock.release();
    return err([runFolderProblem(run, unmade)]);
  }
  return ok({ installation, siteText, state, lock: lock === 'impossible' ? null : lock, problems });
}

/**
 * The site file as it is now, or what is wrong with it: a running guard does not fall back, it stays as it is. Reads the
 * file once, or judges a text that is to be it.
 */
export function readSiteFile(path: string, given?: string): Result<CheckedSite, readonly Problem[]> {
  const catalog = readProfiles(path);
  const source = given === undefined ? readSiteSource(path) : ok({ text: given });
  if (!source.ok) return err([source.error]);
  const { text } = source.value;
  const site = readSite(text, path, catalog, LINE_JUDGES, fastestPeriods);
  return site.ok ? ok({ installation: site.value, text, problems: catalog.problems }) : site;
}

/** Where the journal and the small state files are. */
export function stateFolder({ folder, journal }: Installation): string {
  return resolve(folder, journal.folder);
}

/** Relative device paths start at the site file's folder. */
export function placed({ connection }: Line, { folder }: Installation): Line['connection'] {
  return connection.type === 'serial'
    ? { ...connection, path: resolve(folder, connection.path) }
    : connection;
}

function makeFolder(folder: string, mode?: number): Error | null {
  try {
    const made = mkdirSync(folder, { recursive: true });
    if (made !== undefined && mode !== undefined) chmodSync(folder, mode);
    return null;
  } catch (error) {
    return error as Error;
  }
}

function alreadyRunning(state: string): Problem {
  return { ...guardProblem('guard.running'), where: state };
}

/** Without it nobody could ask or acknowledge anything: guard does not start. */
function runFolderProblem(run: string, { message }: Error): Problem {
  return { ...guardProblem('guard.run-folder', { message }), where: run };
}

/** Devices that may be written to. */
export function annunciatorsOf({ annunciators }: Installation): string[] {
  return annunciators.map(({ device }) => device);
}
