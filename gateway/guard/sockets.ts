import { join } from 'node:path';
import { COURIER_VERBS, type ControlPush, type ControlTopic, DESK_VERBS } from '../control/protocol.ts';
import { type ControlHandlers, ControlServer } from '../control/server.ts';
import type { Clock } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';

/** Guard's two sockets: which one a request comes by decides what may be asked. */
export class Sockets {
  readonly #servers: readonly ControlServer[];

  constructor(
    run: string,
    clock: Clock,
    handlers: ControlHandlers,
    snapshot: (topic: ControlTopic) => ControlPush | null,
  ) {
    this.#servers = [
      new ControlServer({ path: join(run, 'courier.sock'), verbs: COURIER_VERBS, handlers, snapshot, clock }),
      new ControlServer({ path: join(run, 'desk.sock'), verbs: DESK_VERBS, handlers, snapshot, clock }),
    ];
  }

  /** Serves what can be served; what cannot is told, and guard goes on without it. */
  async start(): Promise<Problem[]> {
    const results = await Promise.all(this.#servers.map((server) => server.start()));
    return results.flatMap((result) => (result.ok ? [] : [result.error]));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
  }

  publish(push: ControlPush): void {
    for (const server of this.#servers) server.publish(push);
  }
}
