import { afterEach, describe, expect, it } from 'vitest';
import { decodeCommand, encodeStatus } from '../../drivers/annunciator/node.ts';
import { Story } from '../firmware/story.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { installationOf } from '../site/fixture.ts';
import { type Behaviour, FakeLine } from './bus/fakeLine.ts';
import { type SirenGuard, startGuard, stateFolder } from './sirenHouse.ts';

// Guard's own bus and the node's own rules on one virtual clock; between them requests instead of bytes.

const installation = installationOf({
  gateway: { id: 'house' },
  buses: [{ id: 'l', connection: { type: 'serial', path: 'memory', baud: 9600, adapterMs: 0 } }],
  zones: [{ id: 'east' }],
  devices: [
    { id: 'gas', profile: 'ya-k300-s', bus: 'l', unit: 1, zone: 'east' },
    { id: 'node', profile: 'lifeline-annunciator', bus: 'l', unit: 5 },
  ],
  rules: [
    {
      id: 'gas-high',
      kind: 'limit',
      point: 'gas/concentration',
      unit: '%LEL',
      high: { red: 50 },
      deadband: 2,
      latch: ['red'],
      signals: { red: { tone: 'continuous', strobe: true, closeGasValve: true } },
    },
  ],
  annunciators: [
    {
      device: 'node',
      outputs: [
        { point: 'siren', drives: 'siren', zones: ['east'] },
        { point: 'strobe', drives: 'strobe', onLoss: 'rest', zones: ['east'] },
        { point: 'gas_valve', drives: 'gas-valve', zones: ['east'] },
        { point: 'fault_lamp', drives: 'fault-lamp', zones: ['east'] },
      ],
    },
  ],
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function aHouse() {
  const clock = new VirtualClock({ mono: 600_000 });
  const house = { gas: 0, node: new Story(), frozen: false };
  house.node.now = clock.mono();
  const node: Behaviour = (request) => {
    if (house.frozen) return 'silent';
    house.node.after(Math.max(0, clock.mono() - house.node.now));
    if (request.op === 'write-registers') {
      const command = decodeCommand(request.values);
      if (command === null) return { exception: 3 };
      house.node.happens({ kind: 'command', command });
      return [];
    }
    if (request.op !== 'read') return { exception: 1 };
    return encodeStatus(house.node.status).slice(request.address, request.address + request.count);
  };
  const detector: Behaviour = (request) =>
    request.op === 'read'
      ? Array.from({ length: request.count }, (_, i) => (request.address + i === 0 ? house.gas * 10 : 0))
      : [];
  const folder = stateFolder();
  const start = async () => {
    const guard = await startGuard(installation, clock, folder, () => {
      const line = new FakeLine(clock);
      line.units.set(1, detector).set(5, node);
      return line;
    });
    closers.push(async () => void (await guard.stop()));
    await clock.advance(2500);
    return guard;
  };
  return { clock, house, guard: await start(), start };
}

const occurrences = (guard: SirenGuard) => guard.alarms().map(({ rule }) => rule);

describe('a node', () => {
  it('sounds, flashes and closes the valve with the alarm, and its pulse train goes on with every refresh', async () => {
    const { clock, house, guard } = await aHouse();
    const { pulses } = house.node.status;
    house.gas = 60;
    await clock.advance(10_000);
    expect(house.node.tone).toBe('continuous');
    expect(house.node.acting).toEqual(['siren', 'strobe', 'gas-valve']);
    expect(house.node.status.pulses - pulses).toBeGreaterThanOrEqual(10);
    expect(house.node.status.leaseLosses).toBe(0);
    expect((await guard.annunciation()).outputs.map(({ obeys }) => obeys)).toEqual([true, true, true, true]);
    expect(guard.happened).not.toContain('declared node.annunciator');
  });

  it('is silenced by its own button, once, and told apart from a person', async () => {
    const { clock, house, guard } = await aHouse();
    house.gas = 60;
    await clock.advance(2000);
    house.node.press('silence');
    await clock.advance(1000);
    expect(house.node.tone).toBe('none');
    expect((await guard.annunciation()).silenced).toMatchObject([{ actor: 'button:node' }]);
    expect(guard.happened).toContain('command silence button:node');
    await clock.advance(60_000);
    expect(guard.happened.filter((one) => one.startsWith('command '))).toHaveLength(1);
  });

  it('gives the gas back by its reset button, when the alarm can be reset and not before', async () => {
    const { clock, house, guard } = await aHouse();
    house.gas = 60;
    await clock.advance(2000);
    house.node.press('reset'); // the gas is still there
    await clock.advance(15_000);
    expect(house.node.acting).toContain('gas-valve');
    house.gas = 0;
    await clock.advance(15_000);
    expect(house.node.acting).toContain('gas-valve');
    house.node.press('reset');
    await clock.advance(3000);
    expect(occurrences(guard)).toEqual([]);
    expect(house.node.acting).toEqual([]);
    expect(guard.happened).toEqual(
      expect.arrayContaining(['command reset button:node', 'command reopen-valve button:node']),
    );
  });

  it('is not obeyed in what was pressed while guard could not hear it: the gas stays shut off, and the siren goes on', async () => {
    const { clock, house, guard } = await aHouse();
    house.gas = 60;
    await clock.advance(2000);
    house.gas = 0; // from here on a reset would give the gas back
    await clock.advance(15_000);
    house.frozen = true;
    await clock.advance(3000);
    house.node.press('reset').press('silence');
    await clock.advance(30_000);
    house.frozen = false;
    await clock.advance(15_000);
    expect(house.node.acting).toContain('gas-valve');
    expect(occurrences(guard)).not.toEqual([]);
    expect(guard.happened).not.toContain('command reopen-valve button:node');
    expect((await guard.annunciation()).silenced).toEqual([]);
    house.node.press('reset');
    await clock.advance(3000);
    expect(house.node.acting).not.toContain('gas-valve');
  });

  it('that booted presses nothing, whatever its counters say; nor does one that guard sees for the first time', async () => {
    const { clock, house, guard, start } = await aHouse();
    house.gas = 60;
    await clock.advance(2000);
    house.node.press('test').press('test');
    await guard.stop();
    const second = await start();
    const before = house.node;
    house.node = new Story(before.state.kept, { boot: 8 });
    house.node.now = clock.mono();
    house.node.press('silence').press('silence');
    await clock.advance(5000);
    expect(second.happened.filter((one) => one.startsWith('command '))).toEqual([]);
    expect(house.node.tone).toBe('continuous');
  });

  it('whose valve waits for a hand after guard gave it back does not disobey', async () => {
    const { clock, house, guard } = await aHouse();
    house.gas = 60;
    await clock.advance(2000);
    house.gas = 0;
    await clock.advance(30_000);
    const { occurrence = '' } = guard.alarms().find(({ rule }) => rule === 'gas-high') ?? {};
    await guard.ask({ verb: 'reset', occurrence, actor: 'wang' });
    await guard.ask({ verb: 'reopen-valve', point: 'node/gas_valve', actor: 'wang' });
    await clock.advance(30_000);
    expect(house.node.acting).toEqual(['gas-valve']);
    expect(guard.alarm('node.annunciator')).toBeUndefined();
    house.node.press('reset');
    await clock.advance(1000);
    expect(house.node.acting).toEqual([]);
  });

  it('whose board is gone disobeys, and obeys again when it is back', async () => {
    const { clock, house, guard } = await aHouse();
    house.node.happens({ kind: 'board', board: 'gone' });
    await clock.advance(4000);
    expect(guard.alarm('node.annunciator')).toMatchObject({ severity: 'red', value: false });
    house.node.ready();
    await clock.advance(3000);
    expect(guard.alarm('node.annunciator')?.to).not.toBe('unacknowledged-active');
  });

  it('whose host is frozen is not to be reached; thawed, it does what is wanted now', async () => {
    const { clock, house, guard } = await aHouse();
    house.frozen = true;
    await clock.advance(20_000);
    expect(guard.alarm('node.annunciator')).toMatchObject({ value: null, quality: 'no-communication' });
    house.gas = 60;
    await clock.advance(2000);
    house.frozen = false;
    await clock.advance(12_000);
    expect(house.node.tone).toBe('continuous');
    expect(house.node.status.leaseLosses).toBe(1);
  });
});
