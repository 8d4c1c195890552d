import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { journalFile } from '../../gateway/journal/file/database.ts';
import type { JournalReader } from '../../gateway/journal/types.ts';
import { inProcess } from '../../gateway/journal/write/inProcess.ts';
import type { Commit } from '../../gateway/journal/write/items.ts';
import type { SpawnSession } from '../../gateway/journal/write/sessionPort.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import { decodeEvent } from '../../gateway/telemetry/index.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { BOOT, birth, note, part, ROOMY, reading, temporaryFolder } from './samples.ts';

/** Decides when a question reaches the disk and when its answer is heard. */
class Scheduler {
  readonly #queue: { readonly what: string; readonly arrive: () => void }[] = [];
  held = false;
  readonly log: string[] = [];

  readonly deliver = (what: string, arrive: () => void): void => {
    this.#queue.push({ what, arrive });
    if (!this.held) queueMicrotask(() => this.go());
  };

  /** Lets arrive what waits, in the order in which it was sent. */
  go(): void {
    for (const { what, arrive } of this.#queue.splice(0)) {
      this.log.push(what);
      arrive();
    }
  }
}

function setup(folder: string, change: { readonly spawn?: SpawnSession } = {}) {
  const clock = new VirtualClock({ boot: BOOT });
  const scheduler = new Scheduler();
  const commits: Commit[] = [];
  const troubles: (string | null)[] = [];
  let named = 0;
  const newEpoch = () => `${++named}`.padStart(16, 'e');
  const writer = createJournalWriter({
    ...{ folder: join(folder, 'journal'), spare: join(folder, 'spare'), gateway: 'gw1', segmentParts: 10 },
    ...{ budgets: ROOMY, clock, newEpoch, spawn: change.spawn ?? inProcess(scheduler.deliver, newEpoch) },
    events: {
      committed: (commit) => commits.push(commit),
      trouble: (problem) => troubles.push(problem?.code ?? null),
    },
  });
  writer.setBirth(birth());
  writer.setUplinks(['city']);
  const settled = () => clock.advance(0);
  return {
    clock,
    scheduler,
    writer,
    commits,
    troubles,
    settled,
    tokens: () => commits.flatMap((one) => one.token ?? []),
  };
}

function textsIn(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  return reading(file, (reader: JournalReader) =>
    reader.events(1, 1e6).map(({ body }) => {
      const event = decodeEvent(body);
      return event.ok && event.value.type === 'system' ? event.value.text : '';
    }),
  );
}

describe('a journal without a thread', () => {
  it('writes real files on a given clock, and plays the same way each time', async () => {
    const play = async () => {
      const folder = temporaryFolder();
      const { writer, scheduler, commits, settled, clock } = setup(folder);
      await clock.until(writer.start());
      writer.appendEvent(note('one'), 'one');
      writer.appendPart(part(1));
      await settled();
      writer.appendEvent(note('two'), 'two');
      await clock.until(writer.stop());
      const { epoch } = reading(journalFile(join(folder, 'journal')), (reader) => reader.identity());
      return { epoch, commits, log: scheduler.log, texts: textsIn(journalFile(join(folder, 'journal'))) };
    };
    const first = await play();
    expect(first.texts).toEqual(['one', 'two']);
    expect(first.epoch).toBe('eeeeeeeeeeeeeee1');
    expect(await play()).toEqual(first);
  });

  it('hears of a row when its answer arrives, and not when the disk has it', async () => {
    const folder = temporaryFolder();
    const { writer, scheduler, settled, clock, tokens } = setup(folder);
    await clock.until(writer.start());
    scheduler.held = true;
    writer.appendEvent(note('one'), 'one');
    await settled();
    expect(textsIn(journalFile(join(folder, 'journal')))).toEqual([]);
    scheduler.go(); // to the disk
    expect(textsIn(journalFile(join(folder, 'journal')))).toEqual(['one']);
    await settled();
    expect(tokens()).toEqual([]);
    scheduler.go(); // and back
    await settled();
    expect(tokens()).toEqual(['one']);
    scheduler.held = false;
    await clock.until(writer.stop());
  });
});

describe('a stop', () => {
  it('takes no longer than a second and a half on a disk that does not answer, says what is not written, and loses nothing', async () => {
    const folder = temporaryFolder();
    const first = setup(folder);
    await first.clock.until(first.writer.start());
    first.scheduler.held = true;
    first.writer.appendEvent(note('under way'), 'under way');
    await first.settled();
    first.scheduler.go(); // the disk takes it, and the answer is never heard
    first.writer.appendEvent(note('waiting'), 'waiting');
    const began = first.clock.mono();
    const said = await first.clock.until(first.writer.stop());
    expect(said).toMatchObject([
      { code: 'journal.stopped-in-trouble', what: expect.stringMatching(/^2 events/) },
    ]);
    expect(first.clock.mono() - began).toBeLessThanOrEqual(1_500);
    expect(first.troubles).toEqual(['journal.stopped-in-trouble']);
    expect(textsIn(journalFile(join(folder, 'spare')))).toEqual(['under way', 'waiting']);

    // the next run finds it in both places, and leaves it in one
    const second = setup(folder);
    await second.clock.until(second.writer.start());
    await second.settled();
    second.writer.appendEvent(note('after'), 'after');
    await second.settled();
    expect(textsIn(journalFile(join(folder, 'journal')))).toEqual(['after']);
    expect(second.troubles).toEqual([]);
    expect(await second.clock.until(second.writer.stop())).toEqual([]);
  });

  it('says that a call to the disk hangs, where it cannot even be ended', async () => {
    const hanging: SpawnSession = () => ({ ask: () => {}, end: () => new Promise(() => {}) });
    const { writer, clock, troubles } = setup(temporaryFolder(), { spawn: hanging });
    await clock.until(writer.start());
    writer.appendEvent(note('one'), 'one');
    const began = clock.mono();
    await clock.until(writer.stop());
    expect(clock.mono() - began).toBe(1_500);
    expect(troubles).toEqual(['journal.stopped-in-trouble', 'journal.disk-hangs']);
  });
});
