import { connect, type Socket } from 'node:net';
import { eachLine, type Reply } from './wire.ts';

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** The other end of a simulator's backchannel: for tests, benches and the demo. A command that is refused throws. */
export class Connection<Command extends object, Push extends { readonly push: string }> {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #onPush: (push: Push) => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    eachLine(socket, (line) => this.#take(JSON.parse(line) as Reply | Push));
    socket.on('error', () => {}); // `close` follows
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the simulator has gone'));
      this.#waiting.clear();
    });
  }

  /** Connects to the socket of a running simulator. */
  static open<Command extends object, Push extends { readonly push: string }>(
    path: string,
  ): Promise<Connection<Command, Push>> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection<Command, Push>(socket));
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Any command; rejects with what is wrong and what to do when it is refused. */
  send(command: Command): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new Error('the simulator has gone'));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ id, ...command })}\n`);
    });
  }

  /** Who hears what is pushed after `subscribe`; one at a time. */
  hear(take: (push: Push) => void): void {
    this.#onPush = take;
  }

  #take(message: Reply | Push): void {
    if ('push' in message) {
      this.#onPush(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(new Error([message.error.what, message.error.hint].filter(Boolean).join('; ')));
  }
}
