import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock, Timer } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { ClientConnection, type ConnectionLimits } from './connection.ts';
import type { ControlPush, ControlRequest, ControlTopic, ControlVerb } from './protocol.ts';
import { freeSocketPath } from './socketPath.ts';

/** What the server answers by itself; everything else has a handler. */
type OwnVerb = 'hello' | 'subscribe';
type HandledVerb = Exclude<ControlVerb, OwnVerb>;

/** Verb → what to do. A refusal is a value; `client` is the name the other side gave itself (not proven). */
export type ControlHandlers = {
  readonly [V in HandledVerb]?: (
    request: Extract<ControlRequest, { verb: V }>,
    client: string,
  ) => Promise<Result<unknown, Problem>>;
};

export type ControlServerOptions = {
  /** Where the socket is made, mode 0660: reaching it is the permission. */
  readonly path: string;
  /** What may be asked on this socket; anything else is answered with a refusal. */
  readonly verbs: readonly ControlVerb[];
  readonly handlers: ControlHandlers;
  /** What stands now, sent to a new subscriber before any change. `null`: nothing yet. */
  readonly snapshot: (topic: ControlTopic) => ControlPush | null;
  readonly clock: Clock;
  readonly readingsEveryMs?: number;
  readonly limits?: Partial<ConnectionLimits>;
};

const READINGS_EVERY_MS = 150;
const LIMITS: ConnectionLimits = { lineBytes: 256 * 1024, queueBytes: 1024 * 1024, requests: 16 };
const MOST_CLIENTS = 32;

/**
 * One control socket of guard. Nothing here waits for a client: a stopped one costs a bounded queue, is cut when that
 * is full, and finds a snapshot when it comes back.
 */
export class ControlServer {
  readonly #options: ControlServerOptions;
  readonly #limits: ConnectionLimits;
  readonly #connections = new Set<ClientConnection>();
  #server: Server | null = null;
  #readingsDue: Timer | null = null;

  constructor(options: ControlServerOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
  }

  /** Serves. A path that cannot be served is a problem the operator must hear of, not an exception. */
  async start(): Promise<Result<void, Problem>> {
    const free = await freeSocketPath(this.#options.path);
    if (!free.ok) return free;
    const server = createServer((socket) => this.#admit(socket));
    const listening = await listen(server, this.#options.path);
    if (!listening.ok) return listening;
    this.#server = server;
    return ok(undefined);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#readingsDue?.cancel();
    this.#readingsDue = null;
    if (server === null) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const connection of this.#connections) connection.cut();
    await closed;
  }

  /** Clients connected now. */
  get clients(): number {
    return this.#connections.size;
  }

  /** Tells every subscriber of the topic. Returns at once whatever the subscribers do. */
  publish(push: ControlPush): void {
    let told = false;
    for (const connection of this.#connections) {
      if (!connection.wants(push.push)) continue;
      told = true;
      if (push.push === 'alarms' || push.push === 'volatile') connection.queue(push);
      else connection.latest(push);
    }
    if (told && push.push === 'readings') this.#scheduleReadings();
  }

  #admit(socket: Socket): void {
    if (this.#connections.size >= MOST_CLIENTS) {
      socket.destroy();
      return;
    }
    const connection = new ClientConnection(
      socket,
      {
        answer: (request, from) => this.#answer(request, from),
        gone: (from) => this.#connections.delete(from),
      },
      this.#limits,
    );
    this.#connections.add(connection);
    connection.open();
  }

  async #answer(request: ControlRequest, connection: ClientConnection): Promise<Result<unknown, Problem>> {
    if (!this.#options.verbs.includes(request.verb))
      return err({
        code: 'control.verb-refused',
        what: `'${request.verb}' may not be asked here`,
        where: this.#options.path,
        hint: `this socket takes only ${this.#options.verbs.join(', ')}`,
      });
    switch (request.verb) {
      case 'hello':
        connection.client = request.client;
        return ok({ boot: this.#options.clock.boot });
      case 'subscribe':
        this.#subscribe(connection, request.topics);
        return ok(null);
      default:
        return this.#handle(request, connection);
    }
  }

  #subscribe(connection: ClientConnection, topics: readonly ControlTopic[]): void {
    connection.subscribe(topics);
    for (const topic of topics) {
      const push = this.#options.snapshot(topic);
      if (push?.push === 'alarms' || push?.push === 'volatile') connection.queue(push);
      else if (push !== null) connection.latest(push);
    }
    connection.flush(true);
  }

  async #handle(
    request: Extract<ControlRequest, { verb: HandledVerb }>,
    connection: ClientConnection,
  ): Promise<Result<unknown, Problem>> {
    const handler = this.#options.handlers[request.verb] as
      | ((request: ControlRequest, client: string) => Promise<Result<unknown, Problem>>)
      | undefined;
    if (handler === undefined)
      return err({ code: 'control.not-served', what: `'${request.verb}' is not served by this guard` });
    try {
      return await handler(request, connection.client);
    } catch (error) {
      // A bug behind one command must reach its asker, and must not take down what sounds the siren.
      const what = error instanceof Error ? error.message : String(error);
      return err({ code: 'control.internal', what: `'${request.verb}' failed: ${what}` });
    }
  }

  #scheduleReadings(): void {
    this.#readingsDue ??= this.#options.clock.after(
      this.#options.readingsEveryMs ?? READINGS_EVERY_MS,
      'control readings',
      () => {
        this.#readingsDue = null;
        for (const connection of this.#connections) connection.flush(true);
      },
    );
  }
}

function listen(server: Server, path: string): Promise<Result<void, Problem>> {
  return new Promise((resolve) => {
    const fail = (error: Error): void =>
      resolve(
        err({
          code: 'control.socket',
          what: error.message,
          where: path,
          hint: 'check that the run folder exists and may be written',
        }),
      );
    server.on('error', fail);
    // The socket must not be open to others even for the moment before chmod; binding happens inside `listen`.
    const mask = process.umask(0o117);
    try {
      server.listen(path, () => chmod(path, 0o660).then(() => resolve(ok(undefined)), fail));
    } finally {
      process.umask(mask);
    }
  });
}
