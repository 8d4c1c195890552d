import { crcHolds, withCrc } from '../../../../drivers/crc.ts';
import type { Clock } from '../../../../gateway/core/clock.ts';

/** How the slaves of a line misbehave. Shares are of requests, 0..1; delays count from the end of the request. */
export type Manners = {
  readonly turnaroundMs: number | readonly [number, number];
  readonly lateShare?: number | ((unit: number) => number);
  /** Units without power. */
  readonly deaf?: (unit: number) => boolean;
  readonly lateMs?: readonly [number, number];
  /** One request after the other, as most devices work; otherwise a late reply does not hold up the next. */
  readonly oneByOne?: boolean;
  readonly lostShare?: number; // never answered
  /** Who talks while another talks garbles both, the master included. Otherwise everything arrives. */
  readonly collisions?: boolean;
  readonly bitErrorRate?: number; // of request and reply alike
  readonly splitShare?: number; // replies handed over in pieces
  /** The adapter hands bytes over only so often, what came meanwhile in one piece. */
  readonly holdMs?: number;
  /** What may be read; anything else is refused (exception 2). Otherwise every register exists. */
  readonly strict?: (address: number, count: number) => boolean;
};

export type SlavesParts = {
  readonly clock: Clock;
  readonly charMs: number;
  readonly random: () => number;
  readonly manners: Manners;
  readonly registerOf: (unit: number, address: number, table: number) => number;
  /** Hands bytes to the master. */
  readonly write: (bytes: Uint8Array) => void;
};

type Transmission = { readonly start: number; readonly end: number; garbled: boolean };

/** The slaves of one RS-485 pair, every unit that is asked, with the time bytes take on a wire. */
export class Slaves {
  readonly #parts: SlavesParts;
  readonly #freeAt = new Map<number, number>();
  #onAir: Transmission[] = [];
  #held = Buffer.alloc(0);
  late = 0;
  lost = 0;
  heard = 0;

  constructor(parts: SlavesParts) {
    this.#parts = parts;
  }

  /** A request as the master hands it over, in one piece; it takes its time on the wire from `at` on. */
  receive(request: Uint8Array, at: number): void {
    const sent = this.#transmit(at, request.length);
    this.#parts.clock.after(sent.end - this.#parts.clock.mono(), 'request on the wire', () => {
      const bytes = this.#noisy(request, sent.garbled);
      if (crcHolds(bytes)) this.#answer(bytes);
    });
  }

  #answer(request: Uint8Array): void {
    const { clock, charMs, random, manners } = this.#parts;
    if (manners.deaf?.(request[0] ?? 0) === true) return;
    this.heard++;
    if (random() < (manners.lostShare ?? 0)) {
      this.lost++;
      return;
    }
    const { lateShare = 0 } = manners;
    const late = random() < (typeof lateShare === 'number' ? lateShare : lateShare(request[0] ?? 0));
    if (late) this.late++;
    const [from, to] = range(late && manners.lateMs ? manners.lateMs : manners.turnaroundMs);
    const reply = this.#replyTo(request);
    const unit = request[0] ?? 0;
    const now = clock.mono();
    const begin = manners.oneByOne === true ? Math.max(now, this.#freeAt.get(unit) ?? 0) : now;
    const start = begin + from + random() * (to - from);
    const end = start + reply.length * charMs;
    this.#freeAt.set(unit, end);
    clock.after(start - now, 'turnaround', () => {
      const sent = this.#transmit(clock.mono(), reply.length);
      clock.after(sent.end - clock.mono(), 'reply on the wire', () =>
        this.#deliver(this.#noisy(reply, sent.garbled)),
      );
    });
  }

  #deliver(bytes: Uint8Array): void {
    const { random, manners, write, clock, charMs } = this.#parts;
    if (manners.holdMs !== undefined) {
      this.#hold(bytes, manners.holdMs);
      return;
    }
    if (random() >= (manners.splitShare ?? 0)) {
      write(bytes);
      return;
    }
    const cut = 1 + Math.floor(random() * (bytes.length - 1));
    write(bytes.subarray(0, cut));
    clock.after(charMs, 'second piece', () => write(bytes.subarray(cut)));
  }

  #hold(bytes: Uint8Array, holdMs: number): void {
    const { clock, write } = this.#parts;
    this.#held = Buffer.concat([this.#held, bytes]);
    if (this.#held.length > bytes.length) return;
    clock.after(holdMs - (clock.mono() % holdMs), 'adapter', () => {
      const held = this.#held;
      this.#held = Buffer.alloc(0);
      write(held);
    });
  }

  #replyTo(request: Uint8Array): Uint8Array {
    const [unit = 0, functionCode = 0, high = 0, low = 0, countHigh = 0, countLow = 0] = request;
    const address = (high << 8) | low;
    const count = (countHigh << 8) | countLow;
    if (functionCode > 4) return withCrc(request.subarray(0, 6));
    if (this.#parts.manners.strict?.(address, count) === false)
      return withCrc([unit, functionCode | 0x80, 2]);
    const value = (i: number) => this.#parts.registerOf(unit, address + i, functionCode);
    if (functionCode <= 2) {
      const bytes = new Uint8Array(Math.ceil(count / 8));
      for (let i = 0; i < count; i++) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | ((value(i) & 1) << (i & 7));
      return withCrc([unit, functionCode, bytes.length, ...bytes]);
    }
    const data = Array.from({ length: count }, (_, i) => [value(i) >> 8, value(i) & 0xff]).flat();
    return withCrc([unit, functionCode, data.length, ...data]);
  }

  #transmit(start: number, bytes: number): Transmission {
    const mine = { start, end: start + bytes * this.#parts.charMs, garbled: false };
    if (this.#parts.manners.collisions !== true) return mine;
    this.#onAir = this.#onAir.filter(({ end }) => end > start);
    for (const other of this.#onAir) {
      other.garbled = true;
      mine.garbled = true;
    }
    this.#onAir.push(mine);
    return mine;
  }

  #noisy(bytes: Uint8Array, garbled: boolean): Uint8Array {
    const { random, manners } = this.#parts;
    const rate = manners.bitErrorRate ?? 0;
    if (rate === 0 && !garbled) return bytes;
    return bytes.map((byte) => {
      let flips = garbled && random() < 0.5 ? Math.floor(random() * 256) : 0;
      for (let bit = 0; bit < 8; bit++) if (random() < rate) flips ^= 1 << bit;
      return byte ^ flips;
    });
  }
}

function range(ms: number | readonly [number, number]): readonly [number, number] {
  return typeof ms === 'number' ? [ms, ms] : ms;
}
