import { join } from 'node:path';
import type { ControlPush, ControlTopic } from '../../../gateway/control/protocol.ts';
import { systemClock } from '../../../gateway/core/clock.ts';
import { ok } from '../../../gateway/core/result.ts';
import type { Delivery } from '../../../gateway/journal/types.ts';
import { STREAMS, type Stream, type StreamHead } from '../../../gateway/telemetry/wire/model.ts';
import { OneSocket } from '../../harness/oneSocket.ts';
import { until } from '../../harness/until.ts';

/** Guard's socket for a real courier, in real time, beside a guard whose time is virtual. */
export class CourierDesk {
  readonly #server: OneSocket;
  readonly #delivered: Record<Stream, StreamHead> = {
    event: { seq: 0, parts: 0 },
    telemetry: { seq: 0, parts: 0 },
  };

  constructor(
    run: string,
    snapshot: (topic: ControlTopic) => ControlPush | null,
    onDelivered: (delivery: Delivery) => void,
  ) {
    this.#server = new OneSocket({
      path: join(run, 'courier.sock'),
      clock: systemClock(),
      handlers: {
        delivered: async ({ deliveries }) => {
          for (const delivery of deliveries) {
            this.#note(delivery);
            onDelivered(delivery);
          }
          return ok(null);
        },
      },
      snapshot,
    });
  }

  async start(): Promise<void> {
    const served = await this.#server.start();
    if (!served.ok) throw new Error(served.error.what);
  }

  publish(push: ControlPush): void {
    this.#server.publish(push);
  }

  /** Resolves when the broker has everything up to these heads and guard was told so. */
  async carried(heads: Readonly<Record<Stream, StreamHead>>): Promise<void> {
    await until('courier has carried what was written', () =>
      STREAMS.every((stream) => {
        const [head, has] = [heads[stream], this.#delivered[stream]];
        return has.seq > head.seq || (has.seq === head.seq && has.parts >= head.parts);
      }),
    );
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #note({ stream, to, parts }: Delivery): void {
    const count = parts ?? Number.POSITIVE_INFINITY;
    const has = this.#delivered[stream];
    if (to > has.seq || (to === has.seq && count > has.parts))
      this.#delivered[stream] = { seq: to, parts: count };
  }
}
