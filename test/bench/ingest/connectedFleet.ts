import { type Clock, systemClock } from '../../../gateway/core/clock.ts';
import { MqttLink } from '../../../gateway/mqtt/mqttLink.ts';
import type { BenchFleet } from './fleet.ts';

const ROW_PARTS = 10;
const IN_FLIGHT = 20;
const UNHEARD_MS = 2_000;

/** One building with a real connection: the gateway's own link with its back-off, and a journal that is two numbers. */
export class ConnectedGateway {
  readonly name: string;
  readonly #fleet: BenchFleet;
  readonly #nth: number;
  readonly #clock: Clock = systemClock();
  readonly #link: MqttLink;
  readonly #hash: string;
  readonly #document: Uint8Array;
  #backlog: number[] = [];
  #live: number[] = [];
  #inFlight = 0;
  #made = 0;
  #confirmed = 0;
  up = false;
  /** `performance.now()` of the newest connection. */
  upAt = 0;

  constructor(fleet: BenchFleet, nth: number, url: string) {
    const { hash, document } = fleet.birth(nth);
    this.#fleet = fleet;
    this.#nth = nth;
    this.#hash = hash;
    this.#document = document;
    this.name = fleet.name(nth);
    this.#link = new MqttLink({
      url,
      clientId: () => `bench-${nth}-${Math.random().toString(36).slice(2, 8)}`,
      clock: this.#clock,
      will: () => ({ topic: this.#topic('state'), payload: fleet.state(nth, this.rows) }),
      onUp: () => this.#begin(),
      onDown: () => {
        this.up = false;
      },
    });
  }

  start(): void {
    this.#link.start();
  }

  stop(): Promise<void> {
    return this.#link.stop();
  }

  /** Whole rows that were acknowledged, as if they had been in order. */
  get rows(): number {
    return Math.floor(this.#confirmed / ROW_PARTS);
  }

  get waiting(): number {
    return this.#backlog.length + this.#live.length + this.#inFlight;
  }

  /** So many minutes are over. */
  minutes(count: number): void {
    const fresh = Array.from({ length: count }, () => this.#made++);
    if (this.up && count === 1) this.#live.push(...fresh);
    else this.#backlog.push(...fresh);
    this.#pump();
  }

  sayState(): void {
    if (this.up)
      void this.#link.publish(this.#topic('state'), this.#fleet.state(this.#nth, this.rows), {
        retain: true,
      });
  }

  #begin(): void {
    this.up = true;
    this.upAt = performance.now();
    this.#inFlight = 0;
    for (const topic of [`birth/${this.#hash}`, 'birth'])
      void this.#link.publish(this.#topic(topic), this.#document, { retain: true });
    this.sayState();
    void this.#link.subscribe([this.#topic('cmd'), this.#topic('ack')]);
    const newest = this.#backlog.pop(); // what is open now is live
    if (newest !== undefined) this.#live.push(newest);
    this.#pump();
  }

  #pump(): void {
    while (this.up && this.#inFlight < IN_FLIGHT) {
      const parts = this.#next();
      const [first] = parts;
      if (first === undefined) return;
      this.#inFlight++;
      const [seq, within] = [Math.floor(first / ROW_PARTS) + 1, (first % ROW_PARTS) + 1];
      const payload = this.#fleet.tel(this.#nth, this.#hash, seq, within, within + parts.length - 1);
      void this.#link.publish(this.#topic('tel'), payload).then((result) => {
        if (result.ok) {
          this.#inFlight = Math.max(0, this.#inFlight - 1);
          this.#confirmed += parts.length;
          this.#pump();
          return;
        }
        this.#backlog.unshift(...parts);
        if (this.up) {
          this.#inFlight--;
          this.#clock.after(UNHEARD_MS, 'bench again', () => this.#pump());
        }
      });
    }
  }

  /** A live part goes alone, of what waited all that is there of a row in one message. */
  #next(): number[] {
    const live = this.#live.shift();
    if (live !== undefined) return [live];
    const [first] = this.#backlog;
    if (first === undefined) return [];
    const row = Math.floor(first / ROW_PARTS);
    const other = this.#backlog.findIndex(
      (part, nth) => part !== first + nth || Math.floor(part / ROW_PARTS) !== row,
    );
    return this.#backlog.splice(0, other === -1 ? this.#backlog.length : other);
  }

  #topic(name: string): string {
    return `lifeline/v1/${this.name}/${name}`;
  }
}

/** Many of them, whose minutes are spread over the minute. */
export class ConnectedFleet {
  readonly gateways: readonly ConnectedGateway[];
  #timer: NodeJS.Timeout | null = null;

  constructor(fleet: BenchFleet, count: number, url: string) {
    this.gateways = Array.from({ length: count }, (_, nth) => new ConnectedGateway(fleet, nth, url));
  }

  start(): void {
    for (const gateway of this.gateways) gateway.start();
  }

  get up(): number {
    return this.gateways.filter((one) => one.up).length;
  }

  get waiting(): number {
    return this.gateways.reduce((sum, one) => sum + one.waiting, 0);
  }

  /** Lets time pass for `minutes`, in real time. @returns when the last has said its last minute */
  live(minutes: number): Promise<void> {
    const total = minutes * this.gateways.length;
    const startedAt = performance.now();
    let said = 0;
    return new Promise((resolve) => {
      this.#timer = setInterval(() => {
        const due = Math.min(
          total,
          Math.floor(((performance.now() - startedAt) / 60_000) * this.gateways.length),
        );
        for (; said < due; said++) {
          const gateway = this.gateways[said % this.gateways.length];
          gateway?.minutes(1);
          gateway?.sayState();
        }
        if (said < total) return;
        if (this.#timer !== null) clearInterval(this.#timer);
        resolve();
      }, 20);
    });
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all(this.gateways.map((one) => one.stop()));
  }
}
