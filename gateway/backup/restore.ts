import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { lockFolder } from '../core/folderLock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { FOLDER_MODE, journalFile, syncFolder } from '../journal/file/database.ts';
import { openForReading } from '../journal/file/openForReading.ts';
import { MIGRATIONS } from '../journal/file/schema.ts';
import { quarantine } from '../journal/past/quarantine.ts';
import { backupProblem } from '../text/problems/backupProblems.ts';
import type { Manifest } from './backup.ts';
import { type BoxFolders, boxFolders } from './boxFolders.ts';
import { unpackSealed } from './tar.ts';

const manifestSchema = z.object({
  format: z.literal(1),
  gateway: z.string(),
  software: z.string(),
  journalFormat: z.int(),
  journalFolder: z.string(),
  madeUtc: z.number(),
  epoch: z.string().nullable(),
  withJournal: z.boolean(),
});

export type RestoreAsk = {
  readonly file: string;
  readonly passphrase: string;
  readonly site: string; // path of the site file of this box
  readonly root: string;
  readonly replace: boolean; // what is here is put aside
};

/**
 * Puts a backup into this box. The whole file is checked before anything here is touched. Guard then begins a journal of a new epoch
 * that names the one of the backup, so that no number is given twice even where the old box lives on; rows that were in
 * the backup lie beside it as a journal that is over, and courier sends what the platform has not got.
 */
export async function restore(ask: RestoreAsk): Promise<Result<Manifest, Problem>> {
  const beside = dirname(resolve(ask.site));
  mkdirSync(beside, { recursive: true });
  const staging = mkdtempSync(join(beside, '.lifeline-restore-')); // same disk: what is placed is only renamed
  try {
    const unpacked = await unpackSealed(ask.file, staging, ask.passphrase);
    if (!unpacked.ok) return unpacked;
    const manifest = readManifest(staging);
    if (manifest === null) return err({ ...backupProblem('backup.foreign'), where: ask.file });
    if (manifest.journalFormat > MIGRATIONS.length)
      return err(backupProblem('restore.newer', { version: manifest.software }));
    const folders = boxFolders(ask.site, manifest.journalFolder, ask.root);
    const lock = existsSync(folders.state) ? lockFolder(folders.state) : 'impossible';
    if (lock === 'taken') return err({ ...backupProblem('restore.in-use'), where: folders.state });
    try {
      const refused = makeRoom(folders, ask.replace);
      if (refused !== null) return err(refused);
      place(staging, folders, manifest);
    } finally {
      if (lock !== 'impossible') lock.release();
    }
    return ok(manifest);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function readManifest(staging: string): Manifest | null {
  try {
    const text = readFileSync(join(staging, 'manifest.json'), 'utf8');
    return manifestSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What stands here is put aside where that was asked for; otherwise it is a reason to change nothing. */
function makeRoom({ site, state }: BoxFolders, replace: boolean): Problem | null {
  const file = journalFile(state);
  const there = openForReading(file);
  if (there.ok) there.value.db.close();
  if (!existsSync(site) && !there.ok) return null;
  const gateway = there.ok ? there.value.identity.gateway : site;
  if (!replace) return { ...backupProblem('restore.not-empty', { gateway }), where: site };
  if (existsSync(site)) renameSync(site, freeName(`${site}.before-restore`));
  rmSync(`${site}.last-good`, { force: true });
  if (existsSync(file)) quarantine(file, there.ok ? there.value.identity.epoch : null);
  return null;
}

function place(staging: string, { site, state, desk, settings }: BoxFolders, { epoch }: Manifest): void {
  const owner = statSync(dirname(site));
  placeTree(join(staging, 'settings'), settings, null);
  placeTree(join(staging, 'desk'), desk, statSync(desk, { throwIfNoEntry: false }) ?? null);
  if (!existsSync(state)) {
    mkdirSync(state, { recursive: true });
    chmodSync(state, FOLDER_MODE);
    own(state, owner);
  }
  placeTree(join(staging, 'state'), state, owner);
  const journals = join(staging, 'journal');
  if (existsSync(journals))
    for (const name of readdirSync(journals)) {
      // the journal of the backup is over: guard begins another
      const stem = name === 'journal.db' ? `journal-${epoch}` : name.replace(/\.db$/, '');
      placeTree(join(journals, name), freeJournal(join(state, stem)), owner);
    }
  const head = join(state, 'journal.head');
  if (existsSync(head))
    placeTree(join(staging, 'state', 'journal.head'), join(dirname(site), 'journal.head'), owner);
  // the site file last: without it nothing starts
  const own_ = readdirSync(join(staging, 'site')).filter(
    (name) => name !== 'site.yaml' && name !== 'box.json',
  );
  for (const name of own_) placeTree(join(staging, 'site', name), join(dirname(site), name), owner);
  placeTree(join(staging, 'site', 'site.yaml'), site, owner);
  for (const folder of [state, dirname(site)]) syncFolder(folder);
}

type Owner = { readonly uid: number; readonly gid: number };

/** Copies a file or a tree; the user of the place owns it, whoever restores. Modes are those of the backup, less the world. */
function placeTree(from: string, to: string, given: Owner | null): void {
  if (!existsSync(from)) return;
  // a folder that is here already may be another program's: people are desk's, trust lists OPC UA's
  const there = statSync(to, { throwIfNoEntry: false });
  const owner = given !== null && there?.isDirectory() === true ? there : given;
  cpSync(from, to, { recursive: true, force: true });
  if (statSync(to).isDirectory())
    for (const name of readdirSync(from)) {
      const [inner, below] = [join(to, name), join(from, name)];
      if (statSync(below).isDirectory()) placeTree(below, inner, owner);
      else settle(inner, below, owner);
    }
  else settle(to, from, owner);
}

function settle(path: string, like: string, owner: Owner | null): void {
  chmodSync(path, statSync(like).mode & 0o770);
  own(path, owner);
}

function own(path: string, owner: Owner | null): void {
  if (owner !== null && process.getuid?.() === 0) chownSync(path, owner.uid, owner.gid);
}

/** As the journal itself names files that were put aside (`quarantine`). */
function freeJournal(stem: string): string {
  let free = `${stem}.db`;
  for (let n = 2; existsSync(free); n++) free = `${stem}.${n}.db`;
  return free;
}

function freeName(name: string): string {
  let free = name;
  for (let n = 2; existsSync(free); n++) free = `${name}-${n}`;
  return free;
}
