import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../gateway/core/program.ts';
import { BrokerProcess } from './brokerProcess.ts';
import { freePort } from './mosquitto.ts';
import { removeFolder } from './removeFolder.ts';

const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

type RabbitNode = {
  readonly name: string;
  readonly mqttPort: number;
  readonly amqpPort: number;
  readonly environment: NodeJS.ProcessEnv;
  process: BrokerProcess | null;
};

/** RabbitMQ nodes that are one cluster, with MQTT and the hash exchange, on the loopback alone. */
export class RabbitCluster {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lifeline-rabbits-'));
  readonly #nodes: RabbitNode[] = [];
  #mapper: BrokerProcess | null = null;
  #front: BrokerProcess | null = null;

  /** They are started one after the other: the first makes the cluster, the others join it. */
  async start(count = 3): Promise<this> {
    const mapperPort = await freePort();
    this.#mapper = new BrokerProcess('epmd', ['-port', String(mapperPort), '-address', '127.0.0.1']);
    await this.#mapper.listening(mapperPort);
    for (let nth = 0; nth < count; nth++) this.#nodes.push(await this.#prepared(nth, mapperPort));
    for (const nth of this.#nodes.keys()) await this.run(nth);
    return this;
  }

  get mqttUrls(): readonly string[] {
    return this.#nodes.map(({ mqttPort }) => `mqtt://127.0.0.1:${mqttPort}`);
  }

  get amqpUrls(): readonly string[] {
    return this.#nodes.map(({ amqpPort }) => `amqp://guest:guest@127.0.0.1:${amqpPort}`);
  }

  /** What `rabbitmqctl` has to be run with to meet the first node. */
  get control(): NodeJS.ProcessEnv {
    return { ...this.#node(0).environment, PATH: `${dirname(SERVER)}:${process.env.PATH}` };
  }

  /** HAProxy in front of the nodes, as `deploy/platform/haproxy.cfg` sets it. @returns the one address that gateways know */
  async front(): Promise<string> {
    const port = await freePort();
    const shipped = readFileSync(join(packageRoot(), 'deploy/platform/haproxy.cfg'), 'utf8');
    const config = this.mqttUrls.reduce(
      (text, url, nth) => text.replace(`10.0.0.${nth + 1}:1883`, url.replace('mqtt://', '')),
      shipped.replace('0.0.0.0:1883', `127.0.0.1:${port}`).replace('maxconn 120000', 'maxconn 1000'),
    );
    writeFileSync(join(this.#folder, 'haproxy.cfg'), config);
    this.#front = await new BrokerProcess('/usr/sbin/haproxy', [
      '-db',
      '-f',
      join(this.#folder, 'haproxy.cfg'),
    ]).listening(port);
    return `mqtt://127.0.0.1:${port}`;
  }

  /** The node that has an MQTT connection, from the kernel's table (proc(5)); null: none. Checks of HAProxy are gone in a moment. */
  holding(): number | null {
    const lines = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
    const established = lines
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === '01');
    const ports = established.map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
    const found = this.#nodes.findIndex(({ mqttPort }) => ports.includes(mqttPort));
    return found < 0 ? null : found;
  }

  /** Starts a node, again where it was killed. */
  async run(nth: number): Promise<void> {
    const node = this.#node(nth);
    node.process = new BrokerProcess(SERVER, [], node.environment);
    await node.process.listening(node.mqttPort);
  }

  /** Ends a node as a power cut would: the server, not only its start script. */
  async kill(nth: number): Promise<void> {
    const node = this.#node(nth);
    const pid = node.process?.pid ?? 0;
    for (const child of childrenOf(pid)) attempt(() => process.kill(child, 'SIGKILL'));
    await node.process?.stop('SIGKILL');
    node.process = null;
  }

  async remove(): Promise<void> {
    await this.#front?.stop('SIGKILL');
    for (const nth of this.#nodes.keys()) await this.kill(nth);
    await this.#mapper?.stop('SIGKILL');
    removeFolder(this.#folder);
  }

  #node(nth: number): RabbitNode {
    const node = this.#nodes[nth];
    if (node === undefined) throw new Error(`there is no node ${nth}`);
    return node;
  }

  async #prepared(nth: number, mapperPort: number): Promise<RabbitNode> {
    const nameOf = (one: number): string => `lifeline${one}_${mapperPort}@localhost`;
    const folder = join(this.#folder, String(nth));
    mkdirSync(folder);
    const [mqttPort, amqpPort, distPort] = [await freePort(), await freePort(), await freePort()];
    const file = (name: string, lines: readonly string[]): string => {
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
      return join(folder, name);
    };
    const environment = {
      PATH: process.env.PATH,
      HOME: this.#folder, // the cookie, one for all
      LANG: 'C.UTF-8',
      ERL_EPMD_PORT: String(mapperPort),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: nameOf(nth),
      RABBITMQ_DIST_PORT: String(distPort),
      // schedulers that wait busily would have both cores for themselves
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
        '-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none',
      RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_PID_FILE: join(folder, 'pid'),
      RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
      RABBITMQ_ENABLED_PLUGINS_FILE: file('plugins', ['[rabbitmq_mqtt,rabbitmq_consistent_hash_exchange].']),
      RABBITMQ_CONFIG_FILE: file('rabbitmq.conf', [
        `listeners.tcp.1 = 127.0.0.1:${amqpPort}`,
        `mqtt.listeners.tcp.1 = 127.0.0.1:${mqttPort}`,
        'mqtt.allow_anonymous = true',
        'mqtt.default_user = guest',
        'mqtt.default_pass = guest',
        'cluster_partition_handling = pause_minority',
        ...(nth === 0
          ? []
          : [
              'cluster_formation.peer_discovery_backend = classic_config',
              ...Array.from(
                { length: nth },
                (_, one) => `cluster_formation.classic_config.nodes.${one + 1} = ${nameOf(one)}`,
              ),
            ]),
      ]),
    };
    return { name: nameOf(nth), mqttPort, amqpPort, environment, process: null };
  }
}

function childrenOf(pid: number): number[] {
  const text = attempt(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')) ?? '';
  return text.trim().split(' ').filter(Boolean).map(Number);
}

/** Null when it failed: what is asked about may have ended meanwhile. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
