import { chmodSync, closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EventBody } from '../../telemetry/wire/model.ts';
import { syncFolder } from '../file/database.ts';
import { readIdentity } from '../file/identity.ts';
import { openForReading } from '../file/openForReading.ts';

/** A spare journal is the file `journal.db` in a folder of its own, in the memory of the machine. */

/** What was copied of spare journals is `journal-spare-<epoch>.db` beside the journal. */
const COPY = /^journal-spare-.*\.db$/;

/** Whether this is the copy of a spare journal. */
export function isSpareCopy(file: string): boolean {
  return COPY.test(basename(file));
}

/**
 * Copies a spare journal beside `journal`, on the disk when this returns, in the place of an earlier copy of it. Throws what SQLite or
 * the file system throws.
 */
export function copySpare(spare: string, journal: string): void {
  const db = new DatabaseSync(spare, { readOnly: true });
  try {
    const epoch = readIdentity(db)?.epoch;
    if (epoch === undefined) return; // nothing was ever written there
    const folder = dirname(journal);
    const target = join(folder, `journal-spare-${epoch}.db`);
    const unfinished = `${target}.new`;
    rmSync(unfinished, { force: true });
    db.prepare('VACUUM INTO ?').run(unfinished); // a file of its own, without a log
    sync(unfinished);
    renameSync(unfinished, target);
    syncFolder(folder);
  } finally {
    db.close();
  }
}

/** Whether this step of an alarm is there, word for word. Looks at every event of its occurrence: for the few of a start. */
export function holdsEvent(db: DatabaseSync, event: EventBody, body: Uint8Array): boolean {
  if (event.type !== 'alarm') return false;
  const rows = db.prepare('SELECT 1 FROM event WHERE occurrence = ? AND body = ?');
  return rows.get(event.occurrence, body) !== undefined;
}

/** The same of what was copied of spare journals beside `journal`: a power cut may come before alarms know of it. */
export function holdsInSpareCopies(journal: string, event: EventBody, body: Uint8Array): boolean {
  const folder = dirname(journal);
  return readdirSync(folder).some((name) => {
    if (!isSpareCopy(name)) return false;
    const opened = openForReading(join(folder, name));
    if (!opened.ok) return false;
    const { db } = opened.value;
    try {
      return holdsEvent(db, event, body);
    } catch {
      return false; // a damaged copy: the step is then written once more, under a key of its own
    } finally {
      db.close();
    }
  });
}

function sync(file: string): void {
  chmodSync(file, 0o640);
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
