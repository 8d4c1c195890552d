import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Message } from '../../gateway/telemetry/index.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { testProgram } from '../harness/programs.ts';
import { City } from './city.ts';
import { Field, FieldGuard } from './field.ts';

const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});

async function aBroker(lines: readonly string[] = []) {
  const broker = await new Mosquitto(lines).start();
  cleanup.push(() => broker.remove());
  return broker;
}

function aField(url: string, more: Record<string, unknown> = {}) {
  const field = new Field([{ id: 'city', url, ...more }]);
  cleanup.push(() => field.remove());
  return field;
}

async function aGuard(field: Field, segmentParts?: number) {
  const guard = await new FieldGuard(field, ['city'], segmentParts).start();
  cleanup.push(() => guard.stop());
  return guard;
}

async function aCity(url: string) {
  const city = await new City().connect(url);
  cleanup.push(() => city.stop());
  return city;
}

function courierProcess(field: Field): ChildProcess {
  const child = spawn(
    process.execPath,
    [...testProgram('test/courier/courierProgram'), field.site, field.run],
    {
      stdio: 'inherit',
    },
  );
  cleanup.push(async () => child.kill('SIGKILL'));
  return child;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 45_000, interval: 20 });
const kinds = (messages: readonly Message[]) => messages.map((message) => message.kind);

describe('courier with a real broker', () => {
  test('an alarm raised while the broker was down arrives before the telemetry that waited, and nothing is missing', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    await broker.stop();
    const field = aField(broker.url);
    const guard = await aGuard(field);
    await field.courier();
    for (const number of upTo(25)) guard.part(number);
    guard.alarm('gas-high#1');
    await eventually(() => expect(field.problems).toMatchObject([{ code: 'broker.refused' }]));
    await eventually(() => expect(guard.heads).toMatchObject({ event: { seq: 1 }, telemetry: { seq: 3 } })); // what is not journaled yet comes later
    await broker.start();
    await eventually(() => expect(city.numbers()).toEqual(upTo(25)));
    const order = kinds(city.arrived);
    // who subscribes later than courier hears what is retained first, in whatever order
    expect(order).toContain('birth');
    expect(order.indexOf('birth')).toBeLessThan(order.indexOf('event'));
    expect(order.indexOf('event')).toBeLessThan(order.indexOf('telemetry'));
    expect([...city.events]).toEqual([1]);
    expect(city).toMatchObject({ undecoded: [], repeated: 0 });
    expect(city.verifier.report()).toMatchObject({ received: 26, missing: [], conflicts: [] });
  });

  test('live, every report period goes out as it is written, and state tells how far the platform is', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const field = aField(broker.url);
    const guard = await aGuard(field);
    const courier = await field.courier();
    for (const number of upTo(12)) {
      guard.part(number);
      await eventually(() => expect(city.numbers()).toEqual(upTo(number)));
    }
    await eventually(() => expect(city.sealed.get(1)).toBe(10));
    expect(city.repeated).toBe(0);
    await eventually(() =>
      expect(city.state).toMatchObject({ online: true, guardAlive: true, journal: 'ok' }),
    );
    expect(city.state?.time.quality).toBe('ntp');
    await eventually(() => expect(guard.deliveries).toBeGreaterThan(0));
    await courier.stop();
    const heads = { event: { seq: 0 }, telemetry: { seq: 2, parts: 2 } };
    await eventually(() => expect(city.state).toMatchObject({ online: false, heads, delivered: heads }));

    // what was delivered is known to guard: a new courier repeats nothing but parts of the row that is still open
    guard.part(13);
    await eventually(() => expect(guard.heads.telemetry.parts).toBe(3));
    await field.courier();
    await eventually(() => expect(city.numbers()).toEqual(upTo(13)));
    expect(city.undecoded).toEqual([]);
    expect(city.repeated).toBeLessThanOrEqual(2);
  });

  test('an alarm overtakes a backlog that is already on its way', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const field = aField(broker.url, { inFlightBytes: 1024 });
    const guard = await aGuard(field, 1);
    for (const number of upTo(2000)) guard.part(number);
    await eventually(() => expect(guard.heads.telemetry.seq).toBe(2000));
    await field.courier();
    await vi.waitFor(() => expect(city.values.size).toBeGreaterThan(100), { timeout: 45_000, interval: 1 });
    guard.alarm('gas-high#1');
    await eventually(() => expect(city.numbers()).toEqual(upTo(2000)));
    await eventually(() => expect(city.events.size).toBe(1));
    const after = kinds(city.arrived).slice(kinds(city.arrived).indexOf('event'));
    expect(after.filter((kind) => kind === 'telemetry').length).toBeGreaterThan(200);
  });

  test('a broker that goes down in the middle of a drain costs nothing, and what it gets twice is the same', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const field = aField(broker.url, { inFlightBytes: 4096 });
    const guard = await aGuard(field, 1);
    for (const number of upTo(1500)) guard.part(number);
    await eventually(() => expect(guard.heads.telemetry.seq).toBe(1500));
    await field.courier();
    await vi.waitFor(() => expect(city.values.size).toBeGreaterThan(100), { timeout: 45_000, interval: 1 });
    await broker.stop();
    const before = city.values.size;
    expect(before).toBeLessThan(1500);
    guard.alarm('gas-high#1');
    await broker.start();
    await eventually(() => expect(city.numbers()).toEqual(upTo(1500)));
    expect([...city.events]).toEqual([1]);
    expect(city).toMatchObject({ undecoded: [], conflicts: [] });
    expect(city.verifier.report()).toMatchObject({ received: 1501, missing: [], conflicts: [] });
    const codes = field.problems.map((problem) => problem.code);
    expect(codes.filter((code) => code === 'broker.lost')).toHaveLength(1);
    expect(codes.length).toBeLessThanOrEqual(3); // and perhaps that nothing listened while it was down
  });

  test('courier killed in the middle of a drain and started again: nothing is missing, repetitions have the same body', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const field = aField(broker.url, { inFlightBytes: 2048 });
    const guard = await aGuard(field, 1);
    for (const number of upTo(3000)) guard.part(number);
    guard.alarm('gas-high#1');
    await eventually(() => expect(guard.heads.telemetry.seq).toBe(3000));
    const first = courierProcess(field);
    await vi.waitFor(() => expect(city.values.size).toBeGreaterThan(300), { timeout: 45_000, interval: 1 });
    first.kill('SIGKILL');
    expect(city.values.size).toBeLessThan(3000);
    await eventually(() => expect(city.state?.online).toBe(false)); // the will speaks for it
    for (const number of upTo(20)) guard.part(3000 + number);
    courierProcess(field);
    await eventually(() => expect(city.numbers()).toEqual(upTo(3020)));
    await eventually(() => expect(city.state?.online).toBe(true));
    expect(city).toMatchObject({ undecoded: [], conflicts: [] });
    expect([...city.events]).toEqual([1]);
    expect(city.verifier.report()).toMatchObject({ received: 3021, missing: [], conflicts: [] });
  });

  test('with guard dead the journal is drained from its file, state says so, and guard hears of it when it is back', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const field = aField(broker.url);
    const first = await aGuard(field);
    for (const number of upTo(15)) first.part(number);
    first.alarm('gas-high#1');
    await first.stop();
    await field.courier();
    await eventually(() => expect(city.numbers()).toEqual(upTo(15)));
    await eventually(() => expect(city.sealed.get(2)).toBe(5));
    await eventually(() => expect(city.state).toMatchObject({ online: true, guardAlive: false }));
    const second = await aGuard(field);
    await eventually(() => expect(city.state?.guardAlive).toBe(true));
    await eventually(() => expect(second.deliveries).toBeGreaterThan(0));
    second.part(16);
    await eventually(() => expect(city.numbers()).toEqual(upTo(16)));
    expect(city).toMatchObject({ undecoded: [], repeated: 0 });
  });

  test('what was recorded in an earlier boot is dated by the clock row of that boot, wherever it stands', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const field = aField(broker.url);
    const guard = await aGuard(field);
    const boots = ['00000000000000a1', '00000000000000a2'];
    for (const boot of boots)
      guard.journal.appendEvent({
        type: 'system',
        code: 'started',
        severity: 'none',
        text: '',
        at: { boot, mono: 7000 },
      });
    const [known = ''] = boots;
    const time = { mono: 9000, utc: Date.UTC(2026, 5, 1), quality: 'ntp' as const };
    guard.journal.appendEvent({ type: 'clock', boot: known, time, at: { boot: known, mono: 9000 } });
    await eventually(() => expect(guard.heads.event.seq).toBe(3));
    await field.courier();
    await eventually(() => expect(city.events.size).toBe(3));
    const headers = city.arrived.filter((message) => message.kind === 'event');
    expect(headers).toMatchObject([
      { seq: 1, boot: known, time, historical: true },
      { seq: 2, time: { utc: null, quality: 'unsynced' }, historical: true },
      { seq: 3, boot: known, time },
    ]);
  });

  test('a journal that was deleted under guard and courier is sent on under a new epoch', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const field = aField(broker.url);
    const guard = await aGuard(field);
    await field.courier();
    guard.part(1);
    guard.part(2);
    await eventually(() => expect(city.numbers()).toEqual([1, 2]));
    await eventually(() => expect(city.state?.online).toBe(true));
    const epoch = city.state?.epoch;
    for (const name of readdirSync(join(field.folder, 'journal')))
      rmSync(join(field.folder, 'journal', name));
    guard.part(101);
    guard.part(102);
    await eventually(() => expect(city.numbers()).toEqual([101, 102]));
    await eventually(() => expect(city.state?.epoch).not.toBe(epoch));
    expect(city).toMatchObject({ undecoded: [], conflicts: [] });
  });
});
