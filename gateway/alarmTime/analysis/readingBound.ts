import { againAfterMs, type Faults, NO_FAULTS, turnInDoubtMs } from './faults.ts';
import type { Cost, LineWork, ReadTask } from './lineWork.ts';
import { longestWait, type Wait, waitAgain } from './waiting.ts';

/**
 * The most time from the change of a register to the end of the exchange that brings it, with every term. The parts sum
 * up to `totalMs`; all of it but `samplingMs` is the response of the line.
 */
export type ReadingBound = {
  readonly totalMs: number;
  readonly samplingMs: number; // just read when it changed: until the next release
  readonly measuring?: MeasuredFirst; // comes first, where a device is told to measure
  readonly wait: Wait; // from the release, or from what was measured, until the read starts
  readonly exchangeMs: number; // the read itself, repeated where an answer may be in doubt
  readonly losses: readonly Loss[]; // each: the exchange given up, and what it takes to be asked again
};

/**
 * One exchange of the own unit lost: the exchange, the unit left alone, and the wait for service again. Also a turn that
 * brought only a part of the block, because a reply to the whole could have been an older one.
 */
export type Loss = { readonly exchangeMs: number; readonly quarantineMs: number; readonly wait: Wait };

/** A device is told to measure, and measures. `wait`: from the release until it is told. */
export type MeasuredFirst = { readonly wait: Wait; readonly ms: number };

/**
 * bound(N, k) of a read, for the faults given. From the second loss in a row (and after two within ten seconds) the
 * probe budget may hold a unit back; what it holds comes on top. @returns null when there is no bound
 */
export function readingBound(
  work: LineWork,
  task: ReadTask,
  faults: Faults = NO_FAULTS,
): ReadingBound | null {
  const wait = longestWait(work, task, faults);
  const inDoubt = faults.lately > 0 && task.quarantineMs > 0;
  const again = faults.lost > 0 || inDoubt ? waitAgain(work, task, faults) : null;
  if (wait === null || ((faults.lost > 0 || inDoubt) && again === null)) return null;
  const measuring = measuringOf(work, task, faults);
  if (measuring === null) return null;
  const exchangeMs = inDoubt ? turnInDoubtMs(task, faults.lately) : task.boundMs;
  // what is lost is measured again: `again` until the device is told, and once more until it is read
  const remeasured = measuring === undefined ? [] : [{ exchangeMs: 0, quarantineMs: measuring.ms, wait }];
  const losses = [
    ...Array.from({ length: faults.lost }, (_, i) => [
      {
        exchangeMs: Math.max(i === 0 ? task.boundMs : task.wideMs, task.trigger?.task.boundMs ?? 0),
        quarantineMs: againAfterMs(i + 1, task),
        wait: again ?? wait,
      },
      ...remeasured,
    ]).flat(),
    ...Array.from({ length: inDoubt ? task.turnsInDoubt - 1 : 0 }, () => ({
      ...{ exchangeMs, quarantineMs: 0 },
      wait: again ?? wait,
    })),
  ];
  const lostMs = losses.reduce(
    (sum, loss) => sum + loss.exchangeMs + loss.quarantineMs + loss.wait.totalMs,
    0,
  );
  const doubtMs = inDoubt ? (task.turnsInDoubt - 1) * (exchangeMs + (again ?? wait).totalMs) : 0;
  const samplingMs = measuring === undefined ? task.periodMs : sampling(task, measuring, wait, doubtMs);
  return {
    totalMs: samplingMs + measuredMs(measuring) + wait.totalMs + exchangeMs + lostMs,
    ...{ samplingMs, wait, exchangeMs, losses },
    ...(measuring === undefined ? {} : { measuring }),
  };
}

/**
 * From the moment a device is told to measure, whose result does not show the change, to the release that brings the next: a
 * period where all is read within it, else whatever releases it was too late for.
 */
function sampling({ periodMs }: ReadTask, measuring: MeasuredFirst, wait: Wait, doubtMs: number): number {
  const untilReadMs = measuring.ms + wait.totalMs + doubtMs;
  const sinceReleaseMs = measuring.wait.totalMs + untilReadMs;
  if (sinceReleaseMs < periodMs) return periodMs;
  return Math.min(periodMs + untilReadMs, periodMs * (Math.floor(sinceReleaseMs / periodMs) + 1));
}

/** Undefined where a device measures by itself; null when there is no bound. */
function measuringOf(
  work: LineWork,
  { trigger }: ReadTask,
  faults: Faults,
  cost: keyof Cost = 'boundMs',
): MeasuredFirst | undefined | null {
  if (trigger === undefined) return undefined;
  const { task, waitMs, othersMs } = trigger;
  const wait = longestWait(work, task, faults, cost);
  return wait && { wait, ms: othersMs + task[cost] + waitMs };
}

function measuredMs(measuring: MeasuredFirst | undefined): number {
  return measuring === undefined ? 0 : measuring.wait.totalMs + measuring.ms;
}

/** Whether each release of a read is served before the next, when all devices answer as they usually do. */
export function usualResponseMs(work: LineWork, task: ReadTask): number | null {
  const wait = longestWait(work, task, NO_FAULTS, 'usualMs');
  const measuring = measuringOf(work, task, NO_FAULTS, 'usualMs');
  if (wait === null || measuring === null) return null;
  return measuredMs(measuring) + wait.totalMs + task.usualMs;
}
