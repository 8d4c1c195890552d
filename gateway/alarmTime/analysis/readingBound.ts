import { againAfterMs, type Faults, NO_FAULTS, turnInDoubtMs } from './faults.ts';
import type { LineWork, ReadTask } from './lineWork.ts';
import { longestWait, type Wait, waitAgain } from './waiting.ts';

/**
 * The most time from the change of a register to the end of the exchange that brings it, with every term. The parts sum
 * up to `totalMs`; all of it but `samplingMs` is the response of the line.
 */
export type ReadingBound = {
  readonly totalMs: number;
  readonly samplingMs: number; // just read when it changed: until the next release
  readonly wait: Wait; // from the release until the read starts
  readonly exchangeMs: number; // the read itself, repeated where an answer may be in doubt
  readonly losses: readonly Loss[]; // each: the exchange given up, and what it takes to be asked again
};

/**
 * One exchange of the own unit lost: the exchange, the unit left alone, and the wait for service again. Also a turn that
 * brought only a part of the block, because a reply to the whole could have been an older one.
 */
export type Loss = { readonly exchangeMs: number; readonly quarantineMs: number; readonly wait: Wait };

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
  const exchangeMs = inDoubt ? turnInDoubtMs(task, faults.lately) : task.boundMs;
  const losses = [
    ...Array.from({ length: faults.lost }, (_, i) => ({
      exchangeMs: i === 0 ? task.boundMs : task.wideMs,
      quarantineMs: againAfterMs(i + 1, task),
      wait: again ?? wait,
    })),
    ...Array.from({ length: inDoubt ? task.turnsInDoubt - 1 : 0 }, () => ({
      ...{ exchangeMs, quarantineMs: 0 },
      wait: again ?? wait,
    })),
  ];
  const lostMs = losses.reduce(
    (sum, loss) => sum + loss.exchangeMs + loss.quarantineMs + loss.wait.totalMs,
    0,
  );
  return {
    totalMs: task.periodMs + wait.totalMs + exchangeMs + lostMs,
    ...{ samplingMs: task.periodMs, wait, exchangeMs, losses },
  };
}

/** Whether each release of a read is served before the next, when all devices answer as they usually do. */
export function usualResponseMs(work: LineWork, task: ReadTask): number | null {
  const wait = longestWait(work, task, NO_FAULTS, 'usualMs');
  return wait === null ? null : wait.totalMs + task.usualMs;
}
