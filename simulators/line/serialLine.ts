import { crcHolds, withCrc } from '../../drivers/crc.ts';
import { requestLength } from '../../drivers/dialect/requestLength.ts';
import type { Clock, Timer } from '../../gateway/core/clock.ts';
import type { Random } from '../random.ts';
import { flipBits } from './bitNoise.ts';
import { characterMs, frameGapMs, type SerialSettings, understands } from './serialTiming.ts';
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

/** How the pair is wired. `swapped`: A and B the wrong way round at the master. `terminated`: 120 Ω and bias are there. */
type PairWiring = { readonly swapped: boolean; readonly terminated: boolean };

/** An open end reflects; what that does grows with the rate (engineering: none at 9600, one byte in six at 115200). */
const REFLECTION_FROM_BAUD = 19_200;
const REFLECTION_RATE = 0.02; // of bits, at 115200

/**
 * An RS-485 line in real time: bytes come from a master all at once (a pty has no baud rate) and are given the time they
 * would need; requests are framed by length and CRC; replies go out byte by byte after the device's turnaround. Who is set
 * to another rate or parity than the master hears noise and stays silent.
 */
export class SerialLine {
  /** Set by the endpoint: bytes for the master. */
  onBytes: (bytes: Uint8Array) => void = () => {};
  bitErrorRate: number;
  wiring: PairWiring = { swapped: false, terminated: true };
  readonly station: Station;
  readonly watch: WireWatch;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #wire: WirePair;
  readonly #options: SerialLineOptions;
  #master: SerialSettings;
  #buffer: Uint8Array = new Uint8Array();
  #bufferEnd = Number.NEGATIVE_INFINITY; // when the last byte of the buffer is over on the wire
  #silence: Timer | undefined;

  constructor(station: Station, options: SerialLineOptions, clock: Clock, random: Random) {
    this.station = station;
    this.#clock = clock;
    this.#random = random;
    this.bitErrorRate = options.bitErrorRate ?? 0;
    this.#options = options;
    this.#master = options;
    this.#wire = new WirePair(clock, random);
    this.watch = new WireWatch(clock, frameGapMs(options));
  }

  /** How the master's port is set now; the line's own settings until somebody says. */
  get master(): SerialSettings {
    return this.#master;
  }

  /** The master has set its port anew: what it had begun to say is no request any more. */
  setMaster(settings: SerialSettings): void {
    const { baud, parity, stopBits } = this.#master;
    if (baud === settings.baud && parity === settings.parity && stopBits === settings.stopBits) return;
    this.#discard();
    this.#master = settings;
    this.watch.gapMs = frameGapMs(settings);
  }

  get #characterMs(): number {
    return characterMs(this.#master);
  }

  get #resyncMs(): number {
    return this.#options.resyncMs ?? frameGapMs(this.#master);
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
      characterMs: this.#characterMs,
      finished: () => {
        this.watch.over(start, end, false, end);
        // with nothing to hold the pair apart, the end of a transmission looks like one more character
        if (!this.wiring.terminated) this.onBytes(Uint8Array.of(0));
      },
    });
    flipBits(heard, this.#noise(this.#master.baud), this.#random);
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
    const master = this.#master;
    const take = () => {
      this.watch.exchange();
      if (this.wiring.swapped) return;
      for (const outgoing of this.station.hear(frame[0] ?? 0, frame.subarray(1, -2), master))
        this.#send(outgoing, end);
    };
    // a late look at the request is made up for while the reply passes, unless the line is too fast for that
    const grain = SHORTEST_REPLY * this.#characterMs > 2.5 ? 'coarse' : undefined;
    this.#clock.after(end - this.#clock.mono(), 'request', take, grain);
  }

  #send({ answer, dialect, late, settle, serial }: PendingAnswer, requestEnd: number): void {
    const bytes = Uint8Array.from(dialect.fromStandard(withCrc([answer.unit, ...answer.pdu])));
    const tail = bytes.length - 1;
    if (answer.wrongCrc) bytes[tail] = (bytes[tail] ?? 0) ^ 0x55;
    const noise = 1 - (1 - answer.bitErrorRate) * (1 - this.#noise(serial.baud));
    const flipped = flipBits(bytes, noise, this.#random);
    const start = requestEnd + answer.delayMs;
    const own = characterMs(serial);
    const end = start + bytes.length * own;
    this.watch.planned(start, end, late);
    this.#wire.send({
      start,
      bytes,
      characterMs: own,
      deliver: (chunk) => this.onBytes(this.#understood(serial) ? chunk : this.#noiseLike(chunk)),
      finished: (garbled, over) => {
        this.watch.over(start, end, late, over);
        settle(garbled || flipped || answer.wrongCrc, over);
      },
    });
  }

  /** The master's receiver looks at the first stop bit only, as they all do. */
  #understood(mouth: SerialSettings): boolean {
    return understands({ ...this.#master, stopBits: 1 }, mouth);
  }

  /** What characters of another rate or parity look like. */
  #noiseLike(chunk: Uint8Array): Uint8Array {
    return chunk.map(() => Math.floor(this.#random() * 256));
  }

  #noise(baud: number): number {
    if (this.wiring.terminated || baud < REFLECTION_FROM_BAUD) return this.bitErrorRate;
    return 1 - (1 - this.bitErrorRate) * (1 - (REFLECTION_RATE * baud) / 115_200);
  }
}
