import { createHash } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';
import {
  type Birth,
  decodeMessage,
  encodeAck,
  type Message,
  type StateMessage,
} from '../../gateway/telemetry/index.ts';
import { Verifier } from '../../gateway/telemetry/sdk/verify.ts';

/** A platform reduced to its memory: what came in which order, and whether the same key ever meant another body. */
export class City {
  readonly arrived: Message[] = [];
  readonly verifier = new Verifier({ window: 10_000 });
  readonly births = new Map<string, Birth>();
  readonly values = new Map<string, number>(); // 'seq.part' → mean of channel 0
  readonly events = new Set<number>();
  readonly sealed = new Map<number, number>();
  readonly conflicts: string[] = [];
  readonly undecoded: unknown[] = [];
  repeated = 0;
  state: StateMessage | null = null;
  readonly #hashes = new Map<string, string>();
  #client: MqttClient | null = null;

  async connect(url: string, prefix = 'lifeline'): Promise<this> {
    this.#client = connect(url, {
      reconnectPeriod: 20,
      clean: false,
      clientId: `city of ${prefix}`,
      keepalive: 5,
    });
    this.#client.on('error', () => {});
    this.#client.on('message', (topic, payload) =>
      this.take(topic.slice(prefix.length + '/v1/'.length), payload),
    );
    await new Promise<void>((resolve) => this.#client?.once('connect', () => resolve()));
    await this.#client.subscribeAsync(`${prefix}/v1/#`, { qos: 1 });
    return this;
  }

  async stop(): Promise<void> {
    await this.#client?.endAsync(true);
  }

  /** Says to `gateway` what it has stored. */
  async acknowledge(gateway: string, ack: Parameters<typeof encodeAck>[0]): Promise<void> {
    const payload = Buffer.from(encodeAck(ack));
    await this.#client?.publishAsync(`lifeline/v1/${gateway}/ack`, payload, { qos: 1 });
  }

  take(topic: string, payload: Uint8Array): void {
    if (payload.length === 0 && topic.includes('/birth/')) return; // taken back
    const decoded = decodeMessage(topic.slice(topic.indexOf('/') + 1), payload, (hash) =>
      this.births.get(hash),
    );
    if (!decoded.ok) {
      this.undecoded.push(decoded.error);
      return;
    }
    const message = decoded.value;
    this.arrived.push(message);
    this.verifier.add(message);
    if (message.kind === 'birth') this.births.set(message.hash, message.birth);
    else if (message.kind === 'state') this.state = message.state;
    else if (message.kind === 'event') {
      this.events.add(message.seq);
      this.#same(`event ${message.epoch} ${message.seq}`, message.event);
    } else if (message.kind === 'telemetry') {
      message.parts.forEach((part, index) => {
        const key = `${message.seq}.${message.first + index}`;
        this.#same(`telemetry ${message.epoch} ${key} ${message.slice?.index}`, part);
        const mean = part.reports[0]?.columns.find((column) => column.channel === 0)?.mean[0];
        if (mean !== undefined && mean !== null) this.values.set(key, mean);
      });
      if (message.sealed) this.sealed.set(message.seq, message.last);
    }
  }

  /** The numbers of the report periods that came, in the order of their keys. */
  numbers(): number[] {
    const order = ([a]: [string, number], [b]: [string, number]) => {
      const [rowA = 0, partA = 0] = a.split('.').map(Number);
      const [rowB = 0, partB = 0] = b.split('.').map(Number);
      return rowA - rowB || partA - partB;
    };
    return [...this.values].toSorted(order).map(([, value]) => value);
  }

  #same(key: string, body: unknown): void {
    const hash = createHash('sha1').update(JSON.stringify(body)).digest('hex');
    const known = this.#hashes.get(key);
    if (known !== undefined) this.repeated++;
    if (known !== undefined && known !== hash) this.conflicts.push(key);
    this.#hashes.set(key, hash);
  }
}
