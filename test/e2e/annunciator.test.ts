import { expect, test } from 'vitest';
import type { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const GAS = 'rooms.kitchen.gas';
const LEASE_S = 6;

/** The house with its relay board on a line of its own: renewing what the board holds takes no time of the sensors. */
const HOUSE = {
  ...houseBuilding,
  lines: [
    ...houseBuilding.lines.map((line) => ({
      ...line,
      devices: line.devices.filter(({ id }) => id !== 'board'),
    })),
    {
      id: 'sirens',
      link: 'sirens',
      devices: houseBuilding.lines.flatMap(({ devices }) => devices.filter(({ id }) => id === 'board')),
    },
  ],
};

/** The house with a siren, a strobe and a gas valve on its relay board. */
const site = {
  ...houseSite,
  buses: [
    ...houseSite.buses,
    { id: 'sirens', connection: { type: 'serial', path: 'lines/sirens', baud: 9600, adapterMs: 400 } },
  ],
  devices: houseSite.devices.map((device) => (device.id === 'board' ? { ...device, bus: 'sirens' } : device)),
  rules: [
    ...houseSite.rules,
    {
      id: 'door-open',
      kind: 'state',
      point: 'board/input1',
      equals: false,
      severity: 'orange',
    },
  ],
  signals: {
    red: { tone: 'continuous', strobe: true, closeGasValve: true },
    orange: { tone: 'pulsed', strobe: true },
  },
  annunciators: [
    {
      device: 'board',
      leaseS: LEASE_S,
      outputs: [
        { point: 'relay1', drives: 'siren', onLoss: 'rest' },
        { point: 'relay2', drives: 'strobe', onLoss: 'rest' },
        { point: 'relay3', drives: 'gas-valve' },
      ],
    },
  ],
};

test('a gas alarm closes the relay of the siren, silence opens it, and the next alarm closes it again', async () => {
  const { building, desk, stage } = await aHouseWithASiren();
  await building.set(GAS, 60);
  await until('the siren, the strobe and the valve act', async () => (await relays(building)) === '111');
  await until('a person sees it', () => desk.alarm('gas-high')?.severity === 'red');

  const silenced = await stage.lifeline('alarms', 'silence', '--run', '.', '--actor', 'Li Wei');
  expect(silenced.status).toBe(0);
  await until('the siren is still, the strobe is not', async () => (await relays(building)) === '011');

  await building.set('contacts.door', false);
  await until('the siren sounds for the door', async () => (await relays(building)) === '111');
  const began = (await moved(building, 'relay1')).length;
  await until('it sounds in pulses', async () => (await moved(building, 'relay1')).length > began + 4);
  const beats = gaps(await moved(building, 'relay1')).slice(-4);
  // a second each; on a busy machine one may be late, and the next is short then
  expect(beats.reduce((sum, beat) => sum + beat, 0) / beats.length).toBeGreaterThan(700);
});

test('a guard that is killed lets the siren fall within the lease and leaves the valve closed; restarted, it resumes the same alarm', async () => {
  const { stage, building, desk, guard } = await aHouseWithASiren();
  await building.set(GAS, 60);
  await until('the siren sounds', async () => (await relays(building)) === '111');
  const { occurrence } = await until('a person sees it', () => desk.alarm('gas-high'));

  await guard.kill();
  const killed = stage.clock.mono() - STAGE_OFFSET_MS;
  await until('siren and strobe have fallen', async () => (await relays(building)) === '001');
  const fell = (await moved(building, 'relay1')).at(-1);
  expect(fell?.on).toBe(false);
  expect((fell?.at ?? 0) - killed).toBeLessThanOrEqual(LEASE_S * 1000);

  desk.forget();
  const second = await stage.guard();
  await until('the siren sounds again', async () => (await relays(building)) === '111');
  const resumed = await until('a person sees it', () => desk.alarm('gas-high'));
  expect(resumed).toMatchObject({ occurrence, announcement: 1 });

  await building.set(GAS, 0);
  await until('the alarm is over', () => desk.alarm('gas-high')?.to === 'returned-unacknowledged');
  await until('the siren is still', async () => (await relays(building)).startsWith('0'));
  await second.kill();
  await stage.guard();
  await until('guard drives again', async () => (await relays(building)) === '011');
  expect(await moved(building, 'relay3')).toHaveLength(1); // closed once, never opened
});

test('a siren whose relay is stuck is a red fault within seconds, and none when it moves again', async () => {
  const { building, desk } = await aHouseWithASiren();
  await building.fault('board', { kind: 'stuck-relay', point: 'relay1' });
  await building.set(GAS, 60);
  await until('the others act', async () => (await relays(building)) === '011');
  const fault = await until('guard says so', () => desk.alarm('board.annunciator'), 15);
  expect(fault).toMatchObject({ severity: 'red', value: false, device: 'board' });
  await building.clear('board');
  await until('the siren sounds', async () => (await relays(building)) === '111');
  await until('the fault returns', () => desk.alarm('board.annunciator')?.to !== 'unacknowledged-active');
});

// the stage's guard counts from an hour before the machine's boot
const STAGE_OFFSET_MS = 3_600_000;

async function aHouseWithASiren() {
  const stage = openStage();
  const building = await stage.simulate(HOUSE);
  const guard = await stage.guard(site);
  const desk = await stage.desk();
  await until('the board is read', () => desk.readings.has('board/relay1'));
  return { stage, building, guard, desk };
}

/** Siren, strobe, valve: 1 where the relay is energised. */
async function relays(building: Backchannel): Promise<string> {
  const { outputs } = await board(building);
  return [outputs.relay1, outputs.relay2, outputs.relay3].map((on) => Number(on)).join('');
}

async function moved(building: Backchannel, point: string) {
  return (await board(building)).relays[point] ?? [];
}

async function board(building: Backchannel) {
  const device = (await building.state()).devices.find(({ id }) => id === 'board');
  if (device === undefined) throw new Error('the house has no board');
  return device;
}

function gaps(changes: readonly { readonly at: number }[]): number[] {
  return changes.slice(1).map(({ at }, i) => at - (changes[i]?.at ?? at));
}
