import type { Random } from '../../simulators/random.ts';
import type { BrokerClient } from './brokerClient.ts';
import type { Scheduler } from './scheduler.ts';

/** How the broker is at the moment. `full`: it takes no message; `mute`: it acknowledges none; `strict`: it lets nobody in. */
export type BrokerMood = 'well' | 'slow' | 'away' | 'strict' | 'full' | 'mute';

const TAKES: Readonly<Record<BrokerMood, readonly [number, number]>> = {
  well: [1, 40],
  slow: [50, 4_000],
  away: [1, 40],
  strict: [1, 40],
  full: [1, 40],
  mute: [1, 40],
};
const [NOT_AUTHORISED, QUOTA, NOBODY_LISTENS] = [135, 151, 16];
// mosquitto as it comes keeps so many for a session that is away, and acknowledges what it drops like anything else
const MOST_QUEUED = 1_000;

export type QueuedMessage = {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
};

/** The platform's subscription: what waits for it, until it says that it has stored it. */
export type Subscription = { readonly queue: QueuedMessage[]; wake: (() => void) | null };

/** A broker: what it keeps, whom it lets in, and what it forgets. */
export class BrokerNode {
  readonly scheduler: Scheduler;
  readonly random: Random;
  mood: BrokerMood = 'well';
  /** What it acknowledged and did not hand on: where its word releases rows, that is its own affair. */
  readonly lost: QueuedMessage[] = [];
  readonly #retained = new Map<string, Uint8Array>();
  readonly #clients = new Set<BrokerClient>();
  #platform: Subscription | null = null;

  constructor(scheduler: Scheduler, random: Random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  get takes(): readonly [number, number] {
    return TAKES[this.mood];
  }

  connect(client: BrokerClient): void {
    if (this.mood === 'away')
      client.hangUp(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    else if (this.mood === 'strict')
      client.hangUp(Object.assign(new Error('Not authorized'), { code: NOT_AUTHORISED }));
    else {
      this.#clients.add(client);
      client.accepted();
    }
  }

  disconnect(client: BrokerClient, withWill: boolean): void {
    if (!this.#clients.delete(client) || !withWill || client.will === null) return;
    this.#keep(client.will.topic, client.will.payload);
    this.#route(client.will.topic, client.will.payload);
  }

  publish(
    client: BrokerClient,
    topic: string,
    payload: Uint8Array,
    retain: boolean,
    done: Parameters<BrokerClient['acknowledge']>[0],
  ): void {
    if (!this.#clients.has(client) || this.mood === 'mute') return;
    if (this.mood === 'full') {
      client.acknowledge(done, QUOTA);
      return;
    }
    if (retain) this.#keep(topic, payload);
    client.acknowledge(done, this.#route(topic, payload) ? 0 : NOBODY_LISTENS);
  }

  subscribe(client: BrokerClient, topics: readonly string[]): void {
    for (const topic of topics) client.topics.add(topic);
  }

  /** The platform subscribes, or comes back to its session. Null: not now. `lasting`: it is kept while it is away. */
  join(wake: () => void, before: Subscription | null): Subscription | null {
    if (this.mood === 'away' || this.mood === 'strict') return null;
    const resumed = before !== null && before === this.#platform;
    const platform: Subscription = resumed ? before : { queue: [], wake: null };
    if (!resumed) this.lost.push(...(this.#platform?.queue ?? []));
    this.#platform = platform;
    platform.wake = wake;
    if (!resumed)
      for (const [topic, payload] of this.#retained) platform.queue.push({ topic, payload, retained: true });
    wake();
    return platform;
  }

  /** The platform is gone. `lasting`: what comes meanwhile waits for it. */
  leave(lasting: boolean): void {
    if (this.#platform !== null) this.#platform.wake = null;
    if (lasting) return;
    this.lost.push(...(this.#platform?.queue ?? []));
    this.#platform = null;
  }

  /** What a platform says to a gateway. */
  say(topic: string, payload: Uint8Array): void {
    if (this.mood === 'away') return;
    for (const client of this.#clients) if (client.topics.has(topic)) client.deliver(topic, payload, false);
  }

  /** It is started anew, or another node takes over: all connections break. `forgets`: with everything that was kept. */
  restart(forgets: boolean): void {
    for (const client of [...this.#clients]) client.hangUp(null);
    this.#clients.clear();
    if (!forgets) return;
    this.#retained.clear();
    const { wake, queue = [] } = this.#platform ?? {};
    this.lost.push(...queue);
    this.#platform = null;
    wake?.();
  }

  /** Whether this subscription is still known here. */
  knows(platform: Subscription): boolean {
    return platform === this.#platform;
  }

  #keep(topic: string, payload: Uint8Array): void {
    if (payload.length === 0) this.#retained.delete(topic);
    else this.#retained.set(topic, payload);
  }

  /** Whether anybody listens. */
  #route(topic: string, payload: Uint8Array): boolean {
    const platform = this.#platform;
    const message = { topic, payload, retained: false };
    const isKept = platform !== null && (platform.wake !== null || platform.queue.length < MOST_QUEUED);
    if (isKept) platform.queue.push(message);
    else if (platform !== null) this.lost.push(message);
    platform?.wake?.();
    return platform !== null;
  }
}
