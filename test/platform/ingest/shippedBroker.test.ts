import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { systemClock } from '../../../gateway/core/clock.ts';
import { INGEST_ENVIRONMENT, INGEST_FLAGS, packageRoot } from '../../../gateway/core/program.ts';
import { readIngestConfig } from '../../../gateway/platform/ingest/ingestConfig.ts';
import { MqttSource } from '../../../gateway/platform/ingest/sources/mqttSource.ts';
import type { GatewayMessage } from '../../../gateway/platform/ingest/sources/source.ts';
import { BrokerProcess } from '../../harness/brokerProcess.ts';
import { freePort } from '../../harness/mosquitto.ts';
import { removeFolder } from '../../harness/removeFolder.ts';
import { until } from '../../harness/until.ts';

const SHIPPED = join(packageRoot(), 'deploy/platform');

/** mosquitto with the files that are shipped, in a folder of its own. */
async function shipped(people: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-shipped-'));
  const port = await freePort();
  const passwords = join(folder, 'passwd');
  writeFileSync(passwords, '');
  for (const name of people) execFileSync('mosquitto_passwd', ['-b', passwords, name, `word of ${name}`]);
  writeFileSync(join(folder, 'acl'), readFileSync(join(SHIPPED, 'mosquitto.acl')));
  const text = readFileSync(join(SHIPPED, 'mosquitto.conf'), 'utf8')
    .replace('1883 0.0.0.0', `${port} 127.0.0.1`)
    .replace('/etc/mosquitto/lifeline.passwd', passwords)
    .replace('/etc/mosquitto/lifeline.acl', join(folder, 'acl'))
    .replace('/var/lib/mosquitto/', `${folder}/`);
  writeFileSync(join(folder, 'conf'), `${text}\nuser root\n`);
  const broker = await new BrokerProcess('/usr/sbin/mosquitto', ['-c', join(folder, 'conf')]).listening(port);
  onTestFinished(async () => {
    await broker.stop();
    removeFolder(folder);
  });
  return `mqtt://127.0.0.1:${port}`;
}

test('with the shipped settings ingest hears every gateway and speaks to each, and a gateway says nothing in the name of another', async () => {
  const url = await shipped(['ingest', 'tower-1', 'tower-2']);
  const came: GatewayMessage[] = [];
  const problems: unknown[] = [];
  const source = new MqttSource(
    {
      ...{ url, prefix: 'lifeline', share: 'ingest', session: 'one', clock: systemClock() },
      credentials: { username: 'ingest', password: 'word of ingest' },
    },
    {
      onConnected: () => {},
      onProblem: (problem) => problem !== null && problems.push(problem),
      onDelivery: (message) => {
        came.push(message);
        message.settle();
      },
    },
  );
  source.start();
  onTestFinished(() => source.stop());
  await until('ingest is connected', () => source.connected);
  const join1 = { username: 'tower-1', password: 'word of tower-1' };
  const tower = await connectAsync(url, { ...join1, protocolVersion: 5 });
  onTestFinished(() => tower.endAsync(true));
  const heard: string[] = [];
  tower.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  await tower.subscribeAsync('lifeline/v1/tower-1/cmd', { qos: 1 });
  await tower.publishAsync('lifeline/v1/tower-2/event', 'forged', { qos: 1 }).catch(() => {});
  for (const topic of ['birth', 'birth/00', 'tel', 'event', 'state', 'reply'])
    await tower.publishAsync(`lifeline/v1/tower-1/${topic}`, topic, { qos: 1 });
  await until('all of its own has come', () => came.length >= 6);
  // in two sessions
  expect(came.map(({ gateway, topic }) => `${gateway} ${topic}`).toSorted()).toEqual(
    ['birth', 'birth/00', 'event', 'reply', 'state', 'tel'].map((topic) => `tower-1 ${topic}`),
  );
  expect(await source.publish('tower-1', 'cmd', Buffer.from('ping'))).toMatchObject({ ok: true });
  await until('the gateway hears it', () => heard.length > 0);
  expect(heard).toEqual(['lifeline/v1/tower-1/cmd ping']);
  expect(problems).toEqual([]);
  await expect(
    connectAsync(url, { username: 'tower-1', password: 'guess', reconnectPeriod: 0 }),
  ).rejects.toThrow();
});

test('the shipped configuration of ingest is one, and its other source too; what is wrong in one is named', () => {
  const path = join(SHIPPED, 'ingest.example.yaml');
  const text = readFileSync(path, 'utf8');
  expect(readIngestConfig(text, path)).toMatchObject({
    ok: true,
    value: { source: { type: 'mqtt', share: 'ingest', passwordFile: join(SHIPPED, 'broker.password') } },
  });
  const [, commented = ''] = /# (source:\n(?:# {3}.*\n)+)/.exec(text) ?? [];
  const other = { ...parse(text), ...parse(commented.replaceAll(/^# /gm, '')) };
  expect(readIngestConfig(JSON.stringify(other), path)).toMatchObject({
    ok: true,
    value: { source: { type: 'amqp', urls: { length: 3 } } },
  });
  const wrong = readIngestConfig(
    'source: { type: mqtt, url: "http://broker" }\nhttp: { prot: 1 }',
    'ingest.yaml',
  );
  expect(wrong.ok || wrong.error.map(({ where }) => where)).toEqual([
    'ingest.yaml: database',
    'ingest.yaml: source.url',
    'ingest.yaml: http',
  ]);
});

test('the scripts are shell that a Debian machine reads; the unit runs ingest as it is measured', () => {
  const unit = readFileSync(join(SHIPPED, 'lifeline-ingest@.service'), 'utf8');
  expect(unit).toContain(`Environment=NODE_OPTIONS=${INGEST_FLAGS.join(' ')}\n`);
  const told = Object.entries(INGEST_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
  expect(unit).toContain(`Environment=${told.join(' ')}\n`);
  for (const script of ['setup.sh', 'rabbitmq.sh']) execFileSync('sh', ['-n', join(SHIPPED, script)]);
});
