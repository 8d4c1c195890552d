import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerProcess } from './brokerProcess.ts';
import { freePort } from './mosquitto.ts';
import { removeFolder } from './removeFolder.ts';
import { until } from './until.ts';

// Debian's wrapper in the path changes to the user of the service; these are what it calls.
const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/**
 * A real RabbitMQ of our own with its MQTT plugin (3.1.1), with a node name, a port mapper, a cookie and a database of its own,
 * on the loopback alone.
 */
export class RabbitMq {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lifeline-rabbit-'));
  #mapper: BrokerProcess | null = null;
  #script: BrokerProcess | null = null;
  port = 0;

  async start(): Promise<this> {
    const folder = this.#folder;
    this.port = await freePort();
    const mapperPort = await freePort();
    const file = (name: string, lines: readonly string[]) => {
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
      return join(folder, name);
    };
    this.#mapper = new BrokerProcess('epmd', ['-port', String(mapperPort), '-address', '127.0.0.1']);
    await this.#mapper.listening(mapperPort);
    this.#script = new BrokerProcess(SERVER, [], {
      PATH: process.env.PATH,
      HOME: folder, // the cookie
      LANG: 'C.UTF-8',
      ERL_EPMD_PORT: String(mapperPort),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: `lifeline${mapperPort}@localhost`,
      RABBITMQ_DIST_PORT: String(await freePort()),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
      RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_PID_FILE: join(folder, 'pid'),
      RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
      RABBITMQ_ENABLED_PLUGINS_FILE: file('plugins', ['[rabbitmq_mqtt].']),
      RABBITMQ_CONFIG_FILE: file('rabbitmq.conf', [
        'listeners.tcp = none',
        `mqtt.listeners.tcp.1 = 127.0.0.1:${this.port}`,
        'mqtt.allow_anonymous = true',
        'mqtt.default_user = guest',
        'mqtt.default_pass = guest',
      ]),
    });
    await this.#script.listening(this.port);
    return this;
  }

  /** The server is a child of its start script, which would leave it behind; nothing of it is needed any more. */
  async remove(): Promise<void> {
    const pid = this.#script?.pid ?? 0;
    const children = attempt(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')) ?? '';
    for (const child of children.trim().split(' ').filter(Boolean))
      attempt(() => process.kill(Number(child), 'SIGTERM'));
    await until('RabbitMQ has ended', () => attempt(() => process.kill(pid, 0)) === null).catch(() => {});
    await this.#script?.stop('SIGKILL');
    await this.#mapper?.stop('SIGKILL');
    removeFolder(this.#folder);
  }
}

/** Null when it failed: what is asked about may have ended meanwhile. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
