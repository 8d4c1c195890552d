import { expect, test } from 'vitest';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { PlatformSide } from '../harness/platformSide.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

test('an uplink that its broker refuses stands on the alarm screen with since when and what to do, until it is let in', async () => {
  const stage = openStage();
  await stage.simulate(houseBuilding);
  const strict = new Mosquitto(['allow_anonymous false', 'password_file /dev/null']);
  stage.onClose(() => strict.remove());
  await strict.start();
  await stage.guard(houseSiteWithUplink(strict.url));
  await stage.courier();
  const screen = (...language: string[]) => stage.lifeline('alarms', '--run', '.', ...language);
  await until('it stands there', async () =>
    /uplink city: the broker refuses this gateway · since .*\n {2}→ check username/.test(
      (await screen()).out,
    ),
  );
  expect((await screen('--lang', 'zh')).out).toContain('消息服务器拒绝本网关');
  const { port } = strict;
  await strict.stop();
  const open = new Mosquitto();
  stage.onClose(() => open.remove());
  open.port = port;
  await open.start();
  await until('it is over', async () => !(await screen()).out.includes('uplink city'));
});

test('a broker that refuses large messages, and had said nothing of it, is sent smaller ones, and nothing is missing', async () => {
  const stage = openStage();
  await stage.simulate(houseBuilding);
  // mosquitto answers such a message with PUBACK 0x95
  const narrow = await new Mosquitto(['message_size_limit 600']).start();
  stage.onClose(() => narrow.remove());
  const platform = await PlatformSide.join(narrow.url, HOUSE);
  stage.onClose(() => platform.leave());
  await stage.guard(houseSiteWithUplink(narrow.url));
  const courier = await stage.courier();
  await until('telemetry can be read', () => (platform.totals?.received ?? 0) > 2);
  expect(platform.undecoded).toEqual([]);
  expect(Math.max(...platform.wire.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(600);
  expect(courier.words.join('\n')).toContain('the broker refuses messages of');
  // the connection that is given up for that is not told beside it, by each message that was under way
  expect(courier.words.filter((word) => word.includes('broker.lost'))).toEqual([]);
});
