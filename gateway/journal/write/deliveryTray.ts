import type { Clock, Timer } from '../../core/clock.ts';
import type { Delivery } from '../types.ts';

/**
 * Deliveries ride along with the next rows; without any they are written after this. Longer than the default report
 * period, so that they never cost the card a commit of their own; one that is lost costs a duplicate with the same key.
 */
const DELIVERY_MS = 150_000;
/**
 * That some parts of an open row were delivered is written down this seldom: soon the whole row will have been. A power cut
 * costs the parts of one row, sent twice.
 */
const PARTLY_MS = 15 * 60_000;
const MANY = 512;

/** What uplinks were said to have, until it is worth writing down. */
export class DeliveryTray {
  readonly #clock: Clock;
  readonly #onDue: () => void;
  #whole: Delivery[] = [];
  /** By uplink and epoch: the open row, of which it has some parts. */
  readonly #partly = new Map<string, Delivery>();
  readonly #timers: { whole?: Timer | undefined; partly?: Timer | undefined } = {};
  #closed = false;

  /** `onDue`: `take` should be called now. */
  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  add(delivery: Delivery): void {
    if (this.#closed) return; // it is said again to the next guard
    if (delivery.stream === 'telemetry' && delivery.parts !== null) this.#addPartly(delivery);
    else this.#addWhole(delivery);
  }

  /** What is worth writing with rows that are written anyway. */
  take(): readonly Delivery[] {
    this.#timers.whole?.cancel();
    this.#timers.whole = undefined;
    return this.#whole.splice(0);
  }

  /** Everything, once and for all: nothing is taken any more, and no timer is left. */
  close(): readonly Delivery[] {
    this.#closed = true;
    this.#turnOutPartly();
    return this.take();
  }

  #addPartly(delivery: Delivery): void {
    const { from, to } = delivery;
    const of = placeOf(delivery);
    const before = this.#partly.get(of);
    const same = before !== undefined && before.from === from && before.to === to;
    if (same && (before.parts ?? 0) >= (delivery.parts ?? 0)) return;
    if (before !== undefined && !same) this.#whole.push(before);
    this.#partly.set(of, delivery);
    if (this.#partly.size >= MANY) {
      this.#turnOutPartly(); // nobody has so many uplinks: whoever says so gets no more room
      this.#onDue();
    }
    this.#timers.partly ??= this.#clock.after(PARTLY_MS, 'journal partly delivered', () => {
      this.#turnOutPartly();
      this.#onDue();
    });
  }

  #addWhole(delivery: Delivery): void {
    const of = placeOf(delivery);
    const partly = this.#partly.get(of);
    if (delivery.stream === 'telemetry' && partly !== undefined)
      if (partly.from >= delivery.from && partly.to <= delivery.to) this.#partly.delete(of);
    this.#whole.push(delivery);
    if (this.#whole.length >= MANY) this.#onDue();
    else this.#timers.whole ??= this.#clock.after(DELIVERY_MS, 'journal deliveries', this.#onDue);
  }

  #turnOutPartly(): void {
    this.#timers.partly?.cancel();
    this.#timers.partly = undefined;
    this.#whole.push(...this.#partly.values());
    this.#partly.clear();
  }
}

function placeOf({ uplink, epoch }: Delivery): string {
  return `${uplink} ${epoch}`;
}
