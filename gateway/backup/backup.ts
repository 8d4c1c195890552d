import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite';
import type { Clock } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { journalFile } from '../journal/file/database.ts';
import { BEING_WRITTEN, openForReading } from '../journal/file/openForReading.ts';
import { MIGRATIONS, writeMeta } from '../journal/file/schema.ts';
import { journalsBeside } from '../journal/past/quarantine.ts';
import { type CarriedSite, readCarriedSite } from '../site/carriedSite.ts';
import { backupProblem } from '../text/problems/backupProblems.ts';
import type { BoxFolders } from './boxFolders.ts';
import { packSealed } from './tar.ts';

export const SHORTEST_PASSPHRASE = 12;

/** What a backup says of itself. */
export type Manifest = {
  readonly format: 1;
  readonly gateway: string;
  readonly software: string;
  readonly journalFormat: number;
  readonly journalFolder: string; // as the site file names it
  readonly madeUtc: number;
  /** The journal at that time; null: there was none. */
  readonly epoch: string | null;
  readonly withJournal: boolean;
};

/** Of the state folder: everything but the journal and what belongs to a process. */
const NOT_STATE = /^(journal.*\.db(-wal|-shm)?|.*\.lock|spare|.*\.new)$/;

export type BackupAsk = {
  readonly folders: BoxFolders;
  readonly file: string;
  readonly passphrase: string;
  readonly journal: boolean;
  readonly software: string;
  readonly clock: Clock;
};

/**
 * Seals a box into one file, beside the running guard: site, people, keys, alarm states, certificates, settings, and with `journal`
 * every row. `left`: files that the site names and that lie elsewhere, so that they are not in it.
 */
export async function backUp(
  ask: BackupAsk,
): Promise<Result<{ readonly manifest: Manifest; readonly left: readonly string[] }, Problem>> {
  const { folders, file, passphrase } = ask;
  if (passphrase.length < SHORTEST_PASSPHRASE)
    return err(backupProblem('backup.short-passphrase', { shortest: SHORTEST_PASSPHRASE }));
  if (existsSync(file)) return err({ ...backupProblem('backup.exists'), where: file });
  const site = readCarriedSite(folders.site);
  if (!site.ok) {
    const message = site.error[0]?.what ?? '';
    return err({ ...backupProblem('backup.no-site', { message, file }), where: folders.site });
  }
  // beside the backup: where it has room there is room for what goes into it, and it may be another disk than the card
  const staging = mkdtempSync(join(dirname(resolve(file)), '.lifeline-backup-'));
  try {
    const left = copySite(folders, site.value, staging);
    for (const name of namesIn(folders.state).filter((one) => !NOT_STATE.test(one)))
      copyTree(join(folders.state, name), join(staging, 'state', name));
    copyTree(folders.desk, join(staging, 'desk'));
    copyTree(folders.settings, join(staging, 'settings'));
    const manifest = await manifestOf(ask, site.value);
    if (manifest.withJournal) await copyJournals(folders.state, join(staging, 'journal'));
    writeFileSync(join(staging, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const packed = await packSealed(staging, file, passphrase);
    return packed.ok ? ok({ manifest, left }) : packed;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The site file with what lies beside it and what it names. Gives what it names elsewhere. */
function copySite(
  { site, settings }: BoxFolders,
  { folder, uplinks }: CarriedSite,
  staging: string,
): readonly string[] {
  const beside = dirname(site);
  copyTree(site, join(staging, 'site', 'site.yaml'));
  for (const name of ['secrets.yaml', 'profiles', 'box.json'])
    copyTree(join(beside, name), join(staging, 'site', name));
  const named = uplinks
    .flatMap(({ ca, clientCertificate, clientKey }) => [ca, clientCertificate, clientKey])
    .filter((name) => name !== undefined)
    .map((name) => resolve(folder, name));
  return [...new Set(named)].filter((path) => {
    const inside = relative(beside, path);
    if (inside.startsWith('..') || isAbsolute(inside)) return !path.startsWith(`${settings}/`);
    copyTree(path, join(staging, 'site', inside));
    return false;
  });
}

async function manifestOf(
  { folders, journal, software, clock }: BackupAsk,
  site: CarriedSite,
): Promise<Manifest> {
  const opened = openForReading(journalFile(folders.state));
  const epoch = opened.ok ? opened.value.identity.epoch : null;
  if (opened.ok) opened.value.db.close();
  return {
    ...{ format: 1, gateway: site.gateway.id, software, journalFormat: MIGRATIONS.length },
    ...{ journalFolder: site.journal.folder, madeUtc: clock.utc(), epoch },
    withJournal: journal && epoch !== null,
  };
}

/** A whole copy of the journal that is being written, and of those that were set aside. */
async function copyJournals(state: string, to: string): Promise<void> {
  mkdirSync(to, { mode: 0o700 });
  const file = journalFile(state);
  for (const name of ['journal.db', ...journalsBeside(file)]) {
    const source = new DatabaseSync(join(state, name), { readOnly: true });
    await copyDatabase(source, join(to, name));
    source.close();
    // nobody writes the copy: without this a reader would miss its log
    const copy = new DatabaseSync(join(to, name));
    copy.exec('PRAGMA journal_mode = DELETE');
    writeMeta(copy, BEING_WRITTEN, 'no');
    copy.close();
    chmodSync(join(to, name), 0o640); // courier reads it by its group
  }
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function copyTree(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  // sockets and the like are of a process
  cpSync(from, to, { recursive: true, filter: (path) => !/\.(sock|lock|new)$/.test(path) });
}
