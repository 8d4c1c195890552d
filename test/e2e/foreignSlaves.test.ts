import { expect, test } from 'vitest';
import { startForeignSlaves } from '../harness/foreignSlaves.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const SITE = {
  gateway: { id: 'stranger' },
  buses: [
    { id: 'foreign', connection: { type: 'serial', path: 'lines/foreign', baud: 9600, adapterMs: 300 } },
  ],
  devices: [
    { id: 'gas', profile: 'ya-k300-s', bus: 'foreign', unit: 1 },
    { id: 'tilt', profile: 'wit-wt901c-485', bus: 'foreign', unit: 80 },
    { id: 'main', profile: 'keller-series30', bus: 'foreign', unit: 2 },
  ],
};

// What the registers of pymodbusSlave.py mean, worked out by hand from the makers' documents.
const TRUTH = {
  'gas/concentration': 12.3, // 123 tenths of a %LEL
  'gas/state': 0,
  'gas/alarm': 0,
  'gas/temperature': 21.5,
  'gas/gas_type': 1, // methane
  'gas/range': 100,
  'gas/low_setpoint': 25,
  'gas/high_setpoint': 50,
  'tilt/tilt_x': (364 * 180) / 32_768, // 2.0°
  'tilt/tilt_y': (-182 * 180) / 32_768, // -1.0°
  'tilt/yaw': 45,
  'tilt/temperature': 20.34,
  'main/pressure': 3.25, // IEEE 754, high word first
  'main/temperature': 11.5,
};

test('guard reads slaves that nobody here wrote as their profiles say', async () => {
  const stage = openStage();
  await startForeignSlaves(stage);
  await stage.guard(SITE);
  const desk = await stage.desk();

  // on a busy machine a slave may be late, and a detector that was silent warms up for minutes: its values count
  const points = Object.keys(TRUTH);
  const isUsable = (point: string) => ['good', 'warm-up'].includes(desk.shows(point)?.[1] ?? '');
  await until('every point has been read', () => points.every(isUsable));
  for (const [point, value] of Object.entries(TRUTH)) {
    const [shown] = desk.shows(point) ?? [];
    expect(shown, point).toBeCloseTo(value, 2); // shown in whole steps of its channel
  }
});
