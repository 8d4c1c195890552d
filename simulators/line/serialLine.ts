import { crcHolds, withCrc } from '../../drivers/crc.ts';
import { requestLength } from '../../drivers/dialect/requestLength.ts';
import type { Clock, Timer } from '../../gateway/core/clock.ts';
import type { Random } from '../random.ts';
import { flipBits } from './bitNoise.ts';
import { characterMs, frameGapMs, type SerialSettings } from './serialTiming.ts';
import type { PendingAnswer, Station } from './station.ts';
import { WirePair } from './wirePair.ts';
import { WireWatch } from './wireWatch.ts';

const SHORTEST_REPLY = 5; // an exception, with its CRC

export type SerialLineOptions = SerialSettings & {
  /** Probability that a bit flips on the way, in either direction. */
  readonly bitErrorRate?: number;
  /** Silence after which an unfinished request is thrown away; TCP needs more than a wire. Default: the frame gap. */
  readonly resyncMs?: number;
};

/**
 * An RS-485 line in real time: bytes come from a master all at once (a pty has no baud rate) and are given the time they
 * would need; requests are framed by length and CRC; replies go out byte by byte after the device's turnaround.
 */
export class SerialLine {
  /** Set by the endpoint: bytes for the master. */
  onBytes: (bytes: Uint8Array) => void = () => {};
  bitErrorRate: number;
  readonly station: Station;
  readonly watch: WireWatch;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #wire: WirePair;
  readonly #characterMs: number;
  readonly #resyncMs: number;
  #buffer: Uint8Array = new Uint8Array();
  #bufferEnd = Number.NEGATIVE_INFINITY; // when the last byte of the buffer is over on the wire
  #silence: Timer | undefined;

  constructor(station: Station, options: SerialLineOptions, clock: Clock, random: Random) {
    this.station = station;
    this.#clock = clock;
    this.#random = random;
    this.bitErrorRate = options.bitErrorRate ?? 0;
    this.#characterMs = characterMs(options);
    this.#resyncMs = options.resyncMs ?? frameGapMs(options);
    this.#wire = new WirePair(clock, this.#characterMs, random);
    this.watch = new WireWatch(clock, frameGapMs(options));
  }

  /** Bytes from the master, seen at `at`; the first of them was put on the wire then. */
  receive(bytes: Uint8Array, at: number = this.#clock.mono()): void {
    if (bytes.length === 0) return;
    if (at - this.#bufferEnd >= this.#resyncMs) this.#discard(); // the timer for it may be late
    if (this.#buffer.length === 0) this.watch.requestBegins(at);
    const start = Math.max(at, this.#bufferEnd);
    const end = start + bytes.length * this.#characterMs;
    this.watch.planned(start, end, false);
    const heard = this.#wire.send({
      start,
      bytes,
      finished: () => this.watch.over(start, end, false, end),
    });
    flipBits(heard, this.bitErrorRate, this.#random);
    this.#buffer = Buffer.concat([this.#buffer, heard]);
    this.#bufferEnd = end;
    this.#frame();
  }

  /** Takes whole requests out of the buffer; what cannot be told by its length is judged after a silence. */
  #frame(): void {
    this.#silence?.cancel();
    this.#silence = undefined;
    for (;;) {
      const length = requestLength(this.#buffer);
      if (typeof length !== 'number' || this.#buffer.length < length) break;
      const frame = this.#buffer.subarray(0, length);
      if (!crcHolds(frame)) break;
      this.#buffer = this.#buffer.subarray(length);
      this.#hear(frame, this.#bufferEnd - this.#buffer.length * this.#characterMs);
    }
    if (this.#buffer.length === 0) return;
    const waitMs = this.#bufferEnd + this.#resyncMs - this.#clock.mono();
    this.#silence = this.#clock.after(waitMs, 'resync', () => this.#discard());
  }

  #discard(): void {
    this.#silence?.cancel();
    this.#silence = undefined;
    const rest = this.#buffer;
    this.#buffer = new Uint8Array();
    if (rest.length === 0) return;
    if (requestLength(rest) === 'unknown' && crcHolds(rest)) this.#hear(rest, this.#bufferEnd);
    else this.watch.garbage();
  }

  #hear(frame: Uint8Array, end: number): void {
    const take = () => {
      this.watch.exchange();
      for (const outgoing of this.station.hear(frame[0] ?? 0, frame.subarray(1, -2)))
        this.#send(outgoing, end);
    };
    // a late look at the request is made up for while the reply passes, unless the line is too fast for that
    const grain = SHORTEST_REPLY * this.#characterMs > 2.5 ? 'coarse' : undefined;
    this.#clock.after(end - this.#clock.mono(), 'request', take, grain);
  }

  #send({ answer, dialect, late, settle }: PendingAnswer, requestEnd: number): void {
    const bytes = Uint8Array.from(dialect.fromStandard(withCrc([answer.unit, ...answer.pdu])));
    const tail = bytes.length - 1;
    if (answer.wrongCrc) bytes[tail] = (bytes[tail] ?? 0) ^ 0x55;
    const noise = 1 - (1 - answer.bitErrorRate) * (1 - this.bitErrorRate);
    const flipped = flipBits(bytes, noise, this.#random);
    const start = requestEnd + answer.delayMs;
    const end = start + bytes.length * this.#characterMs;
    this.watch.planned(start, end, late);
    this.#wire.send({
      start,
      bytes,
      deliver: (chunk) => this.onBytes(chunk),
      finished: (garbled, over) => {
        this.watch.over(start, end, late, over);
        settle(garbled || flipped || answer.wrongCrc, over);
      },
    });
  }
}
