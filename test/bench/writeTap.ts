import { connect, createServer, type Socket } from 'node:net';

const HEADER = 7; // transaction, protocol, length, unit
const WRITE_REGISTERS = 0x10;
const VALUES_AT = HEADER + 6; // function, address, count, bytes

/** One FC 16 request: when its first byte came by (CLOCK_MONOTONIC, ms), and its registers. */
export type TappedWrite = { readonly at: number; readonly registers: readonly number[] };

/** What stands between guard and a node: bytes go through as they come, each write is told with its time. */
export type WriteTap = { readonly port: number; close(): Promise<void> };

/** A relay on a free port of the loopback to `target` there. `now` is read before a byte is passed on. */
export async function tapWrites(
  target: number,
  now: () => number,
  onWrite: (write: TappedWrite) => void,
): Promise<WriteTap> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: '127.0.0.1', port: target, noDelay: true });
    const requests = new Requests(onWrite);
    near.on('data', (bytes: Buffer) => {
      const at = now();
      far.write(bytes);
      requests.take(bytes, at);
    });
    far.on('data', (bytes: Buffer) => near.write(bytes));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {}); // `close` follows
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the tap has no port');
  return {
    port: address.port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Finds the requests in a stream of Modbus TCP, each dated by the bytes that began it. */
class Requests {
  readonly #onWrite: (write: TappedWrite) => void;
  #pending: Buffer = Buffer.alloc(0);
  #beganAt = 0;

  constructor(onWrite: (write: TappedWrite) => void) {
    this.#onWrite = onWrite;
  }

  take(bytes: Buffer, at: number): void {
    if (this.#pending.length === 0) this.#beganAt = at;
    this.#pending = Buffer.concat([this.#pending, bytes]);
    while (this.#pending.length >= HEADER) {
      const length = 6 + this.#pending.readUInt16BE(4);
      if (this.#pending.length < length) return;
      this.#tell(this.#pending.subarray(0, length));
      this.#pending = this.#pending.subarray(length);
      this.#beganAt = at;
    }
  }

  #tell(request: Buffer): void {
    if (request[HEADER] !== WRITE_REGISTERS) return;
    const registers: number[] = [];
    for (let i = VALUES_AT; i + 1 < request.length; i += 2) registers.push(request.readUInt16BE(i));
    this.#onWrite({ at: this.#beganAt, registers });
  }
}
