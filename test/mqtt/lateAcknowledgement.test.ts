import { connectAsync } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import { MqttLink } from '../../gateway/mqtt/mqttLink.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';

type Came = { readonly text: string; readonly settle: () => void };

async function reader(url: string, id: string): Promise<{ came: Came[]; link: MqttLink }> {
  const came: Came[] = [];
  let subscribed = false;
  const link = new MqttLink({
    url,
    clock: systemClock(),
    clientId: () => id,
    session: { expiryS: 600, receiveMaximum: 100 },
    onUp: () =>
      void link.subscribe(['words']).then(({ ok }) => {
        subscribed = ok;
      }),
    onDelivery: (_topic, payload, _retained, settle) =>
      void came.push({ text: Buffer.from(payload).toString(), settle }),
  });
  link.start();
  await until('it has subscribed', () => subscribed);
  return { came, link };
}

test('many messages are read before the first is acknowledged; what was not comes again, what was does not', async () => {
  const broker = await new Mosquitto().start();
  onTestFinished(() => broker.remove());
  const first = await reader(broker.url, 'reader');
  const writer = await connectAsync(broker.url);
  onTestFinished(() => writer.endAsync(true));
  for (const word of ['a', 'b', 'c', 'd']) await writer.publishAsync('words', word, { qos: 1 });
  await until('all are read', () => first.came.length === 4);
  for (const { text, settle } of first.came) if (text !== 'b') settle();
  // on the same connection after the acknowledgements: what the broker has answered, it has read before
  await first.link.subscribe(['others']);
  await first.link.stop();

  const second = await reader(broker.url, 'reader');
  onTestFinished(() => second.link.stop());
  await until('what was not acknowledged comes again', () => second.came.length > 0);
  await writer.publishAsync('words', 'e', { qos: 1 });
  await until('the next has come', () => second.came.some(({ text }) => text === 'e'));
  expect(second.came.map(({ text }) => text)).toEqual(['b', 'e']);
  for (const { settle } of first.came) settle(); // of a connection that is over: says nothing on this one
  expect(second.link.session).not.toBeNull();
});
