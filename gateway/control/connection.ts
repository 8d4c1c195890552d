import type { Socket } from 'node:net';
import type { Clock, Timer } from '../core/clock.ts';
import { type JsonLine, LineSplitter, type NdjsonAnswer, toLine } from '../core/ndjson.ts';
import { err, type Problem, type Result } from '../core/result.ts';
import type { Subscriber } from './broadcaster.ts';
import { Outbox } from './outbox.ts';
import { type ControlRequest, type ControlTopic, requestSchema } from './protocol.ts';
import type { Spender } from './spending.ts';
import type { Spoken } from './spoken.ts';

export type ConnectionLimits = {
  /** Longest request, in bytes. */
  readonly lineBytes: number;
  /** When more than this waits in memory for a client that does not read, it gets nothing more and is cut. */
  readonly queueBytes: number;
  /** Requests of one client worked on at a time; further ones wait in its socket. */
  readonly requests: number;
};

/** What a connection asks of its server. `answer` never rejects. */
export type ConnectionOwner = {
  answer(request: ControlRequest, connection: ClientConnection): Promise<Result<unknown, Problem>>;
  gone(connection: ClientConnection): void;
  /** It sent what is no request. */
  garbage(connection: ClientConnection): void;
  /** Something was written that the client has not taken yet. */
  written(): void;
};

// A line that holds no readable id is answered under this one.
const NO_ID = -1;
/** Who was refused for asking too much is not listened to for so long: refusing costs guard time as well. */
const DEAF_MS = 1_000;
/** Requests of one client that are taken on within one turn of the event loop: the line that sounds the siren is in it too. */
const PER_TURN = 4;

/** The server's side of one client: requests in, replies and pushes out, with bounded memory whatever the client does. */
export class ClientConnection implements Subscriber, Spender {
  client = 'unnamed';
  refusedAt = Number.NEGATIVE_INFINITY;
  readonly cameAt: number;
  /** When it last asked for something, and when it last gave any sign of life; monotonic ms. */
  askedAt: number;
  movedAt: number;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #owner: ConnectionOwner;
  readonly #limits: ConnectionLimits;
  readonly #splitter: LineSplitter;
  readonly #outbox = new Outbox();
  readonly #topics = new Set<ControlTopic>();
  readonly #waiting: JsonLine[] = [];
  #working = 0;
  #thisTurn = 0;
  #cut = false;
  #deaf: Timer | null = null;

  constructor(socket: Socket, clock: Clock, owner: ConnectionOwner, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#clock = clock;
    this.#owner = owner;
    this.#limits = limits;
    this.#splitter = new LineSplitter(limits.lineBytes);
    this.cameAt = clock.mono();
    this.askedAt = this.cameAt;
    this.movedAt = this.askedAt;
  }

  open(): void {
    this.#socket.on('data', (chunk) => {
      this.askedAt = this.#clock.mono();
      this.movedAt = this.askedAt;
      for (const line of this.#splitter.push(chunk)) this.#waiting.push(line);
      this.#work();
    });
    this.#socket.on('drain', () => {
      this.movedAt = this.#clock.mono();
      this.flush();
    });
    this.#socket.on('error', () => {}); // 'close' follows
    this.#socket.on('close', () => {
      this.#end();
      this.#owner.gone(this);
    });
  }

  cut(): void {
    this.#end();
    this.#socket.destroy();
  }

  /** Is not listened to for a moment. */
  deafen(): void {
    this.#deaf ??= this.#clock.after(DEAF_MS, 'control client', () => {
      this.#deaf = null;
      this.#work();
    });
  }

  subscribe(topics: readonly ControlTopic[]): void {
    for (const topic of topics) this.#topics.add(topic);
  }

  wants(topic: ControlTopic): boolean {
    return this.#topics.has(topic);
  }

  /** Bytes that wait in memory for the client to take them. */
  get waitingBytes(): number {
    return this.#socket.writableLength;
  }

  /**
   * Told now; a client that is behind finds the newest of it when it reads again.
   */
  take(spoken: Spoken): void {
    if (this.#cut) return;
    if (this.#socket.writableNeedDrain) this.#outbox.add(spoken);
    else this.#write(spoken.text);
  }

  /** What waits goes out, as far as the socket takes it. */
  flush(): void {
    if (this.#cut || this.#socket.writableNeedDrain) return;
    for (const spoken of this.#outbox.takeUrgent()) this.#write(spoken.text);
    const readings = this.#outbox.takeReadings();
    if (readings !== null) this.#write(readings.text);
  }

  #end(): void {
    this.#cut = true;
    this.#deaf?.cancel();
    this.#deaf = null;
    this.#waiting.length = 0;
  }

  #write(text: string): void {
    if (this.#cut) return;
    // looked at before, so that one message may be longer than the queue: a list of a thousand alarms must arrive
    if (this.#socket.writableLength > this.#limits.queueBytes) {
      this.cut();
      return;
    }
    if (!this.#socket.write(text)) this.#owner.written();
  }

  #work(): void {
    while (!this.#cut && this.#deaf === null && this.#working < this.#limits.requests) {
      if (this.#thisTurn >= PER_TURN) break;
      const line = this.#waiting.shift();
      if (line === undefined) break;
      this.#working++;
      if (this.#thisTurn++ === 0) this.#nextTurn();
      // what is wrong with one answer is its asker's trouble, and never ends the process
      void this.#serve(line)
        .catch(() => this.cut())
        .then(() => {
          this.#working--;
          this.#work();
        });
    }
    if (this.#cut) return;
    if (this.#waiting.length > 0 || this.#deaf !== null) this.#socket.pause();
    else this.#socket.resume();
  }

  #nextTurn(): void {
    setImmediate(() => {
      this.#thisTurn = 0;
      this.#work();
    });
  }

  async #serve(line: JsonLine): Promise<void> {
    const { id, result } = await this.#take(line);
    const reply: NdjsonAnswer = result.ok
      ? { id, ok: true, value: result.value ?? null }
      : { id, ok: false, error: result.error };
    this.#write(toLine(reply));
  }

  async #take(line: JsonLine): Promise<{ id: number; result: Result<unknown, Problem> }> {
    const request = line.kind === 'json' ? requestSchema.safeParse(line.value) : null;
    if (request?.success === true)
      return { id: request.data.id, result: await this.#owner.answer(request.data, this) };
    this.#owner.garbage(this);
    if (line.kind === 'too-long')
      return refused(NO_ID, 'control.line-long', `a line may have ${this.#limits.lineBytes} bytes`);
    if (line.kind === 'garbled' || request === null)
      return refused(NO_ID, 'control.not-json', 'the line is not JSON');
    const issue = request.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
    return refused(idOf(line.value), 'control.bad-request', `${where}${issue?.message ?? 'not a request'}`);
  }
}

function refused(id: number, code: string, what: string): { id: number; result: Result<unknown, Problem> } {
  return { id, result: err({ code, what, where: 'control socket' }) };
}

function idOf(value: unknown): number {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : NO_ID;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : NO_ID;
}
