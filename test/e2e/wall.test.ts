import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { exportJournal } from '../../gateway/journal/read/exportJournal.ts';
import { rawClient } from '../control/fixture.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const rssMb = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

test('who holds courier’s socket and means no good mutes no platform, fills no journal, and keeps guard neither from an alarm nor from stopping', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const broker = await stage.broker();
  const guard = await stage.guard(houseSiteWithUplink(broker.url));
  const desk = await stage.desk();
  const before = rssMb(guard.pid);

  const storms = Array.from({ length: 40 }, () => rawClient(join(stage.folder, 'courier.sock')));
  const asked = {
    verb: 'asked',
    actor: 'button:siren',
    command: 'x',
    detail: 'y'.repeat(900),
    accepted: true,
  };
  const row = { uplink: 'city', epoch: 'e', stream: 'event', from: 1, to: 2 ** 53 - 1, parts: null };
  const epoch = await until('the journal is open', () => desk.status().then(({ journal }) => journal?.epoch));
  let id = 0;
  const storm = setInterval(() => {
    for (const one of storms) {
      if (one.closed || one.socket.writableLength > 1_000_000) continue;
      for (let n = 0; n < 50; n++) one.say({ id: ++id, ...asked });
      one.say({ id: ++id, verb: 'delivered', deliveries: [{ ...row, epoch }, row] });
      one.say('{}\n'.repeat(100));
    }
  }, 5);
  stage.onClose(() => {
    clearInterval(storm);
    for (const { socket } of storms) socket.destroy();
  });

  await until('guard takes no more', () => id > 3_000 && storms.filter(({ closed }) => closed).length >= 36);
  await building.set('rooms.kitchen.gas', 60);
  await until('the alarm stands', () => desk.alarm('gas-high')?.durable);
  expect(rssMb(guard.pid) - before).toBeLessThan(60);
  const started = performance.now();
  expect(await guard.stop()).toBe(0);
  expect(performance.now() - started).toBeLessThan(5_000); // two seconds, on a busy host
  clearInterval(storm);

  const lines = exportJournal(journalFile(stage.journal));
  if (!lines.ok) throw new Error(lines.error.what);
  const events = [...lines.value.lines].map((line) => JSON.parse(line).event ?? {});
  const forged = events.filter(({ type }) => type === 'command');
  expect(forged.length).toBeLessThan(400);
  expect(new Set(forged.map(({ actor }) => actor))).toEqual(new Set(['courier:button:siren']));
  expect(events).toContainEqual(expect.objectContaining({ type: 'system', code: 'control.flood' }));

  // what was said to be delivered before it was written reaches the platform all the same
  const platform = await stage.platform(broker, HOUSE);
  await stage.guard();
  await stage.courier();
  await until('the platform hears of the stop, and of the start that followed', () =>
    platform.events.some(({ event }) => event.type === 'system' && event.code === 'guard.stopped'),
  );
});
