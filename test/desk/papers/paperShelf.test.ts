import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { err, ok, type Problem } from '../../../gateway/core/result.ts';
import { PaperShelf } from '../../../gateway/desk/papers/paperShelf.ts';
import { verifyRecord } from '../../../gateway/reports/signed/signedRecord.ts';
import { readPaperPiece } from '../../../gateway/telemetry/index.ts';
import { until } from '../../harness/until.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { temporaryFolder } from '../../journal/samples.ts';

/** A shelf on a virtual clock, and a guard that takes pieces while it is there. */
function shelving(folder = temporaryFolder()) {
  const clock = new VirtualClock();
  const guard = { alive: true, pieces: [] as string[] };
  const troubles: Problem[] = [];
  const shelf = new PaperShelf({
    ...{ folder, clock, changed: () => {} },
    log: { info: () => {}, problem: (problem) => void troubles.push(problem) },
    keep: async (piece) => {
      if (!guard.alive) return err({ code: 'control.unreachable', what: 'guard does not answer' });
      guard.pieces.push(piece);
      return ok(null);
    },
  });
  shelf.start();
  return { folder, clock, guard, shelf, troubles };
}

const noise = (seed: number) =>
  Array.from({ length: 9_000 }, (_, i) =>
    Math.sin(seed + i)
      .toString(36)
      .slice(-3),
  ).join('');

test('a signed paper is on the disk before it is said to be signed, and goes to guard piece by piece', async () => {
  const { folder, clock, guard, shelf } = shelving();
  const signed = await shelf.sign('commissioning', { noise: noise(1) }, 'desk:li');
  if (!signed.ok) throw new Error(signed.error.what);
  const { sha256, pieces } = signed.value;
  expect(pieces).toBeGreaterThan(2);
  for (const ending of ['', '.sig', '.pem'])
    expect(existsSync(join(folder, 'papers', `${sha256}.json${ending}`))).toBe(true);
  await clock.advance(0);
  expect(guard.pieces.length).toBe(1); // not all at once: an alarm behind them would wait
  await clock.advance(1_000 * pieces);
  expect(guard.pieces.map((piece) => readPaperPiece(piece)?.index)).toEqual(
    Array.from({ length: pieces }, (_, i) => i),
  );
  expect(shelf.papers).toMatchObject([{ sha256, told: pieces }]);
  const read = shelf.read(sha256);
  expect(read.ok && verifyRecord(read.value.record).ok).toBe(true);
  await shelf.stop();
});

test('what guard did not take, and what was on its way when desk ended, is told by the next run', async () => {
  const first = shelving();
  const signed = await first.shelf.sign('examination', { noise: noise(2) }, 'desk:li');
  if (!signed.ok) throw new Error(signed.error.what);
  await first.clock.advance(1_500);
  first.guard.alive = false;
  await first.clock.advance(5_000);
  expect(first.guard.pieces.length).toBe(2);
  await first.shelf.stop();
  const second = shelving(first.folder);
  await second.clock.advance(1_000 * signed.value.pieces);
  const told = [...first.guard.pieces, ...second.guard.pieces].map((piece) => readPaperPiece(piece)?.index);
  expect([...new Set(told)]).toEqual(Array.from({ length: signed.value.pieces }, (_, i) => i));
  expect(second.shelf.papers[0]?.told).toBe(signed.value.pieces);
  await second.shelf.stop();
});

test('a paper whose files are gone is not told any more, a list that is damaged is put aside, and a full disk signs nothing', async () => {
  const { folder, shelf } = shelving();
  const signed = await shelf.sign('commissioning', { noise: noise(3) }, 'desk:li');
  if (!signed.ok) throw new Error(signed.error.what);
  await shelf.stop();
  rmSync(join(folder, 'papers', `${signed.value.sha256}.json`));
  const second = shelving(folder);
  await second.clock.advance(10_000);
  expect(second.guard.pieces).toEqual([]);
  expect(second.shelf.papers).toEqual([]);
  expect(second.troubles).not.toEqual([]);
  await second.shelf.stop();
  const list = join(folder, 'papers', 'papers.json');
  await until('the list is written', () => readFileSync(list, 'utf8').includes('"papers":[]'));
  writeFileSync(list, '{');
  const third = shelving(folder);
  expect(third.shelf.papers).toEqual([]);
  await third.shelf.stop();
  // a folder that cannot be written: its place is taken by a file
  const blocked = temporaryFolder();
  writeFileSync(join(blocked, 'papers'), '');
  const fourth = shelving(blocked);
  expect(await fourth.shelf.sign('commissioning', {}, 'desk:li')).toMatchObject({
    ok: false,
    error: { code: 'record.not-kept' },
  });
  expect(fourth.shelf.papers).toEqual([]);
  await fourth.shelf.stop();
});

test('while the disk does not answer a signature is waited for and nothing else is; two at once come one after the other', async () => {
  const first = shelving();
  const signed = await first.shelf.sign('commissioning', { noise: 'a' }, 'desk:li');
  if (!signed.ok) throw new Error(signed.error.what);
  await first.shelf.stop();
  // the same paper at another box with this key, whose disk takes nothing: nobody reads at the other end of the pipe
  const folder = temporaryFolder();
  copyFileSync(join(first.folder, 'record-key.pem'), join(folder, 'record-key.pem'));
  mkdirSync(join(folder, 'papers'));
  const pipe = join(folder, 'papers', `${signed.value.sha256}.json.pem.new`);
  execFileSync('mkfifo', [pipe]);
  const { shelf } = shelving(folder);
  const order: string[] = [];
  const stuck = shelf
    .sign('commissioning', { noise: 'a' }, 'desk:li')
    .then(({ ok: done }) => order.push(`a ${done}`));
  const after = shelf
    .sign('commissioning', { noise: 'b' }, 'desk:wang')
    .then(({ ok: done }) => order.push(`b ${done}`));
  await new Promise((turned) => setImmediate(turned));
  expect(order).toEqual([]);
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  await Promise.all([stuck, after]);
  closeSync(reader);
  expect(order).toEqual(['a false', 'b true']); // a pipe is no disk
  expect(shelf.papers.length).toBe(1);
  await shelf.stop();
});
