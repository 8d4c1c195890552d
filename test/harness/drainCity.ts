import { connect, type MqttClient } from 'mqtt';
import type { Message } from '../../gateway/telemetry/index.ts';
import type { GatewayView } from '../../gateway/telemetry/sdk/gatewayView.ts';
import { Platform } from '../../gateway/telemetry/sdk/platform.ts';
import type { VerifierReport } from '../../gateway/telemetry/sdk/verify.ts';
import { StoredRows } from './storedRows.ts';

export type Arrived = {
  readonly message: Message;
  /** Bytes of MQTT payload. */
  readonly bytes: number;
};

export type DrainCityOptions = {
  readonly gateway: string;
  readonly prefix?: string;
  /** 5, or 4 for MQTT 3.1.1. */
  readonly protocolVersion?: 4 | 5;
  readonly username?: string;
  readonly password?: string;
  /** Says every so many ms what it has stored. */
  readonly acknowledgesEveryMs?: number;
  /** Called for everything legible, in the order of its arrival. */
  readonly onArrived?: (arrived: Arrived) => void;
};

// More than any outage of ours has: what comes twice must be compared however late it comes.
const WINDOW = 2 ** 20;

/**
 * A city platform that is subscribed for good: its session outlives the broker, and what it gets is decoded and verified as
 * `lifeline listen` does, and forgotten.
 */
export class DrainCity {
  readonly undecoded: unknown[] = [];
  readonly #platform: Platform;
  readonly #options: DrainCityOptions;
  readonly #client: MqttClient;
  readonly #stored = new StoredRows();
  readonly #acknowledging: NodeJS.Timeout | null;
  /** Retained messages and copies count too. */
  messages = 0;

  private constructor(client: MqttClient, options: DrainCityOptions) {
    this.#client = client;
    this.#options = options;
    this.#platform = new Platform({
      window: WINDOW,
      ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
    });
    const everyMs = options.acknowledgesEveryMs;
    this.#acknowledging = everyMs === undefined ? null : setInterval(() => this.#acknowledge(), everyMs);
    client.on('error', () => {}); // it connects again
    client.on('message', (topic, payload) => this.#take(topic, payload));
  }

  /** Resolves when the broker has taken the subscription. */
  static async join(url: string, options: DrainCityOptions): Promise<DrainCity> {
    const five = options.protocolVersion !== 4;
    const { username, password } = options;
    const client = connect(url, {
      clientId: 'drain-city',
      clean: false,
      protocolVersion: five ? 5 : 4,
      ...(five ? { properties: { sessionExpiryInterval: 3600, receiveMaximum: 1000 } } : {}),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      reconnectPeriod: 10,
    });
    const city = new DrainCity(client, options);
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync([...city.#platform.subscriptions], { qos: 1 });
    return city;
  }

  async leave(): Promise<void> {
    if (this.#acknowledging !== null) clearInterval(this.#acknowledging);
    await this.#client.endAsync(true);
  }

  /** Null before the first word of the gateway. */
  get view(): GatewayView | null {
    return this.#platform.gateways.get(this.#options.gateway) ?? null;
  }

  /** What is proved; throws before the first word. */
  report(): VerifierReport {
    const { view } = this;
    if (view === null) throw new Error('the platform has heard nothing yet');
    return view.report();
  }

  #take(topic: string, payload: Uint8Array): void {
    this.messages++;
    const ingested = this.#platform.ingest(topic, payload);
    if (!ingested.ok) this.undecoded.push(ingested.error);
    else
      for (const message of ingested.value.messages) {
        this.#stored.take(message);
        this.#options.onArrived?.({ message, bytes: payload.length });
      }
  }

  #acknowledge(): void {
    if (!this.#client.connected) return;
    const topic = `${this.#options.prefix ?? 'lifeline'}/v1/${this.#options.gateway}/ack`;
    for (const word of this.#stored.words()) this.#client.publish(topic, Buffer.from(word), { qos: 0 });
  }
}
