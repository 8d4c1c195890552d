import { MOST_LOSSES } from '../deviceTiming.ts';
import { againAfterMs, type Faults, turnInDoubtMs, WORST_OWED } from './faults.ts';
import { arrivals, total } from './fixpoint.ts';
import type { ReadTask } from './lineWork.ts';

/** Reads of one other device that go before the task: those with a shorter deadline, those with the same. */
export type Rival = { readonly shorter: readonly ReadTask[]; readonly equal: readonly ReadTask[] };

/**
 * What devices in trouble cost beyond their ordinary reads in a window: the worst `dying + lossy` of them.
 *
 * @param equalCounted whether reads of the same deadline are reckoned among the ordinary ones
 */
export function troubleMs(
  windowMs: number,
  rivals: readonly Rival[],
  { dying, lossy, losses }: Faults,
  equalCounted: boolean,
): number {
  const each = lossy > 0 ? lossyMs : dyingMs;
  const costs = rivals.map(
    (rival) => each(windowMs, rival) + (equalCounted ? 0 : total(rival.equal, ({ boundMs }) => boundMs)),
  );
  const worst = costs.toSorted((a, b) => b - a).slice(0, dying + lossy);
  return total(worst, (ms) => ms) + (lossy > 0 ? losses * longestInDoubtMs(rivals) : 0);
}

/**
 * A device that falls silent takes no more than it did (an exchange given up is what every exchange may cost), but each
 * loss that is over, with its quarantine, within the window brings a retry: five until it is offline at the latest.
 */
function dyingMs(windowMs: number, { shorter, equal }: Rival): number {
  const blocks = [...shorter, ...equal];
  const shortest = Math.min(...blocks.map(({ boundMs }) => boundMs));
  const longest = Math.max(...blocks.map(({ wideMs }) => wideMs));
  const pause = {
    quarantineMs: Math.max(...blocks.map((block) => block.quarantineMs)),
    paceMs: Math.max(...blocks.map((block) => block.paceMs)),
  };
  let retries = 0;
  let at = 0;
  while (retries < MOST_LOSSES - 1) {
    at += (retries === 0 ? shortest : 0) + againAfterMs(retries + 1, pause);
    if (at > windowMs) break;
    retries++;
  }
  return retries * longest;
}

/**
 * A device that answers again brings what it was asked for meanwhile (each of its reads once more at most), and until it
 * owes nothing each answer may be asked for repeatedly. What it lost comes on top.
 */
function lossyMs(windowMs: number, { shorter, equal }: Rival): number {
  const more = total(
    shorter,
    (read) =>
      arrivals(windowMs, read.periodMs, read.periodMs) * inDoubtMs(read) -
      arrivals(windowMs, read.periodMs) * read.boundMs,
  );
  return more + total(equal, (read) => inDoubtMs(read) - read.boundMs);
}

function longestInDoubtMs(rivals: readonly Rival[]): number {
  const blocks = rivals.flatMap(({ shorter, equal }) => [...shorter, ...equal]);
  // what is lost of a device that measures when told to is measured again
  const againMs = ({ trigger }: ReadTask) => trigger?.task.boundMs ?? 0;
  return Math.max(0, ...blocks.map((read) => inDoubtMs(read) + againMs(read)));
}

function inDoubtMs(read: ReadTask): number {
  return read.turnsInDoubt * turnInDoubtMs(read, WORST_OWED);
}
