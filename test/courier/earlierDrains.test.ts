import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';
import { City } from './city.ts';
import { Field, FieldGuard, GATEWAY } from './field.ts';

const PAGE = 4096;
const PARTS = 6_000; // three to a row
const EVENTS = 2_000;

/** A gateway whose broker is away, and a platform that is subscribed for good. */
async function setup(more: Record<string, unknown> = {}) {
  const broker = await new Mosquitto().start();
  onTestFinished(() => broker.remove());
  const city = await new City().connect(broker.url);
  onTestFinished(() => city.stop());
  const field = new Field([{ id: 'city', url: broker.url, ...more }]);
  onTestFinished(() => field.remove());
  return { broker, city, field, journal: join(field.folder, 'journal') };
}

async function aGuard(field: Field): Promise<FieldGuard> {
  const guard = await new FieldGuard(field, ['city'], 3).start();
  onTestFinished(() => guard.stop());
  return guard;
}

async function write(guard: FieldGuard, parts: number, events: number): Promise<void> {
  for (let n = 1; n <= Math.max(parts, events); n++) {
    if (n <= parts) guard.part(n);
    if (n <= events) guard.alarm(`gas-high#${n}`);
    if (n % 200 === 0) await guard.journal.stat(); // what waits in memory is bounded
  }
  await until('all is written', () => guard.heads.event.seq >= events);
}

/** Spoils pages in the middle of the file: leaves of every table, and of the trees above them. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  for (let page = 41; page < bytes.length / PAGE; page += 41)
    bytes.fill(0xa5, page * PAGE, (page + 1) * PAGE);
  writeFileSync(file, bytes);
}

test('a journal damaged in an outage is drained as far as it can be read, and the rest is told to be gone', async () => {
  const { broker, city, field, journal } = await setup();
  const before = await aGuard(field);
  await write(before, 60, 20);
  let courier = await field.courier();
  await until('the first rows are delivered', () => city.events.size === 20 && city.values.size === 60);
  await courier.stop();
  await broker.stop();
  await write(before, PARTS, EVENTS);
  const { epoch } = await before.journal.stat();
  await before.stop();
  damage(join(journal, 'journal.db'));

  const after = await aGuard(field);
  await until('it is put aside', () => readdirSync(journal).includes(`journal-${epoch}.db`));
  await write(after, 30, 10);
  courier = await field.courier();
  await broker.start();
  await until('the platform knows how far the journal had come', () =>
    [...city.births.values()].some(({ previous }) => previous?.epoch === epoch),
  );
  await until('nothing is left unexplained', () => city.verifier.report().complete);
  const report = city.verifier.report();
  expect(report).toMatchObject({ missing: [], behindHead: [], conflicts: [] });
  expect(city).toMatchObject({ undecoded: [], conflicts: [] });
  const told = report.tombstoned.filter((gap) => gap.epoch === epoch);
  expect(told.every(({ reason }) => reason === 'damaged')).toBe(true);
  const gone = told.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  expect(gone).toBeGreaterThan(0);
  expect(gone).toBeLessThan((PARTS / 3 + EVENTS) / 4);
  expect(report.received).toBeGreaterThan(PARTS / 2 + EVENTS / 2);

  await courier.stop(); // its last word to guard is what was delivered
  after.alarm('gas-high#after');
  await until('guard has written that down', () => after.heads.event.seq === 11);
  const heard = city.arrived.length;
  await field.courier();
  await until('the next courier goes on', () =>
    city.arrived.slice(heard).some(({ kind }) => kind === 'event'),
  );
  expect(city.arrived.slice(heard).filter((m) => 'epoch' in m && m.epoch === epoch)).toEqual([]);
});

test('of a journal deleted under guard the platform is told what it will never get, and no more', async () => {
  const { city, field, journal } = await setup({ release: 'ack' });
  const guard = await aGuard(field);
  await field.courier();
  await write(guard, 30, 30);
  await until('the rows arrive', () => city.events.size === 30 && city.values.size === 30);
  const { epoch } = await guard.journal.stat();
  await city.acknowledge(GATEWAY, { epoch, stream: 'event', intervals: [[1, 20]] });
  await until('guard hears of what is stored', () => guard.delivered.includes('event 1-20'));
  for (const name of readdirSync(journal)) rmSync(join(journal, name));
  await until('there is a new journal', async () => (await guard.journal.stat()).epoch !== epoch);
  guard.alarm('gas-high#31');
  const stones = () =>
    city.arrived.flatMap((m) =>
      m.kind === 'tombstone' && m.epoch === epoch ? [[m.stream, m.from, m.to]] : [],
    );
  await until('the platform is told', () => stones().length >= 2);
  expect(stones().slice(0, 2)).toEqual([
    ['event', 21, 30],
    ['telemetry', 1, 10],
  ]);
  await until('it has everything else', () => city.verifier.report().complete);
});
