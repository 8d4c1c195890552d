import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Problem } from '../../gateway/core/result.ts';
import { type LinkOptions, MqttLink } from '../../gateway/mqtt/mqttLink.ts';
import { clock } from '../courier/field.ts';
import { freePort, Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';

function aLink(urls: readonly string[], options: Partial<LinkOptions> = {}) {
  const [url = '', ...otherUrls] = urls;
  const sessions: string[] = [];
  const problems: (Problem | null)[] = [];
  const link: MqttLink = new MqttLink({
    ...{ url, otherUrls, clock },
    clientId: () => `test-${Math.random()}`,
    retryMs: { first: 10, longest: 40 },
    onUp: () => sessions.push(link.url),
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  link.start();
  onTestFinished(() => link.stop());
  return { link, sessions, problems };
}

async function brokers(count: number): Promise<Mosquitto[]> {
  const all = Array.from({ length: count }, () => new Mosquitto());
  for (const one of all) onTestFinished(() => one.remove());
  await Promise.all(all.map((one) => one.start()));
  return all;
}

const codes = (problems: readonly (Problem | null)[]) => problems.map((one) => one?.code ?? null);

test('who loses a broker goes on with the next, stays there when the first is back, and comes round to it again', async () => {
  const [first, second] = (await brokers(2)) as [Mosquitto, Mosquitto];
  const { sessions, problems } = aLink([first.url, second.url]);
  await until('the first is taken', () => sessions.length === 1);
  await first.stop();
  await until('the second is taken', () => sessions.length === 2);
  await first.start();
  expect(sessions).toEqual([first.url, second.url]);
  await second.stop();
  await until('the first is taken again', () => sessions.length === 3);
  expect(sessions[2]).toBe(first.url);
  expect(codes(problems)).toEqual(['broker.lost', null, 'broker.lost', null]);
});

test('a broker that is dead at the start is passed over, and what is wrong with each is told once, with its address', async () => {
  const strict = new Mosquitto(['allow_anonymous false', 'password_file /dev/null']);
  onTestFinished(() => strict.remove());
  await strict.start();
  const dead = `mqtt://127.0.0.1:${await freePort()}`;
  const waits: string[] = [];
  const counting = {
    ...clock,
    after: (ms: number, name: string, ...more: [() => void]) => {
      if (name === 'mqtt reconnect') waits.push(name);
      return clock.after(ms, name, ...more);
    },
  };
  const { problems } = aLink([dead, strict.url], { clock: counting });
  await until('each had its turn a few times', () => waits.length > 8);
  expect(problems).toMatchObject([
    { code: 'broker.refused', where: dead },
    { code: 'broker.not-allowed', where: strict.url },
  ]);
});

test('each broker keeps the version that it was seen to speak', async () => {
  const [five] = (await brokers(1)) as [Mosquitto];
  // hangs up on MQTT 5: byte 8 of CONNECT is the protocol level
  const levels: number[] = [];
  const old = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (connect) => {
      levels.push(connect[8] ?? 0);
      if (connect[8] === 5) socket.destroy();
      else socket.write(Buffer.from([0x20, 0x02, 0x00, 0x00]));
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => old.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void old.close());
  const { link, sessions } = aLink([`mqtt://127.0.0.1:${port}`, five.url]);
  const versions: number[] = [];
  for (let up = 1; up <= 3; up++) {
    await until('a broker is there', () => sessions.length === up && link.session !== null);
    versions.push(link.session?.version ?? 0);
    link.drop();
  }
  expect(versions).toEqual([4, 5, 4]);
  expect(levels).toEqual([5, 4, 4]);
});
