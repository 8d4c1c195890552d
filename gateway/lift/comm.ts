import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { qualityClass } from '../../drivers/quality.ts';
import type { Instant } from '../../drivers/reading.ts';
import { gapMs } from './watch.ts';

export type CommEffect =
  | { readonly kind: 'silent'; readonly at: Instant }
  | { readonly kind: 'heard'; readonly at: Instant; readonly silentMs: number | null };

/** How well one device answers. Milliseconds since ever, as far as this gateway ran; plain data. */
export type CommState = {
  readonly at: Instant | null;
  readonly silentSince: Instant | null;
  readonly heardMs: number;
  readonly silentMs: number;
  readonly silences: number;
  readonly longestMs: number;
};
export type CommStep = { readonly state: CommState; readonly effects: readonly CommEffect[] };

export const NOTHING_HEARD: CommState = {
  ...{ at: null, silentSince: null },
  ...{ heardMs: 0, silentMs: 0, silences: 0, longestMs: 0 },
};

/** One snapshot of one device (not of several merged), at `now`. A time across a restart is neither heard nor silent. */
export function stepComm(state: CommState, snapshot: LiftSnapshot, now: Instant): CommStep {
  const since = state.at === null ? 0 : gapMs(state.at, now);
  const gap = Number.isFinite(since) ? Math.max(0, since) : 0;
  const silent = state.silentSince !== null;
  const counted: CommState = {
    ...state,
    at: now,
    heardMs: state.heardMs + (silent ? 0 : gap),
    silentMs: state.silentMs + (silent ? gap : 0),
  };
  if (isSilent(snapshot)) {
    if (silent) return { state: counted, effects: [] };
    const begun = { ...counted, silentSince: now, silences: state.silences + 1 };
    return { state: begun, effects: [{ kind: 'silent', at: now }] };
  }
  if (state.silentSince === null) return { state: counted, effects: [] };
  const whole = gapMs(state.silentSince, now);
  const silentMs = Number.isFinite(whole) ? whole : null;
  const longestMs = Math.max(state.longestMs, silentMs ?? 0);
  return {
    state: { ...counted, silentSince: null, longestMs },
    effects: [{ kind: 'heard', at: now, silentMs }],
  };
}

/** Of all that the device should tell, it tells nothing. */
function isSilent({ moving, floor, faults, mode, motor }: LiftSnapshot): boolean {
  const told = [moving, floor, faults, mode, motor.currentA].filter((known) => known !== null);
  return told.every(({ value, quality }) => value === null && qualityClass(quality) === 'bad');
}
