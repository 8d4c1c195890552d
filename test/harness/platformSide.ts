import { connect, type MqttClient } from 'mqtt';
import { ChannelTotals } from '../../gateway/platform/listen/channelTotals.ts';
import { EvidenceTotals } from '../../gateway/platform/listen/evidenceTotals.ts';
import { type GatewayTotals, totalsOf } from '../../gateway/platform/listen/listener.ts';
import type { AlarmEvent, Dated, EventBody, EventMessage, Message } from '../../gateway/telemetry/index.ts';
import { Platform } from '../../gateway/telemetry/sdk/platform.ts';
import { type GatewayTrouble, standing } from '../../gateway/telemetry/sdk/standing.ts';
import type { VerifierReport } from '../../gateway/telemetry/sdk/verify.ts';

/**
 * A city platform: subscribes with a session that outlives the broker's restart, keeps every message as it came, and
 * decodes, verifies and adds up as `lifeline listen` does.
 */
export class PlatformSide {
  /** Everything, in the order of its arrival. */
  readonly wire: { readonly topic: string; readonly bytes: Uint8Array }[] = [];
  readonly messages: Message[] = [];
  readonly undecoded: unknown[] = [];
  readonly #platform = new Platform();
  readonly #channels = new ChannelTotals();
  readonly #evidence = new EvidenceTotals();
  readonly #gateway: string;
  readonly #client: MqttClient;

  private constructor(client: MqttClient, gateway: string) {
    this.#client = client;
    this.#gateway = gateway;
    client.on('error', () => {}); // it connects again
    client.on('message', (topic, payload, { dup }) => {
      if (!(dup && this.#has(topic, payload))) this.#take(topic, payload);
    });
  }

  /** Resolves when the broker has taken the subscription. */
  static async join(url: string, gateway: string): Promise<PlatformSide> {
    const client = connect(url, {
      clientId: 'platform',
      clean: false,
      protocolVersion: 5,
      properties: { sessionExpiryInterval: 3600, receiveMaximum: 1000 },
      reconnectPeriod: 50,
      resubscribe: false,
    });
    const side = new PlatformSide(client, gateway);
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync([...side.#platform.subscriptions], { qos: 1 });
    return side;
  }

  /** Sums over the gateway; null before its first word. */
  get totals(): GatewayTotals | null {
    const view = this.#platform.gateways.get(this.#gateway);
    return view === undefined ? null : totalsOf(view, this.#channels.totals, this.#evidence.totals);
  }

  /** What the platform finds wrong, as if `afterMs` had passed since now. */
  standing(afterMs = 0): readonly GatewayTrouble[] {
    const view = this.#platform.gateways.get(this.#gateway);
    return view === undefined ? [] : standing(view, performance.now() + afterMs);
  }

  /** What the verifier says of the gateway. */
  get report(): VerifierReport {
    const view = this.#platform.gateways.get(this.#gateway);
    if (view === undefined) throw new Error('the gateway has not spoken');
    return view.report();
  }

  /** When something was, as far as the platform knows by now. */
  date(at: { readonly boot: string; readonly mono: number }): Dated {
    return this.#platform.gateways.get(this.#gateway)?.date(at) ?? { utc: null, quality: 'unsynced' };
  }

  get events(): readonly EventMessage[] {
    return this.messages.filter((message) => message.kind === 'event');
  }

  /** The steps in the lives of alarms, in the order of their arrival. */
  get steps(): readonly (AlarmEvent & EventBody)[] {
    return this.events.flatMap(({ event }) => (event.type === 'alarm' ? [event] : []));
  }

  /** Event sequences, each once, ascending. */
  get eventSequences(): readonly number[] {
    return [...new Set(this.events.map(({ seq }) => seq))].toSorted((a, b) => a - b);
  }

  async leave(): Promise<void> {
    await this.#client.endAsync(true);
  }

  /** A restarted broker repeats by itself what it does not know to have arrived; that is no word of the gateway. */
  #has(topic: string, bytes: Uint8Array): boolean {
    return this.wire.some((known) => known.topic === topic && Buffer.compare(known.bytes, bytes) === 0);
  }

  #take(topic: string, bytes: Uint8Array): void {
    this.wire.push({ topic, bytes });
    const ingested = this.#platform.ingest(topic, bytes, { atMs: performance.now() });
    if (!ingested.ok) {
      this.undecoded.push(ingested.error);
      return;
    }
    for (const message of ingested.value.messages) {
      this.messages.push(message);
      this.#channels.add(message);
      this.#evidence.add(message);
    }
  }
}
