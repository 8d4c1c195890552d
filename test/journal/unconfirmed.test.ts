import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../gateway/journal/write/items.ts';
import type { Unconfirmed } from '../../gateway/journal/write/unansweredBatch.ts';
import { decodeParts } from '../../gateway/telemetry/index.ts';
import { birth, note, openSession, part, reading, temporaryFolder } from './samples.ts';

function setup() {
  const file = join(temporaryFolder(), 'journal.db');
  const { session } = openSession(file);
  const first = session.write([
    { kind: 'event', event: note('before') },
    { kind: 'part', part: part(1), evidence: null },
  ]);
  const { reached } = first;
  if (reached === null) throw new Error('the journal is not open');
  return { file, session, reached };
}

const batch: readonly Item[] = [
  { kind: 'event', event: note('one'), token: 'one' },
  { kind: 'part', part: part(2), evidence: null },
  { kind: 'event', event: note('two'), token: 'two' },
];

describe('a batch that is handed over again', () => {
  it('is not written a second time when the thread died after its commit and before its answer', () => {
    const { file, session, reached } = setup();
    session.write(batch); // and the answer is lost with the thread
    session.close();
    const { session: next } = openSession(file);
    const unconfirmed: Unconfirmed = { reached, rows: 'keep' };
    expect(next.write(batch, unconfirmed)).toMatchObject({
      failure: null,
      commits: [
        { stream: 'event', head: { seq: 2, parts: 1 }, token: 'one' },
        { stream: 'telemetry', head: { seq: 1, parts: 2 } },
        { stream: 'event', head: { seq: 3, parts: 1 }, token: 'two' },
      ],
    });
    next.close();
    reading(file, (reader) => {
      expect(reader.events(1, 1e6).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(reader.telemetry(1, 1e6)).toMatchObject([{ seq: 1, parts: 2 }]);
    });
  });

  it('is written when nothing of it is there', () => {
    const { file, session, reached } = setup();
    session.close();
    const { session: next } = openSession(file);
    expect(next.write(batch, { reached, rows: 'keep' }).commits).toHaveLength(3);
    next.close();
    reading(file, (reader) => expect(reader.events(1, 1e6).map(({ seq }) => seq)).toEqual([1, 2, 3]));
  });

  it('is taken back first when its rows went into the spare journal meanwhile: nothing is there twice', () => {
    const { file, session, reached } = setup();
    session.write(batch); // refused by the disk, as it seemed, but the log had it
    session.close();
    const { session: next } = openSession(file);
    expect(next.write([], { reached, rows: 'undo' })).toMatchObject({ failure: null });
    next.write([{ kind: 'event', event: note('after') }]);
    next.close();
    reading(file, (reader) => {
      expect(reader.events(1, 1e6).map(({ seq }) => seq)).toEqual([1, 4]);
      expect(reader.tombstones('event', 'city')).toMatchObject([{ from: 2, to: 3 }]);
      const parts = reader.telemetry(1, 1e6).flatMap(({ body }) => {
        const decoded = decodeParts(body, birth().channels);
        return decoded.ok ? decoded.value : [];
      });
      expect(parts).toEqual([part(1)]);
    });
  });
});
