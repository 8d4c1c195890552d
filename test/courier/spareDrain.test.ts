import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Mosquitto } from '../harness/mosquitto.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { City } from './city.ts';
import { Field, FieldGuard } from './field.ts';

const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});

async function setup() {
  const broker = await new Mosquitto().start();
  cleanup.push(() => broker.remove());
  const city = await new City().connect(broker.url);
  cleanup.push(() => city.stop());
  const field = new Field([{ id: 'city', url: broker.url }]);
  cleanup.push(() => field.remove());
  const folder = join(field.folder, 'journal');
  const breakDisk = () => {
    removeFolder(folder);
    writeFileSync(folder, '');
  };
  const mendDisk = () => {
    rmSync(folder);
    mkdirSync(folder);
  };
  return { broker, city, field, breakDisk, mendDisk };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

test('an alarm whose row the disk refuses reaches the platform at once as volatile, and again as durable by the same key', async () => {
  const { broker, city, field, breakDisk, mendDisk } = await setup();
  breakDisk();
  const guard = await new FieldGuard(field, ['city']).start();
  cleanup.push(() => guard.stop());
  await field.courier();
  const came = () =>
    city.arrived.flatMap((message) =>
      message.kind === 'event' && message.event.type === 'alarm'
        ? [[message.event.occurrence, message.seq, message.durable] as const]
        : [],
    );
  guard.alarm('gas-high#1');
  await eventually(() => expect(came()).toEqual([['gas-high#1', 1, false]]));

  await broker.stop(); // the next one is told to nobody
  guard.alarm('gas-high#2');
  await broker.start();
  await eventually(() => expect(came()).toContainEqual(['gas-high#2', 2, false]));

  mendDisk();
  await eventually(() => expect(came()).toContainEqual(['gas-high#2', 2, true]));
  await eventually(() => expect(came()).toContainEqual(['gas-high#1', 1, true]));
  guard.alarm('gas-high#3');
  await eventually(() => expect(came()).toContainEqual(['gas-high#3', 1, true])); // in the journal's own epoch
  expect(city).toMatchObject({ undecoded: [], conflicts: [] });
  expect(city.verifier.report()).toMatchObject({ received: 3, missing: [], conflicts: [], tombstoned: [] });
  await eventually(() => expect(city.verifier.report().complete).toBe(true));

  // guard knows what was delivered: a courier that starts anew has nothing to repeat
  const before = came().length;
  await eventually(() => expect(guard.deliveries).toBeGreaterThan(1));
  guard.alarm('gas-high#4');
  await eventually(() => expect(came()).toContainEqual(['gas-high#4', 2, true]));
  await guard.journal.stop();
  await guard.journal.start();
  await field.courier();
  guard.alarm('gas-high#5');
  await eventually(() => expect(came()).toContainEqual(['gas-high#5', 3, true]));
  expect(
    came()
      .slice(before)
      .map(([occurrence]) => occurrence),
  ).not.toContain('gas-high#1');
  expect(city.conflicts).toEqual([]);
});
