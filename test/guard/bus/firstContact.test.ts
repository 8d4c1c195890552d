import { describe, expect, test } from 'vitest';
import { withCrc } from '../../../drivers/crc.ts';
import type { Profile } from '../../../drivers/profile/schema.ts';
import { charMs } from '../../../gateway/alarmTime/wire.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { memoryPorts } from '../../../gateway/guard/bus/port/memoryPort.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { deviceOf, lineOf, profileOf, Told } from './fakeLine.ts';

const REGISTERS = [600, 1, 2]; // what the device really holds: concentration, state, alarm

/** One device whose three registers are read together; `fill` is what it puts into a reply. */
async function met(
  fill: (address: number, count: number, now: number) => number[],
  more: Partial<Profile> = {},
  forMs = 5_000,
) {
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  await far.open();
  const points = REGISTERS.map((_, address) => ({ id: `r${address}`, address }));
  const profile = { ...profileOf(points, { turnaroundMs: 10, responseMs: 200 }), ...more };
  const line = lineOf([deviceOf('p', 1, profile)]);
  if (line.connection.type !== 'serial') throw new Error('no serial line');
  const { connection } = line;
  let asked = 0;
  far.onBytes = (frame) => {
    asked++;
    const address = ((frame[2] ?? 0) << 8) | (frame[3] ?? 0);
    const count = frame[5] ?? 1;
    const values = fill(address, count, clock.mono());
    const body =
      values.length === 0 ? [1, 0x83, 2] : [1, 3, 2 * count, ...values.flatMap((v) => [v >> 8, v & 0xff])];
    const reply = withCrc(body);
    clock.after((frame.length + reply.length) * charMs(connection) + 10, 'reply', () => far.write(reply));
  };
  const result = new Told();
  const poller = new LinePoller({
    ...{ line, clock, events: result.events, log: result.log, looks: true },
    client: new RtuLine(near, connection, clock),
  });
  await poller.start();
  await clock.advance(forMs);
  await clock.until(poller.stop());
  const trouble = result.devices.findLast((health) => health.trouble !== undefined)?.trouble;
  if (trouble !== undefined) expectChinese(trouble);
  const last = (id: string) => result.readings.findLast(({ point }) => point === `p/${id}`);
  return { trouble, last, asked, words: result.words, readings: result.readings, devices: result.devices };
}

const firstOnly = (address: number, count: number) =>
  held(address, count).map((value, i) => (i === 0 ? value : 0));

const held = (address: number, count: number) => REGISTERS.slice(address, address + count);

describe('first contact', () => {
  // a unit that fills only the first register of a reply was reported by users of other gateways
  test('finds a device that fills the first register of a reply only, reads it one by one, and no 0 of it is used', async () => {
    const { trouble, last, words, readings } = await met(firstOnly);
    expect(trouble).toMatchObject({
      code: 'bus.first-register-only',
      what: expect.stringContaining('is read one register at a time now'),
      hint: expect.stringContaining('maxRegisters: 1'),
    });
    expect(readings.filter(({ point, value }) => point !== 'p/r0' && value === 0)).toEqual([]); // not even at first
    REGISTERS.forEach((value, i) => {
      expect(last(`r${i}`)).toMatchObject({ value, quality: 'good' });
    });
    expect(words.filter((word) => word.includes('first-register-only'))).toHaveLength(1);
  });

  test('says nothing of the other registers where the line has no time to read them one by one', async () => {
    const busy = {
      points: profileOf(REGISTERS.map((_, address) => ({ id: `r${address}`, address, periodMs: 100 })))
        .points,
    };
    const { trouble, last, words, readings } = await met(firstOnly, busy);
    expect(trouble).toMatchObject({
      code: 'bus.first-register-only',
      what: expect.stringContaining('register 1 shows 1 when it is read alone and 0 among 3'),
      hint: expect.stringContaining('maxRegisters: 1'),
    });
    expect(last('r0')).toMatchObject({ value: 600, quality: 'good' });
    expect(readings.filter(({ point, value }) => point !== 'p/r0' && value === 0)).toEqual([]); // not even at first
    expect(last('r1')).toMatchObject({ value: null, quality: 'protocol-error' });
    expect(last('r2')).toMatchObject({ value: null, quality: 'protocol-error' });
    expect(words.filter((word) => word.includes('first-register-only'))).toHaveLength(1);
  });

  test('costs an honest device a few reads once, and changes nothing', async () => {
    const honest = await met((address, count) =>
      held(address, count).map((value) => (value === 1 ? 0 : value)),
    );
    expect(honest.trouble).toBeUndefined();
    expect(honest.last('r1')).toMatchObject({ value: 0, quality: 'good' });
    const longer = await met(
      (address, count) => held(address, count).map((value) => (value === 1 ? 0 : value)),
      {},
      10_000,
    );
    expect(longer.asked - honest.asked).toBeLessThanOrEqual(5); // one read a second, and nothing beside
  });

  test('tells a device that does not show what one of its kind shows', async () => {
    const identify = [{ table: 'holding', address: 2, count: 1, equals: [7] }] as const;
    const { trouble, last } = await met(held, { identify: [...identify] } as unknown as Partial<Profile>);
    expect(trouble).toMatchObject({
      code: 'bus.other-device',
      what: expect.stringContaining('register 2 shows 2'),
    });
    expect(last('r1')).toMatchObject({ value: 1, quality: 'good' });
  });

  // a tilt sensor below 0 with a profile that knows no sign, and a counter whose low word comes first
  test('tells a number that lies in its range only with a sign, or with its words the other way round', async () => {
    const holds = [0xff9c, 1234, 0];
    const of = (address: number, count: number) => holds.slice(address, address + count);
    const tilt = { id: 'r0', address: 0, range: [-90, 90], scale: { factor: 0.01, offset: 0 } };
    const signed = await met(of, { points: profileOf([tilt] as never).points });
    expect(signed.trouble).toMatchObject({
      code: 'bus.other-reading',
      what: 'r0 is 654.36, outside its range; as a number with a sign it is -1',
      hint: 'where the device itself shows -1, write `type: s16` at the point in the profile',
    });
    expect(signed.last('r0')).toMatchObject({ value: 654.36, quality: 'out-of-spec' });
    const level = { id: 'r1', address: 1, type: 'u32', range: [0, 5000] };
    const swapped = await met(of, { points: profileOf([level] as never).points });
    expect(swapped.trouble?.what).toBe(
      'r1 is 80871424, far outside its range; with its words the other way round it is 1234',
    );
    expect(swapped.trouble?.hint).toContain('`order: CDAB`');
  });

  test('says nothing of a number that merely went beyond its range', async () => {
    const of = (address: number, count: number) => [1020, 0, 30_000].slice(address, address + count);
    const gas = { id: 'r0', address: 0, range: [0, 1000] };
    const level = { id: 'r1', address: 1, type: 'u32', range: [0, 20_000] };
    for (const point of [gas, level]) {
      const { trouble } = await met(of, { points: profileOf([point] as never).points });
      expect(trouble, point.id).toBeUndefined();
    }
  });

  // a transmitter ordered in MPa and set to kPa: with the wrong unit every value would be a thousand times off
  test('tells a device that is set to another unit than the site file expects, with the key that cures it', async () => {
    const codes = { 0: 'MPa', 1: 'kPa', 2: ['bar', 'psi'] };
    const points = [
      { id: 'r0', address: 0, unit: { register: 1, codes } },
      { id: 'r2', address: 2 },
    ];
    const { trouble, last } = await met(held, { points: profileOf(points as never).points });
    expect(trouble).toMatchObject({
      code: 'bus.unit',
      what: 'r0: the device shows kPa, the site file expects MPa, and its values are not used',
      hint: expect.stringContaining('points.r0.unit: "kPa"'),
    });
    expect(last('r0')).toMatchObject({ value: null });
    expect(last('r2')).toMatchObject({ value: 2, quality: 'good' });
  });

  // somebody presses a key at the display of a transmitter that has been read for months
  test('tells a unit that is changed later as well, the newest one, and no longer when it is set back', async () => {
    const codes = { 0: 'MPa', 1: 'kPa', 2: 'bar' };
    const points = [{ id: 'r0', address: 0, unit: { register: 1, codes } }];
    const setTo = (now: number) => (now < 10_000 || now >= 30_000 ? 0 : now < 20_000 ? 1 : 2);
    const { devices, words } = await met(
      (address, count, now) => [350, setTo(now)].slice(address, address + count),
      { points: profileOf(points as never).points },
      70_000,
    );
    const told = devices.map(({ trouble }) => trouble?.hint?.match(/unit: "(.*)"/)?.[1] ?? 'well');
    expect(told.filter((one, i) => one !== told[i - 1])).toEqual(['well', 'kPa', 'bar', 'well']);
    expect(words.filter((word) => word.includes('[bus.unit]'))).toHaveLength(1);
    expect(words.at(-1)).toContain('bus.unit'); // is over
  });
});

/** Numbers that a seed gives, from 0 to 1. */
function random(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

// one in clean air, one in gas: whichever is quicker is heard, and no frame is odd
describe('two devices that answer at one address by turns', () => {
  const clean = (_: number, count: number) => Array<number>(count).fill(0);

  test.for([
    ['strictly', (turn: number) => turn % 2 === 0],
    ['in pairs', (turn: number) => turn % 4 < 2],
    [
      'as it comes',
      (
        (next) => () =>
          next() < 0.5
      )(random(7)),
    ],
    [
      'one seldom',
      (
        (next) => () =>
          next() < 0.3
      )(random(11)),
    ],
  ] as const)('%s are told as two, and nothing they say is good', async ([, isFirst]) => {
    let turn = 0;
    const either = (address: number, count: number) => (isFirst(turn++) ? held : clean)(address, count);
    const { trouble, last } = await met(either, {}, 30_000);
    expect(trouble).toMatchObject({ code: 'bus.same-address', what: 'two devices answer as unit 1' });
    for (const id of ['r0', 'r1', 'r2'])
      expect(last(id)).toMatchObject({ value: null, quality: 'protocol-error' });
  });

  test('are never taken for one that fills its first register only', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const next = random(seed);
      const either = (address: number, count: number) => (next() < 0.5 ? held : clean)(address, count);
      for (const forMs of [5_000, 10_000])
        expect((await met(either, {}, forMs)).trouble?.code).not.toBe('bus.first-register-only');
    }
  });

  test('are one again half a minute after one of them was taken away', async () => {
    let turn = 0;
    const either = (address: number, count: number) =>
      (turn++ % 2 === 0 || turn > 60 ? held : clean)(address, count);
    const { devices, last } = await met(either, {}, 90_000);
    expect(devices.some(({ trouble }) => trouble?.code === 'bus.same-address')).toBe(true);
    expect(devices.at(-1)?.trouble).toBeUndefined();
    expect(last('r0')).toMatchObject({ value: 600, quality: 'good' });
  });
});

describe('one device whose values leap', () => {
  const next = random(3);
  test.for([
    [
      'because its process does',
      (_: number, now: number) => (Math.floor(now / 700) % 2 === 0 ? [600, 1, 2] : [0, 0, 0]),
    ],
    ['with noise', () => [600 + Math.round(400 * next()), 1, 2]],
    ['around 0 without a sign', () => [next() < 0.5 ? 65_535 : 65_530, 1, 2]],
    ['with a contact that bounces', () => [600, next() < 0.5 ? 0 : 1, 2]],
    ['with a tick of noise', () => [next() < 0.5 ? 600 : 601, next() < 0.5 ? 3 : 4, 2]],
  ] as const)('%s is one device', async ([, holds]) => {
    let turn = 0;
    const of = (address: number, count: number, now: number) =>
      holds(turn++, now).slice(address, address + count);
    const { devices, readings } = await met(of, {}, 120_000);
    expect(devices.filter(({ trouble }) => trouble?.code === 'bus.same-address')).toEqual([]);
    expect(readings.filter(({ quality }) => quality !== 'good')).toEqual([]);
  });

  test('and is asked for that ever less often', async () => {
    const noisy = () => [next() < 0.5 ? 0 : 600 + Math.round(300 * next()), 1, 2];
    const calm = await met(held, {}, 600_000);
    const { asked } = await met(noisy, {}, 600_000);
    expect(asked - calm.asked).toBeLessThanOrEqual(12 * 7); // 10, 20, 40 … s apart
  });
});
