import { connect, type Socket } from 'node:net';
import { eachLine } from '../backchannel/lines.ts';
import type { BoardCommandInput, BoardPush, BoardReply, BoardState } from './protocol.ts';

/** The other end of a simulated board's backchannel: for tests, benches and the demo. A command it refuses throws. */
export class BoardClient {
  readonly #socket: Socket;
  readonly #waiting = new Map<
    number,
    { resolve: (state: BoardState) => void; reject: (error: Error) => void }
  >();
  #nextId = 1;
  #onPush: (push: BoardPush) => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    eachLine(socket, (line) => this.#take(JSON.parse(line) as BoardReply | BoardPush));
    socket.on('error', () => {}); // `close` follows
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the simulated board has gone'));
      this.#waiting.clear();
    });
  }

  /** Connects to the socket of a running simulator. */
  static connect(path: string): Promise<BoardClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new BoardClient(socket));
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Any command; resolves with the state after it. */
  send(command: BoardCommandInput): Promise<BoardState> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new Error('the simulated board has gone'));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ id, ...command })}\n`);
    });
  }

  state(): Promise<BoardState> {
    return this.send({ verb: 'state' });
  }

  /** Calls `take` with everything that moves from now on. */
  async subscribe(take: (push: BoardPush) => void): Promise<void> {
    this.#onPush = take;
    await this.send({ verb: 'subscribe' });
  }

  #take(message: BoardReply | BoardPush): void {
    if ('push' in message) {
      this.#onPush(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.value as BoardState);
    else waiting?.reject(new Error(message.error.what));
  }
}
