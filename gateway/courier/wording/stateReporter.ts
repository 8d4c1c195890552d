import { type Clock, every, type Timer } from '../../core/clock.ts';
import { encodeState, type StateMessage } from '../../telemetry/index.ts';

export type StateReporterOptions = {
  readonly clock: Clock;
  /** How things stand, apart from `online`. */
  readonly state: () => Omit<StateMessage, 'online'>;
  readonly publish: (payload: Uint8Array) => void;
};

const EVERY_MS = 60_000;
const SHORTEST_MS = 1_000;

/**
 * Keeps the retained `state` true: at once when something changes that a platform must act on, and every minute. How
 * far telemetry has come changes with every message and is no reason of its own.
 */
export class StateReporter {
  readonly #options: StateReporterOptions;
  #regular: Timer | null = null;
  #soon: Timer | null = null;
  #told = '';
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: StateReporterOptions) {
    this.#options = options;
  }

  /** The connection is up. */
  start(): void {
    this.stop();
    this.#regular = every(this.#options.clock, EVERY_MS, 'state report', () => this.#tell());
    this.#tell();
  }

  /** The connection is gone. */
  stop(): void {
    this.#regular?.cancel();
    this.#soon?.cancel();
    this.#regular = null;
    this.#soon = null;
  }

  /** Somebody asks for it, or may not have heard it. */
  again(): void {
    if (this.#regular !== null) this.#tell();
  }

  /** Something may have changed. */
  changed(): void {
    if (this.#regular === null || this.#soon !== null) return;
    if (notable(this.#options.state()) === this.#told) return;
    const wait = Math.max(0, this.#toldAt + SHORTEST_MS - this.#options.clock.mono());
    if (wait === 0) this.#tell();
    else
      this.#soon = this.#options.clock.after(wait, 'state change', () => {
        this.#soon = null;
        this.#tell();
      });
  }

  /** The last word before a clean goodbye. */
  farewell(): Uint8Array {
    return encodeState({ ...this.#options.state(), online: false });
  }

  /** What the broker is to say when we vanish: by then it is old, and says so. */
  will(): Uint8Array {
    return encodeState({ ...this.#options.state(), online: false, will: true });
  }

  #tell(): void {
    const state = this.#options.state();
    this.#told = notable(state);
    this.#toldAt = this.#options.clock.mono();
    this.#options.publish(encodeState({ ...state, online: true }));
  }
}

function notable({
  epoch,
  boot,
  time,
  guardAlive,
  journal,
  heads,
  delivered,
}: Omit<StateMessage, 'online'>): string {
  return JSON.stringify([epoch, boot, time.quality, guardAlive, journal, heads.event, delivered.event]);
}
