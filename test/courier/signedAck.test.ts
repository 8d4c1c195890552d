import { connectAsync } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import {
  aboutTopic,
  encodeAck,
  privateKeyFrom,
  rawPublicKey,
  signSign1,
} from '../../gateway/telemetry/index.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';
import { City } from './city.ts';
import { Field, FieldGuard, GATEWAY } from './field.ts';

function pair(fill: number) {
  const made = privateKeyFrom(Buffer.alloc(32, fill).toString('base64'));
  if (!made.ok) throw new Error(made.error.what);
  return { secret: made.value, publicKey: rawPublicKey(made.value).toString('base64') };
}

test('where commands are signed an acknowledgement of rows is too, about this gateway, or it frees nothing', async () => {
  const broker = await new Mosquitto().start();
  onTestFinished(() => broker.remove());
  const city = await new City().connect(broker.url);
  onTestFinished(() => city.stop());
  const [ops, stranger] = [pair(7), pair(8)];
  const commandKeys = [{ id: 'ops', publicKey: ops.publicKey, may: ['ping'] }];
  const field = new Field([{ id: 'city', url: broker.url, release: 'ack', commandKeys }]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 1).start();
  onTestFinished(() => guard.stop());
  await field.courier();
  for (const number of [1, 2, 3]) guard.part(number);
  await until('all is with the platform', () => city.numbers().length === 3);

  const platform = await connectAsync(broker.url);
  onTestFinished(() => platform.endAsync(true));
  const { epoch } = city.arrived.find(({ kind }) => kind === 'telemetry') as { epoch: string };
  const rows = (to: number) => encodeAck({ epoch, stream: 'telemetry', intervals: [[1, to]] });
  const about = aboutTopic(GATEWAY, 'ack');
  const say = (bytes: Uint8Array) =>
    platform.publishAsync(`lifeline/v1/${GATEWAY}/ack`, Buffer.from(bytes), { qos: 1 });
  await say(rows(3));
  await say(rows(3));
  await say(signSign1(rows(3), stranger.secret, 'ops', about));
  await say(signSign1(rows(3), ops.secret, 'unknown', about));
  await say(signSign1(rows(3), ops.secret, 'ops', aboutTopic('tower-2', 'ack')));
  await say(signSign1(rows(3), ops.secret, 'ops', aboutTopic(GATEWAY, 'cmd')));
  await say(signSign1(rows(2), ops.secret, 'ops', about));
  await until('what was signed counts', () => guard.delivered.length > 0);
  expect(guard.delivered).toEqual(['telemetry 1-2']);
  expect(field.problems.map(({ code }) => code)).toEqual(['ack.unsigned', 'ack.wrong-signature']);
  await say(signSign1(rows(3), ops.secret, 'ops', about));
  await until('the rest as well', () => guard.delivered.join() === 'telemetry 1-3');
});

test('a gateway without keys takes what is signed as if it were not', async () => {
  const broker = await new Mosquitto().start();
  onTestFinished(() => broker.remove());
  const city = await new City().connect(broker.url);
  onTestFinished(() => city.stop());
  const field = new Field([{ id: 'city', url: broker.url, release: 'ack' }]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 1).start();
  onTestFinished(() => guard.stop());
  await field.courier();
  guard.part(1);
  await until('it is with the platform', () => city.numbers().length === 1);
  const platform = await connectAsync(broker.url);
  onTestFinished(() => platform.endAsync(true));
  const { epoch } = city.arrived.find(({ kind }) => kind === 'telemetry') as { epoch: string };
  const ack = encodeAck({ epoch, stream: 'telemetry', intervals: [[1, 1]] });
  const signed = signSign1(ack, pair(7).secret, 'ops', aboutTopic(GATEWAY, 'ack'));
  await platform.publishAsync(`lifeline/v1/${GATEWAY}/ack`, Buffer.from(signed), { qos: 1 });
  await until('it counts', () => guard.delivered.join() === 'telemetry 1-1');
  expect(field.problems).toEqual([]);
});
