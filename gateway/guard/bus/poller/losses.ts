import type { Span as RegisterSpan } from '../../../../drivers/profile/schema.ts';
import type { LineConnection } from '../../../site/schema/siteSchema.ts';
import type { DeviceTrouble } from './deviceTrouble.ts';
import { LOSS_COUNTERS, type LossCause } from './outcome.ts';

const LOST_AS = { timeout: 'silent', crc: 'garbled', mismatch: 'garbled', gateway: 'gateway' } as const;
/** Half an answer now and then nothing at all are one thing. */
const GARBLED_LATELY_MS = 30_000;

/** How the reads of one device were lost, for when it is given up. Times are `mono`. */
export class Losses {
  readonly counted = { timeouts: 0, crc: 0, exceptions: 0, mismatches: 0 };
  #cause: LossCause | undefined;
  #garbledAt = Number.NEGATIVE_INFINITY;
  #spoke = false;

  /** `spoke`: something of the device came meanwhile, though not what was asked. */
  add(cause: LossCause, spoke: boolean, at: number): void {
    this.counted[LOSS_COUNTERS[cause]]++;
    if (cause === 'crc') this.#garbledAt = at;
    this.#cause = cause === 'timeout' && at - this.#garbledAt <= GARBLED_LATELY_MS ? 'crc' : cause;
    this.#spoke = spoke;
  }

  /** Why it was given up, the `whole` device or one read of it; undefined: nothing was. */
  why(
    line: LineConnection,
    wasHeard: boolean,
    givenUp: 'whole' | RegisterSpan | undefined,
  ): DeviceTrouble | undefined {
    if (this.#cause === undefined || givenUp === undefined) return undefined;
    if (this.#cause === 'timeout' && !this.#spoke && givenUp !== 'whole')
      return { kind: 'deaf', read: givenUp };
    if (this.#cause === 'timeout' && this.#spoke) return { kind: 'length', line };
    return { kind: LOST_AS[this.#cause], line, wasHeard };
  }
}
