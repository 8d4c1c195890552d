import type { Verdict } from './ruleWatch.ts';

/**
 * How far one level of a rule has got through its delays. Times are `mono`. `onset`: when the condition first held;
 * `clearing`: since when it has been off without a break; `verdict` `unknown`: the last reading said nothing.
 */
export type Track = {
  readonly verdict: Verdict | 'unknown';
  readonly onset: number | null;
  readonly active: boolean;
  readonly clearing: number | null;
};

/** Delays of a rule in milliseconds. */
export type Delays = { readonly onMs: number; readonly offMs: number };

export const IDLE: Track = { verdict: 'off', onset: null, active: false, clearing: null };

/**
 * A level after a verdict. It becomes active when a reading says `on` and the condition has not been off for the
 * on-delay (0: at once); the deadband keeps a pending condition but does not declare it. It becomes inactive on a
 * trusted `off` after the off-delay, never without one: raise early, clear late.
 */
export function judged(track: Track, verdict: Verdict, clears: boolean, at: number, delays: Delays): Track {
  if (verdict === 'on') {
    const onset = track.onset ?? at;
    return { verdict, onset, active: track.active || at - onset >= delays.onMs, clearing: null };
  }
  if (verdict === 'band') return { ...track, verdict, clearing: null };
  if (!clears) return { ...track, verdict, clearing: null };
  if (!track.active) return IDLE;
  const clearing = track.clearing ?? at;
  return at - clearing >= delays.offMs ? IDLE : { ...track, verdict, clearing };
}

/** A level after a reading that said nothing: the alarm stays, and a return has to begin anew. */
export function held(track: Track): Track {
  return { ...track, verdict: 'unknown', clearing: null };
}

/**
 * When a pending level becomes active without a further reading; null when only a reading can. `heard` is when the
 * last one came: beyond `silenceMs` after it nobody knows whether the condition still holds.
 */
export function declaresAt(track: Track, heard: number, silenceMs: number, delays: Delays): number | null {
  if (track.active || track.onset === null || track.verdict !== 'on') return null;
  const due = track.onset + delays.onMs;
  return due - heard <= silenceMs ? due : null;
}
