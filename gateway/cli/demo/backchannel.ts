import { connect, type Socket } from 'node:net';
import { LineSplitter, toLine } from '../../control/lines.ts';

type Reply = {
  readonly id: number;
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: unknown;
};

type Push = { readonly push: string };

/** The other end of a simulator's backchannel: one question, one answer, as newline-delimited JSON. */
export class Backchannel {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  /** Takes what a simulator tells unasked, once it was asked to `subscribe`. */
  onPush: (push: unknown) => void = () => {};
  #lastId = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const splitter = new LineSplitter(4 * 1024 * 1024);
    socket.on('data', (chunk) => {
      for (const line of splitter.push(chunk))
        if (line.kind === 'json') this.#hear(line.value as Reply | Push);
    });
    socket.on('close', () => {
      for (const [id, settle] of this.#waiting) settle({ id, ok: false, error: 'the simulator is gone' });
      this.#waiting.clear();
    });
    socket.on('error', () => {}); // 'close' follows
  }

  static open(path: string): Promise<Backchannel> {
    return new Promise((resolve, reject) => {
      const socket = connect(path, () => resolve(new Backchannel(socket)));
      socket.once('error', reject);
    });
  }

  /** The answer's value; throws with the simulator's words when it refuses. */
  async ask(verb: string, fields: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const id = ++this.#lastId;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.write(toLine({ id, verb, ...fields }));
    });
    if (!reply.ok) throw new Error(`${verb}: ${JSON.stringify(reply.error)}`);
    return reply.value;
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(reply: Reply | Push): void {
    if ('push' in reply) {
      this.onPush(reply);
      return;
    }
    this.#waiting.get(reply.id)?.(reply);
    this.#waiting.delete(reply.id);
  }
}
