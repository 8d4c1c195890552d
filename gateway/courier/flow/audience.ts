import type { Clock, Timer } from '../../core/clock.ts';
import type { Stream } from '../../telemetry/index.ts';

/** `timer`: the next try is not due yet; `trying`: its answer is not there yet. */
type Quiet = { timer: Timer | null; trying: boolean; waitMs: number };

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 10_000; // so late, at most, a platform that has come hears of an alarm

/**
 * Whether somebody at the broker is subscribed to a stream, as far as the broker tells (MQTT 5, PUBACK 16). While nobody is,
 * the stream stays here, and one message of it is tried now and then.
 */
export class Audience {
  readonly #clock: Clock;
  readonly #onTry: () => void;
  readonly #onHeard: () => void;
  readonly #quiet = new Map<Stream, Quiet>();

  /** `onTry`: a message may go again; `onHeard`: somebody is there again, for every stream. */
  constructor(clock: Clock, onTry: () => void, onHeard: () => void) {
    this.#clock = clock;
    this.#onTry = onTry;
    this.#onHeard = onHeard;
  }

  /** The next message of `stream` may go. */
  mayGo(stream: Stream): boolean {
    const quiet = this.#quiet.get(stream);
    return quiet === undefined || (quiet.timer === null && !quiet.trying);
  }

  sent(stream: Stream): void {
    const quiet = this.#quiet.get(stream);
    if (quiet !== undefined) quiet.trying = true;
  }

  /** A message reached nobody. @returns whether that is news */
  nobody(stream: Stream): boolean {
    const before = this.#quiet.get(stream);
    if (before?.timer) return false; // one of those that were on their way when the first came back
    const quiet = before ?? { timer: null, trying: false, waitMs: FIRST_WAIT_MS };
    this.#quiet.set(stream, quiet);
    quiet.trying = false;
    quiet.timer = this.#clock.after(quiet.waitMs, 'audience', () => {
      quiet.timer = null;
      this.#onTry();
    });
    quiet.waitMs = Math.min(LONGEST_WAIT_MS, 2 * quiet.waitMs);
    return before === undefined;
  }

  /** A message was taken for somebody. Who hears telemetry has most likely come for alarms too: they do not wait for their next try. */
  somebody(stream: Stream): void {
    if (!this.#forget(stream)) return;
    for (const quiet of this.#quiet.values()) {
      quiet.timer?.cancel();
      quiet.timer = null;
    }
    if (this.#quiet.size === 0) this.#onHeard();
    else this.#onTry();
  }

  /** The connection is gone, and what was known of it. */
  clear(): void {
    for (const stream of this.#quiet.keys()) this.#forget(stream);
  }

  #forget(stream: Stream): boolean {
    this.#quiet.get(stream)?.timer?.cancel();
    return this.#quiet.delete(stream);
  }
}
