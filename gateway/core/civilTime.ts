export type CivilQuality = 'unsynced' | 'rtc' | 'ntp' | 'holdover';
/** At `mono` of this boot civil time was `utc` (Unix ms); null while it would be a guess. */
export type CivilTime = {
  readonly mono: number;
  readonly utc: number | null;
  readonly quality: CivilQuality;
};

/** What the system says of its own synchronisation, and when (Unix ms of its own clock) it had proof of it. */
export type Synchronisation = { readonly synchronised: boolean; readonly proven: number };

/** One look at both clocks. */
export type ClockLook = Synchronisation & { readonly mono: number; readonly utc: number };

/** What must be remembered from look to look. */
export type CivilState = {
  readonly time: CivilTime;
  readonly mono: number;
  readonly offset: number; // utc - mono of the system at the last look
  readonly notBefore: number; // proof from before the system's clock was moved is worth nothing since (its utc)
  readonly foreign: number | null; // proof that lay in the future: it was dated before the clock was set back
  readonly anchor: { readonly mono: number; readonly utc: number } | null; // last seen synchronised
};

// A clock before this moment was never set: 1 January 2026.
const EARLIEST_BELIEVABLE = 1_767_225_600_000;
/** Below this the mapping is the same: oscillators drift by some ppm, and a row per millisecond helps nobody. */
export const NOTABLE_STEP_MS = 20;
/** Between two looks no daemon slews this far (1,000 ppm of 5 s are 5 ms): the clock was set. */
export const MOVED_MS = 250;
/** So long the last synchronised mapping is carried on by the oscillator: 200 ppm (engineering) of it are two minutes. */
export const HOLDOVER_MS = 7 * 86_400_000;
/** Files are dated by a coarse clock. */
const AHEAD_MS = 1_000;

/**
 * What is known of civil time after a look. A clock that was set by hand is not believed although a daemon once said that
 * it is synchronised: what it said was about another time. When synchronisation is lost the last good mapping is carried
 * on, whatever the system's clock says meanwhile, and no longer than `HOLDOVER_MS`.
 */
export function afterLook(before: CivilState | null, look: ClockLook): CivilState {
  const { mono, utc, proven } = look;
  const offset = utc - mono;
  const notBefore = before === null ? Number.NEGATIVE_INFINITY : oldestProof(before, look);
  const foreign = proven > utc + AHEAD_MS ? proven : (before?.foreign ?? null);
  const synchronised = look.synchronised && proven >= notBefore && proven !== foreign;
  const anchor = synchronised ? { mono, utc } : (before?.anchor ?? null);
  return { time: timeOf(look, synchronised, anchor), mono, offset, notBefore, foreign, anchor };
}

/**
 * When the clock was moved between two looks, by a daemon or by hand, only proof made after that counts. A step longer
 * than the time between the looks tells old proof from new by its date; after a shorter one the next proof is waited for.
 */
function oldestProof(before: CivilState, { mono, utc }: ClockLook): number {
  const step = Math.abs(utc - mono - before.offset);
  if (step < MOVED_MS) return before.notBefore;
  return step > mono - before.mono + AHEAD_MS ? before.mono + (utc - mono) : utc;
}

function timeOf({ mono, utc }: ClockLook, synchronised: boolean, anchor: CivilState['anchor']): CivilTime {
  if (synchronised) return { mono, utc, quality: 'ntp' };
  if (anchor !== null && mono - anchor.mono <= HOLDOVER_MS)
    return { mono, utc: anchor.utc + (mono - anchor.mono), quality: 'holdover' };
  if (utc < EARLIEST_BELIEVABLE) return { mono, utc: null, quality: 'unsynced' };
  return { mono, utc, quality: 'rtc' };
}

/** Whether the mapping changed enough to be written down. */
export function mappingChanged(before: CivilTime | null, now: CivilTime): boolean {
  if (before === null || before.quality !== now.quality) return true;
  if (before.utc === null || now.utc === null) return before.utc !== now.utc;
  return Math.abs(now.utc - now.mono - (before.utc - before.mono)) >= NOTABLE_STEP_MS;
}

/** Whether a synchronised mapping held at one look and not at the next: its clock was moved, or is synchronised no more. */
export function mappingEnds(before: CivilTime, now: CivilTime): boolean {
  if (before.quality !== 'ntp' || before.utc === null) return false;
  if (now.quality !== 'ntp' || now.utc === null) return true;
  return Math.abs(now.utc - now.mono - (before.utc - before.mono)) >= MOVED_MS;
}
