import type { Clock, Timer } from '../../gateway/core/clock.ts';
import type { Random } from '../random.ts';

/** Bytes that occupy the wire from `start` on. */
export type Transmission = {
  readonly start: number; // mono
  readonly bytes: Uint8Array;
  /** Chunks as they reach whoever listens; undefined for what the master itself sends. */
  readonly deliver?: (bytes: Uint8Array) => void;
  /** Once, when the last byte is over; `garbled` when somebody talked over any of it. `at`: when that was noticed. */
  readonly finished: (garbled: boolean, at: number) => void;
};

type Live = Transmission & {
  readonly end: number;
  readonly own: Uint8Array; // what it puts on the wire, garbled where others talked
  readonly lost: boolean[]; // bytes that another transmission carries, mixed
  garbled: boolean;
};

/**
 * One pair of wires. Everything on it takes `characterMs` per byte; where two talk at once the bytes mix into one
 * garbled byte. Chunks come out when the wire would have carried them, the last one not before its time.
 */
export class WirePair {
  readonly #clock: Clock;
  readonly #characterMs: number;
  readonly #chunk: number;
  readonly #random: Random;
  readonly #live = new Set<Live>();

  constructor(clock: Clock, characterMs: number, random: Random) {
    this.#clock = clock;
    this.#characterMs = characterMs;
    this.#random = random;
    // as a UART with a 16-byte FIFO hands over: at 14 bytes, or what came in about 4 ms
    this.#chunk = Math.max(1, Math.min(14, Math.floor(4 / characterMs)));
  }

  /** Puts a transmission on the wire, now or later. The returned bytes are what others hear of it, as known now. */
  send(transmission: Transmission): Uint8Array {
    const { start, bytes } = transmission;
    const live: Live = {
      ...transmission,
      end: start + bytes.length * this.#characterMs,
      own: bytes.slice(),
      lost: new Array<boolean>(bytes.length).fill(false),
      garbled: false,
    };
    for (const other of this.#live) this.#mix(other, live);
    this.#live.add(live);
    this.#carry(live);
    return live.own;
  }

  #carry(live: Live): void {
    const { deliver } = live;
    let sent = 0;
    let next: Timer | undefined;
    const handOut = (to: number) => {
      const heard = live.own.slice(sent, to).filter((_, i) => !live.lost[sent + i]);
      sent = to;
      if (heard.length > 0) deliver?.(heard);
    };
    const chunk = () => {
      const left = live.bytes.length - sent - this.#chunk;
      if (left <= 0) return; // the rest comes with the last byte
      const due = live.start + (sent + this.#chunk) * this.#characterMs;
      next = this.#clock.after(
        due - this.#clock.mono(),
        'wire chunk',
        () => {
          const passed = (this.#clock.mono() - live.start) / this.#characterMs;
          handOut(Math.min(live.bytes.length - 1, Math.floor(passed + 1e-6)));
          chunk();
        },
        'coarse',
      );
    };
    if (deliver !== undefined) chunk();
    // only the last byte of a reply must be on time: it is what a master measures from
    const grain = deliver === undefined ? 'coarse' : undefined;
    this.#clock.after(
      live.end - this.#clock.mono(),
      'wire',
      () => {
        next?.cancel();
        // taken before the bytes leave: once they have, the master may act before this process runs on
        const at = Math.max(live.end, this.#clock.mono());
        this.#live.delete(live);
        handOut(live.bytes.length);
        live.finished(live.garbled, at);
      },
      grain,
    );
  }

  /** Two drivers at once: the earlier one's bytes come out as noise, the later one's are lost in them. */
  #mix(earlier: Live, later: Live): void {
    const from = Math.max(earlier.start, later.start);
    const to = Math.min(earlier.end, later.end);
    if (to - from <= 1e-6) return;
    earlier.garbled = true;
    later.garbled = true;
    for (const i of this.#within(earlier, from, to)) earlier.own[i] = Math.floor(this.#random() * 256);
    for (const i of this.#within(later, from, to)) {
      later.own[i] = Math.floor(this.#random() * 256);
      // the master does not hear itself: what collides with it must come out of the other transmission
      later.lost[i] = earlier.deliver !== undefined;
    }
  }

  /** Indexes of the bytes that touch the span [from, to). */
  #within(live: Live, from: number, to: number): number[] {
    const first = Math.max(0, Math.floor((from - live.start) / this.#characterMs + 1e-6));
    const end = Math.min(live.bytes.length, Math.ceil((to - live.start) / this.#characterMs - 1e-6));
    return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
  }
}
