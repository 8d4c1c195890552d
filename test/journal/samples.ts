import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { eventChecksum } from '../../gateway/journal/file/checksum.ts';
import { openJournalReader } from '../../gateway/journal/read/reader.ts';
import { openJournal } from '../../gateway/journal/write/opening.ts';
import { type Outcome, Session, type SessionOptions } from '../../gateway/journal/write/session.ts';
import { Store, type StoreOptions } from '../../gateway/journal/write/store.ts';
import { encodeEvent } from '../../gateway/telemetry/wire/event.ts';
import type { EventBody } from '../../gateway/telemetry/wire/model.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { BOOT, birth, note, part, ROOMY } from './samplesOfRows.ts';

export * from './samplesOfRows.ts';

/** Where the journal's tests write. */

/** An empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A store on `file`, with its birth and one uplink; `close` leaves the open segment open. */
export function openStore(
  file: string,
  options: Partial<StoreOptions> & { gateway?: string; uplinks?: readonly string[] } = {},
) {
  const { gateway = 'gw1', uplinks = ['city'], ...rest } = options;
  const { db, identity, notices } = openJournal(file, gateway, null);
  const store = new Store(db, identity, { file, boot: BOOT, segmentParts: 10, budgets: ROOMY, ...rest });
  store.write([
    { kind: 'birth', birth: { ...birth(), gateway } },
    { kind: 'uplinks', ids: uplinks },
  ]);
  const events = (...bodies: EventBody[]) =>
    store.write(bodies.map((event) => ({ kind: 'event' as const, event })));
  const parts = (...numbers: number[]) =>
    numbers.flatMap((n) => store.write([{ kind: 'part' as const, part: part(n), evidence: null }]).commits);
  return { db, store, notices, events, parts, close: () => db.close() };
}

/** A session on `file`, told its birth and its uplink; `insist` writes one event as the writer would, trying again. */
export function openSession(file: string, options: Partial<SessionOptions> = {}) {
  const session = new Session({
    file,
    gateway: 'gw1',
    boot: BOOT,
    segmentParts: 10,
    budgets: ROOMY,
    birth: birth(),
    uplinks: ['city'],
    ...options,
  });
  const insist = (text: string): Outcome => {
    for (let attempt = 1; ; attempt++) {
      const outcome = session.write([{ kind: 'event', event: note(text) }]);
      if (outcome.failure === null) return outcome;
      if (attempt === 5) throw new Error(outcome.failure.what);
    }
  };
  return { session, insist };
}

/** Events under another epoch, as an older program took them into a journal: one without a text is gone. */
export function adopt(file: string, epoch: string, texts: readonly (string | null)[]): void {
  const db = new DatabaseSync(file);
  const { id, hash } = db.prepare('SELECT id, hash FROM birth LIMIT 1').get() as { id: number; hash: string };
  const boot = Number(db.prepare('SELECT id FROM boot WHERE name = ?').get(BOOT)?.id);
  for (const [n, text] of texts.entries()) {
    const body = text === null ? null : encodeEvent(note(text));
    const key = { seq: n + 1, boot: `${epoch} ${BOOT}`, mono: 1, birth: hash };
    const crc = body === null ? 0 : eventChecksum({ ...key, body });
    db.prepare(
      'INSERT INTO adopted (epoch, seq, boot, mono, birth, crc, body) VALUES (?, ?, ?, 1, ?, ?, ?)',
    ).run(epoch, n + 1, boot, id, crc, body);
  }
  db.close();
}

/** Reads a file with a reader of its own and closes it. */
export function reading<T>(file: string, look: (reader: NonNullable<ReturnType<typeof read>>) => T): T {
  const reader = read(file);
  try {
    return look(reader);
  } finally {
    reader.close();
  }
}

function read(file: string) {
  const opened = openJournalReader(file);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.what}`);
  return opened.value;
}
