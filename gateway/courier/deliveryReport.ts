import type { Clock, Timer } from '../core/clock.ts';
import type { Problem, Result } from '../core/result.ts';
import type { Delivery } from '../journal/types.ts';
import { addInterval, type Intervals } from '../telemetry/sdk/intervals.ts';

export type DeliveryReportOptions = {
  readonly clock: Clock;
  /** Passes them on to guard. When guard is gone everything is told again once it is back; what it refuses is told later. */
  readonly send: (deliveries: readonly Delivery[]) => Promise<Result<unknown, Problem>>;
  readonly everyMs?: number;
};

type UntoldDelivery = { readonly of: Delivery; rows: Intervals; readonly parts: Map<number, number> };

const EVERY_MS = 500;
/** Guard's word that it was told too much at once. */
const TOO_MUCH = 'control.too-much';
const PER_REQUEST = 500;

/** Gathers acknowledgements into intervals and tells guard a few times a second, however fast they come. */
export class DeliveryReport {
  readonly #options: DeliveryReportOptions;
  readonly #waiting = new Map<string, UntoldDelivery>();
  #timer: Timer | null = null;
  #stopped = false;

  constructor(options: DeliveryReportOptions) {
    this.#options = options;
  }

  add(delivery: Delivery): void {
    const key = `${delivery.uplink} ${delivery.epoch} ${delivery.stream}`;
    const waiting = this.#waiting.get(key) ?? { of: delivery, rows: [], parts: new Map() };
    this.#waiting.set(key, waiting);
    if (delivery.parts === null) {
      waiting.rows = addInterval(waiting.rows, delivery.from, delivery.to);
      for (const seq of waiting.parts.keys())
        if (seq >= delivery.from && seq <= delivery.to) waiting.parts.delete(seq);
    } else waiting.parts.set(delivery.from, delivery.parts);
    this.#timer ??= this.#options.clock.after(this.#options.everyMs ?? EVERY_MS, 'delivery report', () =>
      this.flush(),
    );
  }

  /** Tells what is waiting for the last time. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.flush();
  }

  /** Tells what is waiting, now; done when guard has answered. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    const deliveries = [...this.#waiting.values()].flatMap(({ of, rows, parts }) => [
      ...rows.map(([from, to]) => ({ ...of, from, to, parts: null })),
      ...[...parts].map(([seq, count]) => ({ ...of, from: seq, to: seq, parts: count })),
    ]);
    this.#waiting.clear();
    const sent: Promise<void>[] = [];
    for (let at = 0; at < deliveries.length; at += PER_REQUEST)
      sent.push(this.#send(deliveries.slice(at, at + PER_REQUEST)));
    await Promise.all(sent);
  }

  async #send(deliveries: readonly Delivery[]): Promise<void> {
    const result = await this.#options.send(deliveries);
    if (!result.ok && result.error.code === TOO_MUCH && !this.#stopped)
      for (const delivery of deliveries) this.add(delivery);
  }
}
