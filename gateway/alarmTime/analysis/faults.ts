/**
 * What goes wrong between the change of a register and its reading. Other devices of the line: `dying` fall silent for
 * good, `lossy` lose replies or garble them and answer again, or come back from the dead; `losses` are the exchanges that
 * were lost of all of them, which matters where some are lossy. The point's own unit: `lost`
 * exchanges since the change, `lately` those of the last ten seconds (at least `lost`), after which an answer may be in
 * doubt and asked for again.
 */
export type Faults = {
  readonly dying: number;
  readonly lossy: number;
  readonly losses: number;
  readonly lost: number;
  readonly lately: number;
};

export const NO_FAULTS: Faults = { dying: 0, lossy: 0, losses: 0, lost: 0, lately: 0 };

/** bound(N, k): N other devices die at the worst moment, k exchanges of the own unit are lost. */
export function faultsOf(dying: number, lost: number): Faults {
  return { ...NO_FAULTS, dying, lost, lately: lost };
}

// line/lateReplies.ts: at most three replies are owed before a unit is left alone, and two reads are spared for doubt
const MOST_OWED = 3;
const SPARE_READS = 2;

/** How a read looks to whoever reckons with its doubts. */
type Doubtful = { readonly wideMs: number; readonly isMistakable: boolean };

/**
 * The most time one turn of a read takes the line while its unit owes `owed` replies: one frame of another length, or,
 * where there is no other way to ask, the same one again and again.
 */
export function turnInDoubtMs({ wideMs, isMistakable }: Doubtful, owed: number): number {
  return isMistakable && owed > 0 ? wideMs * (1 + Math.min(owed, MOST_OWED) + SPARE_READS) : wideMs;
}

export const WORST_OWED = MOST_OWED;

/**
 * From the n-th loss in a row until the unit is asked again (`schedule/breaker.ts`): the first retry comes when its
 * quarantine is over, the others at its pace. From the sixth at the latest it is offline, and probed with the slack.
 */
export function againAfterMs(
  n: number,
  task: { readonly quarantineMs: number; readonly paceMs: number },
): number {
  return n === 1 ? task.quarantineMs : Math.max(task.quarantineMs, task.paceMs);
}
