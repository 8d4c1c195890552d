import { NO_FAULTS } from './faults.ts';
import { total } from './fixpoint.ts';
import type { Cost, LineWork, ReadTask } from './lineWork.ts';
import { readingBound, usualResponseMs } from './readingBound.ts';

/**
 * Why a safety read has no alarm time, or would not be read in time. `starved`: what goes before it could keep the line
 * for ever, if every device answered as late as its profile allows. `late`: though all answer as they usually do, its
 * response may take longer than its period.
 */
export type Infeasible = {
  readonly task: ReadTask;
  readonly why: 'starved' | 'late';
  readonly usualMs: number | null;
};

/** The safety reads of a line that cannot be promised anything. Empty: feasible. Only the late ones are refused. */
export function infeasibleReads(work: LineWork): Infeasible[] {
  return work.reads.flatMap((task): Infeasible[] => {
    if (task.class !== 'safety') return [];
    const usualMs = usualResponseMs(work, task);
    if (usualMs === null || usualMs > task.periodMs) return [{ task, why: 'late', usualMs }];
    return readingBound(work, task, NO_FAULTS) === null ? [{ task, why: 'starved', usualMs }] : [];
  });
}

/** Share of the line's time that its work takes, leases included. */
export function utilisation({ reads, triggers, writes }: LineWork, cost: keyof Cost): number {
  return total([...reads, ...triggers, ...writes], (task) => task[cost] / task.periodMs);
}
