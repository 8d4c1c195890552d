import { connect, type Socket } from 'node:net';
import type { Clock, Timer } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { LineSplitter, toLine } from './lines.ts';
import type { ControlPush, ControlReply, ControlRequest, Topic } from './protocol.ts';

/** A request as the caller writes it; the client numbers it. */
export type Ask = ControlRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

export type ControlClientOptions = {
  /** How this client names itself to guard. */
  readonly name: string;
  readonly topics?: readonly Topic[];
  readonly onPush?: (push: ControlPush) => void;
  /** Guard began to answer, or stopped answering (gone, hung, or not yet there). */
  readonly onAlive?: (alive: boolean) => void;
  /** How long a reply may take before guard counts as hung. */
  readonly timeoutMs?: number;
  /** After this long without a word guard is asked whether it lives. */
  readonly idleMs?: number;
};

const TIMEOUT_MS = 3_000;
/** Of what takes its time: a site file is checked beside, which proves all alarm times; a read waits for due safety reads. */
const PATIENCE_MS: Partial<Record<ControlRequest['verb'], number>> = { reload: 60_000, read: 15_000 };
const IDLE_MS = 5_000;
const RETRY_MS = { first: 100, longest: 2_000 };
const LINE_BYTES = 4 * 1024 * 1024;

type Waiting = {
  resolve(result: Result<unknown, Problem>): void;
  readonly timer: Timer;
};

/**
 * The other end of a control socket. Connects again for ever; after every connection it subscribes anew and gets
 * snapshots, so a caller need not know that there was a break.
 */
export class ControlClient {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #options: ControlClientOptions;
  readonly #waiting = new Map<number, Waiting>();
  #socket: Socket | null = null;
  #alive = false;
  #closed = false;
  #lastId = 0;
  #lastHeard = 0;
  #retryMs = RETRY_MS.first;
  #timer: Timer | null = null;
  #watchers: (() => void)[] = [];

  constructor(path: string, clock: Clock, options: ControlClientOptions) {
    this.#path = path;
    this.#clock = clock;
    this.#options = options;
  }

  start(): void {
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    this.#drop();
    this.#tellWatchers();
  }

  /** Whether guard answers: it did lately, and a silence is probed. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves when guard answers, or with the problem that it did not within `timeoutMs`. */
  opened(timeoutMs: number): Promise<Result<void, Problem>> {
    return new Promise((resolve) => {
      const decide = (): void => {
        timer.cancel();
        this.#watchers = this.#watchers.filter((watcher) => watcher !== decide);
        resolve(this.#alive ? ok(undefined) : err(this.#unreachable()));
      };
      const timer = this.#clock.after(timeoutMs, 'control open', decide);
      if (this.#alive || this.#closed) decide();
      else this.#watchers.push(decide);
    });
  }

  /** One question, one answer. Fails at once while guard is not connected: nothing is queued here. */
  request(ask: Ask): Promise<Result<unknown, Problem>> {
    if (!this.#alive) return Promise.resolve(err(this.#unreachable()));
    return this.#ask(ask);
  }

  #ask(ask: Ask): Promise<Result<unknown, Problem>> {
    const socket = this.#socket;
    if (socket === null) return Promise.resolve(err(this.#unreachable()));
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const patienceMs = PATIENCE_MS[ask.verb] ?? this.#options.timeoutMs ?? TIMEOUT_MS;
      const timer = this.#clock.after(patienceMs, 'control reply', () => {
        // A guard that does not answer is hung: what it says later would answer nobody.
        this.#settle(id, err(this.#unreachable()));
        socket.destroy();
      });
      this.#waiting.set(id, { resolve, timer });
      socket.write(toLine({ ...ask, id }));
    });
  }

  #connect(): void {
    if (this.#closed) return;
    const splitter = new LineSplitter(LINE_BYTES);
    const socket = connect(this.#path);
    this.#socket = socket;
    socket.on('connect', () => this.#greet());
    socket.on('data', (chunk) => {
      this.#lastHeard = this.#clock.mono();
      for (const line of splitter.push(chunk)) {
        if (line.kind === 'json') this.#hear(line.value);
        else socket.destroy(); // not our protocol, or out of step: start anew
      }
    });
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#drop();
      if (this.#closed) return;
      this.#timer = this.#clock.after(this.#retryMs, 'control reconnect', () => this.#connect());
      this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS.longest);
    });
  }

  async #greet(): Promise<void> {
    const socket = this.#socket;
    const topics = this.#options.topics ?? [];
    let answer = await this.#ask({ verb: 'hello', client: this.#options.name });
    if (answer.ok && topics.length > 0) answer = await this.#ask({ verb: 'subscribe', topics: [...topics] });
    if (!answer.ok) {
      socket?.destroy();
      return;
    }
    if (this.#socket !== socket) return;
    this.#retryMs = RETRY_MS.first;
    this.#setAlive(true);
    this.#probe();
  }

  #probe(): void {
    const idleMs = this.#options.idleMs ?? IDLE_MS;
    const quietFor = this.#clock.mono() - this.#lastHeard;
    const wait = quietFor >= idleMs ? idleMs : idleMs - quietFor;
    if (quietFor >= idleMs) void this.#ask({ verb: 'hello', client: this.#options.name });
    this.#timer = this.#clock.after(wait, 'control probe', () => this.#probe());
  }

  #hear(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    if ('push' in message) this.#options.onPush?.(message as ControlPush);
    else if ('id' in message) {
      const reply = message as ControlReply;
      this.#settle(reply.id, reply.ok ? ok(reply.value) : err(reply.error));
    }
  }

  #settle(id: number, result: Result<unknown, Problem>): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    waiting.timer.cancel();
    waiting.resolve(result);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#timer?.cancel();
    socket?.destroy();
    for (const id of [...this.#waiting.keys()]) this.#settle(id, err(this.#unreachable()));
    this.#setAlive(false);
  }

  #setAlive(alive: boolean): void {
    if (this.#alive === alive) return;
    this.#alive = alive;
    this.#options.onAlive?.(alive);
    if (alive) this.#tellWatchers();
  }

  #tellWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #unreachable(): Problem {
    return {
      code: 'control.unreachable',
      what: 'guard does not answer',
      where: this.#path,
      hint: 'is guard running with this run folder, and may this user write to the socket?',
    };
  }
}

/** A started client: `request` works from the moment `opened` says so, and again after every break. */
export function connectControl(path: string, clock: Clock, options: ControlClientOptions): ControlClient {
  const client = new ControlClient(path, clock, options);
  client.start();
  return client;
}
