import { expect, onTestFinished, test } from 'vitest';
import type { Problem } from '../../gateway/core/result.ts';
import { SecondGateway } from '../../gateway/courier/secondGateway.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { Tower } from '../platform/ingest/tower.ts';
import { City } from './city.ts';
import { Field, FieldGuard } from './field.ts';

async function aBox(url: string) {
  const field = new Field([{ id: 'city', url }]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 1).start();
  onTestFinished(() => guard.stop());
  return { field, guard, courier: await field.courier() };
}

const seconds = ({ problems }: Field) => problems.filter(({ code }) => code === 'uplink.second-gateway');

test('two boxes under one id are told of on both sites, once, and a box that replaced another, or began a new journal, is not', async () => {
  const broker = await new Mosquitto().start();
  onTestFinished(() => broker.remove());
  const city = await new City().connect(broker.url);
  onTestFinished(() => city.stop());
  const old = await aBox(broker.url);
  await until('the first has spoken', () => city.state?.online === true);
  await old.courier.stop(); // what the broker keeps now is of another epoch
  const first = await aBox(broker.url);
  first.guard.alarm('gas-high#1');
  await until('it is alone, and all is well', () => city.events.size === 1);
  expect(seconds(first.field)).toEqual([]);

  const second = await aBox(broker.url);
  first.guard.alarm('gas-high#2'); // events make a state at once
  second.guard.alarm('gas-high#1');
  await until('both know', () => [first, second].every(({ field }) => seconds(field).length > 0));
  first.guard.alarm('gas-high#3');
  await until('there was one more state', () => first.guard.delivered.includes('event 1-3'));
  expect(seconds(second.field)).toMatchObject([
    { what: expect.stringContaining('another gateway reports as tower-1 too'), hint: expect.any(String) },
  ]);
});

test('it is over when the other one has been silent for more than three minutes', async () => {
  const clock = new VirtualClock();
  const seen: (Problem | null)[] = [];
  const watch = new SecondGateway({ gateway: 'tower-1', clock, onSeen: (problem) => seen.push(problem) });
  const [, own] = new Tower('tower-1', 'aaaaaaaaaaaaaaaa').state(1, 1);
  const [, other] = new Tower('tower-1', 'bbbbbbbbbbbbbbbb').state(1, 1);
  const [, gone] = new Tower('tower-1', 'bbbbbbbbbbbbbbbb').state(1, 1, { online: false, will: true });
  watch.said('aaaaaaaaaaaaaaaa');
  watch.heard(own, false);
  watch.heard(other, true); // kept from before
  watch.heard(gone, false);
  watch.heard(new Uint8Array([1, 2, 3]), false);
  watch.heard(new Uint8Array(), false);
  expect(seen).toEqual([]);
  watch.heard(other, false);
  await clock.advance(120_000);
  watch.heard(other, false);
  await clock.advance(190_000);
  expect(seen.map((one) => one?.code)).toEqual(['uplink.second-gateway', 'uplink.second-gateway']);
  await clock.advance(20_000);
  expect(seen.at(-1)).toBeNull();
  watch.heard(other, false);
  watch.stop();
  await clock.advance(600_000);
  expect(seen).toHaveLength(4);
});
