import type { Clock } from '../../../core/clock.ts';
import { randomId } from '../../../core/keys.ts';
import type { Problem, Result } from '../../../core/result.ts';
import { type LinkCredentials, MqttLink } from '../../../mqtt/mqttLink.ts';
import { partsOfTopic, SAID_FIRST, SAID_IN_ORDER, type Source, type SourceHearer } from './source.ts';

export type MqttSourceOptions = {
  readonly url: string;
  readonly prefix: string;
  /** Processes with the same name share the messages; each has a session of its own. */
  readonly share: string;
  /** The session: the same after a restart, another one in each process. */
  readonly session: string;
  readonly credentials: LinkCredentials;
  readonly clock: Clock;
  readonly retryMs?: { readonly first: number; readonly longest: number };
};

// How many messages may wait for their commit, and how long a broker keeps what a process that is away has not taken.
const RECEIVE_MAXIMUM = 2_000;
const SESSION_EXPIRY_S = 86_400;

/**
 * The small stack: an MQTT 5 broker that shares a subscription among processes. PUBACK is sent when the caller has stored a
 * message; the sessions outlive this process, so that what was not stored comes again. Alarms and what else goes first have a
 * session of their own, and what is said to gateways a connection: no backlog of telemetry holds them up.
 */
export class MqttSource implements Source {
  readonly #options: MqttSourceOptions;
  readonly #hearer: SourceHearer;
  readonly #first: MqttLink;
  readonly #inOrder: MqttLink;
  readonly #out: MqttLink;
  readonly #subscribed = new Set<MqttLink>();

  constructor(options: MqttSourceOptions, hearer: SourceHearer) {
    this.#options = options;
    this.#hearer = hearer;
    this.#first = this.#hearing('-first', SAID_FIRST);
    this.#inOrder = this.#hearing('', SAID_IN_ORDER);
    this.#out = new MqttLink({
      ...this.#common,
      clientId: () => `lifeline-ingest-say-${randomId()}`,
      onUp: () => {},
    });
  }

  start(): void {
    for (const link of [this.#out, this.#first, this.#inOrder]) link.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#first, this.#inOrder, this.#out].map((link) => link.stop()));
  }

  get connected(): boolean {
    return this.#subscribed.size === 2 && this.#out.session !== null;
  }

  publish(gateway: string, topic: 'cmd' | 'ack', payload: Uint8Array): Promise<Result<void, Problem>> {
    return this.#out.publish(`${this.#options.prefix}/v1/${gateway}/${topic}`, payload);
  }

  get #common() {
    const { url, credentials, clock, retryMs } = this.#options;
    return { url, credentials, clock, ...(retryMs === undefined ? {} : { retryMs }) };
  }

  #hearing(tail: string, said: readonly string[]): MqttLink {
    const { session, prefix } = this.#options;
    const link: MqttLink = new MqttLink({
      ...this.#common,
      clientId: () => `lifeline-ingest-${session}${tail}`,
      session: { expiryS: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM },
      onUp: () => void this.#subscribe(link, said),
      onDown: () => void this.#subscribed.delete(link),
      // well again is who hears everything
      onProblem: (problem) => problem !== null && this.#hearer.onProblem(problem),
      onDelivery: (full, payload, retained, settle) => {
        const parts = partsOfTopic(prefix, full);
        if (parts === null) settle();
        else this.#hearer.onDelivery({ ...parts, payload, retained, settle });
      },
    });
    return link;
  }

  async #subscribe(link: MqttLink, said: readonly string[]): Promise<void> {
    const { share, prefix } = this.#options;
    if (link.session !== null && link.session.version < 5) {
      this.#hearer.onProblem({
        code: 'ingest.not-mqtt5',
        what: 'the broker speaks MQTT 3.1.1 only, and cannot share a subscription',
        where: this.#options.url,
        hint: 'take mosquitto, or for RabbitMQ a source of type amqp',
      });
      link.drop();
      return;
    }
    const shared = (one: string): string => `$share/${share}/${prefix}/v1/+/${one}`;
    const subscribed = await link.subscribe(said.map(shared));
    if (!subscribed.ok) {
      this.#hearer.onProblem(subscribed.error);
      return;
    }
    this.#subscribed.add(link);
    if (this.#subscribed.size < 2) return;
    this.#hearer.onConnected();
    // before there were two sessions this one had all; not before the other has them: what nobody hears is gone
    await this.#inOrder.unsubscribe(SAID_FIRST.map(shared));
  }
}
