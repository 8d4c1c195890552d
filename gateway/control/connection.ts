import type { Socket } from 'node:net';
import { type JsonLine, LineSplitter, type NdjsonAnswer, toLine } from '../core/ndjson.ts';
import { err, type Problem, type Result } from '../core/result.ts';
import { type LatestPush, Outbox, type QueuedPush, queuedLines } from './outbox.ts';
import { type ControlRequest, type ControlTopic, requestSchema } from './protocol.ts';

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
};

// A line that holds no readable id is answered under this one.
const NO_ID = -1;

/** The server's side of one client: requests in, replies and pushes out, with bounded memory whatever the client does. */
export class ClientConnection {
  client = 'unnamed';
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  readonly #limits: ConnectionLimits;
  readonly #splitter: LineSplitter;
  readonly #outbox = new Outbox();
  readonly #topics = new Set<ControlTopic>();
  readonly #waiting: JsonLine[] = [];
  #working = 0;
  #cut = false;

  constructor(socket: Socket, owner: ConnectionOwner, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#owner = owner;
    this.#limits = limits;
    this.#splitter = new LineSplitter(limits.lineBytes);
  }

  open(): void {
    this.#socket.on('data', (chunk) => {
      this.#waiting.push(...this.#splitter.push(chunk));
      this.#work();
    });
    this.#socket.on('drain', () => this.flush(true));
    this.#socket.on('error', () => {}); // 'close' follows
    this.#socket.on('close', () => {
      this.#cut = true;
      this.#owner.gone(this);
    });
  }

  cut(): void {
    this.#cut = true;
    this.#socket.destroy();
  }

  subscribe(topics: readonly ControlTopic[]): void {
    for (const topic of topics) this.#topics.add(topic);
  }

  wants(topic: ControlTopic): boolean {
    return this.#topics.has(topic);
  }

  /** Alarms and volatile events are never conflated: they queue, and a client that does not take them is cut to start anew. */
  queue(push: QueuedPush): void {
    for (const line of queuedLines(push)) this.#write(line);
  }

  /** The newest wins; sent now if the socket takes it, readings with the next `flush`. */
  latest(push: LatestPush): void {
    this.#outbox.add(push);
    this.flush(false);
  }

  flush(readings: boolean): void {
    if (this.#cut || this.#socket.writableNeedDrain) return;
    for (const push of this.#outbox.takeUrgent()) this.#write(push);
    if (readings) for (const push of this.#outbox.takeReadings()) this.#write(push);
  }

  #write(message: unknown): void {
    if (this.#cut) return;
    // looked at before, so that one message may be longer than the queue: a list of a thousand alarms must arrive
    if (this.#socket.writableLength > this.#limits.queueBytes) this.cut();
    else this.#socket.write(toLine(message));
  }

  #work(): void {
    while (!this.#cut && this.#working < this.#limits.requests) {
      const line = this.#waiting.shift();
      if (line === undefined) break;
      this.#working++;
      // what is wrong with one answer is its asker's trouble, and never ends the process
      void this.#serve(line)
        .catch(() => this.cut())
        .then(() => {
          this.#working--;
          this.#work();
        });
    }
    if (this.#waiting.length > 0) this.#socket.pause();
    else this.#socket.resume();
  }

  async #serve(line: JsonLine): Promise<void> {
    const { id, result } = await this.#take(line);
    const reply: NdjsonAnswer = result.ok
      ? { id, ok: true, value: result.value ?? null }
      : { id, ok: false, error: result.error };
    this.#write(reply);
  }

  async #take(line: JsonLine): Promise<{ id: number; result: Result<unknown, Problem> }> {
    if (line.kind === 'too-long')
      return refused(NO_ID, 'control.line-long', `a line may have ${this.#limits.lineBytes} bytes`);
    if (line.kind === 'garbled') return refused(NO_ID, 'control.not-json', 'the line is not JSON');
    const request = requestSchema.safeParse(line.value);
    if (!request.success) {
      const issue = request.error.issues[0];
      const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
      return refused(idOf(line.value), 'control.bad-request', `${where}${issue?.message ?? 'not a request'}`);
    }
    return { id: request.data.id, result: await this.#owner.answer(request.data, this) };
  }
}

function refused(id: number, code: string, what: string): { id: number; result: Result<unknown, Problem> } {
  return { id, result: err({ code, what, where: 'control socket' }) };
}

function idOf(value: unknown): number {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : NO_ID;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : NO_ID;
}
