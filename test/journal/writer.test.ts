import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import type { Problem } from '../../gateway/core/result.ts';
import { journalFile } from '../../gateway/journal/file/database.ts';
import type { Commit } from '../../gateway/journal/write/items.ts';
import { createJournalWriter, type JournalOptions } from '../../gateway/journal/write/writer.ts';
import { decodeEvent } from '../../gateway/telemetry/index.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { birth, note, part, ROOMY, reading, temporaryFolder } from './samples.ts';

function setup(change: Partial<JournalOptions> = {}) {
  const folder = change.folder ?? temporaryFolder();
  const commits: Commit[] = [];
  const troubles: (Problem | null)[] = [];
  const writer = createJournalWriter({
    folder,
    gateway: 'gw1',
    segmentParts: 10,
    budgets: ROOMY,
    clock: systemClock({ boot: 'b007b007b007b007' }),
    events: {
      committed: (commit) => commits.push(commit),
      trouble: (problem) => troubles.push(problem),
    },
    ...change,
  });
  onTestFinished(async () => void (await writer.stop()));
  writer.setBirth(birth());
  writer.setUplinks(['city']);
  const tokens = () => commits.flatMap(({ token }) => token ?? []);
  const codes = () => troubles.map((problem) => problem?.code ?? null);
  return { folder, file: journalFile(folder), writer, commits, tokens, codes };
}

const soon = { timeout: 30_000, interval: 5 };

describe('the journal as guard writes it', () => {
  it('takes rows before it has started, and says of each when it is on disk', async () => {
    const { writer, commits, file } = setup();
    writer.appendEvent(note('early'), 'early');
    writer.appendPart(part(1));
    await writer.start();
    writer.appendEvent(note('late'), 'late');
    writer.appendPart(part(2), 'gas-high#b007-1');
    await vi.waitFor(() => expect(commits).toHaveLength(4), soon);
    expect(commits).toEqual([
      { stream: 'event', head: { seq: 1, parts: 1 }, token: 'early' },
      { stream: 'telemetry', head: { seq: 1, parts: 1 } },
      { stream: 'event', head: { seq: 2, parts: 1 }, token: 'late' },
      { stream: 'telemetry', head: { seq: 2, parts: 1 } },
    ]);
    expect(await writer.stat()).toMatchObject({
      file,
      heads: { event: { seq: 2 }, telemetry: { seq: 2 } },
      rows: { event: 2, telemetry: 2 },
      trouble: null,
    });
  });

  it('has everything on disk and the segment sealed when it has stopped, and starts again where it was', async () => {
    const { writer, folder, file } = setup();
    await writer.start();
    writer.appendEvent(note('one'));
    writer.appendPart(part(1));
    writer.delivered({
      uplink: 'city',
      epoch: (await writer.stat()).epoch,
      stream: 'event',
      from: 1,
      to: 1,
      parts: 1,
    });
    await writer.stop();
    await writer.stop();
    reading(file, (reader) => {
      expect(reader.telemetry(1, 1e6)).toMatchObject([{ parts: 1, sealed: true }]);
      expect(reader.delivered('city', 'event').intervals).toEqual([[1, 1]]);
    });
    const again = setup({ folder });
    await again.writer.start();
    again.writer.appendEvent(note('two'), 'two');
    await vi.waitFor(() => expect(again.commits[0]?.head.seq).toBe(2), soon);
  });

  it('takes a row handed over just as the last one is reported, without waiting for the next look at the file', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' }); // it stands still: no timer helps
    const { writer } = setup({
      clock,
      events: {
        committed: ({ token }) => {
          done.push(String(token));
          // Some microtasks later, wherever the writer is by then.
          let turns = done.length;
          const later = () => {
            if (turns-- > 0) queueMicrotask(later);
            else if (done.length < 8) writer.appendEvent(note('next'), `${done.length}`);
          };
          later();
        },
        trouble: () => {},
      },
    });
    const done: string[] = [];
    await writer.start();
    writer.appendEvent(note('first'), '0');
    await vi.waitFor(() => expect(done).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']), soon);
  });

  it('lets a long report wait for the next one, but for nothing else, and not for ever', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' });
    const { writer, commits } = setup({ clock });
    await writer.start();
    const report = (n: number) => ({ ...part(n), from: (n - 1) * 60_000, to: n * 60_000 });
    const heads = () => commits.filter(({ stream }) => stream === 'telemetry').map(({ head }) => head.parts);
    writer.appendPart(report(1));
    await writer.stat();
    expect(heads()).toEqual([]);
    writer.appendPart(report(2));
    await vi.waitFor(() => expect(heads()).toEqual([1, 2]), soon);
    writer.appendPart(report(3));
    writer.appendEvent(note('at once'), 'event');
    await vi.waitFor(() => expect(heads()).toEqual([1, 2, 3]), soon);
    writer.appendPart(report(4));
    await clock.advance(75_000);
    await vi.waitFor(() => expect(heads()).toEqual([1, 2, 3, 4]), soon);
    writer.appendPart(report(5));
    await writer.stop();
    expect(heads()).toEqual([1, 2, 3, 4, 5]);
  });

  it('lets a record of ordinary service wait half a minute for company, in its place, and an alarm take it along', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' });
    const { writer, commits, tokens, file } = setup({ clock });
    await writer.start();
    const seqs = () => commits.filter(({ stream }) => stream === 'event').map(({ head }) => head.seq);
    writer.appendRoutine(note('trip 1'));
    await clock.advance(20_000);
    writer.appendRoutine(note('trip 2'));
    await writer.stat();
    expect(seqs()).toEqual([]);
    await clock.advance(10_000);
    await vi.waitFor(() => expect(seqs()).toEqual([1, 2]), soon);
    writer.appendRoutine(note('trip 3'));
    writer.appendEvent(note('alarm'), 'alarm');
    await vi.waitFor(() => expect(tokens()).toEqual(['alarm']), soon);
    for (let n = 0; n < 65; n++) writer.appendRoutine(note(`flood ${n}`)); // no clock moves: so many wait at most
    await vi.waitFor(() => expect(seqs()).toHaveLength(69), soon);
    writer.appendRoutine(note('last'));
    await writer.stop();
    reading(file, (reader) => {
      const texts = reader.events(1, 1e6).map(({ body }) => {
        const event = decodeEvent(body);
        return event.ok && event.value.type === 'system' ? event.value.text : '';
      });
      expect(texts.slice(0, 4)).toEqual(['trip 1', 'trip 2', 'trip 3', 'alarm']);
      expect(texts.at(-1)).toBe('last');
      expect(texts).toHaveLength(70);
    });
  });

  it('keeps to itself that some parts of a row were delivered until it stops, or all of them were', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' });
    const { writer, file, commits } = setup({ clock });
    await writer.start();
    writer.appendPart(part(1), 'gas-high#b007-1');
    for (const n of [2, 3, 4]) writer.appendPart(part(n));
    await vi.waitFor(() => expect(commits).toHaveLength(4), soon);
    const { epoch } = await writer.stat();
    const to = (seq: number, parts: number | null) => ({ from: seq, to: seq, parts });
    for (const parts of [1, 2, 1])
      writer.delivered({ uplink: 'city', epoch, stream: 'telemetry', ...to(1, parts) });
    await clock.advance(200_000);
    reading(file, (reader) => expect(reader.delivered('city', 'telemetry').partial).toEqual(new Map()));
    writer.delivered({ uplink: 'city', epoch, stream: 'telemetry', ...to(1, null) });
    writer.delivered({ uplink: 'city', epoch, stream: 'telemetry', ...to(2, 3) });
    await writer.stop();
    reading(file, (reader) =>
      expect(reader.delivered('city', 'telemetry')).toEqual({
        intervals: [[1, 1]],
        partial: new Map([[2, 3]]),
      }),
    );
  });

  it('writes deliveries down by itself when nothing else is written', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' });
    const { writer, file, commits } = setup({ clock });
    await writer.start();
    for (const n of [1, 2, 3]) writer.appendPart(part(n), `gas-high#b007-${n}`);
    await vi.waitFor(() => expect(commits).toHaveLength(3), soon);
    const { epoch } = await writer.stat();
    writer.delivered({ uplink: 'city', epoch, stream: 'telemetry', from: 1, to: 3, parts: null });
    await clock.advance(150_500);
    await vi.waitFor(
      () =>
        reading(file, (reader) => expect(reader.delivered('city', 'telemetry').intervals).toEqual([[1, 3]])),
      soon,
    );
  });
});

describe('a journal in trouble', () => {
  it('that was deleted is noticed within seconds even when nothing is written', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' });
    const { writer, folder, file, codes } = setup({ clock });
    await writer.start();
    const { epoch } = await writer.stat();
    removeFolder(folder);
    await clock.advance(2_000);
    await vi.waitFor(() => expect(codes()).toEqual(['journal.gone']), soon);
    reading(file, (reader) => expect(reader.identity().epoch).not.toBe(epoch));
    await clock.advance(2_000);
    await vi.waitFor(() => expect(codes()).toEqual(['journal.gone', null]), soon);
  });

  it('keeps rows in memory, reports, tries again and goes on by itself', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' });
    const { writer, file, codes, tokens } = setup({ clock });
    await writer.start();
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN IMMEDIATE');
    writer.appendEvent(note('one'), 'one');
    await vi.waitFor(() => expect(codes()).toEqual(['journal.busy']), soon);
    writer.appendEvent(note('two'), 'two');
    expect((await writer.stat()).trouble?.code).toBe('journal.busy');
    holder.exec('ROLLBACK');
    holder.close();
    expect(tokens()).toEqual([]);
    await clock.advance(1_000);
    await vi.waitFor(() => expect(tokens()).toEqual(['one', 'two']), soon);
    expect(codes()).toEqual(['journal.busy', null]);
  });

  it('starts where no folder can be made, and says what to do', async () => {
    const { writer, codes } = setup({ folder: '/proc/no/such/folder' });
    await writer.start();
    await vi.waitFor(() => expect(codes()).toEqual(['journal.read-only']), soon);
    writer.appendEvent(note('kept in memory'));
    await writer.stop();
    expect(codes().at(-1)).toBe('journal.stopped-in-trouble');
  });

  it('drops telemetry, never silently, when the disk stays away for too long', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' });
    const { writer, file, codes, commits } = setup({ clock, pending: { events: 10, cells: 20 } });
    await writer.start();
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN IMMEDIATE');
    for (let n = 1; n <= 8; n++) writer.appendPart(part(n));
    await vi.waitFor(() => expect(codes()).toContain('journal.dropped-telemetry'), soon);
    holder.exec('ROLLBACK');
    holder.close();
    await vi.waitFor(async () => {
      await clock.advance(1_000);
      expect(commits.at(-1)?.head).toEqual({ seq: 2, parts: 4 });
      expect(codes().at(-1)).toBeNull();
    }, soon);
    reading(file, (reader) =>
      expect(reader.tombstones('telemetry', 'city')).toMatchObject([{ from: 1, to: 1, reason: 'evicted' }]),
    );
  });

  it('drops what a client asked for too often as that, and not as a fault of the disk', async () => {
    const clock = new VirtualClock({ boot: 'b007b007b007b007' });
    const { writer, codes } = setup({ clock, pending: { events: 10, cells: 20 } });
    await writer.start();
    const { at } = note('');
    for (let n = 1; n <= 30; n++)
      writer.appendEvent({ type: 'command', verb: 'ping', actor: 'x', accepted: true, detail: `${n}`, at });
    await vi.waitFor(() => expect(codes().at(-1)).toBeNull(), soon);
    expect(codes()).toEqual(['journal.dropped-commands', null]);
  });
});

describe('the folder of the journal', () => {
  it('is made when guard starts for the first time', async () => {
    const { writer, file } = setup({ folder: `${temporaryFolder()}/deep/journal` });
    await writer.start();
    await vi.waitFor(() => expect(statSync(dirname(file)).mode & 0o777).toBe(0o750), soon);
  });
});
