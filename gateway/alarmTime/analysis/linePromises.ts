import type { Faults } from './faults.ts';
import type { FaultsMet } from './faultsMet.ts';
import type { LineWork, ReadTask } from './lineWork.ts';
import { type ReadingBound, readingBound } from './readingBound.ts';
import { waitAgain } from './waiting.ts';

/** What is promised of one line: bounds are worked out once for each kind of fault. */
export class LinePromises {
  readonly work: LineWork;
  readonly #tasks: ReadonlyMap<string, ReadTask>;
  readonly #bounds = new Map<string, ReadingBound | null>();

  constructor(work: LineWork) {
    this.work = work;
    const safety = work.reads.filter((read) => read.class === 'safety');
    this.#tasks = new Map(safety.flatMap((task) => task.points.map((point) => [point, task])));
  }

  /** The read that brings a point; undefined when it is not read for safety. */
  taskOf(point: string): ReadTask | undefined {
    return this.#tasks.get(point);
  }

  /** bound(N, k) of a safety point; null when there is none. */
  bound(task: ReadTask, faults: Faults): ReadingBound | null {
    const key = `${task.points[0]} ${faults.dying} ${faults.lossy} ${faults.losses} ${faults.lost} ${faults.lately}`;
    let bound = this.#bounds.get(key);
    if (bound === undefined) {
      bound = readingBound(this.work, task, faults);
      this.#bounds.set(key, bound);
    }
    return bound;
  }

  /** The bound for faults that were met, milliseconds; null when nothing was promised for such. */
  boundMet(task: ReadTask, { faults, givenUp, extraMs, holdUps }: FaultsMet): number | null {
    const bound = givenUp ? null : this.bound(task, faults);
    const again = holdUps === 0 ? null : waitAgain(this.work, task, faults);
    if (bound === null || (holdUps > 0 && again === null)) return null;
    return bound.totalMs + extraMs + holdUps * (again?.totalMs ?? 0);
  }
}
