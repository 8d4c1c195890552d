import { Connection } from '../backchannel/connection.ts';
import type { BoardCommandInput, BoardPush, BoardState } from './protocol.ts';

/** The other end of a simulated board's backchannel: for tests, benches and the demo. A command it refuses throws. */
export class BoardClient {
  readonly #connection: Connection<BoardCommandInput, BoardPush>;

  private constructor(connection: Connection<BoardCommandInput, BoardPush>) {
    this.#connection = connection;
  }

  /** Connects to the socket of a running simulator. */
  static async connect(path: string): Promise<BoardClient> {
    return new BoardClient(await Connection.open(path));
  }

  close(): void {
    this.#connection.close();
  }

  /** Any command; resolves with the state after it. */
  async send(command: BoardCommandInput): Promise<BoardState> {
    return (await this.#connection.send(command)) as BoardState;
  }

  state(): Promise<BoardState> {
    return this.send({ verb: 'state' });
  }

  /** Calls `take` with everything that moves from now on. */
  async subscribe(take: (push: BoardPush) => void): Promise<void> {
    this.#connection.hear(take);
    await this.send({ verb: 'subscribe' });
  }
}
