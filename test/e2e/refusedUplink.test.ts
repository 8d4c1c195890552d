import { expect, test } from 'vitest';
import { houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
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
