import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import type { Problem } from '../../gateway/core/result.ts';
import { journalFile } from '../../gateway/journal/file/database.ts';
import type { VolatileEvent } from '../../gateway/journal/types.ts';
import type { Commit } from '../../gateway/journal/write/items.ts';
import { createJournalWriter, type JournalOptions } from '../../gateway/journal/write/writer.ts';
import { decodeEvent } from '../../gateway/telemetry/index.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { alarm, BOOT, birth, note, ROOMY, reading, temporaryFolder } from './samples.ts';

/** A journal in a folder that can be put out of use: a file stands where the folder should be. */
function setup(change: Partial<JournalOptions> = {}) {
  const { folder = join(temporaryFolder(), 'journal') } = change;
  const told: VolatileEvent[] = [];
  const commits: Commit[] = [];
  const troubles: (Problem | null)[] = [];
  const writer = createJournalWriter({
    ...{ gateway: 'gw1', segmentParts: 10, budgets: ROOMY, clock: systemClock({ boot: BOOT }) },
    ...change,
    folder,
    events: {
      committed: (commit) => commits.push(commit),
      trouble: (problem) => troubles.push(problem),
      volatile: (events) => told.push(...events),
    },
  });
  onTestFinished(() => writer.stop());
  writer.setBirth(birth());
  writer.setUplinks(['city']);
  const breakDisk = () => {
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, '');
  };
  const mendDisk = () => {
    rmSync(folder);
    mkdirSync(folder);
  };
  const tokens = () => commits.flatMap(({ token }) => token ?? []);
  return { folder, file: journalFile(folder), writer, told, commits, troubles, tokens, breakDisk, mendDisk };
}

const soon = { timeout: 30_000, interval: 5 };

function textOf(body: Uint8Array | null): string {
  const event = decodeEvent(body ?? new Uint8Array());
  return event.ok && event.value.type === 'system' ? event.value.text : '';
}

describe('while the disk is in trouble', () => {
  it('events are told under an epoch of their own, and journaled under that very key when it is well again', async () => {
    const { writer, file, told, tokens, breakDisk, mendDisk } = setup();
    breakDisk();
    await writer.start();
    writer.appendEvent(note('one'), 'one');
    await vi.waitFor(() => expect(told).toHaveLength(1), soon);
    writer.appendEvent(note('two'), 'two');
    writer.appendEvent(note('three'), 'three');
    await vi.waitFor(() => expect(told).toHaveLength(3), soon);
    expect(told.map(({ seq, body }) => [seq, textOf(body)])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
    expect(new Set(told.map(({ epoch }) => epoch)).size).toBe(1);
    expect(writer.volatile()).toEqual(told);
    expect(tokens()).toEqual([]); // none is shown durable

    mendDisk();
    await vi.waitFor(() => expect(tokens()).toEqual(['one', 'two', 'three']), soon);
    writer.appendEvent(note('four'), 'four');
    await vi.waitFor(() => expect(tokens()).toContain('four'), soon);
    expect(writer.volatile()).toEqual([]);
    expect(told).toHaveLength(3);
    reading(file, (reader) => {
      expect(reader.adopted(0, 100)).toEqual(
        told.map((event, n) => ({ ...event, id: n + 1, birth: reader.currentBirth() })),
      );
      expect(reader.events(1, 1e6).map(({ seq, body }) => [seq, textOf(body)])).toEqual([[1, 'four']]);
      expect(reader.identity().epoch).not.toBe(told[0]?.epoch);
    });
  });

  it('numbers go on when the disk fails again, and what an uplink has of them is kept with the journal', async () => {
    const { writer, file, told, tokens, breakDisk, mendDisk } = setup();
    for (const round of ['first', 'second']) {
      breakDisk();
      if (round === 'first') await writer.start();
      writer.appendEvent(note(round), round);
      await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ seq: round === 'first' ? 1 : 2 }), soon);
      mendDisk();
      await vi.waitFor(() => expect(tokens()).toContain(round), soon);
    }
    const epoch = told[0]?.epoch ?? '';
    writer.delivered({ uplink: 'city', epoch, stream: 'event', from: 2, to: 2, parts: null });
    writer.delivered({ uplink: 'retired', epoch, stream: 'event', from: 2, to: 2, parts: null });
    writer.appendEvent(note('later'), 'later');
    await vi.waitFor(() => expect(tokens()).toContain('later'), soon);
    reading(file, (reader) => {
      expect(reader.adopted(0, 9).map(({ seq }) => seq)).toEqual([2]); // the first went with its folder
      expect(reader.deliveredElsewhere('city', epoch, 'event')).toEqual([[2, 2]]);
      expect(reader.deliveredElsewhere('retired', epoch, 'event')).toEqual([]);
    });
  });

  it('the least severe of too many are given up, and the journal says of their keys that they are gone', async () => {
    const { writer, file, told, tokens, breakDisk, mendDisk } = setup({ pending: { events: 4, cells: 100 } });
    breakDisk();
    await writer.start();
    writer.appendEvent(alarm('gas#1', 'red'), 'red');
    await vi.waitFor(() => expect(told).toHaveLength(1), soon);
    for (let n = 0; n < 6; n++) writer.appendEvent(alarm(`water#${n}`, 'blue'), `blue ${n}`);
    mendDisk();
    await vi.waitFor(() => expect(tokens()).toEqual(['red', 'blue 3', 'blue 4', 'blue 5']), soon);
    reading(file, (reader) =>
      expect(reader.adopted(0, 9).map(({ seq, body }) => [seq, body === null])).toEqual([
        [1, false],
        [2, true],
        [3, true],
        [4, true],
        [5, false],
        [6, false],
        [7, false],
      ]),
    );
  });
});

it('an event that the next run hands over again keeps the key by which a killed one had told it', async () => {
  let text: string | null = null;
  const keys = { load: () => text, save: (next: string) => (text = next), settled: async () => {} };
  const first = setup({ keys });
  first.breakDisk();
  await first.writer.start();
  first.writer.appendEvent(note('one'), 'token one');
  first.writer.appendEvent(note('two'), 'token two');
  await vi.waitFor(() => expect(first.told).toHaveLength(2), soon);

  // another run, on a disk that is well: `two` is put otherwise since, and so it is another event
  const second = setup({ keys });
  await second.writer.start();
  second.writer.appendEvent(note('one'), 'token one');
  second.writer.appendEvent(note('two, put otherwise'), 'token two');
  await vi.waitFor(() => expect(second.tokens()).toEqual(['token one', 'token two']), soon);
  expect(second.told).toEqual([]);
  reading(second.file, (reader) => {
    expect(reader.adopted(0, 9)).toMatchObject([first.told[0]].map((one) => ({ ...one })));
    expect(reader.events(1, 1e6).map(({ body }) => textOf(body))).toEqual(['two, put otherwise']);
  });
  expect(text).toBe('[]');
});

it('an event is not told before its key would outlive a kill; a disk that does not answer keeps it back for two seconds', async () => {
  const clock = new VirtualClock({ boot: BOOT });
  let kept = Promise.withResolvers<void>();
  const keys = { load: () => null, save: () => {}, settled: () => kept.promise };
  const { writer, told, troubles, breakDisk, mendDisk, tokens } = setup({ keys, clock });
  breakDisk();
  await writer.start();
  writer.appendEvent(note('one'), 'one');
  await vi.waitFor(() => expect(troubles).toHaveLength(1), soon);
  await clock.advance(300); // with the disk in trouble since
  expect([told, writer.volatile()]).toEqual([[], []]);
  kept.resolve();
  await vi.waitFor(() => expect(told).toHaveLength(1), soon);
  expect(writer.volatile()).toEqual(told);

  kept = Promise.withResolvers();
  writer.appendEvent(note('two'), 'two');
  await clock.advance(1_999);
  expect(told).toHaveLength(1);
  await clock.advance(1);
  expect(told.map(({ body }) => textOf(body))).toEqual(['one', 'two']);

  // what is on the disk before its key is kept is told by the journal, and not beside it
  writer.appendEvent(note('three'), 'three');
  mendDisk();
  const mended = clock.mono();
  await vi.waitFor(async () => {
    await clock.advance(100); // the next attempt at the disk may be some seconds away
    expect(tokens()).toContain('three');
  }, soon);
  const inTime = clock.mono() - mended < 2_000;
  await clock.advance(2_000);
  expect(told).toHaveLength(inTime ? 2 : 3);
});

it('an event that was journaled under the key by which it was told is not written a second time by the next run', async () => {
  const first = setup();
  first.breakDisk();
  await first.writer.start();
  first.writer.appendEvent(alarm('gas#1', 'red'), 'red');
  await vi.waitFor(() => expect(first.told).toHaveLength(1), soon);
  first.mendDisk();
  await vi.waitFor(() => expect(first.tokens()).toEqual(['red']), soon);
  await first.writer.stop();

  // guard was killed after its keys were given up and before the state of its alarms knew of it
  const second = setup({ folder: first.folder });
  await second.writer.start();
  second.writer.appendEvent(alarm('gas#1', 'red'), 'red', true);
  await vi.waitFor(() => expect(second.tokens()).toEqual(['red']), soon);
  reading(second.file, (reader) => {
    expect(reader.adopted(0, 9)).toHaveLength(1);
    expect(reader.events(1, 1e6)).toEqual([]);
  });
});
