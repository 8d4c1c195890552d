import { builtUtc } from '../../core/built.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { type ServerCertificate, serverCertificate } from './certificates.ts';

const LOOK_EVERY_MS = 3_600_000;

/**
 * The certificate of this box as it is now. A box runs for years without a start: it is looked at every hour, made anew in time or when the
 * box got another address, and taken up when somebody has put another in its place.
 */
export class HeldCertificate implements ServerCertificate {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #watchers: (() => void)[] = [];
  #now: ServerCertificate;
  #timer: Timer | null = null;

  private constructor(folder: string, clock: Clock, log: Log, now: ServerCertificate) {
    this.#folder = folder;
    this.#clock = clock;
    this.#log = log;
    this.#now = now;
  }

  /** Of `folder`; made where there is none. */
  static async open(folder: string, clock: Clock, log: Log): Promise<HeldCertificate> {
    return new HeldCertificate(folder, clock, log, await certificateOf(folder, clock));
  }

  start(): void {
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'certificate', () => void this.look());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Calls back when it is another one. */
  onRenewed(renewed: () => void): void {
    this.#watchers.push(renewed);
  }

  /** One that cannot be read or made anew leaves the one that is shown. */
  async look(): Promise<void> {
    const before = this.fingerprint;
    try {
      this.#now = await certificateOf(this.#folder, this.#clock);
    } catch (error) {
      this.#log.info(`the certificate cannot be looked at: ${(error as Error).message}`);
      return;
    }
    if (this.fingerprint === before) return;
    this.#log.info(`another certificate is shown from now on: SHA-256 … ${this.fingerprint.slice(-11)}`);
    for (const renewed of this.#watchers) renewed();
  }

  get certPem(): string {
    return this.#now.certPem;
  }

  get keyPem(): string {
    return this.#now.keyPem;
  }

  get chainPem(): string {
    return this.#now.chainPem;
  }

  get caPem(): string | null {
    return this.#now.caPem;
  }

  get fingerprint(): string {
    return this.#now.fingerprint;
  }
}

/** A box without a battery begins in 1970, and was not built then. */
function certificateOf(folder: string, clock: Clock): Promise<ServerCertificate> {
  return serverCertificate(folder, 'desk', Math.max(clock.utc(), builtUtc()));
}
