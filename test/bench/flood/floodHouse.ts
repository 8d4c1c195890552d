import { airOf, detectorProfile } from '../../trials/house.ts';

// 482 gas detectors on 17 lines and a relay board with the siren on the eighteenth. Sixteen lines can be taken away.

export const LIVING = ['living-1', 'living-2'];
const LINES = 16;
const ON_A_LINE = 30;
const BAUD = 115_200;
/** What the simulator's line and the pseudo-terminal may be late by, together. */
const ADAPTER_MS = 16;
const NETWORK_MS = 50;
/** How long an alarm closes the siren's relay at a time. */
export const SIREN_LEASE_S = 10;

const lost = Array.from({ length: LINES }, (_, line) => ({
  id: `lost-${line + 1}`,
  devices: Array.from({ length: ON_A_LINE }, (_, i) => ({ id: `gas-${line + 1}-${i + 1}`, unit: i + 1 })),
}));

/** The line that stays, and the board. */
export const LIVING_BUILDING = {
  world: { rooms: Object.fromEntries(LIVING.map((id) => [id, {}])) },
  lines: [
    {
      ...{ id: 'living', link: 'living', baud: BAUD },
      devices: LIVING.map((id, i) => ({
        ...{ id, unit: i + 1, profile: detectorProfile.id },
        senses: { concentration: airOf(id) },
      })),
    },
    {
      ...{ id: 'board', link: 'board', baud: BAUD },
      devices: [{ id: 'board', unit: 4, profile: 'relay-8in-8out' }],
    },
  ],
};

/** The sixteen lines, each behind a converter: RTU over TCP at one of these ports. */
export function lostBuilding(ports: readonly number[]): object {
  return {
    lines: lost.map(({ id, devices }, i) => ({
      ...{ id, tcp: ports[i], baud: BAUD },
      devices: devices.map((device) => ({ ...device, profile: detectorProfile.id })),
    })),
  };
}

export const LOST_LINES = LINES;

export function floodSite(ports: readonly number[]): object {
  const serial = (id: string) => ({
    id,
    connection: { type: 'serial', path: `lines/${id}`, baud: BAUD, adapterMs: ADAPTER_MS },
  });
  const converter = (id: string, port: number | undefined) => ({
    id,
    connection: { type: 'rtu-over-tcp', host: '127.0.0.1', port, baud: BAUD, networkMs: NETWORK_MS },
  });
  const slow = { points: { concentration: { periodMs: 5000 } } };
  return {
    gateway: { id: 'flood' },
    buses: [...['living', 'board'].map(serial), ...lost.map(({ id }, i) => converter(id, ports[i]))],
    devices: [
      ...LIVING.map((id, i) => ({ id, unit: i + 1, profile: detectorProfile.id, bus: 'living' })),
      { id: 'board', unit: 4, profile: 'relay-8in-8out', bus: 'board' },
      ...lost.flatMap(({ id: bus, devices }) =>
        devices.map((device) => ({ ...device, ...slow, profile: detectorProfile.id, bus })),
      ),
    ],
    rules: [...LIVING, ...lost.flatMap(({ devices }) => devices.map(({ id }) => id))].map((id) => ({
      ...{ id: `${id}-high`, kind: 'limit', point: `${id}/concentration`, unit: '%LEL', high: { red: 50 } },
      signals: { red: { tone: 'continuous' } },
    })),
    annunciators: [
      {
        device: 'board',
        leaseS: SIREN_LEASE_S,
        outputs: [{ point: 'relay1', drives: 'siren', onLoss: 'rest' }],
      },
    ],
  };
}
