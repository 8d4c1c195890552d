import { afterEach, describe, expect, it, vi } from 'vitest';
import { plain } from '../../gateway/cli/alarms/paint.ts';
import { screenText } from '../../gateway/cli/alarms/screenText.ts';
import { voiceFor } from '../../gateway/cli/alarms/voice.ts';
import { Bus } from '../../gateway/guard/bus/bus.ts';
import { RtuLine } from '../../gateway/guard/bus/line/rtuLine.ts';
import type { Fault } from '../../simulators/device/fault.ts';
import { MemoryEndpoint } from '../../simulators/endpoint/memoryEndpoint.ts';
import type { Simulation } from '../../simulators/simulation.ts';
import type { VirtualClock } from '../harness/virtualClock.ts';
import { onBench } from '../simulators/bench.ts';
import { installationOf } from '../site/fixture.ts';
import { type SirenGuard, startGuard, stateFolder } from './sirenHouse.ts';

// A gas detector and a relay board, each on a simulated line of 9600 baud; guard's own bus and lines on the other end.

const LEASE_S = 4;
const GAS = 'rooms.kitchen.gas';
const quick = (...points: readonly string[]) =>
  Object.fromEntries(points.map((id) => [id, { periodMs: 250 }]));

const site = {
  gateway: { id: 'house' },
  buses: ['a', 'b'].map((id) => ({
    id,
    connection: { type: 'serial', path: `memory-${id}`, baud: 9600, adapterMs: 2 },
  })),
  devices: [
    { id: 'gas', profile: 'ya-k300-s', bus: 'a', unit: 1, points: quick('concentration') },
    { id: 'board', profile: 'relay-8in-8out', bus: 'b', unit: 4 },
  ],
  rules: [
    {
      id: 'gas-high',
      kind: 'limit',
      point: 'gas/concentration',
      unit: '%LEL',
      high: { orange: 25, red: 50 },
      deadband: 2,
      latch: ['red'],
    },
    { id: 'door', kind: 'state', point: 'board/input1', equals: true, severity: 'orange' },
  ],
  signals: {
    red: { tone: 'continuous', strobe: true, closeGasValve: true },
    orange: { tone: 'pulsed', strobe: true },
  },
};

/** Siren, strobe, a valve that fails closed, a fault lamp. */
const OUTPUTS: readonly object[] = [
  { point: 'relay1', drives: 'siren', onLoss: 'rest' },
  { point: 'relay2', drives: 'strobe', onLoss: 'rest' },
  { point: 'relay3', drives: 'gas-valve', energised: 'at-rest', onLoss: 'act' },
  { point: 'relay4', drives: 'fault-lamp', energised: 'at-rest' },
];

const ILLEGAL_FUNCTION = { en: 'exception 1, illegal function', zh: '异常码 1，非法功能码' };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A house whose gas valve somebody has opened; `outputs`: what else hangs on its board than usual. */
async function aHouse({ outputs = OUTPUTS, leaseS = LEASE_S } = {}) {
  const { clock, simulation } = onBench({
    world: { rooms: { kitchen: { noiseLel: 0 } }, contacts: { door: false } },
    lines: [
      {
        id: 'a',
        link: 'a',
        devices: [{ id: 'gas', profile: 'ya-k300-s', unit: 1, senses: { concentration: GAS } }],
      },
      {
        id: 'b',
        link: 'b',
        devices: [{ id: 'board', profile: 'relay-8in-8out', unit: 4, senses: { input1: 'contacts.door' } }],
      },
    ],
  });
  await clock.advance(600_000); // sensors are warm
  const folder = stateFolder();
  const installation = installationOf({ ...site, annunciators: [{ device: 'board', leaseS, outputs }] });
  const start = async () => {
    const guard = await startGuard(installation, clock, folder, (line) => {
      const serial = simulation.lines.get(line.id)?.serial;
      if (line.connection.type !== 'serial' || serial === undefined) throw new Error('not serial');
      return new RtuLine(new MemoryEndpoint(serial, clock), line.connection, clock);
    });
    closers.push(async () => void (await guard.stop()));
    await clock.advance(3000);
    return guard;
  };
  const guard = await start();
  if (outputs === OUTPUTS) {
    await reopen(guard);
    await clock.advance(2000);
  }
  return { clock, simulation, guard, start };
}

/** Siren, strobe, valve, fault lamp: 1 where the relay is energised. */
function relays(simulation: Simulation): string {
  const outputs = simulation.devices.get('board')?.outputs ?? {};
  return ['relay1', 'relay2', 'relay3', 'relay4'].map((id) => Number(outputs[id])).join('');
}

const inflict = (simulation: Simulation, fault: Fault) => simulation.devices.get('board')?.inflict(fault);
const moves = (simulation: Simulation, point: string) =>
  simulation.devices.get('board')?.relayChanges[point] ?? [];
const occurrence = (guard: SirenGuard, rule: string) => guard.alarm(rule)?.occurrence ?? '';
const reopen = (guard: SirenGuard) =>
  guard.ask({ verb: 'reopen-valve', point: 'board/relay3', actor: 'wang' });
const silence = (guard: SirenGuard) => guard.ask({ verb: 'silence', actor: 'wang' });

/** Lets time pass until `look` is true; at most `ms`. @returns how long it took */
async function within(clock: VirtualClock, ms: number, look: () => boolean): Promise<number> {
  const begun = clock.mono();
  while (!look() && clock.mono() - begun < ms) await clock.advance(5);
  if (!look()) throw new Error(`not within ${ms} ms`);
  return clock.mono() - begun;
}

describe('a gas alarm on a relay board', () => {
  it('finds its outputs at rest: siren and strobe let go, valve and fault lamp held', async () => {
    const { simulation } = await aHouse();
    expect(relays(simulation)).toBe('0011');
  });

  it('finds a valve that nobody opened closed, and leaves it so', async () => {
    const { clock, simulation } = await aHouse({ outputs: OUTPUTS.slice(2, 3) });
    await clock.advance(60_000);
    expect(relays(simulation)).toBe('0000');
  });

  it('is on its way to the relay before anything else is told of it', async () => {
    const { clock, simulation, guard } = await aHouse({ outputs: OUTPUTS.slice(0, 1) });
    simulation.world.set(GAS, 60);
    const declaredBefore: boolean[] = [];
    const handed = vi.spyOn(Bus.prototype, 'request').mockImplementation(function (this: Bus, ...write) {
      declaredBefore.push(guard.happened.includes('declared gas-high'));
      handed.mockRestore();
      return this.request(...write);
    });
    await within(clock, 650, () => guard.happened.includes('declared gas-high'));
    expect(declaredBefore).toEqual([false]);
  });

  it('that joins one that sounds already needs no command, and counts for no time when one is given later', async () => {
    const { clock, simulation, guard } = await aHouse({ outputs: OUTPUTS.slice(0, 1) });
    simulation.world.set(GAS, 60);
    await clock.advance(1000);
    simulation.world.set('contacts.door', true);
    await clock.advance(5000);
    const gas = occurrence(guard, 'gas-high');
    await guard.ask({ verb: 'silence', occurrence: gas, actor: 'wang' });
    await clock.advance(5000);
    expect((await guard.annunciation()).sounding).toEqual([occurrence(guard, 'door')]);
    expect(await guard.measured()).toEqual([gas]);
  });

  it('closes the relay within one period and a few exchanges, whatever else is renewed on the board', async () => {
    const { clock, simulation } = await aHouse();
    simulation.world.set(GAS, 60);
    // period 500, exchange under way at most 60, the read 35, the write 30
    expect(await within(clock, 650, () => relays(simulation).startsWith('1'))).toBeLessThan(650);
    await clock.advance(200);
    expect(relays(simulation)).toBe('1101');
  });

  it('goes on for as long as it stands, and its relay never falls in between', async () => {
    const { clock, simulation } = await aHouse();
    simulation.world.set(GAS, 60);
    await clock.advance(120_000);
    expect(moves(simulation, 'relay1').map(({ on }) => on)).toEqual([true]);
    expect(moves(simulation, 'relay3').map(({ on }) => on)).toEqual([true, false]);
  });

  it('is silent once it was silenced, and the next alarm sounds again, in pulses of a second', async () => {
    const { clock, simulation, guard } = await aHouse();
    simulation.world.set(GAS, 60);
    await clock.advance(1000);
    expect(await silence(guard)).toMatchObject({ ok: true });
    await clock.advance(100);
    expect(relays(simulation)).toBe('0101');
    simulation.world.set('contacts.door', true);
    await within(clock, 1000, () => relays(simulation).startsWith('1'));
    await clock.advance(10_500);
    const beats = moves(simulation, 'relay1').slice(2);
    expect(beats.length).toBeGreaterThan(8);
    beats.slice(1).forEach(({ at, on }, i) => {
      // the board ends a pulse to the millisecond; the next begins when the line is free
      const gap = at - (beats[i]?.at ?? 0);
      if (!on) expect(gap).toBeCloseTo(1000, 6);
      else expect(Math.abs(gap - 1000)).toBeLessThan(120);
    });
  });

  it('of guard that is gone ends in the fail states within the lease; guard that is back resumes it as it was', async () => {
    const { clock, simulation, guard, start } = await aHouse();
    simulation.world.set(GAS, 60);
    await clock.advance(1000);
    const before = occurrence(guard, 'gas-high');
    await guard.stop();
    expect(relays(simulation)).toBe('1101'); // the last command stands
    expect(await within(clock, 10_000, () => relays(simulation) === '0000')).toBeLessThanOrEqual(
      LEASE_S * 1000,
    );

    const second = await start();
    expect(relays(simulation)).toBe('1101');
    expect(occurrence(second, 'gas-high')).toBe(before);
    expect(await second.measured()).toEqual([]);
  });
});

describe('a gas valve that fails closed', () => {
  it('closes when guard is gone, and stays closed when guard is back, until somebody re-opens it', async () => {
    const { clock, simulation, guard, start } = await aHouse();
    await guard.stop();
    await clock.advance(LEASE_S * 1000);
    expect(relays(simulation)).toBe('0000');
    const second = await start();
    await clock.advance(60_000);
    expect(relays(simulation)).toBe('0001');
    expect((await second.annunciation()).outputs[2]).toMatchObject({
      drives: 'gas-valve',
      acting: true,
      obeys: true,
    });
    expect(await reopen(second)).toMatchObject({ ok: true });
    await clock.advance(100);
    expect(relays(simulation)).toBe('0011');
    await clock.advance(60_000);
    expect(relays(simulation)).toBe('0011');
  });

  it('stays closed after its board lost its power', async () => {
    const { clock, simulation } = await aHouse();
    inflict(simulation, { kind: 'reboot', bootS: 3 });
    await clock.advance(60_000);
    expect(relays(simulation)[2]).toBe('0');
  });

  it('stays open while a tenth of the replies is lost, with an ordinary lease', async () => {
    const { clock, simulation } = await aHouse({ leaseS: 10 });
    inflict(simulation, { kind: 'silent', probability: 0.1 });
    await clock.advance(300_000);
    expect(moves(simulation, 'relay3').map(({ on }) => on)).toEqual([true]);
  });
});

describe('an annunciator that disobeys', () => {
  it('is a red fault within seconds, and none when it obeys again', async () => {
    const { clock, simulation, guard } = await aHouse();
    inflict(simulation, { kind: 'stuck-relay', point: 'relay1' });
    simulation.world.set(GAS, 60);
    const took = await within(clock, 10_000, () => guard.alarm('board.annunciator') !== undefined);
    expect(took).toBeLessThan(4500);
    expect(guard.alarm('board.annunciator')).toMatchObject({ severity: 'red', value: false });
    expect((await guard.annunciation()).outputs.map(({ obeys }) => obeys)).toEqual([false, true, true, true]);
    const told = (await guard.screen()).alarms.find(({ rule }) => rule === 'board.annunciator');
    expect(told?.why?.because).toMatchObject({ en: 'read back otherwise than commanded: board/relay1' });
    await clock.advance(100);
    expect(relays(simulation)).toBe('0100'); // the strobe flashes, the valve is closed, and the fault lamp lights

    simulation.devices.get('board')?.clear();
    await within(clock, 5000, () => relays(simulation).startsWith('1'));
    await within(clock, 5000, () => guard.alarm('board.annunciator')?.to !== 'unacknowledged-active');
  });

  it('in pulses is noticed as well, stuck either way', async () => {
    // polls and beats have periods that fit into each other: every phase between them is tried
    for (const [on, phaseMs] of [0, 150, 300, 450, 600, 750, 900].map(
      (ms, i) => [i % 2 === 0, ms] as const,
    )) {
      const { clock, simulation, guard } = await aHouse();
      await clock.advance(phaseMs);
      if (on) {
        simulation.world.set(GAS, 60);
        await clock.advance(1000);
        await silence(guard);
      }
      inflict(simulation, { kind: 'stuck-relay', point: 'relay1' });
      simulation.world.set('contacts.door', true);
      await within(clock, 20_000, () => guard.alarm('board.annunciator') !== undefined);
      expect(guard.alarm('board.annunciator')?.value).toBe(false);
    }
  });

  it('is not one whose siren sounds in its rhythm for a quarter of an hour, with a reply lost now and then', async () => {
    const { clock, simulation, guard } = await aHouse();
    simulation.world.set('contacts.door', true);
    inflict(simulation, { kind: 'silent', probability: 0.02 });
    await clock.advance(800_000); // below the sounder's limit
    expect(guard.happened).not.toContain('declared board.annunciator');
  });

  it('because somebody else switched it off is told what to do again', async () => {
    const { clock, simulation, guard } = await aHouse();
    simulation.world.set(GAS, 60);
    await clock.advance(5000);
    inflict(simulation, { kind: 'reboot', bootS: 0 });
    await within(clock, 2500, () => relays(simulation).startsWith('11'));
    expect(guard.alarm('board.annunciator')).toBeUndefined();
  });
});

describe('a board that refuses what is written to it', () => {
  it('is never said to sound: it is told with its exception, once, and no more when it takes writes again', async () => {
    const { clock, simulation, guard } = await aHouse();
    inflict(simulation, { kind: 'refuses-writes', code: 1 });
    simulation.world.set(GAS, 60);
    await clock.advance(20_000);
    expect(relays(simulation)).toMatch(/^0/);
    const screen = await guard.screen();
    const outputs = screen.annunciation.outputs;
    expect(outputs[0]).toMatchObject({ acting: true, acted: false });
    expect(outputs.map(({ refused }) => refused)).toEqual(outputs.map(() => ILLEGAL_FUNCTION));
    const alarm = screen.alarms.find(({ rule }) => rule === 'board.annunciator');
    expect(alarm?.why).toMatchObject({
      because: {
        en: expect.stringContaining('refuses the write (exception 1, illegal function)'),
        zh: expect.stringContaining('拒绝写入（异常码 1，非法功能码）'),
      },
    });
    const refusals = (problems: readonly { readonly code: string }[]) =>
      problems.filter(({ code }) => code === 'annunciate.refused');
    expect(refusals(screen.problems)).toHaveLength(1);
    expect(refusals(guard.problems)).toHaveLength(1);

    for (const language of ['en', 'zh'] as const) {
      const text = screenText(screen, voiceFor(screen, language, plain, 'Asia/Shanghai'));
      expect(text).toContain(ILLEGAL_FUNCTION[language]);
      expect(text).not.toMatch(/: sounding|sounds now|does not obey: (on|off)|not read back yet/);
      expect(text).not.toMatch(/：鸣响|正在鸣响|不执行命令：|尚未回读/);
    }

    simulation.devices.get('board')?.clear();
    await within(clock, 10_000, () => relays(simulation).startsWith('1'));
    await clock.advance(5000);
    const after = await guard.screen();
    expect(refusals(after.problems)).toEqual([]);
    expect(after.annunciation.outputs[0]).toMatchObject({ refused: null, acted: true, obeys: true });
  });
});

describe('an annunciator that cannot be reached', () => {
  it('is a red fault, and sounds as soon as it is back', async () => {
    const { clock, simulation, guard } = await aHouse();
    inflict(simulation, { kind: 'silent', probability: 1 });
    await within(clock, 6000, () => guard.alarm('board.annunciator') !== undefined);
    expect(guard.alarm('board.annunciator')).toMatchObject({ value: null, quality: 'no-communication' });

    await clock.advance(60_000);
    simulation.world.set(GAS, 60);
    await clock.advance(1000);
    expect(guard.alarm('gas-high')).toBeDefined();
    simulation.devices.get('board')?.clear();
    await within(clock, 6000, () => relays(simulation).startsWith('11'));
    await within(clock, 15_000, () => guard.alarm('board.annunciator')?.to !== 'unacknowledged-active');
  });
});
