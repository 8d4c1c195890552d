import type { Clock } from '../core/clock.ts';
import type { ClockQuality } from '../telemetry/index.ts';
import type { TimeWindow } from './certificateTime.ts';

const YEAR_MS = 365 * 24 * 3_600_000;
/** A gateway that was switched off for longer than this needs its clock set before it trusts a certificate again. */
const LONGEST_OFF_MS = 5 * YEAR_MS;
// Without a journal there is no better floor than the software's; that is assumed only when it does not turn up.
const JOURNAL_WAIT_MS = 60_000;

/** What is known of the past: the latest moment that is certainly over (Unix ms), and whether all there is was looked at. */
export type KnownPast = { readonly latestCertain: number; readonly complete: boolean };

/**
 * Between which times it must be now, for holding a certificate's dates against; null: the clock is right, or it is too
 * early to say that it is not. The lower end is the latest moment that is known to be over: never a guess at the time,
 * and never shown as one.
 */
export class CertificateWindow {
  readonly #clock: Clock;
  readonly #times: KnownPast;
  readonly #quality: () => ClockQuality;
  readonly #softwareUtc: number;
  readonly #startedAt: number;

  /** `softwareUtc`: Unix ms, before which this software did not exist. */
  constructor(clock: Clock, times: KnownPast, quality: () => ClockQuality, softwareUtc: number) {
    this.#clock = clock;
    this.#times = times;
    this.#quality = quality;
    this.#softwareUtc = softwareUtc;
    this.#startedAt = clock.mono();
  }

  get(): TimeWindow | null {
    const quality = this.#quality();
    if (quality === 'ntp' || quality === 'holdover') return null;
    if (!this.#times.complete && this.#clock.mono() - this.#startedAt < JOURNAL_WAIT_MS) return null;
    return { from: this.#earliest(), to: this.latest() };
  }

  /** It is not later than this, whatever the clock says. Unix ms. */
  latest(): number {
    return this.#earliest() + LONGEST_OFF_MS;
  }

  #earliest(): number {
    return Math.max(this.#softwareUtc, this.#times.latestCertain);
  }
}
