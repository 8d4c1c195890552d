import { connect, type MqttClient } from 'mqtt';
import {
  aboutTopic,
  type Command,
  decodeReply,
  encodeCommand,
  privateKeyFrom,
  type Reply,
  signSign1,
} from '../../gateway/telemetry/index.ts';
import { until } from './until.ts';

const AGAIN_MS = 3_000;

/** A platform's people: they ask one gateway for something over the broker, and hear its replies. */
export class ControlRoom {
  readonly replies: Reply[] = [];
  readonly #client: MqttClient;
  readonly #gateway: string;

  private constructor(client: MqttClient, gateway: string) {
    this.#client = client;
    this.#gateway = gateway;
    client.on('message', (_topic, payload) => {
      const reply = decodeReply(payload);
      if (!reply.ok) throw new Error(reply.error.what);
      this.replies.push(reply.value);
    });
  }

  static async join(url: string, gateway: string): Promise<ControlRoom> {
    const client = connect(url, { reconnectPeriod: 50 });
    const room = new ControlRoom(client, gateway);
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync(`lifeline/v1/${gateway}/reply`, { qos: 1 });
    return room;
  }

  /** The reply to a command. `secret`: base64 of an Ed25519 key whose name in the site file is `kid`; null: unsigned. */
  async ask(id: string, ask: Command['ask'], secret: string | null = null, kid = 'ops'): Promise<Reply> {
    const issued = secret === null ? null : Date.now();
    const plain = encodeCommand({ id, issued, expires: null, ask });
    const key = secret === null ? null : privateKeyFrom(secret);
    if (key?.ok === false) throw new Error(key.error.what);
    const bytes = key === null ? plain : signSign1(plain, key.value, kid, aboutTopic(this.#gateway, 'cmd'));
    const topic = `lifeline/v1/${this.#gateway}/cmd`;
    let said = Number.NEGATIVE_INFINITY;
    return until(`the reply to ${id}`, () => {
      // as a platform should: the same bytes again, because what is said to a gateway that is not there is lost
      if (Date.now() - said > AGAIN_MS) {
        said = Date.now();
        this.#client.publish(topic, Buffer.from(bytes), { qos: 1 });
      }
      return this.replies.find((reply) => reply.id === id);
    });
  }

  async leave(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
