import { connect, type Socket } from 'node:net';
import { err, ok, type Problem, type Result } from '../../drivers/result.ts';
import { LineSplitter, type NdjsonAnswer, toLine } from './ndjson.ts';
import { portProblem } from './portProblems.ts';

const LINE_BYTES = 4 * 1024 * 1024;

/** What is answered when the other end went away before it did. */
const GONE = portProblem('socket.gone');

/**
 * The asking end of a socket that speaks newline-delimited JSON: a request is numbered and answered once, a push comes
 * unasked. What is not JSON closes the socket. No time limit of its own.
 */
export class NdjsonConnection {
  /** Takes what comes unasked. */
  onPush: (push: unknown) => void = () => {};
  /** Any line has come. */
  onLine: () => void = () => {};
  readonly #socket: Socket;
  readonly #gone: Problem;
  readonly #unanswered = new Map<number, (result: Result<unknown, Problem>) => void>();
  #lastId = 0;

  /** `gone` is the answer to whatever is asked when the socket has closed. */
  constructor(socket: Socket, gone: Problem = GONE) {
    this.#socket = socket;
    this.#gone = gone;
    const splitter = new LineSplitter(LINE_BYTES);
    socket.on('data', (chunk) => {
      for (const line of splitter.push(chunk))
        if (line.kind === 'json') this.#hear(line.value);
        else this.close(); // not our protocol, or out of step
    });
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => this.close());
  }

  /** Connects to a unix socket; rejects when nobody listens there. */
  static open(path: string): Promise<NdjsonConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(path, () => resolve(new NdjsonConnection(socket)));
      socket.once('error', reject);
    });
  }

  /** The answer to one request, or that the other end has gone. */
  ask(request: object): Promise<Result<unknown, Problem>> {
    if (this.#socket.destroyed) return Promise.resolve(err(this.#gone));
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#unanswered.set(id, resolve);
      this.#socket.write(toLine({ ...request, id }));
    });
  }

  /** The value of the answer; throws with the words of a refusal. */
  async demand(request: object): Promise<unknown> {
    const answer = await this.ask(request);
    if (answer.ok) return answer.value;
    throw new Error([answer.error.what, answer.error.hint].filter(Boolean).join('; '));
  }

  /** Whatever waits for an answer is told at once that there will be none. */
  close(): void {
    this.#socket.destroy();
    for (const settle of this.#unanswered.values()) settle(err(this.#gone));
    this.#unanswered.clear();
  }

  #hear(message: unknown): void {
    if (this.#socket.destroyed || typeof message !== 'object' || message === null) return;
    this.onLine();
    if ('push' in message) this.onPush(message);
    else if ('id' in message) {
      const answer = message as NdjsonAnswer;
      const settle = this.#unanswered.get(answer.id);
      this.#unanswered.delete(answer.id);
      settle?.(answer.ok ? ok(answer.value) : err(answer.error));
    }
  }
}
