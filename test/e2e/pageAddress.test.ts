import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { SiteNow } from '../../gateway/desk/http/api/siteApi.ts';
import { claimedDesk, DESK_PASSWORD, DeskClient } from '../harness/deskClient.ts';
import { houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { freePort } from '../harness/mosquitto.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

test('a page that moves is had at both addresses until somebody keeps the change; one that nobody keeps goes back, and the alarm stands all the time', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const [first, second, third] = [await freePort(), await freePort(), await freePort()];
  const page = { port: first, host: '127.0.0.1' };
  await stage.guard({ ...houseSiteWithUplink('mqtt://127.0.0.1:1'), page });
  const guard = await stage.desk();
  const { client } = await claimedDesk(stage, 'Li', []);
  await building.set('rooms.kitchen.gas', 60);
  const { occurrence } = await until('the alarm stands', () => guard.alarm('gas-high'));
  const moved = new DeskClient(second);
  const answers = (asked: DeskClient) =>
    asked.ask('GET', '/api/me').then(
      () => true,
      () => false,
    );
  const offered = async () => (await client.get<SiteNow>('/api/site')).page;
  const change = async (port: number, trialS: number, by: DeskClient) => {
    const { revision } = await by.get<SiteNow>('/api/site');
    const edits = [
      { path: ['page', 'port'], value: port },
      { path: ['uplinks', 'city', 'url'], value: 'mqtt://127.0.0.1:2' },
    ];
    return by.post<SiteNow>('/api/site/apply', { base: revision, edits, reason: 'moved', trialS });
  };

  // nobody keeps it: the box is found where it was
  await change(second, 5, client);
  await until('the page is had at the new address too', () => answers(moved));
  expect(await answers(client)).toBe(true);
  await until('it went back, and nothing is left at the new address', async () => !(await answers(moved)));
  expect(await offered()).toEqual([{ address: `127.0.0.1:${first}`, listening: true }]);

  // where something else listens it stays where it is, and says so
  const other = createServer().listen(third, '127.0.0.1');
  const refused = await change(third, 3600, client);
  await until('the page says where it is not', async () =>
    (await offered()).some(({ listening }) => !listening),
  );
  expect(await answers(client)).toBe(true);
  await client.post('/api/site/revert', { revision: refused.revision });
  other.close();
  await until('that is forgotten', async () => (await offered()).length === 1);

  // kept by who came to the new address
  const { revision } = await change(second, 3600, client);
  await until('the page is had at the new address too', () => answers(moved));
  await moved.post('/api/login', { name: 'Li', password: DESK_PASSWORD });
  const { site } = await moved.get<{ site: string }>('/api/me');
  await moved.post('/api/site/keep', { revision, loaded: site });
  await until('the old address is given up', async () => !(await answers(client)));
  expect(await answers(moved)).toBe(true);
  expect(guard.alarm('gas-high')?.occurrence).toBe(occurrence);
});
