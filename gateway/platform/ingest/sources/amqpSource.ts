import { type ChannelModel, type ConfirmChannel, type ConsumeMessage, connect, credentials } from 'amqplib';
import { Attempts } from '../../../core/backoff.ts';
import { type Clock, sleep } from '../../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import type { LinkCredentials } from '../../../mqtt/mqttLink.ts';
import { partsOfTopic, SAID_FIRST, SAID_IN_ORDER, type Source, type SourceHearer } from './source.ts';

export type AmqpSourceOptions = {
  /** Nodes of one cluster: the next is tried when one does not answer. */
  readonly urls: readonly string[];
  readonly prefix: string;
  /** How many quorum queues share the gateways. All processes say the same number. */
  readonly queues: number;
  readonly credentials: LinkCredentials;
  readonly clock: Clock;
  readonly retryMs?: { readonly first: number; readonly longest: number };
};

const TOPICS = 'amq.topic'; // where RabbitMQ's MQTT plugin publishes, a topic's levels parted by dots
const PREFETCH = 4_000;
const HEARTBEAT_S = 10;
const RETRY_MS = { first: 500, longest: 10_000 };
const COPIES = 3;

/**
 * RabbitMQ behind its MQTT plugin: what gateways say is spread over quorum queues by the hash of its topic, so that one stream of
 * a gateway stays in one queue; alarms and what else goes first have queues of their own, before which no backlog lies. A message is acknowledged when it is stored; of a connection that broke it comes again. Queues
 * are made before the first gateway comes: what no queue takes the broker acknowledges and forgets.
 */
export class AmqpSource implements Source {
  readonly #options: AmqpSourceOptions;
  readonly #hearer: SourceHearer;
  readonly #attempts: Attempts;
  #stopped = true;
  #running: Promise<void> = Promise.resolve();
  #connection: ChannelModel | null = null;
  #channel: ConfirmChannel | null = null;
  #ended: () => void = () => {};

  constructor(options: AmqpSourceOptions, hearer: SourceHearer) {
    this.#options = options;
    this.#hearer = hearer;
    const { first, longest } = options.retryMs ?? RETRY_MS;
    this.#attempts = new Attempts(first, longest, Math.random);
  }

  start(): void {
    this.#stopped = false;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ended();
    await this.#connection?.close().catch(() => {});
    await this.#running;
  }

  get connected(): boolean {
    return this.#channel !== null;
  }

  publish(gateway: string, topic: 'cmd' | 'ack', payload: Uint8Array): Promise<Result<void, Problem>> {
    const channel = this.#channel;
    if (channel === null) return Promise.resolve(err(this.#problem('there is no connection')));
    const key = `${keyOf(this.#options.prefix)}.v1.${gateway}.${topic}`;
    return new Promise((resolve) => {
      const broken = () => resolve(err(this.#problem('the connection broke')));
      channel.once('close', broken);
      channel.publish(TOPICS, key, Buffer.from(payload), {}, (error: unknown) => {
        channel.off('close', broken);
        resolve(error ? err(this.#problem(String(error))) : ok(undefined));
      });
    });
  }

  /** One connection after the other, for ever. */
  async #run(): Promise<void> {
    for (let nth = 0; !this.#stopped; nth++) {
      const url = this.#options.urls[nth % this.#options.urls.length] ?? '';
      try {
        await this.#serve(url);
      } catch (error) {
        this.#hearer.onProblem(this.#problem(error instanceof Error ? error.message : String(error), url));
      }
      this.#channel = null;
      this.#connection = null;
      if (!this.#stopped) await sleep(this.#options.clock, this.#attempts.failed(), 'amqp again');
    }
  }

  /** Resolves when the connection is over; throws where it could not be made, or why it broke. */
  async #serve(url: string): Promise<void> {
    const { username, password, ca, cert, key } = this.#options.credentials;
    const connection = await connect(withHeartbeat(url), {
      ...{ ca, cert, key, timeout: 10_000, noDelay: true },
      ...(username === undefined ? {} : { credentials: credentials.plain(username, password ?? '') }),
    });
    this.#connection = connection;
    let failure: Error | null = null;
    const over = new Promise<void>((resolve) => {
      this.#ended = resolve;
      connection.once('close', () => resolve());
    });
    connection.on('error', (error: Error) => {
      failure = error;
    });
    const channel = await connection.createConfirmChannel();
    channel.setMaxListeners(0); // one for each message that is on its way out
    channel.on('error', (error: Error) => {
      failure = error;
      void connection.close().catch(() => {});
    });
    await this.#listen(channel);
    this.#channel = channel;
    this.#attempts.reset();
    this.#hearer.onConnected();
    await over;
    this.#channel = null;
    if (failure !== null && !this.#stopped) throw failure;
  }

  async #listen(channel: ConfirmChannel): Promise<void> {
    const { prefix } = this.#options;
    const open = { is: true };
    channel.once('close', () => {
      open.is = false;
    });
    const start = keyOf(prefix);
    const keyFor = (said: string): string => `${start}.v1.*.${keyOf(said)}`;
    const inOrder = `lifeline.${start}`;
    const first = `${inOrder}.first`;
    await channel.prefetch(PREFETCH);
    await this.#hear(channel, open, first, SAID_FIRST.map(keyFor));
    await this.#hear(channel, open, inOrder, SAID_IN_ORDER.map(keyFor));
    // before there were queues for what goes first these had all; not before the others have it: what no queue takes is gone
    for (const said of SAID_FIRST) await channel.unbindExchange(inOrder, TOPICS, keyFor(said));
  }

  /** Queues for what is said under these keys, spread by the hash of the topic. */
  async #hear(
    channel: ConfirmChannel,
    open: { readonly is: boolean },
    exchange: string,
    keys: readonly string[],
  ): Promise<void> {
    await channel.assertExchange(exchange, 'x-consistent-hash', { durable: true });
    for (let nth = 0; nth < this.#options.queues; nth++) {
      const queue = `${exchange}.${nth}`;
      await channel.assertQueue(queue, {
        durable: true,
        arguments: { 'x-queue-type': 'quorum', 'x-quorum-initial-group-size': COPIES },
      });
      await channel.bindQueue(queue, exchange, '1'); // its weight
      await channel.consume(queue, (message) => this.#take(channel, open, message));
    }
    for (const key of keys) await channel.bindExchange(exchange, TOPICS, key);
  }

  #take(channel: ConfirmChannel, open: { readonly is: boolean }, message: ConsumeMessage | null): void {
    if (message === null) {
      // the queue was deleted under us: begin anew, which makes it again
      void this.#connection?.close().catch(() => {});
      return;
    }
    const settle = (): void => {
      if (open.is) channel.ack(message);
    };
    const { prefix } = this.#options;
    const parts = partsOfTopic(prefix, topicOf(message.fields.routingKey));
    if (parts === null) settle();
    else this.#hearer.onDelivery({ ...parts, payload: message.content, retained: false, settle });
  }

  #problem(what: string, where = ''): Problem {
    return {
      code: 'ingest.amqp',
      what: `RabbitMQ: ${what}`,
      where: where.replace(/\/\/[^@/]*@/, '//'),
      hint: 'are its plugins rabbitmq_mqtt and rabbitmq_consistent_hash_exchange enabled, and may this user configure, read and write?',
    };
  }
}

/** MQTT's `/` and `+` are `.` and `*` in AMQP. */
function keyOf(topic: string): string {
  return topic.replaceAll('/', '.').replaceAll('+', '*');
}

function topicOf(key: string): string {
  return key.replaceAll('.', '/');
}

function withHeartbeat(url: string): string {
  const made = new URL(url);
  if (!made.searchParams.has('heartbeat')) made.searchParams.set('heartbeat', String(HEARTBEAT_S));
  return made.href;
}
