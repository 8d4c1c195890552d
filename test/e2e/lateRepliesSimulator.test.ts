import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DeviceTiming } from '../../gateway/alarmTime/deviceTiming.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { SerialPort } from '../../gateway/core/serialPort.ts';
import { RtuLine } from '../../gateway/guard/bus/line/rtuLine.ts';
import { seededRandom } from '../../simulators/random.ts';
import { registerSenses, registersProfile, registerValue } from '../bench/registersProfile.ts';
import { interrogate, type Tally } from '../guard/bus/line/interrogation.ts';
import { NaiveLine } from '../guard/bus/line/naiveLine.ts';
import { soak } from '../harness/soak.ts';
import { openStage } from '../harness/stage.ts';

const FORMAT = { baud: 115_200, parity: 'none', stopBits: 1 } as const;
// The line is silent for most of an exchange: a late reply then meets no other bytes that would garble it.
const TIMING: DeviceTiming = { turnaroundMs: 8, responseMs: 25, lateWindowMs: 60, gapMs: 0 };
const BLOCKS = [0, 10, 20, 30, 40, 50]; // all read in the same length
const REGISTERS = 60;

type Story = { readonly units: number; readonly exchanges: number; readonly bitErrorRate?: number };

/** Asks the real simulator, 5 % of whose replies come 1 to 5 timeouts late, and some of these later still. */
async function ask(story: Story, naive = false): Promise<Tally & { late: number }> {
  const { units, exchanges, bitErrorRate = 0 } = story;
  const stage = openStage();
  const profile = registersProfile({
    id: 'registers',
    registers: REGISTERS,
    turnaroundMs: TIMING.turnaroundMs,
    responseMs: TIMING.responseMs,
    class: 'trend',
    periodMs: 1000,
  });
  stage.write('profiles/registers/profile.yaml', profile);
  const late = { kind: 'late', probability: 0.05, timeoutMs: TIMING.responseMs, beyond: 0.1, windowMs: 140 };
  const devices = Array.from({ length: units }, (_, i) => ({
    id: `d${i + 1}`,
    profile: 'registers',
    unit: i + 1,
    senses: registerSenses(i + 1, REGISTERS),
    faults: [late],
  }));
  const building = await stage.simulate({
    lines: [{ id: 'l', link: 'l', ...FORMAT, bitErrorRate, devices }],
  });
  const clock = systemClock();
  const path = join(stage.folder, 'lines', 'l');
  const port = new SerialPort(path, FORMAT, clock);
  const connection = { type: 'serial', path, adapterMs: 2, ...FORMAT } as const;
  const client = naive ? new NaiveLine(port, clock, false) : new RtuLine(port, connection, clock);
  expect(await client.open()).toMatchObject({ ok: true });
  const plan = { exchanges, units, blocks: BLOCKS, count: 2, timing: TIMING, registerOf: registerValue };
  const tally = await interrogate(client, clock, { ...plan, random: seededRandom(7) });
  await client.close();
  const { devices: counts } = await building.tally();
  return { ...tally, late: Object.values(counts).reduce((sum, count) => sum + count.late, 0) };
}

describe('late replies of the simulator, over a real pseudo-terminal', () => {
  it.each<[string, Story]>([
    ['on a bus of one', { units: 1, exchanges: soak(120) }],
    ['on a bus of ten', { units: 10, exchanges: soak(200) }],
    ['on a bus of ten, with bit noise', { units: 10, exchanges: soak(200), bitErrorRate: 0.0005 }],
  ])('are never taken for another register %s', async (_, story) => {
    const tally = await ask(story);
    expect(tally.wrong).toBe(0);
    expect(tally.ok).toBeGreaterThan(story.exchanges / 20); // how many depends on how busy the host is
    expect(tally.late).toBeGreaterThan(0);
    expect(tally.timeout).toBeGreaterThan(0);
  });

  it('are, by a line that simply asks again', async () => {
    const tally = await ask({ units: 1, exchanges: 300 }, true);
    expect(tally.wrong).toBeGreaterThan(0);
  });
});
