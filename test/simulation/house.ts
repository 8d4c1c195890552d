// The house of the simulation: three gas detectors on two lines, an annunciator node with siren, strobe, gas valve and fault
// lamp on a third.

export const GAS_POINTS = ['gas-1/concentration', 'gas-2/concentration', 'gas-3/concentration'] as const;
export type GasPoint = (typeof GAS_POINTS)[number];

export const ROOM_OF: Readonly<Record<GasPoint, string>> = {
  'gas-1/concentration': 'rooms.r1.gas',
  'gas-2/concentration': 'rooms.r2.gas',
  'gas-3/concentration': 'rooms.r3.gas',
};
export const LINE_OF: Readonly<Record<GasPoint, string>> = {
  'gas-1/concentration': 'a',
  'gas-2/concentration': 'a',
  'gas-3/concentration': 'b',
};
export const LINES = ['a', 'b', 'siren'] as const;

/** Above this the siren sounds, %LEL. */
export const RED = 50;

const gas = (id: number, unit: number) => ({
  ...{ id: `gas-${id}`, profile: 'ya-k300-s', unit },
  senses: { concentration: `rooms.r${id}.gas` },
});

export function building(seed: number): object {
  return {
    seed,
    world: { rooms: Object.fromEntries(['r1', 'r2', 'r3'].map((room) => [room, { noiseLel: 0 }])) },
    lines: [
      { id: 'a', link: 'a', baud: 9600, devices: [gas(1, 1), gas(2, 2)] },
      { id: 'b', link: 'b', baud: 9600, devices: [gas(3, 1)] },
    ],
  };
}

const line = (id: string) => ({ id, connection: { type: 'serial', path: id, baud: 9600, adapterMs: 2 } });
const sensor = (id: number, bus: string, unit: number) => ({
  ...{ id: `gas-${id}`, profile: 'ya-k300-s', bus, unit },
  points: { concentration: { periodMs: 500 } },
});
export const ruleOf = (point: string): string => `${point.split('/')[0]}-high`;
const limit = (point: string) => ({
  ...{ id: ruleOf(point), kind: 'limit', point, unit: '%LEL', high: { orange: 25, red: RED }, deadband: 2 },
  latch: ['red'],
  signals: {
    red: { tone: 'continuous', strobe: true, closeGasValve: true },
    orange: { tone: 'pulsed', strobe: true },
  },
});

/** A site file of that house. `variant`: what an installer may have changed of it. */
export function site(
  variant: 'whole' | 'without gas-2' | 'other limit' | 'renamed' = 'whole',
  release: 'puback' | 'ack' = 'puback',
): object {
  const points = GAS_POINTS.filter((point) => variant !== 'without gas-2' || !point.startsWith('gas-2'));
  return {
    gateway: { id: variant === 'renamed' ? 'another' : 'simulated' },
    report: { everyS: 60 },
    buses: LINES.map(line),
    devices: [
      sensor(1, 'a', 1),
      ...(variant === 'without gas-2' ? [] : [sensor(2, 'a', 2)]),
      sensor(3, 'b', 1),
      { id: 'node', profile: 'lifeline-annunciator', bus: 'siren', unit: 5 },
    ],
    rules: points.map((point) =>
      variant === 'other limit' && point.startsWith('gas-1')
        ? { ...limit(point), high: { orange: 20, red: RED } }
        : limit(point),
    ),
    annunciators: [
      {
        device: 'node',
        outputs: [
          { point: 'siren', drives: 'siren' },
          { point: 'strobe', drives: 'strobe', onLoss: 'rest' },
          { point: 'gas_valve', drives: 'gas-valve' },
          { point: 'fault_lamp', drives: 'fault-lamp' },
        ],
      },
    ],
    uplinks: [
      {
        ...{ id: 'city', url: 'mqtt://127.0.0.1:1883', release },
        ...(release === 'ack' ? { ackTimeoutS: 30 } : {}),
      },
    ],
  };
}
