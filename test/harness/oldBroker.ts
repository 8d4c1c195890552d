import { createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { freePort } from './mosquitto.ts';

/** A broker that speaks MQTT 3.1.1 alone and hands on what it gets, and, while it is mute, acknowledges none of it but what it retains. */
export class OldBroker {
  mute = false;
  /** Connections so far, by client. */
  readonly connections = new Map<string, number>();
  /** Messages of one connection that were taken and not acknowledged, at most. */
  mostUnacknowledged = 0;
  readonly #unacknowledged = new Map<object, number>();
  readonly #sockets = new Set<Socket>();
  #aedes: Aedes | null = null;
  #server: Server | null = null;
  #port = 0;

  async start(): Promise<this> {
    const aedes = await Aedes.createBroker();
    aedes.on('client', ({ id }) => this.connections.set(id, (this.connections.get(id) ?? 0) + 1));
    aedes.authorizePublish = (client, packet, done) => {
      if (!this.mute || client === null || packet.retain) {
        done(null);
        return;
      }
      const held = (this.#unacknowledged.get(client) ?? 0) + 1;
      this.#unacknowledged.set(client, held);
      this.mostUnacknowledged = Math.max(this.mostUnacknowledged, held);
      aedes.publish({ ...packet, cmd: 'publish', dup: false }, () => {});
    };
    this.#aedes = aedes;
    this.#port = await freePort();
    const server = createServer(aedes.handle);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  /** Hangs up on everybody. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) =>
      this.#aedes === null ? resolve() : this.#aedes.close(() => resolve()),
    );
    this.#server?.close();
  }
}
