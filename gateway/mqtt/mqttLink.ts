import { Socket } from 'node:net';
import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt';
import { Attempts } from '../core/backoff.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { Brokers } from './brokers.ts';
import { sayGoodbye } from './goodbye.ts';
import { acknowledgeLate } from './lateAcknowledgement.ts';
import { explainLinkFailure, LinkRefused, TAKEN_OVER } from './linkProblem.ts';
import { makeClient } from './mqttClient.ts';
import { failWhereNobodyListens, reachedNobody } from './nobodyListens.ts';
import { LARGEST_INBOUND_BYTES, PacketGate } from './packetGate.ts';
import { type Publication, publishOptions, TopicAliases } from './publishing.ts';
import type { Leniency } from './secureSocket.ts';
import { SendWindow } from './sendWindow.ts';

/** A connection that the broker accepted, and what it asks us to respect. */
export type LinkSession = {
  /** 5, or 4 for MQTT 3.1.1. */
  readonly version: 5 | 4;
  /** Largest packet the broker takes, in bytes; null: not said. */
  readonly maximumPacketSize: number | null;
  /** How many QoS 1 messages may be unacknowledged. */
  readonly receiveMaximum: number;
  /** How many topics it will know by a number; 0: none. */
  readonly topicAliasMaximum: number;
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
  /** Other brokers of the same cluster, to go on with when the one before is lost. */
  readonly otherUrls?: readonly string[];
  /** Asked for with every attempt: an id of its own each time is not locked out by a broker that still holds the last. */
  readonly clientId: () => string;
  readonly clock: Clock;
  readonly credentials?: LinkCredentials;
  readonly keepaliveS?: number;
  /** Protocols to offer in the TLS handshake (ALPN), the preferred one first. */
  readonly alpn?: readonly string[];
  /** What to hold a certificate's dates against while the clock is unsure. */
  readonly leniency?: Leniency;
  /** Retained message the broker publishes when we vanish; made anew for every connection. */
  readonly will?: () => { readonly topic: string; readonly payload: Uint8Array };
  readonly retryMs?: { readonly first: number; readonly longest: number };
  readonly onUp: (session: LinkSession) => void;
  readonly onDown?: () => void;
  /** Told once per problem, not per attempt; null: well again. */
  readonly onProblem?: (problem: Problem | null) => void;
  /** `retained`: it was there before the subscription. */
  readonly onMessage?: (topic: string, payload: Uint8Array, retained: boolean) => void;
  /** The same for who stores what comes: PUBACK is sent with `settle`, as long as this connection lives. */
  readonly onDelivery?: (topic: string, payload: Uint8Array, retained: boolean, settle: () => void) => void;
  /** A session that outlives the connection, MQTT 5: with a client id that stays the same. Without: a clean one each time. */
  readonly session?: { readonly expiryS: number; readonly receiveMaximum: number };
  /** Makes a client for one connection; default: over the network. */
  readonly connect?: typeof makeClient;
  /** Spreads the waits between attempts, 0 to 1. */
  readonly random?: () => number;
};

const KEEPALIVE_S = 30;
const CONNECT_TIMEOUT_MS = 20_000;
// Where there is another broker, a host that says nothing is not waited for so long; a TLS handshake over 2G takes less.
const CONNECT_TIMEOUT_OF_SEVERAL_MS = 8_000;
const RETRY_MS = { first: 500, longest: 30_000 };
// A session shorter than this, or than so many times the wait before it, does not count as success: two clients of one
// identity would chase each other off for ever, and not every broker says that this is what happens (reason 142).
const LASTING_MS = 5_000;
const LASTING_WAITS = 10;
// A minute is success however long the wait before it was: the next one is short again.
const LASTING_ENOUGH_MS = 60_000;
// Two clients of one identity must not chase each other off: the wait after a takeover doubles from the longest ordinary
// one up to so many times that, and begins anew only after a session that lasted longer than that.
const RIVAL_FACTOR = 20;
const RECEIVE_MAXIMUM = 65_535;

/**
 * One MQTT connection that comes back for ever. A client of the library serves one connection and is then thrown
 * away: its queue, store and reconnection must not hold messages, because what is durable is the journal.
 */
export class MqttLink {
  readonly #options: LinkOptions;
  readonly #brokers: Brokers;
  readonly #attempts: Attempts;
  readonly #rivalry: Attempts;
  readonly #window = new SendWindow();
  readonly #pending = new Set<(result: Result<void, Problem>) => void>();
  #aliases = new TopicAliases(0);
  #client: MqttClient | null = null;
  #session: LinkSession | null = null;
  #retry: Timer | null = null;
  #waitedMs = 0;
  #inTrouble = false;
  #stopped = true;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#brokers = new Brokers(options.url, options.otherUrls);
    const { first, longest } = options.retryMs ?? RETRY_MS;
    const { random = Math.random } = options;
    this.#attempts = new Attempts(first, longest, random);
    this.#rivalry = new Attempts(longest, longest * RIVAL_FACTOR, random);
  }

  start(): void {
    this.#stopped = false;
    this.#attempt();
  }

  /** Says goodbye, so that the broker does not publish the will. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#retry?.cancel();
    if (this.#client !== null) await sayGoodbye(this.#client, this.#options.clock);
  }

  /** The broker that is connected or tried. */
  get url(): string {
    return this.#brokers.current.url;
  }

  /** What the broker agreed to; null while there is no connection. */
  get session(): LinkSession | null {
    return this.#session;
  }

  /**
   * Publishes at QoS 1, never more at once than the broker takes. Resolves on PUBACK; with a problem when the broker
   * refused it, the connection broke before, or nobody is subscribed (`broker.nobody-listens`, which MQTT 5 tells; what is
   * retained is well all the same).
   */
  publish(topic: string, payload: Uint8Array, publication: Publication = {}): Promise<Result<void, Problem>> {
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    return this.#exchange((client, session, done) =>
      this.#window.run(() =>
        client.publish(topic, bytes, publishOptions(topic, publication, session, this.#aliases), (error) => {
          if (this.#client === client) this.#window.ended();
          // what is retained waits there for whoever comes
          done(publication.retain === true && reachedNobody(error) ? null : error);
        }),
      ),
    );
  }

  /** Subscribes at QoS 1, for this connection only. */
  subscribe(topics: readonly string[]): Promise<Result<void, Problem>> {
    return this.#exchange((client, _session, done) => client.subscribe([...topics], { qos: 1 }, done));
  }

  /** Takes subscriptions of a lasting session back; those that there are not are none the less gone. */
  unsubscribe(topics: readonly string[]): Promise<Result<void, Problem>> {
    return this.#exchange((client, _session, done) => client.unsubscribe([...topics], done));
  }

  /** Drops the connection; a new one is made after the usual wait. */
  drop(): void {
    this.#client?.end(true);
  }

  #exchange(
    send: (client: MqttClient, session: LinkSession, done: (error?: Error | null) => void) => void,
  ): Promise<Result<void, Problem>> {
    const client = this.#client;
    const session = this.#session;
    if (client === null || session === null)
      return Promise.resolve(err(explainLinkFailure(null, this.url, true).problem));
    return new Promise((resolve) => {
      const settle = (result: Result<void, Problem>): void => {
        if (this.#pending.delete(settle)) resolve(result);
      };
      this.#pending.add(settle);
      send(client, session, (error) =>
        settle(error ? err(explainLinkFailure(error, this.url, true).problem) : ok(undefined)),
      );
    });
  }

  #attempt(): void {
    const { alpn, leniency, connect = makeClient } = this.#options;
    let client: MqttClient;
    try {
      client = connect(this.url, this.#clientOptions(), alpn, leniency);
    } catch (error) {
      // OpenSSL refuses the certificate or key files before anything is sent
      this.#closed(error, null);
      return;
    }
    this.#client = client;
    failWhereNobodyListens(client);
    // Otherwise a message waits until the one before it was acknowledged by the other kernel, which takes its time (Nagle).
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    let failure: unknown = null;
    const gate = new PacketGate();
    client.stream.on('data', (chunk: Uint8Array) => {
      const problem = failure instanceof LinkRefused ? null : gate.push(chunk);
      if (problem === null) return;
      failure = new LinkRefused(problem);
      client.stream.destroy();
    });
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
    const settler = this.#options.onDelivery === undefined ? null : acknowledgeLate(client);
    client.on('message', (topic, payload, { retain, messageId }) => {
      this.#options.onMessage?.(topic, payload, retain);
      const settle = settler === null || messageId === undefined ? () => {} : settler(messageId);
      this.#options.onDelivery?.(topic, payload, retain, settle);
    });
    client.once('close', () => {
      client.end(true);
      if (this.#client === client) this.#closed(failure, upAt);
    });
  }

  #clientOptions(): IClientOptions {
    const { clientId, credentials, keepaliveS, will, session } = this.#options;
    const lasting = session && {
      sessionExpiryInterval: session.expiryS,
      receiveMaximum: session.receiveMaximum,
    };
    const testament = will?.();
    const { version } = this.#brokers.current;
    return {
      ...credentials,
      clientId: clientId(),
      protocolVersion: version,
      clean: session === undefined,
      keepalive: keepaliveS ?? KEEPALIVE_S,
      connectTimeout: this.#brokers.several ? CONNECT_TIMEOUT_OF_SEVERAL_MS : CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      autoUseTopicAlias: true,
      ...(version === 5 ? { properties: { maximumPacketSize: LARGEST_INBOUND_BYTES, ...lasting } } : {}),
      ...(testament === undefined
        ? {}
        : {
            will: { topic: testament.topic, payload: Buffer.from(testament.payload), qos: 1, retain: true },
          }),
    };
  }

  #up(packet: IConnackPacket): void {
    if (this.#stopped) return;
    const broker = this.#brokers.current;
    broker.worked = broker.version;
    this.#session = {
      version: broker.version,
      maximumPacketSize: packet.properties?.maximumPacketSize ?? null,
      receiveMaximum: packet.properties?.receiveMaximum ?? RECEIVE_MAXIMUM,
      topicAliasMaximum: packet.properties?.topicAliasMaximum ?? 0,
    };
    this.#window.open(this.#session.receiveMaximum);
    this.#aliases = new TopicAliases(this.#session.topicAliasMaximum);
    this.#brokers.accepted();
    if (this.#inTrouble) this.#options.onProblem?.(null);
    this.#inTrouble = false;
    this.#options.onUp(this.#session);
  }

  #closed(error: unknown, upAt: number | null): void {
    const { clock } = this.#options;
    const broker = this.#brokers.current;
    const { problem, versionSuspected } = explainLinkFailure(error, broker.url, upAt !== null);
    this.#client = null;
    const wasUp = this.#session !== null;
    this.#session = null;
    for (const settle of [...this.#pending]) settle(err(problem));
    if (wasUp) this.#options.onDown?.();
    if (this.#stopped) return;
    const lastedMs = upAt === null ? 0 : clock.mono() - upAt;
    const lasting = Math.min(LASTING_ENOUGH_MS, Math.max(LASTING_MS, LASTING_WAITS * this.#waitedMs));
    if (lastedMs >= lasting) {
      this.#attempts.reset();
      this.#brokers.lasted();
    }
    if (lastedMs >= this.#rivalry.backoff.capMs) this.#rivalry.reset();
    // Some brokers that speak 3.1.1 only answer version 5 with silence or a hang-up. One that took a version before is
    // not doubted for that: it may be restarting.
    const older = versionSuspected && broker.worked === null && broker.version === 5;
    if (older) {
      broker.version = 4;
      this.#waitedMs = 0;
    } else {
      if (broker.worked === null) broker.version = 5;
      this.#tell(problem);
      this.#waitedMs = this.#nextWaitMs(problem);
    }
    this.#retry = clock.after(this.#waitedMs, 'mqtt reconnect', () => this.#attempt());
  }

  /** Turns to the next broker. A cluster of which one node is gone is not waited for longer than a single broker at its first loss. */
  #nextWaitMs({ code }: Problem): number {
    const allTried = this.#brokers.next();
    if (code === TAKEN_OVER) return this.#rivalry.failed();
    return allTried ? this.#attempts.failed() : this.#attempts.firstMs();
  }

  #tell(problem: Problem): void {
    const broker = this.#brokers.current;
    const key = `${problem.code} ${problem.what}`;
    if (key === broker.told) return;
    broker.told = key;
    this.#inTrouble = true;
    this.#options.onProblem?.(problem);
  }
}
