import { runScan, type ScanProgress } from '../../../gateway/commission/scan/runScan.ts';
import type { ScanAim, ScanState } from '../../../gateway/commission/scan/scan.ts';
import { usualUnits } from '../../../gateway/commission/scan/usualUnits.ts';
import type { SerialFormat } from '../../../gateway/core/serialFormat.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { MemoryEndpoint } from '../../../simulators/endpoint/memoryEndpoint.ts';
import type { Simulation } from '../../../simulators/simulation.ts';
import type { VirtualClock } from '../../harness/virtualClock.ts';
import { onBench, profiles } from '../../simulators/bench.ts';

export const OWN: SerialFormat = { baud: 9600, parity: 'none', stopBits: 1 };

/** A real line client on a simulated line in memory, on a virtual clock. */
export async function scanBench(devices: readonly object[], line: object = {}) {
  const { clock, simulation, serial } = onBench({ lines: [{ id: 'l', link: 'l', devices, ...line }] });
  const port = new MemoryEndpoint(serial, clock);
  const client = new RtuLine(port, { type: 'serial', path: 'l', adapterMs: 2, ...OWN }, clock);
  await clock.until(client.open());
  return { clock, simulation, serial, client };
}

export type ScanBench = {
  readonly clock: VirtualClock;
  readonly simulation: Simulation;
  readonly client: RtuLine;
};

/** Searches the line of a bench; no limit of guard. */
export async function search(
  { clock, client }: ScanBench,
  aim: Partial<ScanAim> = {},
  progress: ScanProgress = {},
): Promise<ScanState> {
  const line = { hear: (what: Parameters<typeof client.hear>[0]) => client.hear(what), limitMs: 2000 };
  const whole: ScanAim = {
    ...{ own: OWN, foreign: true, usual: usualUnits(profiles.values()), skip: new Set<number>() },
    ...{ patienceMs: 100, slowMs: 500, thorough: false },
    ...aim,
  };
  const ended = await clock.until(runScan(line, whole, progress));
  if (!ended.ok) throw new Error(ended.error.what);
  return ended.value;
}
