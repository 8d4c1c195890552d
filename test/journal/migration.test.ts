import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import {
  birthChecksum,
  entryChecksum,
  eventChecksum,
  telemetryChecksum,
} from '../../gateway/journal/file/checksum.ts';
import { writeIdentity } from '../../gateway/journal/file/identity.ts';
import { APPLICATION_ID, MIGRATIONS, schemaVersion } from '../../gateway/journal/file/schema.ts';
import { encodeEvent, encodeParts } from '../../gateway/telemetry/index.ts';
import { birthHash, encodeBirth } from '../../gateway/telemetry/wire/birth.ts';
import { BOOT, birth, note, openSession, part, reading, temporaryFolder } from './samples.ts';

const EPOCH = '0123456789abcdef';

/** A journal as a program wrote it that knew the first `version` migrations: three events, one sealed row of two parts. */
function oldJournal(file: string, version: number): void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL');
  for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
  db.exec(`PRAGMA user_version = ${version}; PRAGMA application_id = ${APPLICATION_ID}`);
  writeIdentity(db, { gateway: 'gw1', epoch: EPOCH, previous: null });
  const document = encodeBirth({ ...birth(), epoch: EPOCH, previous: null });
  const hash = birthHash(document);
  db.prepare('INSERT INTO birth VALUES (1, ?, ?, ?, 1, NULL, 1, NULL)').run(
    hash,
    document,
    birthChecksum(hash, document),
  );
  db.prepare('INSERT INTO boot VALUES (1, ?)').run(BOOT);
  db.prepare('INSERT INTO uplink VALUES (?)').run('city');
  for (const seq of [1, 2, 3]) {
    const body = encodeEvent(note(`old ${seq}`));
    const crc = eventChecksum({ seq, boot: BOOT, mono: 1, birth: hash, body });
    db.prepare('INSERT INTO event VALUES (?, 1, 1, 1, 3, NULL, 0, ?, ?)').run(seq, crc, body);
  }
  const body = encodeParts([part(1), part(2)], birth().channels);
  const row = { seq: 1, boot: BOOT, birth: hash, parts: 2, sealed: true, evidence: null, body };
  db.prepare('INSERT INTO telemetry VALUES (1, 1, 1, 2, 1, NULL, ?, ?)').run(telemetryChecksum(row), body);
  db.prepare('INSERT INTO delivery VALUES (?, 0, 1, 2, ?)').run('city', entryChecksum('city', 0, 1, 2));
  db.close();
}

const EARLIER = MIGRATIONS.slice(1).map((_, n) => n + 1);

describe.each(EARLIER)('a journal of schema %i', (version) => {
  it('is taken over as it is: same epoch, rows and deliveries, and the numbers go on', () => {
    const file = join(temporaryFolder(), 'journal.db');
    oldJournal(file, version);
    const { session } = openSession(file);
    const outcome = session.write([
      { kind: 'event', event: note('new') },
      { kind: 'part', part: part(3), evidence: null },
    ]);
    expect(outcome).toMatchObject({
      failure: null,
      notices: [],
      commits: [{ head: { seq: 4 } }, { head: { seq: 2, parts: 1 } }],
    });
    session.close();
    const db = new DatabaseSync(file, { readOnly: true });
    expect(schemaVersion(db)).toBe(MIGRATIONS.length);
    db.close();
    reading(file, (reader) => {
      expect(reader.identity().epoch).toBe(EPOCH);
      expect(reader.events(1, 1e6).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
      expect(reader.telemetry(1, 1e6).map(({ seq, parts }) => [seq, parts])).toEqual([
        [1, 2],
        [2, 1],
      ]);
      expect(reader.delivered('city', 'event').intervals).toEqual([[1, 2]]);
    });
  });

  it('is read as it is where it was set aside', () => {
    const file = join(temporaryFolder(), 'journal.db');
    oldJournal(file, version);
    const aside = file.replace('journal.db', `journal-${EPOCH}.db`);
    renameSync(file, aside);
    reading(aside, (reader) => {
      expect(reader.events(1, 1e6).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(reader.deliveredOfEpoch('city', EPOCH, 'event')).toEqual([]);
    });
  });
});
