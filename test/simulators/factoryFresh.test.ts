import { expect, test } from 'vitest';
import { withCrc } from '../../drivers/crc.ts';
import { obey } from '../../simulators/backchannel/obey.ts';
import type { SerialSettings } from '../../simulators/line/serialTiming.ts';
import { onBench, read, registersOf } from './bench.ts';

const AT: SerialSettings = { baud: 9600, parity: 'none', stopBits: 1 };

function line(devices: readonly object[], more: object = {}) {
  return onBench({ lines: [{ id: 'l', link: 'l', devices, ...more }] });
}

test('a device hears its master only at its own rate and parity, and with the stop bits it waits for', async () => {
  const devices = [
    { id: 'slow', profile: 'ya-k300-s', unit: 1, serial: { baud: 4800 } },
    { id: 'even', profile: 'ya-k300-s', unit: 2, serial: { parity: 'even' } },
    { id: 'two', profile: 'ya-k300-s', unit: 3, serial: { stopBits: 2 } },
    { id: 'plain', profile: 'ya-k300-s', unit: 4 },
  ];
  const { master, serial } = line(devices);
  const heard = async (settings: Partial<SerialSettings>) => {
    serial.setMaster({ ...AT, ...settings });
    const units: number[] = [];
    for (const unit of [1, 2, 3, 4]) if ((await master.ask(unit, read(3, 0, 1))).length > 0) units.push(unit);
    return units;
  };
  expect(await heard({})).toEqual([4]);
  expect(await heard({ stopBits: 2 })).toEqual([3, 4]); // a second stop bit is a pause to who wants one
  expect(await heard({ baud: 4800 })).toEqual([1]);
  expect(await heard({ parity: 'even' })).toEqual([2]);
});

test('an answer takes the time of its own rate', async () => {
  const { clock, master, serial } = line([
    { id: 'slow', profile: 'ya-k300-s', unit: 1, serial: { baud: 1200 }, turnaroundMs: 0 },
  ]);
  serial.setMaster({ ...AT, baud: 1200 });
  const from = clock.mono();
  await master.ask(1, read(3, 0, 1));
  // eight characters out, seven back, ten bits each
  expect(master.heard.at(-1)?.at).toBeCloseTo(from + (15 * 10 * 1000) / 1200, 1);
});

test('a sensor that lies beside the line says nothing until a hand connects it, and then boots', async () => {
  const bench = line([
    { id: 'a', profile: 'qdy30a-pressure', unit: 1, connected: false },
    { id: 'b', profile: 'qdy30a-pressure', unit: 1, connected: false },
  ]);
  expect(await bench.master.ask(1, read(3, 0, 1))).toEqual([]);
  expect(await obey(bench.simulation, { verb: 'connectNext', line: 'l' })).toEqual({ ok: true, value: 'a' });
  await bench.clock.advance(5_000);
  expect(registersOf(await bench.master.ask(1, read(3, 0, 1)))).toEqual([1]);
  await obey(bench.simulation, { verb: 'connectNext', line: 'l' });
  expect(await obey(bench.simulation, { verb: 'connectNext', line: 'l' })).toEqual({ ok: true, value: null });
});

test('a unit id that was written and not saved is gone after a power cut', async () => {
  const { master, simulation, clock } = line([{ id: 'a', profile: 'qdy30a-pressure', unit: 1 }]);
  await master.ask(1, [6, 0, 0, 0, 13]);
  expect(registersOf(await master.ask(13, read(3, 0, 1)))).toEqual([13]);
  expect(await master.ask(1, read(3, 0, 1))).toEqual([]);
  simulation.devices.get('a')?.inflict({ kind: 'reboot' });
  await clock.advance(5_000);
  expect(registersOf(await master.ask(1, read(3, 0, 1)))).toEqual([1]);
  await master.ask(1, [6, 0, 0, 0, 13]);
  await master.ask(13, [6, 0, 0x0f, 0, 0]);
  simulation.devices.get('a')?.inflict({ kind: 'reboot' });
  await clock.advance(5_000);
  expect(registersOf(await master.ask(13, read(3, 0, 1)))).toEqual([13]);
});

test('a unit id that waits for a power cycle shows before it and takes effect after it', async () => {
  const { master, simulation, clock } = line(
    [{ id: 'a', profile: 'renke-ws-n01-temperature-humidity', unit: 1, serial: { baud: 4800 } }],
    { baud: 4800 },
  );
  await master.ask(1, [6, 0x07, 0xd0, 0, 13]);
  expect(registersOf(await master.ask(1, read(3, 0x07d0, 1)))).toEqual([13]);
  expect(await master.ask(13, read(3, 0x07d0, 1))).toEqual([]);
  simulation.devices.get('a')?.inflict({ kind: 'reboot' });
  await clock.advance(5_000);
  expect(registersOf(await master.ask(13, read(3, 0x07d0, 1)))).toEqual([13]);
  expect(await master.ask(1, read(3, 0x07d0, 1))).toEqual([]);
});

test('swapped wires are silence; an open end reflects at a high rate and adds a character at any', async () => {
  const { master, simulation } = line(
    [{ id: 'a', profile: 'ya-k300-s', unit: 1, serial: { baud: 115_200 } }],
    {
      baud: 115_200,
    },
  );
  await obey(simulation, { verb: 'wire', line: 'l', swapped: true });
  expect(await master.ask(1, read(3, 0, 1))).toEqual([]);
  await obey(simulation, { verb: 'wire', line: 'l', swapped: false, terminated: false });
  const whole = withCrc([1, 3, 2, 0, 0]);
  let good = 0;
  for (let i = 0; i < 20; i++) {
    const heard = await master.ask(1, read(3, 0, 1));
    if (Buffer.from(heard.slice(1)).equals(Buffer.from(whole))) good++;
    if (heard.length > 0) expect(heard[0]).toBe(0);
  }
  expect(good).toBeLessThan(10);
  expect(await master.ask(9, read(3, 0, 1))).toEqual([0]);
});
