import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import { packageRoot } from '../../gateway/core/program.ts';
import { AmqpSource } from '../../gateway/platform/ingest/sources/amqpSource.ts';
import { RabbitCluster } from '../harness/rabbitCluster.ts';
import { until } from '../harness/until.ts';

const SCRIPT = join(packageRoot(), 'deploy/platform/rabbitmq.sh');

test('whom the script lets into RabbitMQ says and hears what is its own alone; ingest hears all and speaks to each', async () => {
  const cluster = new RabbitCluster();
  onTestFinished(() => cluster.remove());
  await cluster.start(1);
  const letIn = (...args: readonly string[]): string => {
    const said = execFileSync('sh', [SCRIPT, ...args], { env: cluster.control, encoding: 'utf8' });
    return /^password: (\S+)$/m.exec(said)?.[1] ?? '';
  };
  letIn('ingest');
  const password = letIn('ingest'); // run again it makes a new one
  const came: string[] = [];
  const problems: unknown[] = [];
  const source = new AmqpSource(
    {
      urls: cluster.amqpUrls.map((url) => url.replace('guest:guest@', '')),
      ...{ prefix: 'lifeline', queues: 2, clock: systemClock() },
      credentials: { username: 'ingest', password },
    },
    {
      onConnected: () => {},
      onProblem: (problem) => problem !== null && problems.push(problem),
      onDelivery: ({ gateway, topic, settle }) => {
        came.push(`${gateway} ${topic}`);
        settle();
      },
    },
  );
  source.start();
  onTestFinished(() => source.stop());
  await until('ingest has its queues', () => source.connected);

  const [url = ''] = cluster.mqttUrls;
  /** As courier connects: an own id with a random tail, and no second attempt. */
  const connected = async (id: string) => {
    const clientId = `lifeline-${id}-city-${crypto.randomUUID().slice(0, 8)}`;
    const options = { clientId, username: id, password: words.get(id) ?? '', reconnectPeriod: 0 };
    const client = await connectAsync(url, options);
    client.on('error', () => {});
    onTestFinished(() => client.endAsync(true));
    return client;
  };
  const words = new Map(['tower', 'tower-2'].map((id) => [id, letIn('gateway', id)]));
  const tower = await connected('tower');
  const own = ['tel', 'event', 'state', 'birth', 'birth/0011223344556677', 'reply'];
  for (const topic of own) await tower.publishAsync(`lifeline/v1/tower/${topic}`, 'x', { qos: 1 });
  await until('all of it came', () => came.length === own.length);
  expect(came.toSorted()).toEqual(own.map((topic) => `tower ${topic}`).toSorted());

  const heard: string[] = [];
  tower.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  await tower.subscribeAsync(
    ['cmd', 'ack', 'state'].map((topic) => `lifeline/v1/tower/${topic}`),
    { qos: 1 },
  );
  expect(await source.publish('tower', 'cmd', Buffer.from('ping'))).toMatchObject({ ok: true });
  await until('the command is there', () => heard.includes('lifeline/v1/tower/cmd ping'));

  // RabbitMQ closes the connection of who says or wants to hear what is not his
  for (const topic of ['tower-2/event', 'tower/cmd', 'tower-2/cmd', 'tower/ack', 'tower/elsewhere']) {
    const other = await connected('tower');
    const closed = new Promise((resolve) => other.once('close', () => resolve(null)));
    other.publish(`lifeline/v1/${topic}`, 'forged', { qos: 1 });
    await closed;
  }
  for (const topic of ['tower-2/cmd', 'tower-2/event', '+/event', '#']) {
    const other = await connected('tower');
    const granted = await other.subscribeAsync(`lifeline/v1/${topic}`, { qos: 1 }).catch(() => null);
    expect(granted?.[0]?.qos ?? 128, topic).toBe(128);
  }
  expect(came).toHaveLength(own.length);
  expect(problems).toEqual([]);
  expect(() => letIn('gateway', 'a b')).toThrow(/letters, digits/);
});
