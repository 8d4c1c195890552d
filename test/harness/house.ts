/** The gateway of `houseSite`. */
export const HOUSE = 'house-1';

const off = Object.fromEntries(
  ['2', '3', '4', '5', '6', '7', '8'].map((n) => [`temperature${n}`, { enabled: false }]),
);

/** A small house for `Stage.simulate`: a gas detector on one line; a pressure gauge, a thermometer and contacts on another. */
export const houseBuilding = {
  world: {
    rooms: { kitchen: {} },
    riser: { mainKpa: 320 },
    temperatures: { supply: { start: 58, noise: 0.3 } },
    contacts: { door: true },
  },
  lines: [
    {
      id: 'gas',
      link: 'gas',
      devices: [{ id: 'gas', profile: 'ya-k300-s', unit: 1, senses: { concentration: 'rooms.kitchen.gas' } }],
    },
    {
      id: 'water',
      link: 'water',
      devices: [
        {
          id: 'main',
          profile: 'keller-series30',
          unit: 2,
          senses: { pressure: { path: 'riser.main', factor: 0.01 }, temperature: 12.4 },
        },
        {
          id: 'heating',
          profile: 'r4dcb08-temperature',
          unit: 3,
          senses: { temperature1: 'temperatures.supply' },
        },
        { id: 'board', profile: 'relay-8in-8out', unit: 4, senses: { input1: 'contacts.door' } },
      ],
    },
  ],
};

// What a simulator on a busy test machine may be late by; a real adapter is far better.
const adapterMs = 400;

const serial = (path: string) => ({ type: 'serial', path, baud: 9600, adapterMs });

/** What was commissioned in that house. Report periods of a second, so that a test need not wait long. */
export const houseSite = {
  gateway: { id: HOUSE, name: { en: 'Small house', zh: '小楼' }, place: 'Garden Lane 7' },
  report: { everyS: 1 },
  buses: [
    { id: 'gas', connection: serial('lines/gas') },
    { id: 'water', connection: serial('lines/water') },
  ],
  devices: [
    { id: 'gas', profile: 'ya-k300-s', bus: 'gas', unit: 1, place: 'Kitchen' },
    { id: 'main', profile: 'keller-series30', bus: 'water', unit: 2 },
    {
      id: 'heating',
      profile: 'r4dcb08-temperature',
      bus: 'water',
      unit: 3,
      points: { temperature1: { periodMs: 1000 }, ...off },
    },
    { id: 'board', profile: 'relay-8in-8out', bus: 'water', unit: 4 },
  ],
  rules: [
    {
      id: 'gas-high',
      name: { en: 'Gas in the kitchen', zh: '厨房燃气' },
      kind: 'limit',
      point: 'gas/concentration',
      unit: '%LEL',
      high: { yellow: 10, red: 50 },
      deadband: 2,
    },
  ],
};

/** The same with an uplink to a broker. */
export function houseSiteWithUplink(url: string, more: object = {}) {
  return { ...houseSite, uplinks: [{ id: 'city', url, ...more }] };
}
