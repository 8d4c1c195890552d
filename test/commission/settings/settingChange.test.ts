import { expect, test } from 'vitest';
import { deviceTiming } from '../../../gateway/alarmTime/deviceTiming.ts';
import { SetupPort } from '../../../gateway/cli/device/setupPort.ts';
import { planChange } from '../../../gateway/commission/settings/changePlan.ts';
import { changeProblem } from '../../../gateway/commission/settings/changeProblem.ts';
import {
  carryOn,
  isChanged,
  newChange,
  type SettingChange,
} from '../../../gateway/commission/settings/settingChange.ts';
import type { SerialFormat } from '../../../gateway/core/serialFormat.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { MemoryEndpoint } from '../../../simulators/endpoint/memoryEndpoint.ts';
import { onBench, profiles } from '../../simulators/bench.ts';
import { expectChinese } from '../../text/inChinese.ts';

const OWN: SerialFormat = { baud: 9600, parity: 'none', stopBits: 1 };

/** A line with some devices, and whoever gives the first of them a setting. */
function setUp(devices: readonly object[], profile: string, setting: string, value: number, format = OWN) {
  const { clock, simulation, serial } = onBench({
    lines: [{ id: 'l', link: 'l', baud: format.baud, devices }],
  });
  const known = profiles.get(profile);
  if (known === undefined) throw new Error(profile);
  const open = (at: SerialFormat) => {
    serial.setMaster(at);
    return new RtuLine(
      new MemoryEndpoint(serial, clock),
      { type: 'serial', path: 'l', adapterMs: 2, ...at },
      clock,
    );
  };
  const line = new SetupPort(open, deviceTiming(known), clock);
  const plan = planChange(known, setting, value, { unit: known.serial.unit, format });
  if (!plan.ok) throw new Error(plan.error.what);
  const kept: SettingChange[] = [];
  const powerCycle = async () => {
    for (const device of simulation.devices.values()) device.inflict({ kind: 'reboot' });
  };
  const hands = { line, clock, keep: (state: SettingChange) => void kept.push(state), powerCycle };
  const run = (from: SettingChange = newChange(plan.value)) => clock.until(carryOn(from, known, hands));
  return { clock, simulation, hands, kept, run, plan: plan.value };
}

const cut = 'power is cut';

test.each([
  ['qdy30a-pressure', 1],
  ['wit-wt901c-485', 80],
  ['fg100m-combustible', 1],
  ['dyp-ultrasonic-485', 1],
])(
  '%s is given another address, saved, read back there, and gone from the old one',
  async (profile, unit) => {
    const { run, simulation, kept, clock } = setUp([{ id: 'd', profile, unit }], profile, 'unit', 13);
    const state = await run();
    expect([state.failure, isChanged(state)]).toEqual([null, true]);
    expect(kept.map(({ done }) => done)).toEqual(state.plan.steps.map((_, i) => i + 1));
    const device = simulation.devices.get('d');
    device?.inflict({ kind: 'reboot' });
    await clock.advance(10_000);
    expect(device?.unit).toBe(13);
  },
);

test('a rate is written at the old one and read back at the new one', async () => {
  const { run, simulation } = setUp(
    [{ id: 'd', profile: 'qdy30a-pressure', unit: 1 }],
    'qdy30a-pressure',
    'baud',
    4,
  );
  expect(isChanged(await run())).toBe(true);
  expect(simulation.devices.get('d')?.serial.baud).toBe(19_200);
});

test('two on the address, or the new address taken: nothing is written', async () => {
  const twins = setUp(
    [
      { id: 'a', profile: 'qdy30a-pressure', unit: 1, turnaroundMs: 20, senses: { pressure: 0.3 } },
      { id: 'b', profile: 'qdy30a-pressure', unit: 1, turnaroundMs: 23, senses: { pressure: 0.2 } },
    ],
    ...(['qdy30a-pressure', 'unit', 13] as const),
  );
  const shared = await twins.run();
  expect(shared.failure).toMatchObject({ step: 'alone', why: 'shared' });
  expect([...twins.simulation.devices.values()].map(({ unit }) => unit)).toEqual([1, 1]);
  const taken = await setUp(
    [
      { id: 'a', profile: 'qdy30a-pressure', unit: 1 },
      { id: 'b', profile: 'ya-k300-s', unit: 13 },
    ],
    ...(['qdy30a-pressure', 'unit', 13] as const),
  ).run();
  expect(taken.failure).toMatchObject({ step: 'free', why: 'taken' });
});

test.each([2, 3])(
  'power cut after step %i: going on finds the device wherever it is now, and finishes',
  async (after) => {
    const { run, simulation, hands, kept, plan, clock } = setUp(
      [{ id: 'd', profile: 'qdy30a-pressure', unit: 1 }],
      ...(['qdy30a-pressure', 'unit', 13] as const),
    );
    const stop = {
      ...hands,
      keep(state: SettingChange) {
        kept.push(state);
        if (state.done === after + 1) throw new Error(cut);
      },
    };
    const profile = profiles.get('qdy30a-pressure');
    if (profile === undefined) throw new Error();
    await expect(clock.until(carryOn(newChange(plan), profile, stop))).rejects.toThrow(cut);
    simulation.devices.get('d')?.inflict({ kind: 'reboot' }); // the cut took the sensor too
    await clock.advance(10_000);
    const state = await run(kept.at(-1));
    expect([state.failure, isChanged(state)]).toEqual([null, true]);
    simulation.devices.get('d')?.inflict({ kind: 'reboot' });
    expect(simulation.devices.get('d')?.unit).toBe(13);
  },
);

test('an answer that is lost is a busy host’s, one that is broken may be of two', async () => {
  for (const [kind, why] of [
    ['silence', null],
    ['garbled', 'shared'],
  ] as const) {
    const { run, hands, simulation } = setUp(
      [{ id: 'd', profile: 'qdy30a-pressure', unit: 1 }],
      'qdy30a-pressure',
      'unit',
      13,
    );
    const ask = hands.line.ask.bind(hands.line);
    let asked = 0;
    hands.line.ask = (request, at) => (++asked === 2 ? Promise.resolve({ kind }) : ask(request, at));
    expect((await run()).failure?.why ?? null).toBe(why);
    expect(simulation.devices.get('d')?.unit).toBe(why === null ? 13 : 1);
  }
});

test('a device that refuses, or dies in the middle, is told with where it may be now', async () => {
  const refusing = setUp(
    [{ id: 'd', profile: 'qdy30a-pressure', unit: 1 }],
    ...(['qdy30a-pressure', 'unit', 13] as const),
  );
  const inflictAt = (kind: 'exception' | 'silent') => (state: SettingChange) => {
    const device = refusing.simulation.devices.get('d');
    if (state.done === 2)
      device?.inflict(kind === 'silent' ? { kind, probability: 1 } : { kind, code: 4, probability: 1 });
  };
  const profile = profiles.get('qdy30a-pressure');
  if (profile === undefined) throw new Error();
  for (const [kind, why, units] of [
    ['exception', 'refused', [1]],
    ['silent', 'silent', [1, 13]],
  ] as const) {
    refusing.simulation.devices.get('d')?.clear();
    const hands = { ...refusing.hands, keep: inflictAt(kind) };
    const { failure, plan } = await refusing.clock.until(carryOn(newChange(refusing.plan), profile, hands));
    expect(failure).toMatchObject({ step: 'write', why });
    expect(failure?.leftAt.map(({ unit }) => unit)).toEqual(units);
    if (failure === null) continue;
    const problem = changeProblem(plan, failure);
    expect(problem.what).toContain(String(units.at(-1)));
    expectChinese(problem);
  }
});

test('what everybody on the line would hear is written to nobody while others are there', async () => {
  const board = { id: 'b', profile: 'waveshare-relay-8ch', unit: 1 };
  const more = { id: 'd', profile: 'qdy30a-pressure', unit: 99 };
  const crowded = await setUp([board, more], 'waveshare-relay-8ch', 'unit', 13).run();
  expect(crowded.failure).toMatchObject({ step: 'alone', why: 'others' });
  const alone = setUp([board], 'waveshare-relay-8ch', 'unit', 13);
  expect(isChanged(await alone.run())).toBe(true);
  expect(alone.simulation.devices.get('b')?.unit).toBe(13);
});

test('what no register sets says how it is set by hand', () => {
  const profile = profiles.get('eastron-sdm120');
  if (profile === undefined) throw new Error();
  const plan = planChange(profile, 'unit', 13, { unit: 1, format: OWN });
  expect(plan).toMatchObject({ ok: false, error: { code: 'commission.by-hand' } });
});
