import type { ControlSocket, SocketName } from '../../gateway/control/controlSocket.ts';
import { CONTROL_SOCKETS } from '../../gateway/control/controlSocket.ts';
import type { ControlPush } from '../../gateway/control/protocol.ts';
import { Publisher, type PublisherOptions } from '../../gateway/control/publisher.ts';
import { ControlServer, type ControlServerOptions } from '../../gateway/control/server.ts';

export type OneSocketOptions = Omit<ControlServerOptions, 'socket' | 'publisher'> &
  PublisherOptions & {
    readonly name?: SocketName;
    /** What differs from the real one. */
    readonly socket?: Partial<ControlSocket>;
  };

/** One control socket of a guard that a test makes up. */
export class OneSocket {
  readonly #publisher: Publisher;
  readonly #server: ControlServer;

  constructor({ name = 'courier', socket, ...options }: OneSocketOptions) {
    this.#publisher = new Publisher(options);
    this.#server = new ControlServer({
      ...options,
      socket: { ...CONTROL_SOCKETS[name], ...socket },
      publisher: this.#publisher,
    });
  }

  start() {
    return this.#server.start();
  }

  async stop(): Promise<void> {
    this.#publisher.stop();
    await this.#server.stop();
  }

  publish(push: ControlPush): void {
    this.#publisher.publish(push);
  }

  alarmsChanged(): void {
    this.#publisher.alarmsChanged();
  }

  get clients(): number {
    return this.#server.clients;
  }
}
