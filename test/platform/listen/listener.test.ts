import { cpSync } from 'node:fs';
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, expect, test, vi } from 'vitest';
import { type ListenOptions, runListen } from '../../../gateway/platform/listen/listen.ts';
import { type ListenerUpdate, startListener } from '../../../gateway/platform/listen/listener.ts';
import { clock, Field, FieldGuard, GATEWAY } from '../../courier/field.ts';
import { freePort } from '../../harness/mosquitto.ts';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

/** A broker that speaks MQTT 3.1.1 only, and a gateway on it. */
async function aCityWithOneGateway() {
  const aedes = await Aedes.createBroker();
  const port = await freePort();
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cleanup.push(
    () => server.close(),
    () => aedes.close(),
  );
  const url = `mqtt://127.0.0.1:${port}`;
  const field = new Field([{ id: 'city', url }]);
  cleanup.push(() => field.remove());
  const guard = await new FieldGuard(field, ['city']).start();
  cleanup.push(() => guard.stop());
  return { url, field, guard };
}

test('the platform adds up what it got, sees the alarm, and says that nothing is missing', async () => {
  const { url, field, guard } = await aCityWithOneGateway();
  const updates: ListenerUpdate[] = [];
  const listener = startListener({ url, clock, onUpdate: (update) => updates.push(update) });
  cleanup.push(() => listener.stop());
  await eventually(() => expect(listener.connected).toBe(true));
  const courier = await field.courier();
  for (let number = 1; number <= 23; number++) guard.part(number);
  guard.alarm('gas-high#1');
  await eventually(() => expect(listener.totals().get(GATEWAY)?.received).toBe(24));
  expect(listener.totals().get(GATEWAY)).toMatchObject({
    missing: 0,
    duplicates: 0,
    tombstoned: 0,
    conflicts: 0,
  });
  expect(listener.totals().get(GATEWAY)?.channels.get('gas/value')).toEqual({
    samples: 230,
    records: 23,
    max: 24,
  });
  expect(listener.totals().get(GATEWAY)?.latest.get('water/value')).toMatchObject({ value: 23.1 });
  expect([...(listener.totals().get(GATEWAY)?.alarms.keys() ?? [])]).toEqual(['gas-high#1']);
  await courier.stop();
  await eventually(() =>
    expect(listener.totals().get(GATEWAY)).toMatchObject({ complete: true, outstanding: 0 }),
  );

  // sent again by a courier that knows nothing: counted as repeated, not added up twice
  const before = updates.length;
  await guard.stop();
  const forgetful = new Field([{ id: 'again', url }]);
  cleanup.push(() => forgetful.remove());
  cpSync(`${field.folder}/journal`, `${forgetful.folder}/journal`, { recursive: true });
  await forgetful.courier();
  await eventually(() => expect(listener.totals().get(GATEWAY)?.duplicates).toBe(24));
  expect(updates.length).toBeGreaterThan(before);
  expect(listener.totals().get(GATEWAY)).toMatchObject({ received: 24, conflicts: 0, missing: 0 });
  expect(listener.totals().get(GATEWAY)?.channels.get('gas/value')).toEqual({
    samples: 230,
    records: 23,
    max: 24,
  });
});

test('evidence of an alarm is added up by itself and not to the channels, once, and is complete', async () => {
  const { url, field, guard } = await aCityWithOneGateway();
  const listener = startListener({ url, clock });
  cleanup.push(() => listener.stop());
  await eventually(() => expect(listener.connected).toBe(true));
  const courier = await field.courier();
  const totals = () => listener.totals().get(GATEWAY);
  for (let number = 1; number <= 4; number++) {
    guard.part(number);
    guard.evidence(number < 4 ? 'gas-high#1' : 'gas-high#2');
    // each period goes out before the evidence does: the segment is open then, and evidence ends it
    await eventually(() => expect(totals()?.received).toBe(2 * number));
    expect(totals()).toMatchObject({ missing: 0, conflicts: 0 });
  }
  expect(totals()?.channels.get('gas/value')).toEqual({ samples: 40, records: 4, max: 5 });
  const once = totals()?.evidence;
  expect(once?.get('gas-high#1')).toMatchObject({ samples: 18, rows: 3 });
  expect(once?.get('gas-high#2')).toMatchObject({ samples: 6, rows: 1 });
  await courier.stop();
  await eventually(() => expect(totals()?.complete).toBe(true));

  await guard.stop();
  const forgetful = new Field([{ id: 'again', url }]);
  cleanup.push(() => forgetful.remove());
  cpSync(`${field.folder}/journal`, `${forgetful.folder}/journal`, { recursive: true });
  await forgetful.courier();
  await eventually(() => expect(totals()?.duplicates).toBe(8));
  expect(totals()?.evidence.get('gas-high#1')).toMatchObject({ samples: 18, rows: 3 });
});

test('lifeline listen prints readings, the alarm and a verdict, for people and for programs', async () => {
  const { url, field, guard } = await aCityWithOneGateway();
  const print = (more: Partial<ListenOptions>) => {
    const said = { out: '', err: '' };
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const status = runListen({
      url,
      verify: true,
      json: false,
      clock,
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      ended,
      ...more,
    });
    return { said, end, status };
  };
  const people = print({});
  const programs = print({ json: true });
  for (const { said } of [people, programs])
    await eventually(() => expect(said.err).toContain('listening to'));
  await field.courier();
  guard.part(7);
  guard.alarm('gas-high#1');
  guard.evidence('gas-high#1');
  await eventually(() => {
    expect(people.said.out).toMatch(
      /tower-1 {2}evidence of gas-high#1: 6 samples, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d to \d{4}-\d\d/,
    );
    expect(people.said.out).toMatch(
      /tower-1 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}gas\/value {2}7 {2}\(7 to 8, n 10\)/,
    );
    expect(people.said.out).toMatch(
      /ALARM red raised: Gas high, Gas sensor \(Kitchen\): 27.5 %LEL, limit 20/,
    );
    expect(people.said.out).toMatch(/state: online, guard alive, journal ok, clock ntp/);
  });
  await eventually(() => {
    for (const kind of ['birth', 'event', 'report', 'sample', 'state'])
      expect(programs.said.out).toContain(`"kind":"${kind}"`);
  });
  people.end();
  programs.end();
  expect([await people.status, await programs.status]).toEqual([0, 0]);
  expect(people.said.out.trim().split('\n').at(-1)).toMatch(
    /^tower-1 {2}verdict: .*\(3 received, 0 missing, 0 duplicates, 0 in tombstones.*, evidence of 1 alarm\)$/,
  );
  const objects = programs.said.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(objects.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['birth', 'event', 'report', 'sample', 'state']),
  );
  const civil = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const key = { gateway: GATEWAY, epoch: expect.stringMatching(/^[0-9a-f]{16}$/), seq: expect.any(Number) };
  const row = { ...key, part: 1, time: civil, clock: 'ntp', quality: 'good' };
  expect(objects).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'report', ...row, point: 'gas/value', name: 'gas', unit: '', evidence: null },
      ...{ min: 7, mean: 7, max: 8, n: 10, periodMs: null },
    }),
  );
  const evidence = { kind: 'sample', ...row, point: 'gas/value', value: 900, evidence: 'gas-high#1' };
  expect(objects).toContainEqual(expect.objectContaining(evidence));
  expect(objects).toContainEqual(
    expect.objectContaining({ kind: 'event', ...key, time: civil, durable: true }),
  );
  expect(objects.at(-1)).toMatchObject({
    gateway: GATEWAY,
    verdict: { received: 3, missing: 0, evidence: 1 },
  });
});
