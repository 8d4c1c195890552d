import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Item } from '../../gateway/journal/write/items.ts';
import type { EventBody } from '../../gateway/telemetry/wire/model.ts';
import { note, openSession, part, reading, temporaryFolder } from './samples.ts';

/** Events that no table and no encoder takes: guard would have to be wrong somewhere to make them. */
const unfit: readonly [string, EventBody][] = [
  ['without a time', { ...note('x'), at: { boot: 'b007b007b007b007', mono: Number.NaN } }],
  ['without a boot', { ...note('x'), at: { boot: undefined as unknown as string, mono: 1 } }],
  ['without anything', undefined as unknown as EventBody],
];

it.each(unfit)(
  'a row that cannot be written costs its own number and nothing else: an event %s',
  (_name, event) => {
    const file = join(temporaryFolder(), 'journal.db');
    const { session } = openSession(file);
    const batch: readonly Item[] = [
      { kind: 'event', event: note('before'), token: 'before' },
      { kind: 'event', event, token: 'unfit' },
      { kind: 'part', part: part(1), evidence: null },
      { kind: 'event', event: note('after'), token: 'after' },
    ];
    const outcome = session.write(batch);
    expect(outcome.failure).toBeNull();
    expect(outcome.commits.flatMap(({ token }) => token ?? [])).toEqual(['before', 'after']);
    expect(outcome.notices).toMatchObject([{ code: 'journal.encode' }]);
    reading(file, (reader) => {
      expect(reader.events(1, 1e6).map(({ seq }) => seq)).toEqual([1, 3]);
      expect(reader.tombstones('event', 'city')).toMatchObject([{ from: 2, to: 2, reason: 'damaged' }]);
      expect(reader.telemetry(1, 1e6)).toHaveLength(1);
    });
  },
);
