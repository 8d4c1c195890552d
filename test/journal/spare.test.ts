import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import type { Problem } from '../../gateway/core/result.ts';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { findEarlierJournals } from '../../gateway/journal/past/earlierJournals.ts';
import { openEarlierReader } from '../../gateway/journal/past/earlierReader.ts';
import type { JournalReader } from '../../gateway/journal/types.ts';
import type { Commit } from '../../gateway/journal/write/items.ts';
import { createJournalWriter, type JournalOptions } from '../../gateway/journal/write/writer.ts';
import { decodeEvent } from '../../gateway/telemetry/index.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { alarm, BOOT, birth, note, part, ROOMY, reading, temporaryFolder } from './samples.ts';

/** A journal in a folder that can be put out of use: a file stands where the folder should be. */
function setup(change: Partial<JournalOptions> = {}) {
  const root = temporaryFolder();
  const { folder = join(root, 'journal'), spare = join(root, 'run', 'spare') } = change;
  const commits: Commit[] = [];
  const troubles: (Problem | null)[] = [];
  let spared = 0;
  const writer = createJournalWriter({
    ...{ gateway: 'gw1', segmentParts: 10, budgets: ROOMY, clock: systemClock({ boot: BOOT }) },
    ...change,
    ...{ folder, spare },
    events: {
      committed: (commit) => commits.push(commit),
      trouble: (problem) => troubles.push(problem),
      spared: () => spared++,
    },
  });
  onTestFinished(async () => void (await writer.stop()));
  writer.setBirth(birth());
  writer.setUplinks(['city']);
  return {
    ...{ folder, spare, writer, commits, troubles },
    file: journalFile(folder),
    tokens: () => commits.flatMap(({ token }) => token ?? []),
    spared: () => spared,
    /** Events in the spare journal, as courier reads it. */
    inSpare: () => (existsSync(journalFile(spare)) ? reading(journalFile(spare), textsOf) : []),
    breakDisk() {
      // the journal's thread may make the folder anew at this very moment
      for (let isBroken = false; !isBroken; )
        try {
          removeFolder(folder);
          writeFileSync(folder, '', { flag: 'wx' });
          isBroken = true;
        } catch (error) {
          if (!['EISDIR', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
        }
    },
    mendDisk() {
      rmSync(folder);
      mkdirSync(folder);
    },
  };
}

const soon = { timeout: 30_000, interval: 5 };

function textsOf(reader: JournalReader): (readonly [number, string])[] {
  return reader.events(1, 1e6).map(({ seq, body }) => {
    const event = decodeEvent(body);
    if (!event.ok) return [seq, 'undecodable'] as const;
    return [seq, event.value.type === 'system' ? event.value.text : event.value.type] as const;
  });
}

/** The copies of spare journals on the disk. */
function copies(file: string): { readonly epoch: string; readonly events: ReturnType<typeof textsOf> }[] {
  const found = findEarlierJournals(file);
  if (!found.ok) throw new Error(found.error.what);
  return found.value
    .filter(({ spare }) => spare)
    .map((one) => {
      const opened = openEarlierReader(one, () => null);
      if (!opened.ok) throw new Error(opened.error.what);
      const events = textsOf(opened.value);
      opened.value.close();
      return { epoch: one.epoch, events };
    });
}

describe('while the disk is in trouble', () => {
  it('rows of both streams stand in the spare journal at once, and on the disk under those very keys when it is well again', async () => {
    const { writer, file, spare, spared, inSpare, tokens, breakDisk, mendDisk } = setup();
    breakDisk();
    await writer.start();
    writer.appendEvent(note('one'), 'one');
    await vi.waitFor(() => expect(inSpare()).toEqual([[1, 'one']]), soon);
    writer.appendEvent(note('two'), 'two');
    writer.appendPart(part(1));
    writer.appendEvent(note('three'), 'three');
    await vi.waitFor(() => expect(inSpare()).toHaveLength(3), soon);
    const { epoch } = reading(journalFile(spare), (reader) => reader.identity());
    expect(spared()).toBeGreaterThan(1); // courier hears of it
    expect(tokens()).toEqual([]); // none is shown durable

    mendDisk();
    await vi.waitFor(() => expect(tokens()).toEqual(['one', 'two', 'three']), soon);
    writer.appendEvent(note('four'), 'four');
    await vi.waitFor(() => expect(tokens()).toContain('four'), soon);
    const three = [
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ];
    expect(copies(file)).toEqual([{ epoch, events: three }]);
    expect(inSpare()).toEqual(three);
    reading(file, (reader) => {
      expect(textsOf(reader)).toEqual([[1, 'four']]);
      expect(reader.identity().epoch).not.toBe(epoch);
    });
  });

  it('numbers go on when the disk fails again, and one copy holds them all', async () => {
    const { writer, file, inSpare, tokens, breakDisk, mendDisk } = setup();
    for (const round of ['first', 'second']) {
      breakDisk();
      if (round === 'first') await writer.start();
      writer.appendEvent(note(round), round);
      await vi.waitFor(() => expect(inSpare().at(-1)).toEqual([round === 'first' ? 1 : 2, round]), soon);
      mendDisk();
      await vi.waitFor(() => expect(tokens()).toContain(round), soon);
    }
    expect(copies(file)).toMatchObject([
      {
        events: [
          [1, 'first'],
          [2, 'second'],
        ],
      },
    ]);
  });

  it('a part that grew in the spare journal does not grow under its key after it was copied', async () => {
    const { writer, spare, tokens, inSpare, breakDisk, mendDisk } = setup();
    breakDisk();
    await writer.start();
    writer.appendPart(part(1));
    writer.appendEvent(note('one'), 'one');
    await vi.waitFor(() => expect(inSpare()).toHaveLength(1), soon);
    mendDisk();
    await vi.waitFor(() => expect(tokens()).toContain('one'), soon);
    breakDisk();
    writer.appendPart(part(2));
    writer.appendEvent(note('two'), 'two');
    await vi.waitFor(() => expect(inSpare()).toHaveLength(2), soon);
    await vi.waitFor(
      () =>
        reading(journalFile(spare), (reader) =>
          expect(reader.telemetry(1, 1e6)).toMatchObject([
            { seq: 1, parts: 1, sealed: true },
            { seq: 2, parts: 1 },
          ]),
        ),
      soon,
    );
    mendDisk();
  });

  it('where the memory of the machine does not take them either they wait in guard, bounded, and nothing is told twice', async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'run'), ''); // no folder can be made there
    const { writer, file, tokens, troubles, breakDisk, mendDisk } = setup({
      folder: join(root, 'journal'),
      spare: join(root, 'run', 'spare'),
      pending: { events: 4, cells: 100 },
    });
    breakDisk();
    await writer.start();
    writer.appendEvent(alarm('gas#1', 'red'), 'red');
    for (let n = 0; n < 6; n++) writer.appendEvent(alarm(`water#${n}`, 'blue'), `blue ${n}`);
    await vi.waitFor(
      () => expect(troubles.map((one) => one?.code)).toContain('journal.dropped-events'),
      soon,
    );
    mendDisk();
    await vi.waitFor(() => expect(tokens()).toEqual(['red', 'blue 3', 'blue 4', 'blue 5']), soon);
    reading(file, (reader) =>
      expect(reader.tombstones('event', 'city')).toMatchObject([{ from: 2, to: 4, reason: 'evicted' }]),
    );
  });
});

describe('a guard that is killed while the disk is in trouble', () => {
  it('leaves the spare journal to the next run, which copies it and does not write its alarms a second time', async () => {
    const first = setup();
    first.breakDisk();
    await first.writer.start();
    first.writer.appendEvent(alarm('gas#1', 'red'), 'red');
    first.writer.appendEvent(note('other'));
    await vi.waitFor(() => expect(first.inSpare()).toHaveLength(2), soon);

    // killed: nobody stops the first one
    first.mendDisk();
    const second = setup({ folder: first.folder, spare: first.spare });
    await second.writer.start();
    second.writer.appendEvent(alarm('gas#1', 'red'), 'red', true);
    second.writer.appendEvent(alarm('gas#2', 'red'), 'new', true);
    await vi.waitFor(() => expect(second.tokens().toSorted()).toEqual(['new', 'red']), soon);
    expect(copies(second.file)).toMatchObject([
      {
        events: [
          [1, 'alarm'],
          [2, 'other'],
        ],
      },
    ]);
    reading(second.file, (reader) => expect(textsOf(reader)).toEqual([[1, 'alarm']]));
  });

  it('and loses the power after the copy: the alarm is found there', async () => {
    const first = setup();
    first.breakDisk();
    await first.writer.start();
    first.writer.appendEvent(alarm('gas#1', 'red'), 'red');
    await vi.waitFor(() => expect(first.inSpare()).toHaveLength(1), soon);
    first.mendDisk();
    await vi.waitFor(() => expect(first.tokens()).toEqual(['red']), soon);
    await first.writer.stop();
    removeFolder(first.spare);

    const second = setup({ folder: first.folder, spare: first.spare });
    await second.writer.start();
    second.writer.appendEvent(alarm('gas#1', 'red'), 'red', true);
    await vi.waitFor(() => expect(second.tokens()).toEqual(['red']), soon);
    reading(second.file, (reader) => expect(textsOf(reader)).toEqual([]));
  });
});

it('a stop with the disk in trouble says what is not on it, and the next run copies that', async () => {
  const first = setup();
  first.breakDisk();
  await first.writer.start();
  first.writer.appendEvent(note('one'), 'one');
  await vi.waitFor(() => expect(first.inSpare()).toHaveLength(1), soon);
  await first.writer.stop();
  expect(first.troubles.at(-1)).toMatchObject({ code: 'journal.stopped-in-trouble' });
  first.mendDisk();
  const second = setup({ folder: first.folder, spare: first.spare });
  await second.writer.start();
  expect(copies(second.file)).toMatchObject([{ events: [[1, 'one']] }]);
});
