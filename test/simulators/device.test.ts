import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dialectOf } from '../../drivers/dialect/dialects.ts';
import { decodeBlock, planReads, readLimits } from '../../drivers/index.ts';
import type { Profile, ProfilePoint } from '../../drivers/profile/schema.ts';
import { readBuilding } from '../../simulators/building.ts';
import { onBench, profiles, read, registersOf } from './bench.ts';
import { ROOT } from './simulatorProcess.ts';

const CODES = { coil: 1, discrete: 2, holding: 3, input: 4 } as const;
const measuring = [...profiles.values()].filter((profile) =>
  profile.points.every((point) => !point.transform),
);

/** A whole word whose bits are points of their own shows what those show. */
function isMade({ points }: Profile, { table, address, type, bit, field }: ProfilePoint): boolean {
  const whole = type === 'u16' && bit === undefined && field === undefined;
  return whole && points.filter((one) => one.table === table && one.address === address).length > 1;
}

/** Registers of a read reply as the device's dialect has it. */
function registersIn(profile: Profile, reply: readonly number[]): number[] {
  return registersOf([...dialectOf(profile.dialect).toStandard(Uint8Array.from(reply))]);
}

/** A value that the point can show exactly. */
function sample(point: ProfilePoint): number | boolean | string {
  if (point.type === 'bool') return true;
  if (point.type === 'string') return 'AB';
  const [low, high] = point.range ?? [0, 9];
  return Math.min(high, Math.max(low, 7));
}

/** Half a step of a device that counts coarsely: what it rounds away. */
function stepOf(profile: Profile, pointId: string): number {
  const scale = profile.points.find(({ id }) => id === pointId)?.scale;
  return scale !== undefined && 'factor' in scale ? Math.abs(scale.factor) * 0.501 : 0;
}

test.each(measuring.map((profile) => [profile.id, profile] as const))(
  'a simulated %s answers every read the gateway would plan, with the values it senses',
  async (id, profile: Profile) => {
    const measured = profile.points.filter((point) => !point.writable && !isMade(profile, point));
    const senses = Object.fromEntries(measured.map((point) => [point.id, sample(point)]));
    // a device that cannot be given another address answers at its own
    const unit = profile.serial?.unit ?? 9;
    const { master } = onBench({
      lines: [{ id: 'l', link: 'l', devices: [{ id: 'd', profile: id, unit, senses }] }],
    });
    const planned = profile.points.map((point) => ({ point, periodMs: point.periodMs, class: point.class }));
    const plan = planReads(planned, readLimits(profile), (_, count) => 40 + count);
    if (!plan.ok) throw new Error(plan.error.what);
    for (const block of plan.value) {
      const reply = await master.ask(unit, read(CODES[block.table], block.address, block.count));
      expect(reply[1], `${block.table} ${block.address}`).toBe(CODES[block.table]);
      const bits = block.table === 'coil' || block.table === 'discrete';
      const values = bits
        ? Array.from({ length: block.count }, (_, i) => ((reply[3 + (i >> 3)] ?? 0) >> (i & 7)) & 1)
        : registersIn(profile, reply);
      for (const { pointId, value } of decodeBlock(block, values, { parameters: {} })) {
        if (profile.points.some((one) => one.id === pointId && isMade(profile, one))) continue;
        const expected = senses[pointId] ?? false;
        if (typeof expected === 'number')
          expect(Math.abs(Number(value) - expected), pointId).toBeLessThan(
            Math.max(0.005, stepOf(profile, pointId)),
          );
        else expect(value, pointId).toBe(expected);
      }
    }
  },
);

test.each([...profiles.values()].map((profile) => [profile.id, profile] as const))(
  'a simulated %s proves its identity as the profile says',
  async (id, profile: Profile) => {
    const { master } = onBench({
      lines: [{ id: 'l', link: 'l', devices: [{ id: 'd', profile: id, unit: 9 }] }],
    });
    for (const { table, address, count, equals, within, equalsUnit } of profile.identify) {
      const values = registersIn(profile, await master.ask(9, read(CODES[table], address, count)));
      expect(values).toHaveLength(count);
      if (equals !== undefined) expect(values).toEqual(equals);
      if (equalsUnit === true) expect(values).toEqual(Array(count).fill(9));
      for (const value of values) {
        expect(value).toBeGreaterThanOrEqual(within?.[0] ?? 0);
        expect(value).toBeLessThanOrEqual(within?.[1] ?? 0xffff);
      }
    }
  },
);

test('a setting behind a lock takes a value only after its key was written', async () => {
  const { master, serial } = onBench({
    lines: [{ id: 'l', link: 'l', devices: [{ id: 'd', profile: 'wit-wt901c-485', unit: 0x50 }] }],
  });
  const baud = read(3, 4, 1);
  expect(registersOf(await master.ask(0x50, baud))).toEqual([2]); // 9600
  await master.ask(0x50, [6, 0, 4, 0, 6]);
  expect(registersOf(await master.ask(0x50, baud))).toEqual([2]);
  await master.ask(0x50, [6, 0, 0x69, 0xb5, 0x88]);
  await master.ask(0x50, [6, 0, 4, 0, 6]);
  expect(await master.ask(0x50, baud)).toEqual([]); // it listens at 115200 now
  serial.setMaster({ baud: 115_200, parity: 'none', stopBits: 1 });
  expect(registersOf(await master.ask(0x50, baud))).toEqual([6]);
});

test('a value that the registers cannot hold shows as the end of the range', async () => {
  const { master, simulation } = onBench({
    world: { rooms: { a: {} } },
    lines: [
      {
        id: 'l',
        link: 'l',
        devices: [{ id: 'd', profile: 'ya-k300-s', unit: 1, senses: { concentration: 'rooms.a.gas' } }],
      },
    ],
  });
  simulation.world.set('rooms.a.gas', 1e6);
  expect(registersOf(await master.ask(1, read(3, 0, 1)))).toEqual([1000]);
});

test('a detector derives its own alarm level from the gas it feels', async () => {
  const sense = { path: 'rooms.a.gas', steps: [25, 50] };
  const { master, simulation } = onBench({
    world: { rooms: { a: {} } },
    lines: [
      { id: 'l', link: 'l', devices: [{ id: 'd', profile: 'ya-k300-s', unit: 1, senses: { alarm: sense } }] },
    ],
  });
  for (const [gas, level] of [
    [24.9, 0],
    [25, 1],
    [50, 2],
  ] as const) {
    simulation.world.set('rooms.a.gas', gas);
    expect(registersOf(await master.ask(1, read(3, 2, 1)))).toEqual([level]);
  }
});

test('a disconnected probe shows the sentinel of its profile', async () => {
  const { master } = onBench({
    lines: [
      {
        id: 'l',
        link: 'l',
        devices: [{ id: 'd', profile: 'r4dcb08-temperature', unit: 1, senses: { temperature1: null } }],
      },
    ],
  });
  expect(registersOf(await master.ask(1, read(3, 0, 2)))).toEqual([0x8000, 0]);
});

test('the demo building is whole: three lines of sensors and a lift, each device with a profile, an address and something to sense', () => {
  const file = 'simulators/buildings/demo.yaml';
  const building = readBuilding(readFileSync(join(ROOT, file), 'utf8'), file, profiles);
  if (!building.ok) throw new Error(JSON.stringify(building.error, null, 1));
  expect(building.value.lines.map(({ id, devices }) => [id, devices.length])).toEqual([
    ['gas', 4],
    ['structure', 5],
    ['water', 4],
    ['lift', 1],
  ]);
  for (const { devices } of building.value.lines) {
    const units = devices.map(({ unit, profile }) => unit ?? profiles.get(profile)?.serial.unit);
    expect(new Set(units).size).toBe(devices.length);
    for (const { senses, lift } of devices)
      expect(lift ?? Object.keys(senses).length, 'what it senses').not.toBe(0);
  }
});
