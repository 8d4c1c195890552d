import { connect, type MqttClient } from 'mqtt';
import type { GbtStatus } from '../../gateway/lift/gbt24476.ts';

type Told = GbtStatus & { readonly standard: string };

/** A platform of an authority, which reads the status records of lifts and nothing else. */
export class StatusReader {
  readonly statuses: Told[] = [];
  readonly events: number[] = [];
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('error', () => {}); // it connects again
    client.on('message', (topic, payload) => {
      const told = JSON.parse(payload.toString());
      if (topic.endsWith('/event')) this.events.push(told.Message_Code);
      else this.statuses.push(told);
    });
  }

  /** Resolves when the broker has taken the subscription. */
  static async join(url: string, prefix: string): Promise<StatusReader> {
    const client = connect(url, { protocolVersion: 5 });
    const reader = new StatusReader(client);
    await new Promise((resolve) => client.once('connect', resolve));
    await client.subscribeAsync(`${prefix}/v1/+/gbt24476/#`, { qos: 1 });
    return reader;
  }

  async leave(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
