import { Broadcaster, type BroadcasterOptions } from '../../gateway/control/broadcaster.ts';
import type { ControlSocket, SocketName } from '../../gateway/control/controlSocket.ts';
import { CONTROL_SOCKETS } from '../../gateway/control/controlSocket.ts';
import type { ControlPush } from '../../gateway/control/protocol.ts';
import { ControlServer, type ControlServerOptions } from '../../gateway/control/server.ts';

export type OneSocketOptions = Omit<ControlServerOptions, 'socket' | 'broadcaster'> &
  BroadcasterOptions & {
    readonly name?: SocketName;
    /** What differs from the real one. */
    readonly socket?: Partial<ControlSocket>;
  };

/** One control socket of a guard that a test makes up. */
export class OneSocket {
  readonly #broadcaster: Broadcaster;
  readonly #server: ControlServer;

  constructor({ name = 'courier', socket, ...options }: OneSocketOptions) {
    this.#broadcaster = new Broadcaster(options);
    this.#server = new ControlServer({
      ...options,
      socket: { ...CONTROL_SOCKETS[name], ...socket },
      broadcaster: this.#broadcaster,
    });
  }

  start() {
    return this.#server.start();
  }

  async stop(): Promise<void> {
    this.#broadcaster.stop();
    await this.#server.stop();
  }

  publish(push: ControlPush): void {
    this.#broadcaster.publish(push);
  }

  alarmsChanged(): void {
    this.#broadcaster.alarmsChanged();
  }

  get clients(): number {
    return this.#server.clients;
  }
}
