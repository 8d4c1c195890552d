import { NdjsonConnection } from '../../gateway/core/ndjsonConnection.ts';
import type { BoardCommandInput, BoardPush, BoardState } from './boardProtocol.ts';

/** The other end of a simulated board's backchannel: for tests, benches and the demo. A command it refuses throws. */
export class BoardClient {
  readonly #connection: NdjsonConnection;

  private constructor(connection: NdjsonConnection) {
    this.#connection = connection;
  }

  /** Connects to the socket of a running simulator. */
  static async connect(path: string): Promise<BoardClient> {
    return new BoardClient(await NdjsonConnection.open(path));
  }

  close(): void {
    this.#connection.close();
  }

  /** Any command; resolves with the state after it. */
  async send(command: BoardCommandInput): Promise<BoardState> {
    return (await this.#connection.demand(command)) as BoardState;
  }

  state(): Promise<BoardState> {
    return this.send({ verb: 'state' });
  }

  /** Calls `take` with everything that moves from now on. */
  async subscribe(take: (push: BoardPush) => void): Promise<void> {
    this.#connection.onPush = (push) => take(push as BoardPush);
    await this.send({ verb: 'subscribe' });
  }
}
