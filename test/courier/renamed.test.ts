import { join } from 'node:path';
import { connect } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { encodeAck } from '../../gateway/telemetry/index.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';
import { alarm, openSession, part } from '../journal/samples.ts';
import { City } from './city.ts';
import { Field, FieldGuard, GATEWAY } from './field.ts';

/** Everything that is said, by topic. */
async function listen(url: string) {
  const topics = new Map<string, number>();
  const client = connect(url, { reconnectPeriod: 20 });
  onTestFinished(() => void client.end(true));
  client.on('message', (topic) => topics.set(topic, (topics.get(topic) ?? 0) + 1));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await client.subscribeAsync('lifeline/v1/#');
  return { topics, client };
}

/** A gateway that was called `old-name` and did not get all of its rows out under that. */
async function setup(uplink: Record<string, unknown> = {}, lines: readonly string[] = []) {
  const broker = await new Mosquitto(lines).start();
  onTestFinished(() => broker.remove());
  const city = await new City().connect(broker.url);
  onTestFinished(() => city.stop());
  const heard = await listen(broker.url);
  const field = new Field([{ id: 'city', url: broker.url, ...uplink }]);
  onTestFinished(() => field.remove());
  const { session } = openSession(journalFile(join(field.folder, 'journal')), { gateway: 'old-name' });
  session.write([1, 2, 3].map((n) => ({ kind: 'event', event: alarm(`gas#${n}`, 'red') })));
  session.write([1, 2].map((n) => ({ kind: 'part', part: part(n), evidence: null })));
  const { epoch = '' } = session.stat() ?? {};
  const of = { uplink: 'city', epoch, stream: 'event' as const };
  session.write([{ kind: 'delivered', deliveries: [{ ...of, from: 1, to: 1, parts: null }] }]);
  session.close();
  const guard = await new FieldGuard(field, ['city']).start();
  onTestFinished(() => guard.stop());
  return { city, field, guard, epoch, ...heard };
}

test('what a gateway recorded before it was renamed is sent on under the old name, and the new one goes its own way', async () => {
  const { city, field, guard, epoch, topics } = await setup();
  guard.alarm('gas-high#new');
  await field.courier();
  await until('the old rows and the new one arrive', () => city.verifier.report().received >= 4);
  await until('both old events are there', () => topics.get('lifeline/v1/old-name/event') === 2);
  expect(topics.get('lifeline/v1/old-name/tel')).toBeGreaterThan(0);
  expect(topics.get(`lifeline/v1/${GATEWAY}/event`)).toBe(1);
  expect([...topics.keys()].filter((topic) => topic.startsWith('lifeline/v1/old-name/state'))).toEqual([]);
  expect(city.undecoded).toEqual([]);
  expect(
    city.arrived.flatMap((one) => (one.kind === 'event' && one.epoch === epoch ? [one.seq] : [])),
  ).toEqual([2, 3]);
  await until('guard hears what was delivered', () => guard.delivered.includes('event 1-3'));
});

test('where the platform releases by its own word, that is heard for the old name too', async () => {
  const { city, field, guard, epoch, client } = await setup({ release: 'ack' });
  await field.courier();
  await until('the old rows arrive', () => city.verifier.report().received >= 2);
  expect(guard.delivered).toEqual([]);
  await until('and are released', async () => {
    const ack = Buffer.from(encodeAck({ epoch, stream: 'event', intervals: [[2, 3]] }));
    await client.publishAsync('lifeline/v1/old-name/ack', ack, { qos: 1 });
    return guard.delivered.some((rows) => /^event [12]-3$/.test(rows));
  });
});
