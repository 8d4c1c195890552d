import { expect, test } from 'vitest';
import { profileSchema } from '../../drivers/profile/schema.ts';
import type { DeviceTiming } from '../../gateway/alarmTime/deviceTiming.ts';
import type { Clock } from '../../gateway/core/clock.ts';
import { RtuLine } from '../../gateway/guard/bus/line/rtuLine.ts';
import type { LineClient, Port } from '../../gateway/guard/bus/types.ts';
import { MemoryEndpoint } from '../../simulators/endpoint/memoryEndpoint.ts';
import { seededRandom } from '../../simulators/random.ts';
import { interrogate, type Tally } from '../guard/bus/line/interrogation.ts';
import { NaiveLine } from '../guard/bus/line/naiveLine.ts';
import { type Bench, onBench } from './bench.ts';

// What the simulator does to a master, seen through two masters: one that takes what comes, and the gateway's.

const TIMING: DeviceTiming = { turnaroundMs: 5, responseMs: 60, lateWindowMs: 150, gapMs: 0 };
const CONNECTION = {
  type: 'serial',
  path: 'memory',
  baud: 19_200,
  parity: 'none',
  stopBits: 1,
  adapterMs: 2,
} as const;
const BLOCKS = [0, 10, 20, 30, 40, 50];
const registerOf = (unit: number, address: number) => unit * 256 + address;

const profile = profileSchema.parse({
  id: 'registers',
  names: { en: 'registers', zh: 'registers' },
  vendor: { en: 'test', zh: 'test' },
  kind: 'test',
  source: 'made up',
  verification: 'bench',
  serial: { unit: 1, baud: 9600, bauds: [9600] },
  timing: { turnaroundMs: TIMING.turnaroundMs, responseMs: TIMING.responseMs },
  points: Array.from({ length: 62 }, (_, address) => ({
    id: `r${address}`,
    names: { en: 'r', zh: 'r' },
    table: 'holding',
    address,
    type: 'u16',
    class: 'trend',
    periodMs: 1000,
  })),
});

type Story = {
  readonly units: number;
  readonly exchanges: number;
  readonly bitErrorRate?: number;
  readonly talksOver?: number;
  readonly lineOf: (port: Port, clock: Clock) => LineClient;
};

async function tell(story: Story): Promise<Tally & Pick<Bench, 'simulation' | 'serial'>> {
  const units = Array.from({ length: story.units }, (_, i) => i + 1);
  const late = { kind: 'late', probability: 0.05, timeoutMs: 67, beyond: 0.1, windowMs: 335 };
  // A device that answers for another, and late, cannot be told from one that answers for itself: every second device
  // talks over the others, at once, and the rest are late.
  const faultsOf = (unit: number) =>
    story.talksOver !== undefined && unit % 2 === 0
      ? [{ kind: 'talks-over', probability: story.talksOver }]
      : [late];
  const { clock, serial, simulation } = onBench(
    {
      lines: [
        {
          id: 'l',
          link: 'l',
          baud: CONNECTION.baud,
          bitErrorRate: story.bitErrorRate ?? 0,
          devices: units.map((unit) => ({
            id: `d${unit}`,
            profile: 'registers',
            unit,
            senses: Object.fromEntries(
              profile.points.map(({ id, address }) => [id, registerOf(unit, address)]),
            ),
            faults: faultsOf(unit),
          })),
        },
      ],
    },
    new Map([['registers', profile]]),
  );
  const line = story.lineOf(new MemoryEndpoint(serial, clock), clock);
  await clock.until(line.open());
  const { exchanges } = story;
  const plan = { exchanges, units: units.length, blocks: BLOCKS, count: 2, timing: TIMING };
  const asked = interrogate(line, clock, { ...plan, random: seededRandom(3), registerOf });
  return { ...(await clock.until(asked, Number.POSITIVE_INFINITY)), simulation, serial };
}

const gateway = (port: Port, clock: Clock) => new RtuLine(port, CONNECTION, clock);
const naive = (port: Port, clock: Clock) => new NaiveLine(port, clock, false);

test.each([1, 10])('late replies shift the values of a naive master, on a bus of %i', async (units) => {
  const { wrong, ok } = await tell({ units, exchanges: 1000, lineOf: naive });
  expect(ok).toBeGreaterThan(0);
  expect(wrong).toBeGreaterThan(0);
});

test.each([
  ['', {}],
  [', with bit noise', { bitErrorRate: 0.0005 }],
  [', with overlapping talkers', { talksOver: 0.01 }],
] as const)('late replies cost the gateway time and never a value%s', async (_, trouble) => {
  for (const units of [1, 10]) {
    const told = await tell({ units, exchanges: 2000, lineOf: gateway, ...trouble });
    expect(told.wrong, `${units} units`).toBe(0);
    const counts = Object.values(told.simulation.tally.devices());
    const [clean, late] = (['clean', 'late'] as const).map((outcome) =>
      counts.reduce((sum, one) => sum + one[outcome], 0),
    );
    expect(late).toBeGreaterThan(20);
    expect(told.timeout).toBeGreaterThan(20);
    expect(told.ok).toBeGreaterThan(500);
    expect(told.ok).toBeLessThanOrEqual(clean ?? 0); // it makes nothing up
    expect(told.serial.watch.tally().shortGaps).toBe(0);
  }
});
