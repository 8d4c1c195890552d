import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { type Clock, every, type Timer } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { Broadcaster } from './broadcaster.ts';
import { ClientConnection, type ConnectionLimits } from './connection.ts';
import type { ControlSocket, SocketName } from './controlSocket.ts';
import type { ControlRequest, ControlTopic, ControlVerb } from './protocol.ts';
import { freeSocketPath } from './socketPath.ts';
import { Spending } from './spending.ts';

/** What the server answers by itself; everything else has a handler. */
type OwnVerb = 'hello' | 'subscribe';
type HandledVerb = Exclude<ControlVerb, OwnVerb>;

/** Where a request came from: the socket is certain, the name that the other side gave itself is not. */
export type Requester = { readonly socket: SocketName; readonly client: string };

/**
 * ControlVerb → what to do. A refusal is a value. An actor is named with its socket in front (`desk:li`): nobody at a socket can
 * pass for a button of an annunciator, or for somebody at another socket.
 */
export type ControlHandlers = {
  readonly [V in HandledVerb]?: (
    request: Extract<ControlRequest, { verb: V }>,
    asker: Requester,
  ) => Promise<Result<unknown, Problem>>;
};

export type ControlServerOptions = {
  /** Where the socket is made, mode 0660: reaching it is the permission. */
  readonly path: string;
  /** What may be asked there, and how much. */
  readonly socket: ControlSocket;
  readonly handlers: ControlHandlers;
  readonly broadcaster: Broadcaster;
  readonly clock: Clock;
  /** Its clients ask for more than they may; null: not any more. */
  readonly onFlood?: (problem: Problem | null) => void;
  readonly limits?: Partial<ServerLimits>;
};

export type ServerLimits = ConnectionLimits & {
  /** What may wait in memory for all clients together, in bytes; then the one that is furthest behind is cut. */
  readonly socketBytes: number;
  /** A connection that has given no sign of life for so long is cut. Our client asks after 5 s of silence. */
  readonly idleMs: number;
};

const LIMITS: ServerLimits = {
  lineBytes: 128 * 1024,
  queueBytes: 1024 * 1024,
  requests: 16,
  socketBytes: 4 * 1024 * 1024,
  idleMs: 60_000,
};

/**
 * One control socket of guard. Nothing here waits for a client: a stopped one costs a bounded queue, is cut when that
 * is full, and finds a snapshot when it comes back.
 */
export class ControlServer {
  readonly #options: ControlServerOptions;
  readonly #limits: ServerLimits;
  readonly #connections = new Set<ClientConnection>();
  readonly #spending: Spending;
  #server: Server | null = null;
  #idle: Timer | null = null;

  constructor(options: ControlServerOptions) {
    const { clock, socket, path, onFlood = () => {} } = options;
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#spending = new Spending(clock, socket.budget, path, onFlood);
  }

  /** Serves. A path that cannot be served is a problem the operator must hear of, not an exception. */
  async start(): Promise<Result<void, Problem>> {
    const { path, clock, broadcaster } = this.#options;
    const free = await freeSocketPath(path);
    if (!free.ok) return free;
    const server = createServer((socket) => this.#admit(socket));
    const listening = await listen(server, path);
    if (!listening.ok) return listening;
    this.#server = server;
    broadcaster.add(this.#connections);
    this.#idle = every(clock, this.#limits.idleMs / 4, 'control idle', () => this.#cutIdle());
    return ok(undefined);
  }

  /** At once, whatever the clients do: from now on nothing is asked of guard here any more. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#idle?.cancel();
    this.#spending.stop();
    if (server === null) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const connection of this.#connections) connection.cut();
    await closed;
  }

  /** Clients connected now. */
  get clients(): number {
    return this.#connections.size;
  }

  #admit(socket: Socket): void {
    if (this.#server === null) {
      socket.destroy();
      return;
    }
    if (this.#connections.size >= this.#options.socket.budget.connections)
      this.#drop(least([...this.#connections], ({ askedAt }) => askedAt));
    const connection = new ClientConnection(
      socket,
      this.#options.clock,
      {
        answer: (request, from) => this.#answer(request, from),
        gone: (from) => this.#connections.delete(from),
        garbage: (from) => {
          if (this.#spending.spend(null, from) !== null) from.deafen();
        },
        written: () => this.#keepMemory(),
      },
      this.#limits,
    );
    this.#connections.add(connection);
    connection.open();
  }

  #drop(connection: ClientConnection | undefined): void {
    if (connection === undefined) return;
    this.#connections.delete(connection);
    connection.cut();
  }

  #cutIdle(): void {
    const since = this.#options.clock.mono() - this.#limits.idleMs;
    for (const connection of [...this.#connections]) if (connection.movedAt <= since) this.#drop(connection);
  }

  #keepMemory(): void {
    let waiting = 0;
    for (const { waitingBytes } of this.#connections) waiting += waitingBytes;
    if (waiting > this.#limits.socketBytes)
      this.#drop(least([...this.#connections], ({ waitingBytes }) => -waitingBytes));
  }

  async #answer(request: ControlRequest, connection: ClientConnection): Promise<Result<unknown, Problem>> {
    const { path, socket, clock } = this.#options;
    const { verb } = request;
    const tooMuch = this.#spending.spend(request, connection);
    if (tooMuch !== null) {
      connection.deafen();
      return err(tooMuch);
    }
    if (!socket.verbs.includes(verb))
      return err({
        code: 'control.verb-refused',
        what: `'${verb}' may not be asked here`,
        where: path,
        hint: `this socket takes only ${socket.verbs.join(', ')}`,
      });
    switch (verb) {
      case 'hello':
        connection.client = request.client;
        return ok({ boot: clock.boot });
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
      const spoken = this.#options.broadcaster.standing(topic);
      if (spoken !== null) connection.take(spoken);
    }
  }

  async #handle(
    request: Extract<ControlRequest, { verb: HandledVerb }>,
    { client }: ClientConnection,
  ): Promise<Result<unknown, Problem>> {
    const { name: socket } = this.#options.socket;
    const handler = this.#options.handlers[request.verb] as
      | ((request: ControlRequest, asker: Requester) => Promise<Result<unknown, Problem>>)
      | undefined;
    if (handler === undefined)
      return err({ code: 'control.not-served', what: `'${request.verb}' is not served by this guard` });
    try {
      return await handler(withSocket(request, socket), { socket, client });
    } catch (error) {
      // A bug behind one command must reach its asker, and must not take down what sounds the siren.
      const what = error instanceof Error ? error.message : String(error);
      return err({ code: 'control.internal', what: `'${request.verb}' failed: ${what}` });
    }
  }
}

/** The request with the socket in front of whoever is said to ask. */
function withSocket(request: ControlRequest, socket: SocketName): ControlRequest {
  return 'actor' in request ? { ...request, actor: `${socket}:${request.actor}` } : request;
}

function least<T>(items: readonly T[], of: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (found, item) => (found === undefined || of(item) < of(found) ? item : found),
    undefined,
  );
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
