import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectControl } from '../../gateway/control/client.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// The real program and everything that may come at it at once.

const SAVED = join('journal', 'channels.json');

test('a second guard on the same state is refused before it touches anything, and up ends with it', async () => {
  const stage = openStage();
  await stage.simulate(houseBuilding);
  const first = await stage.guard(houseSite);
  const desk = await stage.desk();
  await until('the first one reads', () => desk.shows('gas/concentration'));
  await until('its journal is open', async () => (await desk.status()).journal != null);
  const before = await desk.status();
  const saved = readFileSync(join(stage.folder, SAVED), 'utf8');

  const second = await stage.lifeline('guard', stage.site, '--run', join(stage.folder, 'other'));
  expect(second.status).toBe(1);
  expect(second.err).toContain('another guard runs on this state folder: nothing was touched');
  const up = await stage.lifeline('up', stage.site, '--run', join(stage.folder, 'third'));
  expect(up.status).toBe(1);
  expect(up.err.match(/another guard runs/g)).toHaveLength(1);

  const after = await desk.status();
  expect(after.journal?.epoch).toBe(before.journal?.epoch);
  expect(after.lines.every(({ state }) => state === 'open')).toBe(true);
  expect(desk.alarms).toEqual([]);
  expect(readFileSync(join(stage.folder, SAVED), 'utf8')).toBe(saved);
  expect(first.running).toBe(true);
});

test.each([
  ['that is not there', null, 'there is no such file'],
  ['that is broken', 'gateway: {}', 'site.yaml'],
])('up with a site file %s says so once and ends', async (_what, text, said) => {
  const stage = openStage();
  if (text !== null) stage.write('site.yaml', text);
  const up = await stage.lifeline('up', stage.site, '--run', stage.folder);
  expect(up.status).toBe(1);
  expect(up.err).toContain(said);
  expect(up.err).not.toContain('starting it again');
});

test('a storm of commands and clients that never read do not keep guard from ending when it is asked to', async () => {
  const stage = openStage();
  await stage.simulate(houseBuilding);
  const guard = await stage.guard(houseSite);
  const clock = systemClock();
  const clients = Array.from({ length: 8 }, () =>
    connectControl(join(stage.folder, 'desk.sock'), clock, { name: 'storm', topics: ['readings', 'alarms'] }),
  );
  await Promise.all(clients.map((client) => client.opened(10_000)));
  let stormy = true;
  let asked = 0;
  const storm = clients.map(async (client) => {
    while (stormy) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => client.request({ verb: 'silence', actor: 'storm' })),
      );
      asked += answers.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  await until('the storm rages', () => asked > 500);
  const from = clock.mono();
  const status = await guard.stop();
  const took = clock.mono() - from;
  stormy = false;
  await Promise.all(clients.map((client) => client.stop()));
  await Promise.all(storm);
  expect(status).toBe(0);
  // two seconds are promised; a busy host may not give the process any for a while
  expect(took).toBeLessThan(8_000);
});

test('a site file that is far too large is refused while polling goes on', async () => {
  const stage = openStage();
  await stage.simulate(houseBuilding);
  await stage.guard(houseSite);
  const desk = await stage.desk();
  await until('it reads', () => desk.shows('gas/concentration'));
  const many = Array.from({ length: 35_000 }, (_, i) => `a${i}: &b${i} {c: ${i}}`).join('\n');
  for (const [text, said] of [
    [`${readFileSync(stage.site, 'utf8')}\n#${'x'.repeat(20_000_000)}`, 'more than the 1000 kB'],
    [many, 'more than 10000 values'],
  ] as const) {
    writeFileSync(stage.site, text);
    await expect(desk.ask({ verb: 'reload', actor: 'wang' })).rejects.toThrow(said);
  }
  const { at } = desk.readings.get('gas/concentration') ?? {};
  await until('it reads on', () => desk.readings.get('gas/concentration')?.at.mono !== at?.mono);
  expect(desk.lost.size).toBe(0);
});
