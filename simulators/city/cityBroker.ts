import { Aedes } from 'aedes';
import { TcpSocketServer } from '../endpoint/tcp.ts';

/**
 * The city's MQTT broker, in memory: MQTT 3.1.1, no accounts. Gateways reach it from outside, over a network that can be
 * cut; the platform is inside, beside it, and stays connected.
 */
export class CityBroker {
  readonly #server: TcpSocketServer;
  readonly #inside: TcpSocketServer;
  #aedes: Aedes | undefined;

  /** Port 0 takes a free one, and keeps it. */
  constructor(port: number, host = '127.0.0.1') {
    this.#server = new TcpSocketServer(host, port, (socket) => this.#aedes?.handle(socket));
    this.#inside = new TcpSocketServer(host, 0, (socket) => this.#aedes?.handle(socket));
  }

  get port(): number {
    return this.#server.port;
  }

  get url(): string {
    return `mqtt://${this.#server.host}:${this.#server.port}`;
  }

  /** Where the platform connects. */
  get insideUrl(): string {
    return `mqtt://${this.#inside.host}:${this.#inside.port}`;
  }

  async start(): Promise<void> {
    this.#aedes = await Aedes.createBroker();
    await this.#inside.listen();
    await this.restore();
  }

  async stop(): Promise<void> {
    await this.cut();
    await this.#inside.close();
    const aedes = this.#aedes;
    this.#aedes = undefined;
    if (aedes !== undefined) await new Promise<void>((resolve) => aedes.close(() => resolve()));
  }

  /** Drops all connections from outside and refuses new ones; retained messages and sessions stay. */
  cut(): Promise<void> {
    return this.#server.close();
  }

  /** Can be reached again, on the same port. */
  restore(): Promise<void> {
    return this.#server.listen();
  }
}
