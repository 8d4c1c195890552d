import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { findEarlierJournals } from '../../gateway/journal/past/earlierJournals.ts';
import { openJournalReader } from '../../gateway/journal/read/reader.ts';
import type { JournalReader } from '../../gateway/journal/types.ts';
import type { Commit } from '../../gateway/journal/write/items.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import { decodeEvent } from '../../gateway/telemetry/index.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { BOOT, birth, note, part, ROOMY, reading, temporaryFolder } from './samples.ts';

const soon = { timeout: 20_000, interval: 5 };

/** What stands between the next journal thread and its writer: `silence` holds back what it is asked, or what it answers. */
class Silence {
  #worker: Worker | null = null;
  #held: (() => void)[] | null = null;
  #of: 'questions' | 'answers' = 'questions';

  constructor() {
    const attend = (worker: Worker): void => {
      this.#worker = worker;
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (...args: Parameters<typeof post>) => this.#pass('questions', () => post(...args));
      const emit = worker.emit.bind(worker);
      worker.emit = (name: string | symbol, ...args: unknown[]) => {
        if (name !== 'message') return emit(name, ...args);
        this.#pass('answers', () => void emit(name, ...args));
        return true;
      };
    };
    process.once('worker', attend);
    onTestFinished(() => void process.removeListener('worker', attend));
  }

  begin(of: 'questions' | 'answers'): void {
    this.#of = of;
    this.#held = [];
  }

  get holds(): boolean {
    return (this.#held?.length ?? 0) > 0;
  }

  end(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const go of held) go();
  }

  kill(): Promise<number> {
    this.#held = null;
    return this.#worker?.terminate() ?? Promise.resolve(0);
  }

  #pass(of: 'questions' | 'answers', go: () => void): void {
    if (this.#held === null || of !== this.#of) go();
    else this.#held.push(go);
  }
}

async function setup() {
  const folder = temporaryFolder();
  const spare = join(folder, 'spare');
  const clock = new VirtualClock({ boot: BOOT });
  const silence = new Silence();
  const commits: Commit[] = [];
  const troubles: (string | null)[] = [];
  const writer = createJournalWriter({
    ...{ folder, spare, gateway: 'gw1', segmentParts: 10, budgets: ROOMY, clock },
    events: {
      committed: (commit) => commits.push(commit),
      trouble: (problem) => troubles.push(problem?.code ?? null),
    },
  });
  onTestFinished(async () => {
    silence.end();
    await clock.until(writer.stop());
  });
  writer.setBirth(birth());
  writer.setUplinks(['city']);
  await writer.start();
  const tokens = () => commits.flatMap(({ token }) => token ?? []);
  writer.appendEvent(note('before'), 'before');
  await vi.waitFor(() => expect(tokens()).toEqual(['before']), soon);
  /** What courier reads in the spare journal. */
  const spared = () => (existsSync(journalFile(spare)) ? reading(journalFile(spare), textsOf) : []);
  return { file: journalFile(folder), clock, silence, writer, spared, tokens, troubles };
}

function textsOf(reader: JournalReader): (readonly [number, string])[] {
  return reader.events(1, 1e6).map(({ seq, body }) => {
    const event = decodeEvent(body);
    return [seq, event.ok && event.value.type === 'system' ? event.value.text : ''] as const;
  });
}

const ends = [
  { name: 'takes it after all', of: 'answers', mend: (silence: Silence) => silence.end() },
  { name: 'had never got it', of: 'questions', mend: (silence: Silence) => silence.end() },
  { name: 'took it and died', of: 'answers', mend: (silence: Silence) => void silence.kill() },
] as const;

describe.each(ends)('a disk that does not answer and $name', ({ of, mend }) => {
  it('is in trouble after ten seconds: rows go on without it, and are on it once, under the key they were told by', async () => {
    const { file, clock, silence, writer, spared, tokens, troubles } = await setup();
    silence.begin(of);
    writer.appendEvent(note('under way'), 'under way');
    writer.appendPart(part(1));
    await vi.waitFor(() => expect(silence.holds).toBe(true), soon);
    await clock.advance(5_000);
    writer.appendEvent(note('waiting'), 'waiting');
    await clock.advance(4_900);
    expect([spared(), troubles]).toEqual([[], []]); // a card may stall for a while
    await clock.advance(200);
    expect(troubles).toEqual(['journal.no-answer']);
    writer.appendEvent(note('later'), 'later');
    const three = [
      [1, 'under way'],
      [2, 'waiting'],
      [3, 'later'],
    ];
    await vi.waitFor(async () => {
      await clock.advance(1);
      expect(spared()).toEqual(three);
    }, soon);
    expect(await writer.stat()).toMatchObject({
      heads: { event: { seq: 1 }, telemetry: { seq: 0 } },
      trouble: { code: 'journal.no-answer' },
    });
    await clock.advance(60_000); // for as long as it likes
    expect(tokens()).toEqual(['before']);

    mend(silence);
    await vi.waitFor(async () => {
      await clock.advance(1_000);
      expect(tokens()).toEqual(['before', 'under way', 'waiting', 'later']);
    }, soon);
    writer.appendEvent(note('after'), 'after');
    await vi.waitFor(() => expect(tokens()).toContain('after'), soon);
    expect(troubles.at(-1)).toBeNull();
    reading(file, (reader) => {
      expect(textsOf(reader).map(([, text]) => text)).toEqual(['before', 'after']);
      expect(reader.telemetry(1, 1e6)).toEqual([]);
      const gone = reader.tombstones('event', 'city').reduce((sum, { from, to }) => sum + to - from + 1, 0);
      expect(reader.heads().event.seq).toBe(2 + gone); // every number is a row, or told to be gone
    });
    const found = findEarlierJournals(file);
    const [copy] = found.ok ? found.value : [];
    reading(copy?.files[0] ?? '', (reader) => {
      expect(textsOf(reader)).toEqual(three);
      expect(reader.telemetry(1, 1e6)).toMatchObject([{ parts: 1 }]);
    });
  });
});

it('what turns up on such a disk is not read before it is known under which key it is to be had', async () => {
  const { file, silence, writer, clock } = await setup();
  silence.begin('answers');
  writer.appendEvent(note('under way'), 'under way');
  writer.appendPart(part(1));
  await vi.waitFor(() => expect(reading(file, (reader) => reader.heads().event.seq)).toBe(2), soon);
  await clock.advance(10_100);
  const opened = openJournalReader(file);
  if (!opened.ok) throw new Error(opened.error.what);
  const reader = opened.value;
  reader.hold((await writer.stat()).heads);
  expect(reader.heads()).toMatchObject({ event: { seq: 1 }, telemetry: { seq: 0 } });
  expect([reader.events(2, 1e6), reader.telemetry(1, 1e6)]).toEqual([[], []]);
  reader.hold(null);
  expect(reader.events(2, 1e6)).toHaveLength(1);
  reader.close();
});
