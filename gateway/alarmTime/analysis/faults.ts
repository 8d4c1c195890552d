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

/** How often a read may be repeated on the wire, first time included, while its unit owes `owed` replies that look alike. */
export function framesInDoubt(alike: boolean, owed: number): number {
  return alike && owed > 0 ? 1 + Math.min(owed, MOST_OWED) + SPARE_READS : 1;
}
export const WORST_OWED = MOST_OWED;

// schedule/breaker.ts: the first retry is at once, the second 500 ms later, twice as long with each; the third loss in a
// row makes a device offline, and from then on it is probed with the slack of the line
const FIRST_BACKOFF_MS = 500;
export const LOST_TO_OFFLINE = 3;

/** From the n-th loss in a row until the unit is asked again. */
export function againAfterMs(n: number, quarantineMs: number): number {
  return n === 1 ? quarantineMs : Math.max(quarantineMs, FIRST_BACKOFF_MS * 2 ** (n - 2));
}
