import type { DeviceTiming } from '../../../../gateway/alarmTime/deviceTiming.ts';
import { charMs } from '../../../../gateway/alarmTime/wire.ts';
import type { Clock } from '../../../../gateway/core/clock.ts';
import { RtuLine } from '../../../../gateway/guard/bus/line/rtuLine.ts';
import { memoryPorts } from '../../../../gateway/guard/bus/port/memoryPort.ts';
import type { LineClient, Port } from '../../../../gateway/guard/bus/types.ts';
import { VirtualClock } from '../../../harness/virtualClock.ts';
import { interrogate, type Tally } from './interrogation.ts';
import { seeded } from './random.ts';
import { type Manners, Slaves } from './slaves.ts';

export const CONNECTION = {
  type: 'serial',
  path: 'memory',
  baud: 19_200,
  parity: 'none',
  stopBits: 1,
  adapterMs: 2,
} as const;

/** What the line below waits for a reply of two registers, counted from the end of the request. */
export const TIMEOUT_MS = 67;

export const TIMING: DeviceTiming = { turnaroundMs: 5, responseMs: 60, lateWindowMs: 150, gapMs: 0 };

export type Trial = {
  readonly units: number;
  readonly exchanges: number;
  readonly seed: number;
  readonly manners: Manners;
  readonly timing?: DeviceTiming;
  readonly registerOf?: (unit: number, address: number) => number;
  readonly lineOf?: (port: Port, clock: Clock) => LineClient;
};

/** Every register of every unit holds something else. */
export function distinct(unit: number, address: number): number {
  return unit * 256 + address;
}

/** Most registers are 0, as on real devices: a reply to another question often looks right. */
export function sparse(unit: number, address: number): number {
  return (unit * 7 + address * 13) % 4 === 0 ? 1 : 0;
}

/** Interrogates simulated slaves over a line in memory, on a virtual clock. */
export async function tryLine(
  trial: Trial,
): Promise<Tally & { readonly late: number; readonly asked: number }> {
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  const random = seeded(trial.seed);
  const registerOf = trial.registerOf ?? distinct;
  const { manners, units, exchanges } = trial;
  const write = (bytes: Uint8Array) => far.write(bytes);
  const slaves = new Slaves({ clock, charMs: charMs(CONNECTION), random, manners, registerOf, write });
  far.onBytes = (bytes, at) => slaves.receive(bytes, at);
  await far.open();
  const line = trial.lineOf?.(near, clock) ?? new RtuLine(near, CONNECTION, clock);
  await clock.until(line.open());
  const blocks = [0, 10, 20, 30, 40, 50];
  const plan = { exchanges, units, blocks, count: 2, timing: trial.timing ?? TIMING, random, registerOf };
  const tally = await clock.until(interrogate(line, clock, plan), Number.POSITIVE_INFINITY);
  return { ...tally, late: slaves.late, asked: slaves.heard };
}
