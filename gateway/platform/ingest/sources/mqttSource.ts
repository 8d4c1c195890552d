import type { Clock } from '../../../core/clock.ts';
import { randomId } from '../../../core/keys.ts';
import type { Problem, Result } from '../../../core/result.ts';
import { type LinkCredentials, MqttLink } from '../../../mqtt/mqttLink.ts';
import { partsOfTopic, SAID, type Source, type SourceHearer } from './source.ts';

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
 * message; the session outlives this process, so that what was not stored comes again. Commands and acknowledgements go by a
 * connection of their own, which no backlog holds up.
 */
export class MqttSource implements Source {
  readonly #options: MqttSourceOptions;
  readonly #in: MqttLink;
  readonly #out: MqttLink;
  #subscribed = false;

  constructor(options: MqttSourceOptions, hearer: SourceHearer) {
    this.#options = options;
    const { url, credentials, clock, retryMs } = options;
    const common = { url, credentials, clock, ...(retryMs === undefined ? {} : { retryMs }) };
    this.#in = new MqttLink({
      ...common,
      clientId: () => `lifeline-ingest-${options.session}`,
      session: { expiryS: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM },
      onUp: () => void this.#subscribe(hearer),
      onDown: () => {
        this.#subscribed = false;
      },
      onProblem: hearer.onProblem,
      onDelivery: (full, payload, retained, settle) => {
        const parts = partsOfTopic(options.prefix, full);
        if (parts === null) settle();
        else hearer.onDelivery({ ...parts, payload, retained, settle });
      },
    });
    this.#out = new MqttLink({
      ...common,
      clientId: () => `lifeline-ingest-say-${randomId()}`,
      onUp: () => {},
    });
  }

  start(): void {
    this.#out.start();
    this.#in.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#in.stop(), this.#out.stop()]);
  }

  get connected(): boolean {
    return this.#subscribed && this.#out.session !== null;
  }

  publish(gateway: string, topic: 'cmd' | 'ack', payload: Uint8Array): Promise<Result<void, Problem>> {
    return this.#out.publish(`${this.#options.prefix}/v1/${gateway}/${topic}`, payload);
  }

  async #subscribe(hearer: SourceHearer): Promise<void> {
    const { share, prefix } = this.#options;
    const session = this.#in.session;
    if (session !== null && session.version < 5) {
      hearer.onProblem({
        code: 'ingest.not-mqtt5',
        what: 'the broker speaks MQTT 3.1.1 only, and cannot share a subscription',
        where: this.#options.url,
        hint: 'take mosquitto, or for RabbitMQ a source of type amqp',
      });
      this.#in.drop();
      return;
    }
    const subscribed = await this.#in.subscribe(SAID.map((said) => `$share/${share}/${prefix}/v1/+/${said}`));
    this.#subscribed = subscribed.ok;
    if (subscribed.ok) hearer.onConnected();
    else hearer.onProblem(subscribed.error);
  }
}
