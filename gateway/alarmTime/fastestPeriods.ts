import { leastPeriodMs } from '../site/checks/deviceChecks.ts';
import type { Device, Installation, Line } from '../site/installation.ts';
import { NO_FAULTS } from './analysis/faults.ts';
import { infeasibleReads } from './analysis/feasible.ts';
import { type LineWork, lineWork } from './analysis/lineWork.ts';
import { readingBound } from './analysis/readingBound.ts';
import { COMFORTABLE, lineLoad } from './lineLoad.ts';

/** Periods are whole steps of this; shorter than the first nothing is read. */
const STEP_MS = 10;
const SHORTEST_STEPS = 5;

/** So many times as long as without anything being read faster may an alarm of another point take. Beyond that it grows steeply. */
const MAY_WAIT = 2;

/**
 * The periods of the points that are to be read as fast as possible, by point, ms: all of a line share the shortest with which
 * every safety read of the line still comes in time, a fifth of the line is left over, and no alarm of another point takes more than twice
 * as long as it otherwise would. None is slower than its profile says; where even that is too much for the line, the checks refuse
 * the site as ever.
 */
export function fastestPeriods({
  lines,
  annunciators,
}: Pick<Installation, 'lines' | 'annunciators'>): ReadonlyMap<string, number> {
  return new Map(
    lines.flatMap((line) => {
      const most = Math.max(0, ...line.devices.flatMap(({ points }) => points.map(slowest)));
      if (most === 0) return [];
      const usual = bounds(lineWork(line, annunciators));
      const fits = (steps: number) => {
        const paced = pacedAt(line, steps * STEP_MS);
        const work = lineWork(paced, annunciators);
        if (lineLoad(paced).utilisation > COMFORTABLE || infeasibleReads(work).length > 0) return false;
        return [...bounds(work)].every(
          ([point, ms]) => ms <= MAY_WAIT * (usual.get(point) ?? Number.POSITIVE_INFINITY),
        );
      };
      let [tooFast, enough] = [SHORTEST_STEPS - 1, Math.ceil(most / STEP_MS)];
      while (enough - tooFast > 1) {
        const middle = Math.floor((tooFast + enough) / 2);
        if (fits(middle)) enough = middle;
        else tooFast = middle;
      }
      return pacedAt(line, enough * STEP_MS).devices.flatMap(({ points }) =>
        points.flatMap(({ id, fastest, periodMs }) => (fastest === true ? [[id, periodMs] as const] : [])),
      );
    }),
  );
}

/** How long the reading of each safety point may take when all is well, ms. */
function bounds(work: LineWork): ReadonlyMap<string, number> {
  return new Map(
    work.reads
      .filter((task) => task.class === 'safety')
      .flatMap((task) => {
        const bound = readingBound(work, task, NO_FAULTS)?.totalMs ?? Number.POSITIVE_INFINITY;
        return task.points.map((point) => [point, bound] as const);
      }),
  );
}

function slowest({ fastest, periodMs }: Device['points'][number]): number {
  return fastest === true ? periodMs : 0;
}

/** The line with its fastest points at this period, or their own where that is shorter. */
function pacedAt(line: Line, ms: number): Line {
  const devices = line.devices.map((device) => {
    const { trigger } = device.profile;
    const least = trigger === undefined ? 0 : leastPeriodMs(trigger.waitMs);
    const points = device.points.map((point) =>
      point.fastest === true ? { ...point, periodMs: Math.max(least, Math.min(point.periodMs, ms)) } : point,
    );
    return { ...device, points };
  });
  return { ...line, devices };
}
