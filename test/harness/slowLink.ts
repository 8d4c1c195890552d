import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './mosquitto.ts';

// A modem takes a packet at a time; more than this at once would make the rate a fiction at the grain of an alarm.
const PACKET_BYTES = 512;
const TICK_MS = 5;

/** What may pass now: fills with time, never above a burst. */
class Bucket {
  readonly #bytesPerMs: number;
  readonly #mostBytes: number;
  #bytes = 0;
  #at = performance.now();

  constructor(bitsPerS: number) {
    this.#bytesPerMs = bitsPerS / 8000;
    this.#mostBytes = Math.max(PACKET_BYTES, 2 * TICK_MS * this.#bytesPerMs);
  }

  /** Takes up to `wanted` bytes and says how many it were. */
  take(wanted: number): number {
    const now = performance.now();
    this.#bytes = Math.min(this.#mostBytes, this.#bytes + (now - this.#at) * this.#bytesPerMs);
    this.#at = now;
    const taken = Math.min(wanted, Math.floor(this.#bytes));
    this.#bytes -= taken;
    return taken;
  }
}

/**
 * A line of so many bits a second between a gateway and its broker, each direction for itself, all connections together.
 * Bytes are counted one by one and pass in order; what waits stays with the sender, in its socket, beyond a few kilobytes.
 */
export class SlowLink {
  readonly #to: number;
  readonly #sockets = new Set<Socket>();
  readonly #up: Bucket;
  readonly #down: Bucket;
  #server: Server | null = null;
  #port = 0;
  /** Bytes that passed towards the broker. */
  sent = 0;
  /** Bytes that passed back. */
  received = 0;

  /** `to`: port of the broker on the loopback. */
  constructor(to: number, bitsPerS: number) {
    this.#to = to;
    this.#up = new Bucket(bitsPerS);
    this.#down = new Bucket(bitsPerS);
  }

  async start(): Promise<this> {
    this.#port = await freePort();
    const server = createServer({ highWaterMark: PACKET_BYTES, noDelay: true }, (near) => this.#join(near));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  /** Cuts whoever goes through it, in the middle of a message as like as not. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Cuts, and takes nothing more. */
  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) =>
      this.#server === null ? resolve() : this.#server.close(() => resolve()),
    );
  }

  #join(near: Socket): void {
    const far = connect({ port: this.#to, host: '127.0.0.1', noDelay: true });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.once('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    this.#carry(near, far, this.#up, (bytes) => {
      this.sent += bytes;
    });
    this.#carry(far, near, this.#down, (bytes) => {
      this.received += bytes;
    });
  }

  /** Moves what `from` has to `to`, as fast as `bucket` fills. */
  #carry(from: Socket, to: Socket, bucket: Bucket, count: (bytes: number) => void): void {
    let waiting: Buffer = Buffer.alloc(0);
    const move = (): void => {
      if (to.destroyed) return;
      const taken = bucket.take(waiting.length);
      if (taken > 0) {
        to.write(waiting.subarray(0, taken));
        count(taken);
        waiting = waiting.subarray(taken);
      }
      if (waiting.length > 0) setTimeout(move, TICK_MS);
      else from.resume();
    };
    from.on('data', (chunk) => {
      from.pause();
      waiting = Buffer.concat([waiting, chunk]);
      move();
    });
    from.once('end', () => to.end());
  }
}
