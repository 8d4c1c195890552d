import { connect, type Socket } from 'node:net';
import type { Clock } from '../../../core/clock.ts';
import { portProblem } from '../../../core/portProblems.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import type { Port } from '../types.ts';

const CONNECT_MS = 5000;
const KEEPALIVE_MS = 10_000; // a converter that lost its power says nothing; let the kernel find out

/** Raw bytes over TCP: a serial-to-Ethernet converter in transparent mode, or a Modbus TCP server. */
export class TcpPort implements Port {
  onBytes: Port['onBytes'] = () => {};
  onLost: Port['onLost'] = () => {};
  readonly #host: string;
  readonly #port: number;
  readonly #clock: Clock;
  #socket: Socket | undefined;

  constructor(host: string, port: number, clock: Clock) {
    this.#host = host;
    this.#port = port;
    this.#clock = clock;
  }

  async open(): Promise<Result<void, Problem>> {
    await this.close();
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true });
    socket.setKeepAlive(true, KEEPALIVE_MS);
    this.#socket = socket;
    return new Promise((resolve) => {
      const tooLong = this.#clock.after(CONNECT_MS, 'tcp connect', () => {
        socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
      });
      let failure: NodeJS.ErrnoException | undefined;
      let connected = false;
      socket.on('error', (error) => {
        failure = error;
      });
      socket.on('connect', () => {
        tooLong.cancel();
        connected = true;
        resolve(ok(undefined));
      });
      socket.on('data', (bytes) => {
        if (socket === this.#socket) this.onBytes(bytes, this.#clock.mono());
      });
      socket.on('close', () => {
        tooLong.cancel();
        const mine = socket === this.#socket;
        if (mine) this.#socket = undefined;
        if (!connected) resolve(err(this.#refused(failure)));
        else if (mine) this.onLost(this.#hungUp(failure));
      });
    });
  }

  write(bytes: Uint8Array): void {
    this.#socket?.write(bytes);
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.destroy();
    });
  }

  #refused(failure: NodeJS.ErrnoException | undefined): Problem {
    const reason = failure?.code ?? 'closed';
    const key = REFUSALS.find((known) => known.endsWith(`/${reason}`)) ?? 'port.refused';
    return { ...portProblem(key, { reason }), where: `${this.#host}:${this.#port}` };
  }

  #hungUp(failure: NodeJS.ErrnoException | undefined): Problem {
    const reason = failure?.code;
    const problem =
      reason === undefined
        ? portProblem('port.lost/closed')
        : portProblem('port.lost/connection', { reason });
    return { ...problem, where: `${this.#host}:${this.#port}` };
  }
}

const REFUSALS = [
  'port.refused/ECONNREFUSED',
  'port.unknown-host/ENOTFOUND',
  'port.unknown-host/EAI_AGAIN',
] as const;
