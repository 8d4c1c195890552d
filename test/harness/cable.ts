import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './mosquitto.ts';

/** The network between a browser and a box, which somebody can pull out and plug in again; its port stays. */
export class Cable {
  readonly #to: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  port = 0;

  /** `to`: port of the box on the loopback. */
  constructor(to: number) {
    this.#to = to;
  }

  async plug(): Promise<void> {
    this.port ||= await freePort();
    const server = createServer((near) => {
      const far = connect(this.#to, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => {});
        one.once('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
  }

  /** Everything that goes through it breaks, and nothing new gets through. */
  async pull(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) =>
      this.#server === null ? resolve() : this.#server.close(() => resolve()),
    );
    this.#server = null;
  }
}
