import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Problem } from '../../gateway/core/result.ts';
import { GuardsSite } from '../../gateway/courier/guardsSite.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { gasSite } from '../site/fixture.ts';

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-guards-site-'));
  onTestFinished(() => removeFolder(folder));
  const file = join(folder, 'site.yaml');
  const clock = new VirtualClock();
  const problems: Problem[] = [];
  const words: string[] = [];
  const log = {
    info: (word: string) => words.push(word),
    problem: (problem: Problem) => problems.push(problem),
  };
  const of = (id: string) => JSON.stringify({ ...gasSite, gateway: { id } });
  return {
    ...{ clock, problems, words },
    site: new GuardsSite(file, clock, log),
    /** Somebody edits the site file. */
    edit: (id: string) => writeFileSync(file, of(id)),
    /** Guard takes one up. */
    take: (id: string) => writeFileSync(lastGoodPath(file), of(id)),
    spoil: () => writeFileSync(lastGoodPath(file), '{'),
  };
}

const never = new Promise<never>(() => {});

test('a site that guard has not taken up is not gone by, also not at the first start', async () => {
  const { clock, site, edit, take, words } = place();
  edit('edited');
  let found: string | null = null;
  const first = site.first(never).then((result) => {
    found = result.ok ? result.value.gateway.id : 'error';
  });
  await clock.advance(10_000);
  expect([found, words.length]).toEqual([null, 1]);
  take('taken');
  await clock.advance(250);
  await first;
  expect(found).toBe('taken');
});

test('what guard takes up between the first look and the next is not missed, and what it has not is never seen', async () => {
  const { clock, site, edit, take, spoil, problems } = place();
  take('one');
  expect(await site.first(never)).toMatchObject({ value: { gateway: { id: 'one' } } });
  take('second');
  const taken: string[] = [];
  site.follow(({ gateway }) => taken.push(gateway.id));
  onTestFinished(() => site.stop());
  await clock.advance(2_000);
  expect(taken).toEqual(['second']);
  edit('edited');
  await clock.advance(10_000);
  spoil();
  await clock.advance(10_000);
  expect(problems).toHaveLength(1);
  take('third');
  await clock.advance(10_000);
  expect(taken).toEqual(['second', 'third']);
});

test('waiting ends when courier is not wanted any more, and is no use where there is no site file at all', async () => {
  const { site, edit } = place();
  expect(await site.first(never)).toMatchObject({ ok: false, error: [{ code: 'site.not-found' }] });
  edit('edited');
  expect(await site.first(Promise.resolve())).toEqual({ ok: false, error: [] });
});
