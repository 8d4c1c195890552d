import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import { journalFile } from '../../gateway/journal/file/database.ts';
import type { Commit } from '../../gateway/journal/write/items.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import { BOOT, birth, note, part, ROOMY, reading, temporaryFolder } from './samples.ts';

/** The next journal thread dies with the answer to a write that says `token` was committed: on the disk, and unheard. */
function dieWithAnswerAbout(token: string): void {
  const doom = (worker: Worker): void => {
    const emit = worker.emit.bind(worker);
    worker.emit = (name: string | symbol, ...args: unknown[]) => {
      if (name !== 'message' || !JSON.stringify(args).includes(`"token":"${token}"`))
        return emit(name, ...args);
      void worker.terminate();
      return true;
    };
  };
  process.once('worker', doom);
  onTestFinished(() => void process.removeListener('worker', doom));
}

it('rows that were on the disk when the thread died are reported once, and not written again', async () => {
  const folder = temporaryFolder();
  const commits: Commit[] = [];
  let spared = 0;
  const troubles: (string | undefined)[] = [];
  const writer = createJournalWriter({
    spare: join(folder, 'spare'),
    ...{ folder, gateway: 'gw1', segmentParts: 10, budgets: ROOMY, clock: systemClock({ boot: BOOT }) },
    events: {
      committed: (commit) => commits.push(commit),
      trouble: (problem) => troubles.push(problem?.code),
      spared: () => spared++,
    },
  });
  onTestFinished(async () => void (await writer.stop()));
  writer.setBirth(birth());
  dieWithAnswerAbout('two');
  await writer.start();
  writer.appendEvent(note('one'), 'one');
  await vi.waitFor(() => expect(commits).toHaveLength(1), { timeout: 20_000 });
  writer.appendEvent(note('two'), 'two');
  writer.appendPart(part(1));
  writer.appendEvent(note('three'), 'three');
  const all = () => commits.map(({ stream, head, token }) => [stream, head.seq, token]);
  await vi.waitFor(() => expect(all()).toHaveLength(4), { timeout: 20_000 });
  expect(all()).toEqual([
    ['event', 1, 'one'],
    ['event', 2, 'two'],
    ['telemetry', 1, undefined],
    ['event', 3, 'three'],
  ]);
  expect(troubles).toEqual(['journal.thread', undefined]);
  expect(spared).toBe(0); // they have their numbers already
  reading(journalFile(folder), (reader) => {
    expect(reader.events(1, 1e6).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(reader.telemetry(1, 1e6)).toMatchObject([{ seq: 1, parts: 1 }]);
  });
});
