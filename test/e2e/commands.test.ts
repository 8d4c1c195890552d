import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeMessage, privateKeyFrom, publicKeyFrom, rawPublicKey } from '../../gateway/telemetry/index.ts';
import { ControlRoom } from '../harness/controlRoom.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { KNOWN_PUBLIC, KNOWN_SEED } from '../telemetry/examples.ts';

const OPS = Buffer.alloc(32, 7).toString('base64');

function publicOf(secret: string): string {
  const key = privateKeyFrom(secret);
  if (!key.ok) throw new Error(key.error.what);
  return rawPublicKey(key.value).toString('base64');
}

test('a platform acknowledges an alarm and asks for rows again with its key, without it nothing, and can prove whose events it has', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const broker = await stage.broker();
  const platform = await stage.platform(broker, HOUSE);
  const room = await ControlRoom.join(broker.url, HOUSE);
  stage.onClose(() => room.leave());
  chmodSync(stage.write('secrets.yaml', { 'event-key': KNOWN_SEED }), 0o640);
  const site = houseSiteWithUplink(broker.url, {
    commandKeys: [{ id: 'ops', publicKey: publicOf(OPS), may: ['acknowledge', 'replay', 'ping'] }],
    signEvents: 'event-key',
  });
  await stage.guard({ ...site, journal: { segmentParts: 1 } });
  await stage.courier();
  const { epoch } = await until('the platform hears the first word', () => platform.events[0]);
  await building.set('rooms.kitchen.gas', 60);
  const raised = await until('the platform hears of the alarm', () =>
    platform.steps.find(({ rule, cause }) => rule === 'gas-high' && cause === 'raised'),
  );
  const { occurrence, announcement, severity } = raised;
  const acknowledge = {
    kind: 'acknowledge',
    occurrence,
    announcement,
    severity,
    actor: 'Li Wei',
    text: null,
  } as const;

  const unsigned = await room.ask('a-1', acknowledge);
  expect(unsigned).toMatchObject({ ok: false, code: 'command.unsigned' });
  const overtaken = await room.ask('a-2', { ...acknowledge, announcement: announcement + 1 }, OPS);
  expect(overtaken).toMatchObject({ ok: false, code: 'alarm.announced-since' });
  expect(await room.ask('a-3', acknowledge, OPS)).toMatchObject({ ok: true, code: 'done' });
  await until('the platform hears who acknowledged it', () =>
    platform.steps.some(
      ({ cause, actor }) => cause === 'acknowledged' && actor === 'courier:platform:city:Li Wei',
    ),
  );
  const audits = await until('and of every command', () => {
    const heard = platform.events.flatMap(({ event }) => (event.type === 'command' ? [event] : []));
    return heard.length >= 3 ? heard : null;
  });
  expect(audits).toMatchObject([
    {
      verb: 'command',
      actor: 'courier:platform:city',
      accepted: false,
      detail: expect.stringContaining('unsigned'),
    },
    { verb: 'acknowledge', actor: 'courier:platform:city:Li Wei', accepted: false },
    { verb: 'acknowledge', actor: 'courier:platform:city:Li Wei', accepted: true },
  ]);

  await until('a row of telemetry is there as a whole', () =>
    platform.messages.some((one) => one.kind === 'telemetry' && one.seq === 1 && one.sealed),
  );
  const before = platform.totals?.duplicates ?? 0;
  const events = platform.eventSequences.length;
  for (const stream of ['event', 'telemetry'] as const) {
    const to = stream === 'event' ? events : 1;
    const reply = await room.ask(`r-${stream}`, { kind: 'replay', epoch, stream, from: 1, to }, OPS);
    expect(reply).toMatchObject({ ok: true, detail: { kind: 'replay', again: [[1, to]], gone: [] } });
  }
  await until('everything came twice', () => (platform.totals?.duplicates ?? 0) >= before + events + 1);
  await until('nothing is missing between', () => platform.totals?.missing === 0);
  expect(platform.totals).toMatchObject({ conflicts: 0 });
  const ping = ['tell', broker.url, HOUSE, 'ping', '--key', stage.write('ops.key', OPS), '--key-id', 'ops'];
  const pong = await stage.lifeline(...ping);
  expect(pong).toMatchObject({
    status: 0,
    out: expect.stringContaining(`guard answers, journal ok, epoch ${epoch}`),
  });

  const key = publicKeyFrom(KNOWN_PUBLIC);
  if (!key.ok) throw new Error(key.error.what);
  const proof = { gateway: HOUSE, keyOf: () => key.value, required: true };
  const told = platform.wire.filter(({ topic }) => topic.endsWith('/event'));
  for (const { bytes } of told)
    expect(decodeMessage('event', bytes, () => undefined, proof)).toMatchObject({ ok: true });
  expect(told.length).toBeGreaterThanOrEqual(2 * events);
  expect(platform.undecoded).toEqual([]);
});
