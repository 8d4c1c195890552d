import { createServer, type Server, type Socket } from 'node:net';
import { err, ok, type Problem, type Result } from '../../drivers/result.ts';
import { type ServedRegisters, serve } from './slave.ts';

const HEADER = 7; // transaction, protocol, length, unit
const LONGEST = 260;
const MOST_CLIENTS = 8;

/**
 * Modbus TCP, any unit id. Ours and not `modbus-serial`'s: that one hands every request to a timer, which costs a
 * millisecond and more before anything sounds, and leaves malformed writes unanswered.
 */
export class ModbusTcpServer {
  readonly #registers: ServedRegisters;
  /** Connections that have asked for nothing yet, and those that have: the one that was heard of longest ago comes first. */
  readonly #silent = new Set<Socket>();
  readonly #asking = new Set<Socket>();
  #server: Server | undefined;

  constructor(registers: ServedRegisters) {
    this.#registers = registers;
  }

  /** Listens; 0 takes any free port. @returns the port */
  listen(host: string, port: number): Promise<Result<number, Problem>> {
    const server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
    return new Promise((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) => resolve(err(cannotListen(host, port, error))));
      server.listen(port, host, () => {
        this.#server = server;
        const address = server.address();
        resolve(ok(typeof address === 'object' && address !== null ? address.port : port));
      });
    });
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of [...this.#silent, ...this.#asking]) socket.destroy();
    await closed;
  }

  /**
   * A master that comes anew is always let in: whoever has asked for nothing the longest makes room. Those that never asked
   * for anything share half of the places, so that a burst of them does not cut off a master between two of its requests.
   */
  #makeRoom(): void {
    if (this.#silent.size + this.#asking.size < MOST_CLIENTS) return;
    const among = this.#silent.size >= MOST_CLIENTS / 2 ? this.#silent : this.#asking;
    const [longestIdle] = among;
    if (longestIdle === undefined) return;
    among.delete(longestIdle);
    longestIdle.destroy();
  }

  #serve(socket: Socket): void {
    let pending: Buffer = Buffer.alloc(0);
    this.#makeRoom();
    this.#silent.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#silent.delete(socket);
      this.#asking.delete(socket);
    });
    socket.on('data', (chunk: Buffer) => {
      this.#silent.delete(socket);
      this.#asking.delete(socket);
      this.#asking.add(socket);
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      while (pending.length >= HEADER) {
        const length = 6 + pending.readUInt16BE(4);
        if (pending.readUInt16BE(2) !== 0 || length <= HEADER || length > LONGEST) {
          socket.destroy(); // a stream out of step cannot be brought back into it
          return;
        }
        if (pending.length < length) return;
        const reply = serve(this.#registers, pending.subarray(HEADER, length));
        const frame = Buffer.alloc(HEADER + reply.length);
        pending.copy(frame, 0, 0, HEADER);
        frame.writeUInt16BE(1 + reply.length, 4);
        frame.set(reply, HEADER);
        socket.write(frame);
        pending = pending.subarray(length);
      }
    });
  }
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): Problem {
  const where = `${host}:${port}`;
  if (error.code === 'EADDRINUSE')
    return {
      code: 'node.port-taken',
      where,
      what: 'another program listens here',
      hint: 'choose another port with --tcp',
    };
  if (error.code === 'EACCES')
    return {
      code: 'node.port-refused',
      where,
      what: 'not allowed to listen on this port',
      hint: 'choose a port above 1023 with --tcp',
    };
  return { code: 'node.port-failed', where, what: error.message, hint: 'check --host and --tcp' };
}
