import { connect } from 'node:net';
import { Attempts } from '../core/backoff.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { NdjsonConnection } from '../core/ndjsonConnection.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { commandProblem } from '../text/problems/commandProblems.ts';
import type { ControlPush, ControlRequest, ControlTopic } from './protocol.ts';

/** A request as the caller writes it; the client numbers it. */
export type ControlAsk = ControlRequest extends infer R
  ? R extends { id: number }
    ? Omit<R, 'id'>
    : never
  : never;

export type ControlClientOptions = {
  /** How this client names itself to guard. */
  readonly name: string;
  readonly topics?: readonly ControlTopic[];
  readonly onPush?: (push: ControlPush) => void;
  /** Guard began to answer, or stopped answering (gone, hung, or not yet there). */
  readonly onAlive?: (alive: boolean) => void;
  /** How long a reply may take before guard counts as hung. */
  readonly timeoutMs?: number;
  /** After this long without a word guard is asked whether it lives. */
  readonly idleMs?: number;
};

const TIMEOUT_MS = 3_000;
/** Of what takes its time: a site file is checked beside, which proves all alarm times; what is said on a line waits for due safety reads, or for a gap between them. */
const PATIENCE_MS: Partial<Record<ControlRequest['verb'], number>> = {
  ...{ reload: 60_000, read: 15_000, hear: 15_000, 'write-setting': 15_000 },
  ...{ 'site-apply': 60_000, 'site-keep': 15_000, 'site-revert': 60_000 },
};
const IDLE_MS = 5_000;
const RETRY_MS = { first: 100, longest: 2_000 };

/**
 * The other end of a control socket. Connects again for ever; after every connection it subscribes anew and gets
 * snapshots, so a caller need not know that there was a break.
 */
export class ControlClient {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #options: ControlClientOptions;
  #connection: NdjsonConnection | null = null;
  #alive = false;
  #closed = false;
  #lastHeard = 0;
  readonly #attempts = new Attempts(RETRY_MS.first, RETRY_MS.longest);
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
  request(ask: ControlAsk): Promise<Result<unknown, Problem>> {
    if (!this.#alive) return Promise.resolve(err(this.#unreachable()));
    return this.#ask(ask);
  }

  async #ask(ask: ControlAsk): Promise<Result<unknown, Problem>> {
    const connection = this.#connection;
    if (connection === null) return err(this.#unreachable());
    // A guard that does not answer is hung: what it says later would answer nobody.
    const patienceMs = PATIENCE_MS[ask.verb] ?? this.#options.timeoutMs ?? TIMEOUT_MS;
    const patience = this.#clock.after(patienceMs, 'control reply', () => connection.close());
    const answer = await connection.ask(ask);
    patience.cancel();
    return answer;
  }

  #connect(): void {
    if (this.#closed) return;
    const socket = connect(this.#path);
    const connection = new NdjsonConnection(socket, this.#unreachable());
    this.#connection = connection;
    connection.onPush = (push) => this.#options.onPush?.(push as ControlPush);
    connection.onLine = () => {
      this.#lastHeard = this.#clock.mono();
    };
    socket.on('connect', () => void this.#greet(connection));
    socket.on('close', () => {
      if (this.#connection !== connection) return;
      this.#drop();
      if (this.#closed) return;
      this.#timer = this.#clock.after(this.#attempts.failed(), 'control reconnect', () => this.#connect());
    });
  }

  async #greet(connection: NdjsonConnection): Promise<void> {
    const topics = this.#options.topics ?? [];
    let answer = await this.#ask({ verb: 'hello', client: this.#options.name });
    if (answer.ok && topics.length > 0) answer = await this.#ask({ verb: 'subscribe', topics: [...topics] });
    if (!answer.ok) {
      connection.close();
      return;
    }
    if (this.#connection !== connection) return;
    this.#attempts.reset();
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

  #drop(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#timer?.cancel();
    connection?.close();
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
    return { ...commandProblem('control.unreachable'), where: this.#path };
  }
}

/** A started client: `request` works from the moment `opened` says so, and again after every break. */
export function connectControl(path: string, clock: Clock, options: ControlClientOptions): ControlClient {
  const client = new ControlClient(path, clock, options);
  client.start();
  return client;
}
