import { describe, expect, it } from 'vitest';
import type { DeviceTiming } from '../../../gateway/alarmTime/deviceTiming.ts';
import { charMs } from '../../../gateway/alarmTime/wire.ts';
import { systemClock } from '../../../gateway/core/clock.ts';
import { SerialPort } from '../../../gateway/core/serialPort.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import type { LineClient } from '../../../gateway/guard/bus/types.ts';
import { soak } from '../../harness/soak.ts';
import { interrogate, type Tally } from './line/interrogation.ts';
import { NaiveLine } from './line/naiveLine.ts';
import { PseudoTerminal } from './line/pseudoTerminal.ts';
import { seeded } from './line/random.ts';
import { Slaves } from './line/slaves.ts';
import { distinct } from './line/trial.ts';

const FORMAT = { baud: 115_200, parity: 'none', stopBits: 1 } as const;
const EXCHANGES = soak(500);
const TIMEOUT_MS = 15;
const TIMING: DeviceTiming = { turnaroundMs: 1, responseMs: TIMEOUT_MS, lateWindowMs: 30, gapMs: 0 };

/** Simulated slaves, timed as on a wire, behind a real pseudo-terminal; 5 % of their replies come 1 to 5 timeouts late. */
async function overPseudoTerminal(units: number, exchanges: number, naive: boolean): Promise<Tally> {
  const clock = systemClock();
  const random = seeded(units);
  const terminal = new PseudoTerminal();
  await terminal.plug();
  const slaves = new Slaves({
    clock,
    charMs: charMs(FORMAT),
    random,
    manners: { turnaroundMs: 1, lateShare: 0.05, lateMs: [TIMEOUT_MS + 2, 5 * TIMEOUT_MS] },
    registerOf: distinct,
    write: (bytes) => terminal.send(bytes),
  });
  terminal.onBytes = (bytes) => {
    // a busy host may hand over several requests at once
    for (let at = 0; at < bytes.length; at += 8) slaves.receive(bytes.subarray(at, at + 8), clock.mono());
  };
  const port = new SerialPort(terminal.path, FORMAT, clock);
  const connection = { type: 'serial', path: terminal.path, adapterMs: 2, ...FORMAT } as const;
  const line: LineClient = naive ? new NaiveLine(port, clock, false) : new RtuLine(port, connection, clock);
  line.onLost = (problem) => expect.unreachable(`${problem.what}, ${problem.where}`);
  expect(await line.open()).toMatchObject({ ok: true });
  const blocks = [0, 10, 20, 30, 40, 50];
  const tally = await interrogate(line, clock, {
    exchanges,
    units,
    blocks,
    count: 2,
    timing: TIMING,
    random,
    registerOf: distinct,
  });
  await line.close();
  await terminal.dispose();
  return tally;
}

describe('late replies over a real pseudo-terminal', () => {
  it.each([1, 10])('are never taken for another register on a bus of %i', async (units) => {
    const tally = await overPseudoTerminal(units, EXCHANGES, false);
    expect(tally.wrong).toBe(0);
    expect(tally.ok).toBeGreaterThan(0.4 * EXCHANGES); // a busy host adds timeouts of its own
    expect(tally.timeout).toBeGreaterThan(0.02 * EXCHANGES);
    expect(tally.lateSeen).toBeGreaterThan(0.02 * EXCHANGES);
  });

  it('are, on a line that simply asks again', async () => {
    const tally = await overPseudoTerminal(1, 300, true);
    expect(tally.wrong).toBeGreaterThan(20);
  });
});
