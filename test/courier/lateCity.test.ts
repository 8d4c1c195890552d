import { connect, type MqttClient } from 'mqtt';
import { afterEach, expect, test, vi } from 'vitest';
import type { Clock } from '../../gateway/core/clock.ts';
import {
  type CommandAsk,
  decodeReply,
  encodeCommand,
  type GatewayView,
  Platform,
  type Reply,
  standing,
} from '../../gateway/telemetry/index.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { clock, Field, FieldGuard, GATEWAY } from './field.ts';

// A platform that comes late, on a broker that keeps nothing for a wildcard (RabbitMQ 3.10 is one): what was retained is
// thrown away here before the platform sees it.

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

async function setUp() {
  const broker = await new Mosquitto().start();
  cleanup.push(() => broker.remove());
  const field = new Field([{ id: 'city', url: broker.url }]);
  cleanup.push(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 1).start();
  cleanup.push(() => guard.stop());
  return { broker, field, guard };
}

/** Joins late; `keeps`: whether it gets what the broker keeps. */
async function aPlatform(url: string, keeps: boolean) {
  const platform = new Platform({ joinLate: true });
  const replies: Reply[] = [];
  const kept = new Map<string, number>(); // bytes retained, by topic
  const client: MqttClient = connect(url, { protocolVersion: 5 });
  cleanup.push(() => client.endAsync(true));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  client.on('message', (topic, payload, { retain }) => {
    if (retain) kept.set(topic.replace(`lifeline/v1/${GATEWAY}/`, ''), payload.length);
    if (topic.endsWith('/reply')) {
      const reply = decodeReply(payload);
      if (reply.ok) replies.push(reply.value);
    } else if (keeps || !retain) {
      const ingested = platform.ingest(topic, payload, { retained: retain });
      if (!ingested.ok) throw new Error(JSON.stringify(ingested.error));
    }
  });
  await client.subscribeAsync([...platform.subscriptions, `lifeline/v1/+/reply`], { qos: 1 });
  return {
    ...{ client, kept, replies },
    view: (): GatewayView | undefined => platform.gateways.get(GATEWAY),
    ask: (id: string, ask: CommandAsk) =>
      client.publishAsync(
        `lifeline/v1/${GATEWAY}/cmd`,
        Buffer.from(encodeCommand({ id, issued: null, expires: null, ask })),
        { qos: 1 },
      ),
  };
}

test('a platform that never got a birth is red until it asks for it, and then complete with what it held', async () => {
  const { broker, field, guard } = await setUp();
  const before = await aPlatform(broker.url, true); // a broker that has nobody to hand a row to does not deliver it
  await field.courier();
  guard.part(1);
  await eventually(() => expect(guard.delivered).not.toEqual([]));
  await before.client.endAsync();
  const { view, ask, replies } = await aPlatform(broker.url, false);
  for (const number of [2, 3]) guard.part(number);
  await eventually(() => expect(view()?.report().held.messages).toBeGreaterThan(0));
  const held = view() as GatewayView;
  expect(held.report().complete).toBe(false);
  expect(standing(held, 0).map(({ code }) => code)).toContain('birth-missing');

  const [hash = ''] = held.report().held.births;
  await ask('which', { kind: 'birth', hash });
  await eventually(() => expect(replies).toMatchObject([{ id: 'which', ok: true }]));
  await eventually(() => expect(held.report()).toMatchObject({ held: { messages: 0 }, missing: [] }));
  expect(held.birth).toBeNull(); // that it is the current one was not said
  await ask('all', { kind: 'birth', hash: null });
  await eventually(() => {
    expect(held.birth?.gateway).toBe(GATEWAY);
    expect(held.state?.online).toBe(true);
    expect(held.report()).toMatchObject({ complete: true, missing: [] });
  });
  await ask('none', { kind: 'birth', hash: '00000000000000aa' });
  await eventually(() => expect(replies.at(-1)).toMatchObject({ ok: false, code: 'birth.unknown' }));
});

test('the broker keeps the current birth alone once nothing waits that names an older one', async () => {
  const { broker, field, guard } = await setUp();
  const before = await aPlatform(broker.url, true); // a broker that has nobody to hand a row to does not deliver it
  await field.courier();
  guard.part(1);
  await eventually(() => expect(guard.delivered).not.toEqual([]));
  await before.client.endAsync();
  const first = await aPlatform(broker.url, true);
  await eventually(() => expect(first.view()?.birth).toBeTruthy());
  const births = [...first.kept.keys()].filter((topic) => topic.startsWith('birth/'));
  expect(births).toHaveLength(1);

  guard.journal.setBirth({ gateway: GATEWAY, software: 'newer', channels: [], rules: [] });
  guard.alarm('gas-high#1');
  await eventually(() => expect(first.view()?.birth?.software).toBe('newer'));
  await eventually(() => expect(first.view()?.report()).toMatchObject({ complete: true }));
  await expect
    .poll(async () => {
      const later = await aPlatform(broker.url, true);
      await eventually(() => expect(later.view()?.birth?.software).toBe('newer'));
      return [...later.kept.keys()].filter((topic) => topic.startsWith('birth/'));
    })
    .toEqual([expect.not.stringContaining(births[0] ?? '')]);
});

test('births are said again every six hours, by themselves', async () => {
  const { broker, field, guard } = await setUp();
  const delays: number[] = [];
  const hurried: Clock = {
    ...{ boot: clock.boot, mono: () => clock.mono(), utc: () => clock.utc() },
    after: (delayMs, name, run) => {
      if (name === 'births again') delays.push(delayMs);
      return clock.after(name === 'births again' ? 50 : delayMs, name, run);
    },
  };
  guard.part(1);
  const { client, view } = await aPlatform(broker.url, true);
  let said = 0;
  client.on('message', (topic, _payload, { retain }) => {
    if (topic.endsWith('/birth') && !retain) said += 1;
  });
  await field.courier(hurried);
  await eventually(() => expect(said).toBeGreaterThanOrEqual(3));
  expect(delays[0]).toBe(6 * 3_600_000);
  expect(view()?.report().held.messages).toBe(0);
});
