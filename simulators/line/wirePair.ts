import type { Clock, Timer } from '../../gateway/core/clock.ts';
import type { Random } from '../random.ts';

/** Bytes that occupy the wire from `start` on. */
export type Transmission = {
  readonly start: number; // mono
  readonly bytes: Uint8Array;
  readonly characterMs: number; // each talker has its own rate
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
 * One pair of wires. What is sent takes its `characterMs` per byte; where two talk at once the bytes mix into one
 * garbled byte, but for those in which both say the same at the same time. Chunks come out when the wire would have carried them, the last one not before its time.
 */
export class WirePair {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #live = new Set<Live>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Puts a transmission on the wire, now or later. The returned bytes are what others hear of it, as known now. */
  send(transmission: Transmission): Uint8Array {
    const { start, bytes, characterMs } = transmission;
    const live: Live = {
      ...transmission,
      end: start + bytes.length * characterMs,
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
    const { deliver, characterMs } = live;
    const size = chunkOf(characterMs);
    let sent = 0;
    let next: Timer | undefined;
    const handOut = (to: number) => {
      const heard = live.own.slice(sent, to).filter((_, i) => !live.lost[sent + i]);
      sent = to;
      if (heard.length > 0) deliver?.(heard);
    };
    const chunk = () => {
      const left = live.bytes.length - sent - size;
      if (left <= 0) return; // the rest comes with the last byte
      const due = live.start + (sent + size) * characterMs;
      next = this.#clock.after(
        due - this.#clock.mono(),
        'wire chunk',
        () => {
          const passed = (this.#clock.mono() - live.start) / characterMs;
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
    for (const i of within(earlier, from, to)) if (!saysTheSame(earlier, i, later)) this.#garble(earlier, i);
    for (const i of within(later, from, to)) {
      if (!saysTheSame(later, i, earlier)) this.#garble(later, i);
      // the master does not hear itself: what collides with it must come out of the other transmission
      later.lost[i] = earlier.deliver !== undefined;
    }
  }

  #garble(live: Live, i: number): void {
    live.garbled = true;
    live.own[i] = Math.floor(this.#random() * 256);
  }
}

/** As a UART with a 16-byte FIFO hands over: at 14 bytes, or what came in about 4 ms. */
function chunkOf(characterMs: number): number {
  return Math.max(1, Math.min(14, Math.floor(4 / characterMs)));
}

/** Indexes of the bytes that touch the span [from, to). */
function within({ start, bytes, characterMs }: Live, from: number, to: number): number[] {
  const first = Math.max(0, Math.floor((from - start) / characterMs + 1e-6));
  const end = Math.min(bytes.length, Math.ceil((to - start) / characterMs - 1e-6));
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
}

/** Drivers that put the same byte on the wire at the same time do not disturb each other. */
function saysTheSame(one: Live, i: number, other: Live): boolean {
  if (Math.abs(one.characterMs - other.characterMs) > 1e-9) return false;
  const at = (one.start - other.start) / one.characterMs;
  const shift = Math.round(at);
  return Math.abs(at - shift) < IN_STEP && one.bytes[i] === other.bytes[i + shift];
}

/** Share of a character by which two drivers may be apart and still be in step. */
const IN_STEP = 0.05;
