import { type Faults, NO_FAULTS, turnInDoubtMs, WORST_OWED } from './faults.ts';
import { arrivals, leastFixpoint, total } from './fixpoint.ts';
import type { Cost, LineWork, ReadTask, WriteTask } from './lineWork.ts';
import { type Rival, troubleMs } from './trouble.ts';

/** How long a read may wait for the line, and what for. The parts sum up to `totalMs`. */
export type Wait = {
  readonly totalMs: number;
  readonly blockingMs: number; // the exchange of lower standing under way
  readonly urgentMs: number; // writes to annunciators
  readonly readsMs: number; // safety reads that go before
  readonly troubleMs: number; // retries and repetitions of other devices
};

/** A line seen from one of its safety reads. */
type Scene = {
  readonly work: LineWork;
  readonly task: ReadTask;
  readonly cost: keyof Cost;
  readonly faults: Faults;
  readonly shorter: readonly ReadTask[]; // safety reads with a shorter deadline
  readonly equal: readonly ReadTask[]; // with the same; those wanted earlier go before
  readonly rivals: readonly Rival[];
  readonly known: Map<ReadTask, number | null>; // waits since the release, of reads already reckoned
};

/**
 * The longest wait of a safety read from its release until it starts; null when there is no bound.
 *
 * Two ways to reckon, each right by itself, so the smaller one holds. The one of Davis, Burns, Bril and Lukkien (2007):
 * from the start of a busy period, for every release of the read itself within it. It needs a line that catches up. And
 * from the release itself: what can be waiting then, and what may come meanwhile. It needs that of the shorter deadlines
 * alone, since a read that is late is not replayed and stands behind all that were wanted earlier. Only the second holds where
 * devices are told to measure: their reads are not released on the grid.
 */
export function longestWait(
  work: LineWork,
  task: ReadTask,
  faults: Faults = NO_FAULTS,
  cost: keyof Cost = 'boundMs',
): Wait | null {
  const scene = sceneOf(work, task, faults, cost);
  return shorterOf(work.triggers.length > 0 ? null : inBusyPeriod(scene), sinceRelease(scene));
}

/**
 * The wait of the same read after a loss, from the end of the quarantine. Of the reads with its deadline it is now the
 * one wanted longest; one of them may be under way. Others of its own unit were held up with it.
 */
export function waitAgain(work: LineWork, task: ReadTask, faults: Faults): Wait | null {
  const scene = sceneOf(work, task, faults, 'boundMs');
  const held = scene.shorter.filter(({ device }) => device === task.device);
  const blockingMs = Math.max(blockingOf(scene), ...scene.equal.map(({ boundMs }) => boundMs));
  return fixed({
    blockingMs,
    urgent: (w) => urgentMs(scene, w),
    reads: (w) =>
      total(scene.shorter, (read) =>
        held.includes(read)
          ? arrivals(w, read.periodMs, read.periodMs) * read.turnsInDoubt * turnInDoubtMs(read, faults.lately)
          : arrivals(w, read.periodMs, read.jitterMs) * read.boundMs,
      ),
    trouble: (w) => troubleMs(w, scene.rivals, faults, false),
  });
}

/** From a start of the busy period; the `q`-th read of the task in it. */
function inBusyPeriod(scene: Scene): Wait | null {
  const { task, cost, faults, shorter, equal, rivals } = scene;
  const blockingMs = blockingOf(scene);
  const busyMs = leastFixpoint(
    (w) =>
      blockingMs +
      total([task, ...equal, ...shorter], (read) => Math.max(1, Math.ceil(w / read.periodMs)) * read[cost]) +
      urgentMs(scene, w) +
      troubleMs(w, rivals, faults, true),
  );
  if (busyMs === null) return null;
  const reads = Math.ceil(busyMs / task.periodMs);
  if (reads > MOST_READS) return null;
  let worst: Wait | null = null;
  for (let q = 0; q < reads; q++) {
    const sameMs = q * task[cost] + (q + 1) * total(equal, (read) => read[cost]);
    const wait = fixed({
      blockingMs,
      urgent: (w) => urgentMs(scene, w),
      reads: (w) => sameMs + total(shorter, (read) => arrivals(w, read.periodMs) * read[cost]),
      trouble: (w) => troubleMs(w, rivals, faults, true),
    });
    if (wait === null) return null;
    const earlier = q * task.periodMs;
    if (worst === null || wait.totalMs - earlier > worst.totalMs)
      worst = { ...wait, totalMs: wait.totalMs - earlier, readsMs: wait.readsMs - earlier };
  }
  return worst;
}

const MOST_READS = 1000;

/** From the release. What goes before may have been waiting already, for as long as it has to at most. */
function sinceRelease(scene: Scene): Wait | null {
  const { work, task, cost, faults, shorter, equal, rivals } = scene;
  const everything = asked(work).filter((read) => read !== task || read[cost] > read.periodMs);
  const blockingMs = Math.max(
    blockingOf(scene),
    ...everything.map((read) => inDoubt(read, scene)),
    ...work.writes.map((write) => write[cost]),
  );
  const late = shorter.map((read) => ({
    read,
    ms: Math.min(read.periodMs, read.jitterMs + lateness(read, scene)),
  }));
  const writesLate = blockingMs + total(work.writes, (write) => write[cost]);
  return fixed({
    blockingMs,
    urgent: (w) => urgentMs(scene, w, writesLate),
    reads: (w) =>
      total(equal, (read) => read[cost]) +
      total(late, ({ read, ms }) => arrivals(w, read.periodMs, ms) * read[cost]),
    trouble: (w) => troubleMs(w, rivals, faults, true),
  });
}

function lateness(read: ReadTask, { work, faults, cost, known }: Scene): number {
  let ms = known.get(read);
  if (ms === undefined) {
    ms = sinceRelease(sceneOf(work, read, faults, cost, known))?.totalMs ?? null;
    known.set(read, ms);
  }
  return ms ?? Number.POSITIVE_INFINITY;
}

type Demand = {
  readonly blockingMs: number;
  readonly urgent: (windowMs: number) => number;
  readonly reads: (windowMs: number) => number;
  readonly trouble: (windowMs: number) => number;
};

function fixed({ blockingMs, urgent, reads, trouble }: Demand): Wait | null {
  const totalMs = leastFixpoint((w) => blockingMs + urgent(w) + reads(w) + trouble(w));
  if (totalMs === null) return null;
  return {
    ...{ totalMs, blockingMs },
    ...{ urgentMs: urgent(totalMs), readsMs: reads(totalMs), troubleMs: trouble(totalMs) },
  };
}

/**
 * Refreshes of every lease, and one change of command beside them: whatever changes at once goes out in one go. An
 * annunciator in trouble is written to once more.
 */
function urgentMs({ work, cost, faults }: Scene, windowMs: number, lateMs = 0): number {
  const more = faults.dying + faults.lossy > 0 ? 2 : 1;
  const often = ({ periodMs }: WriteTask) => more + arrivals(windowMs, periodMs, Math.min(periodMs, lateMs));
  return total(work.writes, (write) => often(write) * write[cost]);
}

/** The longest exchange that stands behind the task, one of which may be under way: plan, probes, what is asked for. */
function blockingOf(scene: Scene): number {
  const { work, task, cost, faults, shorter, equal } = scene;
  const behind = asked(work).filter((read) => {
    const probed = faults.dying + faults.lossy > 0 && read.device !== task.device;
    return probed || !(read === task || shorter.includes(read) || equal.includes(read));
  });
  const strangerMs = cost === 'boundMs' ? work.askedMs : 0;
  return Math.max(0, strangerMs, ...behind.map((read) => inDoubt(read, scene)));
}

function inDoubt(read: ReadTask, { cost, faults }: Scene): number {
  if (cost === 'usualMs') return read[cost];
  if (faults.lossy > 0) return turnInDoubtMs(read, WORST_OWED);
  return faults.dying > 0 ? read.wideMs : read.boundMs;
}

function sceneOf(
  work: LineWork,
  task: ReadTask,
  faults: Faults,
  cost: keyof Cost,
  known: Scene['known'] = new Map(),
): Scene {
  const safety = asked(work).filter((read) => read.class === 'safety' && read !== task);
  const shorter = safety.filter((read) => read.periodMs < task.periodMs);
  const equal = safety.filter((read) => read.periodMs === task.periodMs);
  const others = new Set(
    [...shorter, ...equal].map(({ device }) => device).filter((id) => id !== task.device),
  );
  const rivals = [...others].map((id) => ({
    shorter: shorter.filter(({ device }) => device === id),
    equal: equal.filter(({ device }) => device === id),
  }));
  return { work, task, cost, faults, shorter, equal, rivals, known };
}

/** Everything that comes back on a grid: reads, and the writes before some of them. */
function asked({ reads, triggers }: LineWork): readonly ReadTask[] {
  return triggers.length === 0 ? reads : [...reads, ...triggers];
}

function shorterOf(a: Wait | null, b: Wait | null): Wait | null {
  if (a === null || b === null) return a ?? b;
  return b.totalMs < a.totalMs ? b : a;
}
