import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BumpView, CommissionView } from '../../gateway/desk/http/api/commissionApi.ts';
import { BoardProcess } from '../harness/annunciatorRig.ts';
import { commission } from '../harness/commission.ts';
import { claimedDesk, type DeskClient } from '../harness/deskClient.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { freePort } from '../harness/mosquitto.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// From the register of a gas detector to the pins of an ATmega328P that runs the real StandardFirmata, and on to a broker.

const GAS = 'rooms.kitchen.gas';
const POINT = 'gas/concentration';
const LEASE_S = 5;
const PATIENCE_MS = 150_000;

const siteOn = (url: string, port: number) => {
  const house = houseSiteWithUplink(url);
  return {
    ...house,
    buses: [...house.buses, { id: 'siren', connection: { type: 'modbus-tcp', host: '127.0.0.1', port } }],
    devices: [...house.devices, { id: 'node', profile: 'lifeline-annunciator', bus: 'siren', unit: 1 }],
    signals: { red: { tone: 'continuous', strobe: true } },
    annunciators: [
      {
        device: 'node',
        leaseS: LEASE_S,
        outputs: [
          { point: 'siren', drives: 'siren', onLoss: 'rest' },
          { point: 'strobe', drives: 'strobe', onLoss: 'act' },
        ],
      },
    ],
  };
};

test(
  'a bump test goes from a gas detector over a real board to the city, each leg timed; the siren that is not heard has failed, and the city is told',
  async () => {
    const stage = openStage();
    const port = await freePort();
    const board = await BoardProcess.start(stage);
    const state = join(stage.folder, 'node.json');
    commission(state);
    const wired = ['--port', board.tty, '--tcp', String(port), '--state', state];
    await stage.program('firmware/annunciator', ...wired).ready();
    const building = await stage.simulate(houseBuilding);
    const broker = await stage.broker();
    const platform = await stage.platform(broker, HOUSE);
    await stage.guard(siteOn(broker.url, port));
    await stage.courier();
    const person = await stage.desk();
    const { client } = await claimedDesk(stage);
    await until('the node is in charge', async () => (await board.back.state()).effects.inCharge);
    await until('gas is read', () => person.shows(POINT)?.[1] === 'good');

    const heard = await bumped(client, true, (value) => building.set(GAS, value), board);
    expect(heard.passed).toBe(true);
    process.stdout.write(
      `bump test on the board: ${heard.legs.map(({ leg, ms, limitMs }) => `${leg} +${((ms ?? 0) / 1000).toFixed(1)} s (within ${(limitMs ?? 0) / 1000} s)`).join(', ')}\n`,
    );
    await until('the alarm of the test is over', () => person.alarm('gas-high') === undefined);

    const unheard = await bumped(client, false, (value) => building.set(GAS, value), board);
    expect(unheard.passed).toBe(false);
    expect(unheard.legs.find(({ leg }) => leg === 'heard')?.outcome).toBe('failed');
    expect(unheard.legs.find(({ leg }) => leg === 'siren')?.outcome).toBe('passed');
    await until('the city knows that it failed', () =>
      platform.events.some(
        ({ event }) =>
          event.type === 'command' && event.verb === 'bump-test' && event.detail === `${POINT} FAILED: heard`,
      ),
    );
  },
  PATIENCE_MS,
);

/** Gives gas, says whether the siren is heard once its pin is high and was read back, gives air. @returns the test when it is over */
async function bumped(
  client: DeskClient,
  hears: boolean,
  give: (lel: number) => Promise<unknown>,
  board: BoardProcess,
): Promise<BumpView> {
  const view = async () => (await client.get<CommissionView>('/api/commission')).checks;
  const last = async () => (await view()).points.find(({ point }) => point === POINT)?.bump ?? null;
  const before = (await last())?.utc ?? null;
  await client.post('/api/commission/bumps', { point: POINT, gas: 'methane 55 %LEL' });
  await give(55);
  await until('the siren was read back', async () =>
    (await view()).bump?.legs.some(({ leg, outcome }) => leg === 'siren' && outcome === 'passed'),
  );
  expect(await board.drives('siren')).toBe('high');
  await client.post('/api/commission/bumps/heard', { point: POINT, heard: hears });
  await until('it was silenced', async () => (await board.drives('siren')) !== 'high');
  await give(0);
  return until('the test is over', async () => {
    const bump = await last();
    return bump !== null && bump.passed !== null && bump.utc !== before ? bump : undefined;
  });
}
