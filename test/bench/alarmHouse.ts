import { airOf, detectorProfile } from '../trials/house.ts';

/** Five gas detectors that are polled every 250 ms on one fast line; the siren hangs on an annunciator node. */
export const DETECTORS = [1, 2, 3, 4, 5].map((unit) => ({ id: `gas-${unit}`, unit }));

const BAUD = 115_200;
/** What the simulator's line and the pseudo-terminal may be late by, together, on a machine that does other things too. */
const ADAPTER_MS = 16;
/** The same for the loopback: two programs that must each get a turn of the processor. */
const NETWORK_MS = 20;

export const ALARM_BUILDING = {
  world: { rooms: Object.fromEntries(DETECTORS.map(({ id }) => [id, {}])) },
  lines: [
    {
      id: 'gas',
      link: 'gas',
      baud: BAUD,
      devices: DETECTORS.map(({ id, unit }) => ({
        ...{ id, unit, profile: detectorProfile.id },
        senses: { concentration: airOf(id) },
      })),
    },
  ],
};

/** The site; the node listens at `nodePort` of this machine. Limits without delay, nothing latched. */
export function alarmSite(nodePort: number): object {
  const node = { type: 'modbus-tcp', host: '127.0.0.1', port: nodePort, networkMs: NETWORK_MS };
  return {
    gateway: { id: 'bench' },
    buses: [
      { id: 'gas', connection: { type: 'serial', path: 'lines/gas', baud: BAUD, adapterMs: ADAPTER_MS } },
      { id: 'siren', connection: node },
    ],
    devices: [
      ...DETECTORS.map((device) => ({ ...device, profile: detectorProfile.id, bus: 'gas' })),
      { id: 'node', profile: 'lifeline-annunciator', bus: 'siren', unit: 1 },
    ],
    rules: DETECTORS.map(({ id }) => ({
      id: ruleOf(id),
      kind: 'limit',
      point: `${id}/concentration`,
      unit: '%LEL',
      high: { red: 50 },
      signals: { red: { tone: 'continuous' } },
    })),
    annunciators: [
      { device: 'node', leaseS: 10, outputs: [{ point: 'siren', drives: 'siren', onLoss: 'rest' }] },
    ],
  };
}

export function ruleOf(detector: string): string {
  return `${detector}-high`;
}
