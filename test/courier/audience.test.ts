import { connectAsync } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { Audience } from '../../gateway/courier/flow/audience.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { City } from './city.ts';
import { Field, FieldGuard } from './field.ts';

async function aBroker() {
  const broker = await new Mosquitto().start();
  onTestFinished(() => broker.remove());
  return broker;
}

async function begun(url: string, more: object = {}) {
  const field = new Field([{ id: 'city', url, ...more }]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 1).start();
  onTestFinished(() => guard.stop());
  await field.courier();
  return { field, guard };
}

async function aCity(url: string) {
  const city = await new City().connect(url);
  onTestFinished(() => city.stop());
  return city;
}

for (const release of ['puback', 'ack'])
  test(`what a broker took for nobody is not delivered (release: ${release}), and the platform that comes late has all of it`, async () => {
    const broker = await aBroker();
    const { field, guard } = await begun(broker.url, { release });
    for (const number of [1, 2, 3]) guard.part(number);
    guard.alarm('gas-high#1');
    await until('it is told', () => field.problems.length === 2);
    expect(field.problems.map(({ code, what }) => `${code}: ${what}`).sort()).toEqual([
      'broker.nobody-listens: nobody is subscribed there to event',
      'broker.nobody-listens: nobody is subscribed there to tel',
    ]);
    expect(guard.delivered).toEqual([]);
    const city = await aCity(broker.url);
    await until('all is here', () => city.numbers().length === 3 && city.events.size === 1);
    expect(city.verifier.report()).toMatchObject({ received: 4, missing: [], conflicts: [] });
    if (release === 'puback')
      await until('it is delivered', () => guard.delivered.join() === 'event 1-1,telemetry 1-3');
  });

test('who listens to one stream gets that one, whatever becomes of the other', async () => {
  const broker = await aBroker();
  const { guard } = await begun(broker.url);
  const reader = await connectAsync(broker.url);
  onTestFinished(() => reader.endAsync(true));
  let heard = 0;
  reader.on('message', () => heard++);
  await reader.subscribeAsync('lifeline/v1/+/tel', { qos: 1 });
  guard.alarm('gas-high#1');
  for (let number = 1; number <= 5; number++) guard.part(number);
  await until('telemetry is delivered', () => guard.delivered.includes('telemetry 1-5'));
  expect(guard.delivered).toEqual(['telemetry 1-5']);
  expect(heard).toBeGreaterThanOrEqual(5);
});

test('a stream that is left out by the site needs nobody to hear so', async () => {
  const broker = await aBroker();
  const { field, guard } = await begun(broker.url, { filter: { streams: ['telemetry'] } });
  const reader = await connectAsync(broker.url);
  onTestFinished(() => reader.endAsync(true));
  await reader.subscribeAsync('lifeline/v1/+/tel', { qos: 1 });
  guard.alarm('gas-high#1');
  guard.part(1);
  await until('both are done with', () => guard.delivered.join() === 'event 1-1,telemetry 1-1');
  expect(field.problems).toEqual([]);
});

test('while nobody is there one message at a time is tried, after 2 s, 4 s, 8 s and then every 10 s', async () => {
  const clock = new VirtualClock();
  const tries: number[] = [];
  let heard = 0;
  const audience = new Audience(
    clock,
    () => {
      expect(audience.mayGo('event')).toBe(true);
      audience.sent('event');
      expect(audience.mayGo('event')).toBe(false);
      tries.push(Math.round(clock.mono() / 1000));
      audience.nobody('event');
    },
    () => heard++,
  );
  const began = Math.round(clock.mono() / 1000);
  expect(audience.mayGo('event')).toBe(true);
  expect(audience.nobody('event')).toBe(true);
  expect(audience.nobody('event')).toBe(false); // it was on its way with the first
  expect(audience.mayGo('event')).toBe(false);
  expect(audience.mayGo('telemetry')).toBe(true);
  await clock.advance(50_000);
  expect(tries.map((at) => at - began)).toEqual([2, 6, 14, 24, 34, 44]);
  audience.nobody('telemetry');
  audience.somebody('event');
  expect(heard).toBe(0);
  audience.somebody('telemetry');
  expect(heard).toBe(1);
  expect(audience.mayGo('event')).toBe(true);
});
