import { type DeviceTiming, STRANGER_TIMING } from '../../../alarmTime/deviceTiming.ts';
import { type Clock, sleep } from '../../../core/clock.ts';
import type { Overhear, Overheard } from '../../../core/overheard.ts';

/** So long after the last byte a reply is over, whatever it was. */
const REST_MS = 8;

/** How quick whoever is listened to is believed to be: as its kind, where that is known. */
export function timingOf({ patienceMs, lateMs }: Overhear): DeviceTiming {
  const kind = lateMs === undefined ? {} : { responseMs: patienceMs, lateWindowMs: lateMs };
  return { ...STRANGER_TIMING, ...kind };
}

/** Takes down what comes while nobody knows what to expect. */
export class Ear {
  readonly #clock: Clock;
  readonly #enough: (bytes: Uint8Array) => boolean;
  #bytes: Uint8Array = new Uint8Array();
  #firstAt: number | null = null;
  #lastAt = Number.NEGATIVE_INFINITY;
  #wake: () => void = () => {};

  /** @param enough whether what has come is all there will be */
  constructor(clock: Clock, enough: (bytes: Uint8Array) => boolean) {
    this.#clock = clock;
    this.#enough = enough;
  }

  take(bytes: Uint8Array, at: number): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    this.#firstAt ??= at;
    this.#lastAt = at;
    if (this.#enough(this.#bytes)) this.#wake();
  }

  /** The port is gone: nothing more will come. */
  end(): void {
    this.#wake();
  }

  /**
   * Listens until it is enough, until nothing has begun by `beginBy`, until what began is over, or until `endBy`.
   *
   * @param sentBy when the last byte of the request was on the wire
   */
  async listen(sentBy: number, beginBy: number, endBy: number, restMs: number): Promise<Overheard> {
    let woken = false;
    const enough = new Promise<void>((resolve) => {
      this.#wake = () => {
        woken = true;
        resolve();
      };
    });
    while (!woken && !this.#enough(this.#bytes)) {
      const now = this.#clock.mono();
      const until =
        this.#firstAt === null ? beginBy : Math.max(beginBy, this.#lastAt + Math.max(restMs, REST_MS));
      if (now >= Math.min(until, endBy)) break;
      await Promise.race([enough, sleep(this.#clock, Math.min(until, endBy) - now, 'listening')]);
    }
    return {
      bytes: this.#bytes,
      firstMs: this.#firstAt === null ? null : Math.max(0, this.#firstAt - sentBy),
    };
  }
}
