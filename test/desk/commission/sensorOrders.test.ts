import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inHand, isParted, newOrder, stepOrder } from '../../../gateway/commission/wizard/order.ts';
import { silentLog } from '../../../gateway/core/log.ts';
import type { Problem } from '../../../gateway/core/result.ts';
import { StateFile } from '../../../gateway/core/stateFile.ts';
import { ordersOf, ordersText } from '../../../gateway/desk/commission/keptOrders.ts';
import { SensorOrders } from '../../../gateway/desk/commission/sensorOrders.ts';
import type { Installation } from '../../../gateway/site/installation.ts';
import type { SimulatedDevice } from '../../../simulators/device/device.ts';
import { polledLine } from '../../commission/polledLine.ts';
import { removeFolder } from '../../harness/removeFolder.ts';
import { until } from '../../harness/until.ts';
import { profiles } from '../../simulators/bench.ts';

const FRESH = Array.from({ length: 3 }, (_, i) => ({
  ...{ id: `s${i}`, profile: 'qdy30a-pressure', unit: 1, connected: false },
}));
const ASK = { line: 'l', profile: 'qdy30a-pressure', count: 3, name: '压力 {n}', first: 20, twin: null };

/** A line that guard polls, with a bag of fresh sensors beside it, and the box that gives them their addresses. */
async function basement(bag: readonly object[] = FRESH, baud?: number) {
  const house = await polledLine([20, 22], bag, false, baud);
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-orders-'));
  const path = join(folder, 'orders.json');
  onTestFinished(() => removeFolder(folder));
  const line = {
    id: 'l',
    connection: { ...house.connection },
    devices: [20, 22].map((unit) => ({ id: `d${unit}`, unit })),
  };
  const troubles: Problem[] = [];
  const wrote: string[] = [];
  const box = () => ({
    hear: (_line: string, what: Parameters<typeof house.line.hear>[0], actor: string) => {
      if (what.request.op !== 'read') wrote.push(actor);
      return house.line.hear(what);
    },
    installation: () => ({ lines: [line], annunciators: [{ device: 'd22' }] }) as unknown as Installation,
    profiles: () => profiles,
    clock: house.clock,
    log: { ...silentLog, problem: (problem: Problem) => void troubles.push(problem) },
    addressed: () => {},
    changed: () => {},
  });
  const open = () => {
    const orders = new SensorOrders(box(), new StateFile(path, (problem) => void troubles.push(problem)));
    orders.start();
    return orders;
  };
  const sensor = (i: number): SimulatedDevice => {
    const found = house.simulation.devices.get(`s${i}`);
    if (found === undefined) throw new Error(`no sensor ${i}`);
    return found;
  };
  // the line has virtual time, the file of orders is written in its own
  const reaches = (orders: SensorOrders, phase: string, at: number) =>
    until(`${phase} of ${at}`, async () => {
      await house.clock.advance(500);
      const order = orders.standing[0]?.order;
      return order?.phase.kind === phase && order.at === at;
    });
  return { ...house, connection: line.connection, open, sensor, reaches, path, troubles, wrote };
}

test('sensors get the free addresses of a line that is being polled, and no safety read is lost', async () => {
  const { open, sensor, reaches, lost, wrote } = await basement();
  const orders = open();
  expect(orders.begin(ASK, 'desk:li')).toMatchObject({ ok: true });
  for (let i = 0; i < 3; i++) {
    sensor(i).connect(true);
    await reaches(orders, 'name', i);
    const unit = orders.standing[0]?.order.sensors[i]?.unit ?? 0;
    await orders.say('l', unit, { kind: 'named', name: `压力 ${i}`, place: null }, 'desk:wang');
  }
  await reaches(orders, 'done', 3);
  expect([0, 1, 2].map((i) => sensor(i).unit)).toEqual([21, 23, 24]);
  expect(lost).toEqual([]);
  expect(wrote[0]).toBe('desk:li'); // who stood before it when it was written
  expect(wrote.at(-1)).toBe('desk:wang');
});

test('desk that ends in the middle of a write goes on where it was, and the sensor is not lost', async () => {
  const house = await basement();
  const { open, sensor, reaches } = house;
  const first = open();
  first.begin(ASK, 'desk:li');
  sensor(0).connect(true);
  await reaches(first, 'change', 0);
  await first.stop();
  const second = open();
  await reaches(second, 'name', 0);
  expect(sensor(0).unit).toBe(21);
  expect(second.standing[0]?.actor).toBe('desk:li');
  await second.stop();
});

test('two phones: the word of the one that shows the sensor before is refused and changes nothing', async () => {
  const { open, sensor, reaches } = await basement();
  const orders = open();
  orders.begin(ASK, 'desk:li');
  sensor(0).connect(true);
  await reaches(orders, 'name', 0);
  await orders.say('l', 21, { kind: 'named', name: 'North', place: null }, 'desk:li');
  const late = await orders.say('l', 21, { kind: 'leave-out' }, 'desk:wang');
  expect(late).toMatchObject({ ok: false, error: { code: 'commission.other-sensor' } });
  expect(orders.standing[0]?.order).toMatchObject({ at: 1, sensors: [{ outcome: 'addressed' }, {}, {}] });
});

test('two phones name the same sensor at once: the first name stands, and the other is told which it is', async () => {
  const { open, sensor, reaches } = await basement();
  const orders = open();
  orders.begin(ASK, 'desk:li');
  sensor(0).connect(true);
  await reaches(orders, 'name', 0);
  const named = (name: string) => orders.say('l', 21, { kind: 'named', name, place: null }, `desk:${name}`);
  const [first, second] = await Promise.all([named('North'), named('South')]);
  expect(first).toMatchObject({ ok: true });
  expect(second).toMatchObject({ ok: false, error: { code: 'commission.named-already' } });
  expect(!second.ok && second.error.what).toContain('North');
  expect(orders.standing[0]?.order).toMatchObject({ at: 1, sensors: [{ name: 'North' }, {}, {}] });
  await orders.stop();
});

test('an order that is cut off while one of two with the same address is moved knows afterwards where from', () => {
  const profile = profiles.get(ASK.profile);
  if (profile === undefined) throw new Error(ASK.profile);
  const { unit, baud, parity, stopBits } = profile.serial;
  const fresh = newOrder(ASK, { unit, format: { baud, parity, stopBits } }, new Set());
  const sensors = fresh.sensors.map((one, i) => (i === 0 ? { ...one, outcome: 'addressed' as const } : one));
  const marked = { ...fresh, sensors, at: 1, marked: [11] };
  const moving = stepOrder(marked, { kind: 'move-twin' }, profile);
  expect(inHand(moving)?.change?.plan).toMatchObject({ from: { unit: 11 }, to: { unit: 12 } });
  const [kept] = ordersOf(ordersText([{ order: moving, actor: 'desk:li' }]), profiles) ?? [];
  expect(kept?.order).toEqual(moving);
});

test('an order that is cut off while a rate is written knows afterwards from which to which', () => {
  const profile = profiles.get(ASK.profile);
  if (profile === undefined) throw new Error(ASK.profile);
  const fresh = { baud: 9600, parity: 'none', stopBits: 1 } as const;
  const order = newOrder(ASK, { unit: 1, format: { ...fresh, baud: 19_200 } }, new Set(), 20, { fresh });
  const found = stepOrder(order, { kind: 'looked', answer: 'one', fresh: true }, profile);
  const what = { confidence: 'sure', candidates: [{ profile: ASK.profile, score: 7 }] } as const;
  const writing = stepOrder(found, { kind: 'recognised', what }, profile);
  expect(inHand(writing)?.change?.plan).toMatchObject({
    setting: 'baud',
    from: { unit: 1, format: { baud: 9600 } },
    to: { unit: 1, format: { baud: 19_200 } },
  });
  const [kept] = ordersOf(ordersText([{ order: writing, actor: 'desk:li' }]), profiles) ?? [];
  expect(kept?.order).toEqual(writing);
});

test('a second order on a line is refused, and an order is not taken away while an address is being written', async () => {
  const { open, sensor, reaches } = await basement();
  const orders = open();
  orders.begin(ASK, 'desk:li');
  expect(orders.begin(ASK, 'desk:wang')).toMatchObject({
    ok: false,
    error: { code: 'commission.under-way' },
  });
  sensor(0).connect(true);
  await reaches(orders, 'change', 0);
  expect(await orders.end('l')).toMatchObject({ ok: false, error: { code: 'commission.writing' } });
  await reaches(orders, 'name', 0);
  expect(await orders.end('l')).toMatchObject({ ok: true });
  expect(orders.standing).toEqual([]);
});

test('a damaged file of orders is put aside and told; a line that is unknown, or an address in use, is refused in words', async () => {
  const { open, path, troubles } = await basement();
  writeFileSync(path, '{"version":1,"orders":[{"line":7}]}');
  const orders = open();
  expect(orders.standing).toEqual([]);
  expect(troubles.map(({ code }) => code)).toEqual(['commission.orders-unreadable']);
  expect(orders.begin({ ...ASK, line: 'x' }, 'a')).toMatchObject({
    ok: false,
    error: { code: 'commission.no-line' },
  });
});

test('sensors that come at another rate than their line are set to it before their address; a kind that cannot is refused', async () => {
  const { open, connection } = await basement();
  const orders = open();
  Object.assign(connection, { baud: 19_200 });
  expect(orders.begin({ ...ASK, profile: 'renke-ws-n01-temperature-humidity' }, 'desk:li')).toMatchObject({
    ok: false,
    error: { code: 'commission.other-rate' },
  });
  expect(orders.begin(ASK, 'desk:li')).toMatchObject({ ok: true });
  expect(orders.standing[0]?.order).toMatchObject({
    from: { unit: 1, format: { baud: 19_200 } },
    fresh: { baud: 9600 },
  });
  const [kept] = ordersOf(ordersText(orders.standing), profiles) ?? [];
  expect(kept?.order).toEqual(orders.standing[0]?.order);
  await orders.stop();
});

test('beside guard fresh sensors of another rate get the rate of the line and their address, and no safety read is lost', async () => {
  const bag = FRESH.map((one) => ({ ...one, serial: { baud: 9600 } }));
  const { open, sensor, reaches, lost } = await basement(bag, 19_200);
  const orders = open();
  expect(orders.begin({ ...ASK, count: 2 }, 'desk:li')).toMatchObject({ ok: true });
  for (let i = 0; i < 2; i++) {
    sensor(i).connect(true);
    await reaches(orders, 'name', i);
    const unit = orders.standing[0]?.order.sensors[i]?.unit ?? 0;
    await orders.say('l', unit, { kind: 'named', name: `压力 ${i}`, place: null }, 'desk:wang');
  }
  expect([0, 1].map((i) => [sensor(i).unit, sensor(i).serial.baud])).toEqual([
    [21, 19_200],
    [23, 19_200],
  ]);
  expect(lost).toEqual([]);
});

test('a second sensor with the address of a device of the site is given its own, once one is off and somebody says it is the right one', async () => {
  const second = { ...FRESH[0], unit: 20, connected: true };
  const { open, sensor, reaches, simulation, wrote } = await basement([second]);
  const orders = open();
  expect(orders.begin({ ...ASK, count: 1, twin: 22 }, 'desk:li')).toMatchObject({
    ok: false,
    error: { code: 'commission.twin-siren' },
  });
  expect(orders.begin({ ...ASK, count: 1, twin: 20 }, 'desk:li')).toMatchObject({ ok: true });
  const [kept] = ordersOf(ordersText(orders.standing), profiles) ?? [];
  expect(kept?.order).toEqual(orders.standing[0]?.order);
  await reaches(orders, 'twins', 0);
  const move = () => orders.say('l', 21, { kind: 'move-twin' }, 'desk:li');
  await move();
  await reaches(orders, 'twins', 0);
  expect(wrote).toEqual([]); // both are there
  simulation.devices.get('d20')?.connect(false);
  await until('one is left', async () => {
    await reaches(orders, 'twins', 0);
    const order = orders.standing[0]?.order;
    return order !== undefined && isParted(order);
  });
  expect(sensor(0).unit).toBe(20); // nothing is written before somebody says so
  await move();
  await reaches(orders, 'name', 0);
  expect(sensor(0).unit).toBe(21);
  expect(simulation.devices.get('d20')?.unit).toBe(20);
  await orders.stop();
});
