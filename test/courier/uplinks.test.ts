import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { encodeAck } from '../../gateway/telemetry/index.ts';
import { freePort, Mosquitto } from '../harness/mosquitto.ts';
import { City } from './city.ts';
import { Field, FieldGuard, GATEWAY } from './field.ts';

const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});

async function aBroker(lines: readonly string[] = []) {
  const broker = await new Mosquitto(lines).start();
  cleanup.push(() => broker.remove());
  return broker;
}

async function aGateway(
  uplinks: readonly ({ id: string } & Record<string, unknown>)[],
  segmentParts?: number,
) {
  const field = new Field(uplinks);
  cleanup.push(() => field.remove());
  const ids = uplinks.map(({ id }) => id);
  const guard = await new FieldGuard(field, ids, segmentParts).start();
  cleanup.push(() => guard.stop());
  return { field, guard };
}

async function aCity(url: string, prefix?: string) {
  const city = await new City().connect(url, prefix);
  cleanup.push(() => city.stop());
  return city;
}

async function aClient(url: string): Promise<MqttClient> {
  const client = connect(url, { protocolVersion: 5 });
  cleanup.push(() => client.endAsync(true));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return client;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 40_000, interval: 20 });

describe('live data and a backlog', () => {
  test('what is measured during a drain does not wait for its end', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const { field, guard } = await aGateway(
      [{ id: 'city', url: broker.url, backlogBytesPerS: 4_000 }], // so slow that the backlog outlasts the test
      1,
    );
    for (const number of upTo(400)) guard.part(number);
    await eventually(() => expect(guard.heads.telemetry.seq).toBe(400));
    await field.courier();
    await eventually(() => expect(city.values.size).toBeGreaterThan(5));
    for (const number of [401, 402, 403]) {
      guard.part(number);
      guard.alarm(`gas-high#${number}`);
      await eventually(() => expect(city.numbers()).toContain(number));
    }
    expect(city.values.size).toBeLessThan(400);
    await eventually(() => expect(city.events.size).toBe(3));
    expect(city).toMatchObject({ undecoded: [], repeated: 0 });
  });
});

describe('an uplink that releases on the word of the platform', () => {
  test('what the broker has is not released; what the platform acknowledges is, if it was ever sent', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const platform = await aClient(broker.url);
    const { field, guard } = await aGateway([{ id: 'city', url: broker.url, release: 'ack' }], 1);
    for (const number of upTo(5)) guard.part(number);
    guard.alarm('gas-high#1');
    await field.courier();
    await eventually(() => expect(city.numbers()).toEqual(upTo(5)));
    await eventually(() => expect(city.state?.online).toBe(true));
    const epoch = city.state?.epoch ?? '';
    const ack = (what: Omit<Parameters<typeof encodeAck>[0], 'epoch'>, of = epoch) =>
      platform.publishAsync(`lifeline/v1/${GATEWAY}/ack`, Buffer.from(encodeAck({ epoch: of, ...what })), {
        qos: 1,
      });
    expect(guard.deliveries).toBe(0);
    await platform.publishAsync(`lifeline/v1/${GATEWAY}/ack`, 'nonsense', { qos: 1 });
    await ack({ stream: 'telemetry', intervals: [[1, 5]] }, 'ffffffffffffffff'); // of another journal
    await ack({
      stream: 'telemetry',
      intervals: [
        [1, 3],
        [9, 1_000_000],
      ],
    }); // and of rows that do not exist
    await ack({ stream: 'event', intervals: [[1, 1]] });
    await eventually(() => expect(guard.delivered).toEqual(['event 1-1', 'telemetry 1-3']));
    await eventually(() => expect(city.state?.delivered.event.seq).toBe(1));
    expect(city.state?.delivered.telemetry.seq).toBeLessThan(5);
    expect(field.problems).toHaveLength(1); // the nonsense
    await ack({ stream: 'telemetry', intervals: [[4, 5]] });
    await eventually(() => expect(guard.delivered).toEqual(['event 1-1', 'telemetry 1-5']));
  });

  test('a backlog waits for a platform that does not keep up, what is live does not', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const platform = await aClient(broker.url);
    const { field, guard } = await aGateway([{ id: 'city', url: broker.url, release: 'ack' }], 1);
    for (const number of upTo(1200)) guard.part(number);
    await eventually(() => expect(guard.heads.telemetry.seq).toBe(1200));
    await field.courier();
    await eventually(() => expect(city.values.size).toBeGreaterThanOrEqual(500));
    for (const number of [1201, 1202, 1203]) {
      guard.part(number);
      await eventually(() => expect(city.numbers()).toContain(number));
    }
    const most = city.values.size;
    expect(most).toBeLessThan(600); // and what was on its way when it had 500
    const acknowledge = (to: number) => {
      const word = { epoch: city.state?.epoch ?? '', stream: 'telemetry', intervals: [[1, to]] } as const;
      return platform.publishAsync(`lifeline/v1/${GATEWAY}/ack`, Buffer.from(encodeAck(word)), { qos: 1 });
    };
    await acknowledge(500);
    await eventually(() => expect(city.values.size).toBeGreaterThanOrEqual(1000));
    expect(city.values.size).toBeLessThan(1100);
    await acknowledge(1000);
    await eventually(() => expect(city.numbers()).toEqual(upTo(1203)));
    expect(city).toMatchObject({ undecoded: [], repeated: 0 });
  });

  test('what was not acknowledged when the connection broke comes again', async () => {
    const broker = await aBroker();
    const city = await aCity(broker.url);
    const { field, guard } = await aGateway([{ id: 'city', url: broker.url, release: 'ack' }], 1);
    for (const number of upTo(3)) guard.part(number);
    await field.courier();
    await eventually(() => expect(city.numbers()).toEqual(upTo(3)));
    await city.stop(); // it has acknowledged them to the broker: what comes to it after this was sent anew
    await broker.stop();
    await broker.start();
    const again = await aCity(broker.url);
    await eventually(() => expect(again.numbers()).toEqual(upTo(3)));
    expect(guard.deliveries).toBe(0);
  });
});

describe('an uplink with a filter', () => {
  test('what is kept back is told as such, and the verifier has nothing to complain of', async () => {
    const broker = await aBroker();
    const all = await aCity(broker.url, 'all');
    const grave = await aCity(broker.url, 'grave');
    const water = await aCity(broker.url, 'water');
    const { field, guard } = await aGateway([
      { id: 'all', url: broker.url, prefix: 'all' },
      {
        id: 'grave',
        url: broker.url,
        prefix: 'grave',
        filter: { streams: ['event'], minSeverity: 'orange', devices: ['gas'] },
      },
      { id: 'water', url: broker.url, prefix: 'water', filter: { devices: ['water'] } },
    ]);
    await field.courier();
    for (const number of upTo(12)) guard.part(number);
    guard.alarm('gas-high#1');
    guard.alarm('gas-odd#1', { severity: 'yellow' });
    guard.alarm('gas-odd#1', { severity: 'yellow', to: 'A' });
    guard.alarm('lift#1', { device: 'lift' });
    guard.alarm('gas-high#1', { to: 'A', severity: 'yellow' });
    await eventually(() => expect(all.numbers()).toEqual(upTo(12)));
    await eventually(() => expect([...all.events]).toEqual([1, 2, 3, 4, 5]));
    await eventually(() => expect([...grave.events]).toEqual([1, 3, 5])); // ends of alarms always
    for (const city of [all, grave, water]) {
      const heads = { event: { seq: 5 }, telemetry: { seq: 2, parts: 2 } };
      await eventually(() => expect(city.state?.heads).toMatchObject(heads));
      await eventually(() => expect(city.verifier.report()).toMatchObject({ missing: [], conflicts: [] }));
      expect(city.undecoded).toEqual([]);
    }
    expect(grave.values.size).toBe(0);
    expect(water.values.size).toBe(0); // of channel 0, which is the gas sensor's
    const columns = water.arrived.flatMap((message) =>
      message.kind === 'telemetry'
        ? message.parts.flatMap(({ reports }) => reports.flatMap((group) => group.columns))
        : [],
    );
    expect(columns).toHaveLength(12);
    expect(new Set(columns.map(({ channel }) => channel))).toEqual(new Set([1]));
  });
});

describe('several uplinks', () => {
  test('one broker is dead, one wants another prefix, a password and SenML: each gets all, none waits for another', async () => {
    const strict = new Mosquitto(['allow_anonymous false', 'password_file {folder}/users']);
    cleanup.push(() => strict.remove());
    execFileSync('mosquitto_passwd', ['-b', '-c', join(strict.folder, 'users'), 'gateway', 'secret']);
    await strict.start();
    const open = await aBroker();
    const city = await aCity(open.url);
    const senml = await aCity(strict.url.replace('//', '//gateway:secret@'), 'firm/lifts');
    const { field, guard } = await aGateway([
      { id: 'dead', url: `mqtt://127.0.0.1:${await freePort()}` },
      { id: 'city', url: open.url },
      {
        id: 'firm',
        url: strict.url,
        prefix: 'firm/lifts',
        username: 'gateway',
        secret: 'firm',
        encoding: 'senml-cbor',
      },
    ]);
    writeFileSync(join(field.folder, 'secrets.yaml'), 'firm: "secret"\n', { mode: 0o640 });
    for (const number of upTo(15)) guard.part(number);
    guard.alarm('gas-high#1');
    await field.courier();
    for (const one of [city, senml]) {
      await eventually(() => expect(one.numbers()).toEqual(upTo(15)));
      await eventually(() => expect([...one.events]).toEqual([1]));
      expect(one).toMatchObject({ undecoded: [], repeated: 0 });
    }
    expect(field.problems).toMatchObject([
      { code: 'broker.refused', where: expect.stringMatching(/^uplink dead/) },
    ]);
  });

  test('a site that guard took up is followed: what is as it was goes on, what changed goes on from its place, what is gone stops', async () => {
    const first = await aBroker();
    const second = await aBroker();
    const kept = await aCity(first.url, 'kept');
    const moved = await aCity(second.url, 'moved');
    await aCity(first.url, 'moved');
    const gone = await aCity(first.url, 'gone');
    const { field, guard } = await aGateway(
      [
        { id: 'kept', url: first.url, prefix: 'kept' },
        { id: 'moved', url: first.url, prefix: 'moved' },
        { id: 'gone', url: first.url, prefix: 'gone' },
      ],
      1,
    );
    await field.courier();
    for (const number of upTo(3)) guard.part(number);
    for (const city of [kept, gone]) await eventually(() => expect(city.numbers()).toEqual(upTo(3)));
    await eventually(() => expect(guard.delivered).toContain('telemetry 1-3'));
    const site = JSON.parse(readFileSync(field.site, 'utf8'));
    site.uplinks = [
      site.uplinks[0],
      { id: 'moved', url: second.url, prefix: 'moved' },
      { id: 'new', url: second.url, prefix: 'new' },
    ];
    const added = await aCity(second.url, 'new');
    guard.journal.setUplinks(['kept', 'moved', 'new']);
    writeFileSync(lastGoodPath(field.site), JSON.stringify(site));
    await eventually(() => expect(added.numbers()).toEqual(upTo(3)));
    guard.part(4);
    await eventually(() => expect(kept.numbers()).toEqual(upTo(4)));
    await eventually(() => expect(moved.numbers()).toEqual([4])); // the rest it has
    await eventually(() => expect(gone.state?.online).toBe(false));
    expect(gone.numbers()).toEqual(upTo(3));
    for (const city of [kept, moved, gone, added]) expect(city.repeated).toBe(0);
    // a file that cannot be used changes nothing
    writeFileSync(lastGoodPath(field.site), '{');
    await eventually(() => expect(field.problems.length).toBeGreaterThan(0));
    guard.part(5);
    await eventually(() => expect(moved.numbers()).toEqual([4, 5]));
  });
});
