import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerProcess } from './brokerProcess.ts';
import { freePort } from './mosquitto.ts';
import { removeFolder } from './removeFolder.ts';

/** A real NATS server of our own with JetStream and MQTT (3.1.1), on loopback ports of its own. */
export class NatsServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lifeline-nats-'));
  #process: BrokerProcess | null = null;
  port = 0;

  async start(): Promise<this> {
    this.port = await freePort();
    const config = join(this.#folder, 'nats.conf');
    writeFileSync(
      config,
      [
        `listen: "127.0.0.1:${await freePort()}"`,
        'server_name: "lifeline"',
        `jetstream { store_dir: "${this.#folder}" }`,
        `mqtt { listen: "127.0.0.1:${this.port}" }`,
      ].join('\n'),
    );
    this.#process = new BrokerProcess('/usr/sbin/nats-server', ['-c', config]);
    await this.#process.listening(this.port);
    return this;
  }

  async remove(): Promise<void> {
    await this.#process?.stop();
    removeFolder(this.#folder);
  }
}
