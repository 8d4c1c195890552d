import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import { Broadcaster } from './broadcaster.ts';
import { CONTROL_SOCKETS, type SocketName } from './controlSocket.ts';
import type { ControlPush, ControlTopic } from './protocol.ts';
import { type ControlHandlers, ControlServer } from './server.ts';

export type ControlSocketsOptions = {
  /** The folder they are made in. */
  readonly run: string;
  readonly clock: Clock;
  readonly handlers: ControlHandlers;
  /** What stands now; null: nothing yet. Asked for a new subscriber, and for alarms once a turn in which they changed. */
  readonly snapshot: (topic: ControlTopic) => ControlPush | null;
  /** The clients of one socket ask for more than they may; null: not any more. */
  readonly onFlood?: (socket: SocketName, problem: Problem | null) => void;
};

/** All sockets of guard. What is told is gathered by the turn and written once for the listeners of all of them. */
export class ControlSockets {
  readonly #servers: readonly ControlServer[];
  readonly #broadcaster: Broadcaster;

  constructor({ run, clock, handlers, snapshot, onFlood }: ControlSocketsOptions) {
    const broadcaster = new Broadcaster({ clock, snapshot });
    this.#broadcaster = broadcaster;
    this.#servers = Object.values(CONTROL_SOCKETS).map(
      (socket) =>
        new ControlServer({
          path: join(run, `${socket.name}.sock`),
          ...{ socket, handlers, broadcaster, clock },
          onFlood: (problem) => onFlood?.(socket.name, problem),
        }),
    );
  }

  /** Serves what can be served; what cannot is told, and guard goes on without it. */
  async start(): Promise<Problem[]> {
    const results = await Promise.all(this.#servers.map((server) => server.start()));
    return results.flatMap((result) => (result.ok ? [] : [result.error]));
  }

  /** At once, whatever clients do: to be called before anything that a command could still change. */
  async stop(): Promise<void> {
    this.#broadcaster.stop();
    await Promise.all(this.#servers.map((server) => server.stop()));
  }

  /** Told to all who subscribed to it, at the end of this turn of the event loop. */
  publish(push: ControlPush): void {
    this.#broadcaster.publish(push);
  }

  /** The list of alarms is another one: it is asked for, and told, at the end of this turn. */
  alarmsChanged(): void {
    this.#broadcaster.alarmsChanged();
  }
}
