import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Writes samples.csv: half an hour of twenty channels at 1 Hz, as real sensors of these kinds say it: each at the
// resolution of its device, with its noise, drift and events. Seeded: the same file every time.
// Noise levels are engineering estimates; resolutions are those of the devices' register maps.

const ROWS = 1800;
let seed = 20260101;

/** Uniform in [0, 1): mulberry32. */
function uniform(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

function gauss(sigma: number): number {
  return sigma * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A level that wanders: each second a step, pulled back to 0 with the given time constant in seconds. */
function wander(step: number, constant: number): () => number {
  let level = 0;
  return () => {
    level += gauss(step) - level / constant;
    return level;
  };
}

/** Something that is switched on now and then for a while. */
function bursts(everyS: number, lastS: number): () => number {
  let left = 0;
  return () => {
    if (left <= 0 && uniform() < 1 / everyS) left = lastS * (0.5 + uniform());
    left -= 1;
    return left > 0 ? 1 : 0;
  };
}

type Source = { point: string; unit: string; exponent: number; next: (second: number) => number };

function gas(point: string): Source {
  const level = wander(0.03, 200);
  return {
    point,
    unit: '%LEL',
    exponent: -1,
    next: () => Math.max(0, 0.3 + level() + gauss(0.08)),
  };
}

function pressure(point: string, base: number, demand: () => number): Source {
  return { point, unit: 'MPa', exponent: -3, next: () => base - 0.03 * demand() + gauss(0.0015) };
}

function measured(
  point: string,
  unit: string,
  exponent: number,
  base: number,
  noise: number,
  drift: number,
  resolution = 0,
): Source {
  const level = wander(drift, 2000);
  return {
    point,
    unit,
    exponent,
    next: () => {
      const value = base + level() + gauss(noise);
      return resolution === 0 ? value : Math.round(value / resolution) * resolution;
    },
  };
}

const demand = bursts(90, 40);
let drawn = 0;
const WIT_LSB = 180 / 32768;
const sources: Source[] = [
  gas('gas-kitchen/concentration'),
  gas('gas-shaft/concentration'),
  gas('gas-boiler/concentration'),
  gas('gas-garage/concentration'),
  {
    ...pressure('riser-low/pressure', 0.612, () => {
      drawn = demand();
      return drawn;
    }),
  },
  pressure('riser-high/pressure', 0.347, () => drawn),
  measured('tank/level', 'm', -3, 2.318, 0.0012, 0.0003),
  measured('tilt-east/x', '°', -3, 0.412, 0.0018, 0.0001),
  measured('tilt-east/y', '°', -3, -0.133, 0.0018, 0.0001),
  measured('tilt-west/x', '°', -3, -1.204, 1.5 * WIT_LSB, 0.0001, WIT_LSB),
  measured('tilt-west/y', '°', -3, 0.588, 1.5 * WIT_LSB, 0.0001, WIT_LSB),
  measured('crack-stair/width', 'mm', -3, 1.874, 0.0012, 0.0002),
  measured('crack-facade/width', 'mm', -3, 3.251, 0.0012, 0.0004),
  measured('joint/displacement', 'mm', -2, 41.37, 0.012, 0.002),
  measured('settlement/height', 'mm', -2, 118.42, 0.04, 0.003),
  measured('climate/temperature', '°C', -1, 23.4, 0.06, 0.004),
  measured('climate/humidity', '%', -1, 48.2, 0.15, 0.03),
  measured('probe/temperature', '°C', -1, 31.6, 0.03, 0.004, 0.0625),
  measured('pump/current', 'µA', 0, 11840, 3, 1),
  measured('motor-room/temperature', '°C', -1, 28.9, 0.05, 0.006),
];

const lines = [
  ['ms', ...sources.map(({ point, unit, exponent }) => `${point}|${unit}|${exponent}`)].join(','),
];
for (let second = 1; second <= ROWS; second++) {
  const ms = second * 1000 + Math.round(Math.abs(gauss(3)));
  const values = sources.map(({ next, exponent }) =>
    next(second)
      .toFixed(-exponent)
      .replace(/^-(0\.?0*)$/, '$1'),
  );
  lines.push([ms, ...values].join(','));
}
writeFileSync(join(import.meta.dirname, 'samples.csv'), `${lines.join('\n')}\n`);
