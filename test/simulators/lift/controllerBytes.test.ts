import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crcHolds } from '../../../drivers/crc.ts';
import { commandSchema } from '../../../simulators/backchannel/buildingProtocol.ts';
import { obey } from '../../../simulators/backchannel/obey.ts';
import { readBuilding } from '../../../simulators/building.ts';
import type { Fact } from '../../../simulators/lift/truth.ts';
import { type Bench, onBench, profiles, read, registersOf } from '../bench.ts';
import { ROOT } from '../simulatorProcess.ts';

/** A lift nobody uses unasked, behind its controller (unit 1) and its box (unit 247). */
function lobby(): Bench {
  return onBench({
    world: { lifts: { a: { usageClass: 0, levelSigmaMm: 0, levelBiasMm: 0 } } },
    lines: [
      {
        id: 'l',
        link: 'l',
        baud: 38_400,
        devices: [
          { id: 'controller', profile: 'monarch-nice3000plus', unit: 1, lift: 'a' },
          { id: 'box', profile: 'lift-sensor-box-19reg', unit: 247, lift: 'a' },
        ],
      },
    ],
  });
}

async function command(bench: Bench, wish: object): Promise<unknown> {
  const result = await obey(bench.simulation, commandSchema.parse(wish));
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

/** One register of the controller; undefined when it does not answer. */
async function ask({ master }: Bench, address: number): Promise<number | undefined> {
  const reply = await master.ask(1, read(3, address, 1), 50);
  if (reply.length === 0) return undefined;
  expect(reply.slice(0, 4)).toEqual([1, 3, 0, 2]);
  expect(crcHolds(Uint8Array.from(reply))).toBe(true);
  return ((reply[4] ?? 0) << 8) | (reply[5] ?? 0);
}

test('the controller answers with a byte count of two bytes and shows the car going up', async () => {
  const bench = lobby();
  await command(bench, { verb: 'ride', lift: 'a', from: 5, to: 1 });
  await bench.clock.advance(6000);
  expect(await ask(bench, 0x3000)).toBe(1);
  expect(await ask(bench, 0x1010)).toBe(1000);
  expect(await ask(bench, 0x101d)).toBe((5 << 8) | (7 << 4)); // running, automatic
  expect(await ask(bench, 0x2010)).toBe(0);
  expect(await ask(bench, 0x2011)).toBe(1 << 1); // floor 5, down
  await bench.clock.advance(13_500);
  expect(await ask(bench, 0x1018)).toBe(5);
  expect(await ask(bench, 0x1019)).toBe(116);
  expect((await ask(bench, 0x101b)) ?? 0).toSatisfy((word: number) => (word & (1 << 2)) !== 0); // door open
});

test('a refusal is the eight-byte frame of its own, to holes and to every write', async () => {
  const bench = lobby();
  const hole = await bench.master.ask(1, read(3, 0x5000, 1), 50);
  expect(hole.slice(0, 6)).toEqual([1, 3, 0x80, 1, 0, 4]);
  expect(hole).toHaveLength(8);
  const write = await bench.master.ask(1, [6, 0x20, 0, 0, 1], 50);
  expect(write.slice(0, 4)).toEqual([1, 6, 0x80, 1]);
});

test('after a reboot live registers hold nothing for seconds, and the run counter holds what it held', async () => {
  const bench = lobby();
  await command(bench, { verb: 'ride', lift: 'a', from: 3, to: 1 });
  await bench.clock.advance(60_000);
  expect(await ask(bench, 0xf90b)).toBe(4);
  expect(await ask(bench, 0xf90c)).toBe(2);
  await command(bench, { verb: 'rebootController', lift: 'a', seconds: 5 });
  expect(await ask(bench, 0x1018)).toBe(0);
  expect(await ask(bench, 0xf90c)).toBe(2);
  await bench.clock.advance(6000);
  expect(await ask(bench, 0x1018)).toBe(1);
});

test('without mains the controller is silent, and the box tells of people between floors', async () => {
  const bench = lobby();
  await command(bench, { verb: 'ride', lift: 'a', from: 1, to: 7 });
  await bench.clock.advance(20_000);
  await command(bench, { verb: 'mains', lift: 'a', on: false });
  await bench.clock.advance(30_000);
  expect(await ask(bench, 0x1018)).toBeUndefined();
  const box = registersOf(await bench.master.ask(247, read(3, 0x10, 19), 100));
  expect(box).toHaveLength(19);
  expect((box[0] ?? 0) & 0x0802).toBe(0x0002); // entrapment off level; a power fault is never set
  expect((box[1] ?? 0) & 0x7700).toBe(0x1100); // somebody aboard, not level, its arrow up still lit
  // whatever it does not know it passes over in silence
  for (const [unit, address, count] of [
    [2, 0x10, 1],
    [247, 0x0f, 1],
    [247, 0x22, 2],
  ] as const)
    expect(await bench.master.ask(unit, read(3, address, count), 100)).toEqual([]);
  expect(await bench.master.ask(247, read(4, 0x10, 1), 100)).toEqual([]);
  const account = (await command(bench, { verb: 'account', lift: 'a' })) as Fact[];
  expect(account.filter(({ kind }) => kind === 'entrapment')).toMatchObject([
    { level: false, untilMs: null },
  ]);
});

test('the fault log holds code and civil time of the newest faults', async () => {
  const bench = lobby();
  await command(bench, { verb: 'fail', lift: 'a', code: 42, seconds: 10 });
  await bench.clock.advance(20_000);
  await command(bench, { verb: 'fail', lift: 'a', code: 41 });
  expect(await ask(bench, 0x8000)).toBe(41);
  expect(await ask(bench, 0xfc14)).toBe(41);
  expect(await ask(bench, 0xfc16)).toBe(302);
  expect(await ask(bench, 0xfc17)).toBe(900);
  expect(await ask(bench, 0xfc18)).toBe(42);
});

test('the example building is sound, and its lift can be sensed, repaired and asked for by name', async () => {
  const file = 'simulators/buildings/lift.yaml';
  const building = readBuilding(readFileSync(join(ROOT, file), 'utf8'), file, profiles);
  if (!building.ok) throw new Error(JSON.stringify(building.error));
  const bench = onBench(building.value);
  expect(bench.simulation.world.feel('lifts.a.floor')).toBe(1);
  await command(bench, { verb: 'openChain', lift: 'a', stage: 'other' });
  expect(bench.simulation.world.feel('lifts.a.fault')).toBe(41);
  await command(bench, { verb: 'repair', what: 'a' });
  expect(bench.simulation.world.feel('lifts.a.fault')).toBe(0);
  await expect(command(bench, { verb: 'trap', lift: 'b', where: 'level' })).rejects.toThrow('no lift "b"');
  await expect(command(bench, { verb: 'ride', lift: 'a', from: 1, to: 9 })).rejects.toThrow('the lift has 7');
});
