import type { Clock } from '../../gateway/core/clock.ts';
import type { Address, ByteLine, Endpoint } from './endpoint.ts';
import { TcpSocketServer } from './tcp.ts';

/** A serial device server: the bytes of the line, raw, over TCP. Everybody connected hears everything. */
export class RtuOverTcpEndpoint implements Endpoint {
  readonly #server: TcpSocketServer;
  readonly #line: ByteLine;

  constructor(port: number, line: ByteLine, clock: Clock, host = '127.0.0.1') {
    this.#line = line;
    this.#server = new TcpSocketServer(host, port, (socket) =>
      socket.on('data', (chunk) => line.receive(Buffer.from(chunk), clock.mono())),
    );
  }

  get address(): Address {
    return { kind: 'rtu-over-tcp', host: this.#server.host, port: this.#server.port };
  }

  get plugged(): boolean {
    return this.#server.listening;
  }

  async start(): Promise<void> {
    await this.plug();
  }

  async stop(): Promise<void> {
    await this.unplug();
  }

  async plug(): Promise<void> {
    await this.#server.listen();
    this.#line.onBytes = (bytes) => {
      for (const socket of this.#server.sockets) socket.write(bytes);
    };
  }

  async unplug(): Promise<void> {
    this.#line.onBytes = () => {};
    await this.#server.close();
  }
}
