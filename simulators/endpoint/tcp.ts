import { createServer, type Server, type Socket } from 'node:net';

/** A TCP server that can be pulled out and put back on the same port. `serve` gets every connection. */
export class TcpSocketServer {
  readonly host: string;
  #port: number;
  readonly #serve: (socket: Socket) => void;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  /** Port 0 takes a free one, and keeps it. */
  constructor(host: string, port: number, serve: (socket: Socket) => void) {
    this.host = host;
    this.#port = port;
    this.#serve = serve;
  }

  get port(): number {
    return this.#port;
  }

  get listening(): boolean {
    return this.#server !== undefined;
  }

  get sockets(): Iterable<Socket> {
    return this.#sockets;
  }

  async listen(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((socket) => {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      this.#serve(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.host, resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  /** Drops every connection and refuses new ones. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
