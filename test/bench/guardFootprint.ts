import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'yaml';
import { packageRoot } from '../../gateway/core/program.ts';
import type { BuildingTally } from '../../simulators/backchannel/buildingProtocol.ts';
import type { Measured, Measurement } from './figure.ts';
import { cpuMs, memory } from './processFigures.ts';
import { Stage } from './stage.ts';

const WARM_UP_MS = 20_000;
const RUN_MS = 600_000;
const QUICK_MS = 60_000;

/** What guard costs the machine, with the building of the demonstration and courier carrying its journal off. */
export const guardFootprint: Measurement = {
  name: 'guard',
  about: 'the demonstration’s building: three lines, thirteen devices; courier and broker running',
  run: (quick) => measure(quick ? QUICK_MS : RUN_MS),
};

async function measure(runMs: number): Promise<Measured> {
  await using stage = new Stage();
  const root = packageRoot();
  const building = await stage.simulate(join(root, 'simulators', 'buildings', 'demo.yaml'));
  const url = await stage.broker();
  const site = parse(readFileSync(join(root, 'deploy', 'demo', 'site.yaml'), 'utf8')) as object;
  const guard = await stage.guard({ ...site, uplinks: [{ id: 'city', url }] });
  await stage.platform(url);
  await stage.courier();
  const pid = guard.process.pid;
  if (pid === undefined) throw new Error('guard has no process');

  await wait(WARM_UP_MS); // starting costs more than running
  await building.resetTally();
  const before = cpuMs(pid);
  await wait(runMs - WARM_UP_MS);
  const usedMs = cpuMs(pid) - before;
  const exchanges = exchangesOf(await building.tally());
  const { rssMb, peakMb, threads } = memory(pid);
  const minutes = runMs / 60_000;
  return {
    figures: [
      {
        key: 'guard.cpuMsPer1000',
        what: 'CPU of guard per 1,000 exchanges',
        value: (1000 * usedMs) / exchanges,
        unit: 'ms',
        decimals: 0,
      },
      {
        key: 'guard.rssMb',
        what: `resident memory of guard after ${minutes} min${runMs < RUN_MS ? ' (QUICK: shortened from 10)' : ''}`,
        value: rssMb,
        unit: 'MB',
        decimals: 1,
        goal: { atMost: 100 },
      },
    ],
    remarks: [
      `${exchanges} exchanges; guard used ${((100 * usedMs) / (runMs - WARM_UP_MS)).toFixed(1)} % of one core; peak ${peakMb.toFixed(1)} MB, ${threads} threads`,
    ],
  };
}

function exchangesOf({ lines }: BuildingTally): number {
  return Object.values(lines).reduce((sum, line) => sum + line.exchanges, 0);
}
