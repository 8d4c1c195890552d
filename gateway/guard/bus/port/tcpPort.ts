import { connect, type Socket } from 'node:net';
import type { Clock, Timer } from '../../../core/clock.ts';
import { portProblem } from '../../../core/portProblems.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import type { Port } from '../types.ts';

const CONNECT_MS = 5000;
const KEEPALIVE_MS = 10_000; // a converter that lost its power says nothing; let the kernel find out

/** Connections are made no sooner one after the other. */
const BETWEEN_CONNECTIONS_MS = 100;

/**
 * Raw bytes over TCP: a serial-to-Ethernet converter in transparent mode, or a Modbus TCP server. A peer that hangs up
 * when it has said what it had to say (after each reply, or when it is idle) is no loss: it is told when it does so again, and the
 * connection is made again when there is something to ask. Where it may have hung up on a question, the line is told once
 * (`onInterrupted`): it alone knows what it still waits for, and that two replies may come of it.
 */
export class TcpPort implements Port {
  onBytes: Port['onBytes'] = () => {};
  onLost: Port['onLost'] = () => {};
  onNotice: Required<Port>['onNotice'] = () => {};
  onInterrupted: Required<Port>['onInterrupted'] = () => {};
  readonly #host: string;
  readonly #port: number;
  readonly #clock: Clock;
  #socket: Socket | undefined;
  #wanted = false;
  #hasAnswered = false; // on this connection
  #hangUps = 0; // of connections that had answered, since it was opened: one may be a converter that lost its power
  #pending: Uint8Array[] = []; // until there is a connection
  #unanswered = false; // something was written since the last byte came
  #interrupted = false; // since the last byte came
  #openedAt = Number.NEGATIVE_INFINITY;
  #reopening: Timer | undefined;

  constructor(host: string, port: number, clock: Clock) {
    this.#host = host;
    this.#port = port;
    this.#clock = clock;
  }

  async open(): Promise<Result<void, Problem>> {
    await this.close();
    this.#pending = [];
    this.#unanswered = false;
    this.#interrupted = false;
    this.#hangUps = 0;
    this.#wanted = true;
    return this.#connect();
  }

  #connect(): Promise<Result<void, Problem>> {
    this.#openedAt = this.#clock.mono();
    this.#hasAnswered = false;
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
        if (socket !== this.#socket) return;
        this.#hasAnswered = true;
        this.#unanswered = false;
        this.#interrupted = false;
        this.onBytes(bytes, this.#clock.mono());
      });
      socket.on('close', () => {
        tooLong.cancel();
        const mine = socket === this.#socket;
        if (mine) this.#socket = undefined;
        if (!connected) resolve(err(this.#refused(failure)));
        else if (mine) this.#closedByPeer(failure);
      });
    });
  }

  write(bytes: Uint8Array): void {
    if (!this.#wanted) return;
    if (this.#socket === undefined) {
      this.#pending.push(bytes);
      this.#reopen();
    } else {
      this.#unanswered = true;
      this.#socket.write(bytes);
    }
  }

  #closedByPeer(failure: NodeJS.ErrnoException | undefined): void {
    const problem = this.#hungUp(failure);
    const isHabit = this.#hasAnswered && this.#wanted;
    if (isHabit && !this.#unanswered) {
      this.#hangUps++;
      if (this.#hangUps > 1)
        this.onNotice({ ...portProblem('port.hangs-up'), where: `${this.#host}:${this.#port}` });
    } else if (isHabit && !this.#interrupted) {
      this.#interrupted = true;
      this.#unanswered = false;
      this.onInterrupted();
    } else this.onLost(problem);
  }

  /** Connects again, and writes what waits for that. */
  #reopen(): void {
    const waitMs = Math.max(0, this.#openedAt + BETWEEN_CONNECTIONS_MS - this.#clock.mono());
    this.#reopening?.cancel();
    this.#reopening = this.#clock.after(waitMs, 'tcp again', async () => {
      const opening = this.#connect();
      for (const bytes of this.#pending.splice(0)) this.write(bytes);
      const opened = await opening;
      if (!opened.ok && this.#wanted) this.onLost(opened.error);
    });
  }

  async close(): Promise<void> {
    this.#wanted = false;
    this.#reopening?.cancel();
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
