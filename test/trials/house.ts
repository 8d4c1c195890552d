/**
 * What the trials watch over: ten gas detectors that are polled every 250 ms on one fast line, a relay board with the
 * siren on another. Limits without delay, nothing latched: a step up sounds the siren, a step down stops it.
 */
export const DETECTORS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((unit) => ({ id: `gas-${unit}`, unit }));
/** These may be killed; steps are played on the others. */
export const DYING = ['gas-8', 'gas-9', 'gas-10'];
export const LIVING = DETECTORS.map(({ id }) => id).filter((id) => !DYING.includes(id));

export const PERIOD_MS = 250;
const BAUD = 115_200;
/** What the simulator's line and the pseudo-terminal may be late by, together, on a machine that does other things too. */
const ADAPTER_MS = 16;
const DETECTOR = 'trial-gas';

/** A gas detector as quick as they come: one register, 250 ms. */
export const detectorProfile = {
  id: DETECTOR,
  names: { en: 'Trial gas detector', zh: '试验用燃气探测器' },
  vendor: { en: 'none', zh: '无' },
  kind: 'combustible-gas',
  source: 'made for the trials of the alarm time',
  verification: 'bench',
  serial: { unit: 1, baud: BAUD, bauds: [BAUD] },
  timing: { turnaroundMs: 2, responseMs: 50 },
  points: [
    {
      id: 'concentration',
      names: { en: 'Gas concentration', zh: '气体浓度' },
      table: 'holding',
      address: 0,
      type: 'u16',
      scale: { factor: 0.1 },
      unit: '%LEL',
      decimals: 1,
      range: [0, 100],
      class: 'safety',
      periodMs: PERIOD_MS,
      role: 'gas.concentration',
    },
  ],
};

/** Path of the world that a detector smells. */
export const airOf = (detector: string): string => `rooms.${detector}.gas`;
/** What its register then says. */
export const LEAK = 55; // below what would count as a fall from a full scale
export const CLEAN = 0;

export const building = {
  world: { rooms: Object.fromEntries(DETECTORS.map(({ id }) => [id, {}])) },
  lines: [
    {
      id: 'gas',
      link: 'gas',
      baud: BAUD,
      devices: DETECTORS.map(({ id, unit }) => ({
        ...{ id, unit, profile: DETECTOR },
        senses: { concentration: airOf(id) },
      })),
    },
    {
      id: 'siren',
      link: 'siren',
      baud: BAUD,
      devices: [{ id: 'board', profile: 'relay-8in-8out', unit: 1 }],
    },
  ],
};

const serial = (path: string) => ({ type: 'serial', path, baud: BAUD, adapterMs: ADAPTER_MS });
const inputs = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`input${n}`, { enabled: false }]);

/** The site; `url` is the broker's. */
export function siteOf(url: string) {
  return {
    gateway: { id: 'trial' },
    buses: [
      { id: 'gas', connection: serial('lines/gas') },
      { id: 'siren', connection: serial('lines/siren') },
    ],
    devices: [
      ...DETECTORS.map((device) => ({ ...device, profile: DETECTOR, bus: 'gas' })),
      { id: 'board', profile: 'relay-8in-8out', bus: 'siren', unit: 1, points: Object.fromEntries(inputs) },
    ],
    rules: DETECTORS.map(({ id }) => ({
      id: `${id}-high`,
      kind: 'limit',
      point: `${id}/concentration`,
      unit: '%LEL',
      high: { red: 50 },
      signals: { red: { tone: 'continuous' } },
    })),
    annunciators: [
      { device: 'board', leaseS: 10, outputs: [{ point: 'relay1', drives: 'siren', onLoss: 'rest' }] },
    ],
    uplinks: [{ id: 'city', url }],
  };
}
