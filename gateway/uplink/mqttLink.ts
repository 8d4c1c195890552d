import { connect, type IClientOptions, type IConnackPacket, type MqttClient } from 'mqtt';
import type { Clock, Timer } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { Backoff } from './backoff.ts';
import { explainLinkFailure } from './linkProblem.ts';

/** A connection that the broker accepted, and what it asks us to respect. */
export type LinkSession = {
  /** 5, or 4 for MQTT 3.1.1. */
  readonly version: 5 | 4;
  /** Largest packet the broker takes, in bytes; null: not said. */
  readonly maximumPacketSize: number | null;
  /** How many QoS 1 messages may be unacknowledged. */
  readonly receiveMaximum: number;
};

export type LinkCredentials = {
  readonly username?: string;
  readonly password?: string;
  /** PEM. */
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
};

export type LinkOptions = {
  readonly url: string;
  readonly clientId: string;
  readonly clock: Clock;
  readonly credentials?: LinkCredentials;
  readonly keepaliveS?: number;
  /** Retained message the broker publishes when we vanish; made anew for every connection. */
  readonly will?: () => { readonly topic: string; readonly payload: Uint8Array };
  readonly retryMs?: { readonly first: number; readonly longest: number };
  readonly onUp: (session: LinkSession) => void;
  readonly onDown?: () => void;
  /** Told once per problem, not per attempt; null: well again. */
  readonly onProblem?: (problem: Problem | null) => void;
  readonly onMessage?: (topic: string, payload: Uint8Array) => void;
};

const KEEPALIVE_S = 30;
const CONNECT_TIMEOUT_MS = 20_000;
const RETRY_MS = { first: 500, longest: 30_000 };
// A session shorter than this does not count as success: two clients of one identity would chase each other off.
const LASTING_MS = 5_000;
const GOODBYE_MS = 1_000;
const RECEIVE_MAXIMUM = 65_535;

/**
 * One MQTT connection that comes back for ever. A client of the library serves one connection and is then thrown
 * away: its queue, store and reconnection must not hold messages, because what is durable is the journal.
 */
export class MqttLink {
  readonly #options: LinkOptions;
  readonly #backoff: Backoff;
  readonly #pending = new Set<(result: Result<void, Problem>) => void>();
  #client: MqttClient | null = null;
  #session: LinkSession | null = null;
  #version: 5 | 4 = 5;
  #worked: 5 | 4 | null = null;
  #problem: string | null = null;
  #retry: Timer | null = null;
  #stopped = true;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { first, longest } = options.retryMs ?? RETRY_MS;
    this.#backoff = new Backoff(first, longest);
  }

  start(): void {
    this.#stopped = false;
    this.#attempt();
  }

  /** Says goodbye, so that the broker does not publish the will. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#retry?.cancel();
    const client = this.#client;
    if (client === null) return;
    await new Promise<void>((resolve) => {
      const force = this.#options.clock.after(GOODBYE_MS, 'mqtt goodbye', () => {
        client.end(true);
        resolve();
      });
      client.once('close', () => {
        force.cancel();
        resolve();
      });
      client.end(!client.connected);
    });
  }

  /** What the broker agreed to; null while there is no connection. */
  get session(): LinkSession | null {
    return this.#session;
  }

  /** Publishes at QoS 1. Resolves on PUBACK; with a problem when the broker refused it or the connection broke before. */
  publish(topic: string, payload: Uint8Array, retain = false): Promise<Result<void, Problem>> {
    return this.#exchange((client, done) =>
      client.publish(
        topic,
        Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength),
        { qos: 1, retain },
        done,
      ),
    );
  }

  /** Subscribes at QoS 1, for this connection only. */
  subscribe(topics: readonly string[]): Promise<Result<void, Problem>> {
    return this.#exchange((client, done) => client.subscribe([...topics], { qos: 1 }, done));
  }

  /** Drops the connection; a new one is made after the usual wait. */
  drop(): void {
    this.#client?.end(true);
  }

  #exchange(
    send: (client: MqttClient, done: (error?: Error | null) => void) => void,
  ): Promise<Result<void, Problem>> {
    const client = this.#client;
    if (client === null || this.#session === null)
      return Promise.resolve(err(explainLinkFailure(null, this.#options.url, true).problem));
    return new Promise((resolve) => {
      const settle = (result: Result<void, Problem>): void => {
        if (this.#pending.delete(settle)) resolve(result);
      };
      this.#pending.add(settle);
      send(client, (error) =>
        settle(error ? err(explainLinkFailure(error, this.#options.url, true).problem) : ok(undefined)),
      );
    });
  }

  #attempt(): void {
    const { url } = this.#options;
    let client: MqttClient;
    try {
      client = connect(url, this.#clientOptions());
    } catch (error) {
      // OpenSSL refuses the certificate or key files before anything is sent
      this.#closed(error, null);
      return;
    }
    this.#client = client;
    let failure: unknown = null;
    let upAt: number | null = null;
    client.on('connect', (packet) => {
      upAt = this.#options.clock.mono();
      this.#up(packet);
    });
    client.on('error', (error) => {
      failure ??= error;
    });
    client.on('disconnect', (packet) => {
      failure ??= Object.assign(new Error(`the broker said goodbye (reason ${packet.reasonCode})`), {
        code: packet.reasonCode,
      });
    });
    client.on('message', (topic, payload) => this.#options.onMessage?.(topic, payload));
    client.once('close', () => {
      client.end(true);
      if (this.#client === client) this.#closed(failure, upAt);
    });
  }

  #clientOptions(): IClientOptions {
    const { clientId, credentials, keepaliveS, will } = this.#options;
    const testament = will?.();
    return {
      ...credentials,
      clientId,
      protocolVersion: this.#version,
      clean: true,
      keepalive: keepaliveS ?? KEEPALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      ...(testament === undefined
        ? {}
        : {
            will: { topic: testament.topic, payload: Buffer.from(testament.payload), qos: 1, retain: true },
          }),
    };
  }

  #up(packet: IConnackPacket): void {
    if (this.#stopped) return;
    this.#worked = this.#version;
    this.#session = {
      version: this.#version,
      maximumPacketSize: packet.properties?.maximumPacketSize ?? null,
      receiveMaximum: packet.properties?.receiveMaximum ?? RECEIVE_MAXIMUM,
    };
    this.#tell(null);
    this.#options.onUp(this.#session);
  }

  #closed(error: unknown, upAt: number | null): void {
    const { url, clock } = this.#options;
    const { problem, versionSuspected } = explainLinkFailure(error, url, upAt !== null);
    this.#client = null;
    const wasUp = this.#session !== null;
    this.#session = null;
    for (const settle of [...this.#pending]) settle(err(problem));
    if (wasUp) this.#options.onDown?.();
    if (this.#stopped) return;
    if (upAt !== null && clock.mono() - upAt >= LASTING_MS) this.#backoff.reset();
    // Some brokers that speak 3.1.1 only answer version 5 with silence or a hang-up. One that took a version before is
    // not doubted for that: it may be restarting.
    const older = versionSuspected && this.#worked === null && this.#version === 5;
    if (older) this.#version = 4;
    else {
      if (this.#worked === null) this.#version = 5;
      this.#tell(problem);
    }
    this.#retry = clock.after(older ? 0 : this.#backoff.next(), 'mqtt reconnect', () => this.#attempt());
  }

  #tell(problem: Problem | null): void {
    const key = problem === null ? null : `${problem.code} ${problem.what}`;
    if (key === this.#problem) return;
    this.#problem = key;
    this.#options.onProblem?.(problem);
  }
}
