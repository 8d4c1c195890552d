import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DeviceDetail } from '../../gateway/desk/http/api/buildingApi.ts';
import { DESKTOP, openBrowser, openPage, PHONE } from '../harness/browser.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// Where to leave pictures of what was seen, for whoever wants to look.
const PICTURES = process.env.LIFELINE_PICTURES;

const PASSWORD = 'a long enough password';

test('somebody claims a box, sees the gas leak, acknowledges it, and it stands in guard under their name; another logs in and sees the same', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const site = stage.write('site.yaml', houseSite);
  const up = stage.program(
    'gateway/cli',
    ...['up', site, '--run', stage.folder, '--listen', '127.0.0.1:0', '--plain', 'off'],
  );
  const said = (pattern: RegExp) =>
    until(`up says ${pattern}`, () => up.words.map((line) => pattern.exec(line)?.[1]).find(Boolean));
  const code = await said(/Claim code: (\S+)/);
  const port = await said(/https:\/\/localhost:(\d+)\//);
  const desk = await stage.desk();
  await until('gas is read', () => desk.shows('gas/concentration')?.[1] === 'good');

  const browser = await openBrowser();
  const { page, errors } = await openPage(browser, PHONE, 'zh-CN');
  const picture = async (name: string) => {
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  };

  // claim
  await page.goto(`https://127.0.0.1:${port}/#c=${code}`);
  await page.getByRole('heading', { name: '这台网关还没有主人' }).waitFor();
  expect(await page.getByLabel('认领码').inputValue()).toBe(code);
  await page.getByLabel('您的名字').fill('张伟');
  await page.getByLabel('密码').fill(PASSWORD);
  await picture('claim');
  await page.getByRole('button', { name: '认领' }).click();

  // overview
  await page.getByText('小楼').waitFor();
  await page.getByRole('heading', { name: '异常' }).waitFor();
  expect(new URL(page.url()).hash).toBe('');
  await picture('calm');

  // the gas leaks
  await building.set('rooms.kitchen.gas', 60);
  await page.getByRole('heading', { level: 1, name: /厨房燃气/ }).waitFor();
  await until('guard has it red', () => desk.alarm('gas-high')?.severity === 'red');
  await picture('alarm');
  await page.getByRole('link', { name: '查看并确认' }).click();
  await page.getByText(/\d\u2009%LEL/).waitFor();
  await picture('alarm-view');

  // what the page can ask of a device
  const device = (await page.evaluate(async () => (await fetch('/api/devices/gas')).json())) as DeviceDetail;
  expect(device.line?.state).toBe('online');
  expect(device.rules.map(({ rule }) => rule)).toContain('gas-high');
  expect(device.device.points[0]?.limits).toContainEqual(
    expect.objectContaining({ severity: 'red', value: 50 }),
  );

  // acknowledge
  await page.getByRole('button', { name: '确认', exact: true }).click();
  await page.getByText('红色 · 已确认').waitFor();
  await until('guard knows who', () => desk.alarm('gas-high')?.actor === 'desk:张伟');
  expect(desk.alarm('gas-high')?.to).toBe('acknowledged-active');
  await picture('acknowledged');
  expect(errors).toEqual([]);

  // somebody else at a desktop, in English: the code is used up, the password is asked for
  const other = await openPage(browser, DESKTOP, 'en-GB');
  await other.page.goto(`https://127.0.0.1:${port}/#c=${code}`);
  await other.page.getByLabel('Name').fill('张伟');
  await other.page.getByLabel('Password').fill('not the password');
  await other.page.getByRole('button', { name: 'Log in' }).click();
  await other.page.getByText('name or password is wrong').waitFor();
  await other.page.getByLabel('Password').fill(PASSWORD);
  await other.page.getByRole('button', { name: 'Log in' }).click();
  await other.page
    .getByRole('heading', { level: 1, name: 'Gas in the kitchen, Kitchen: acknowledged' })
    .waitFor();
  if (PICTURES !== undefined) await other.page.screenshot({ path: join(PICTURES, 'desktop.png') });

  // what was done stands in the list of commands that guard journals, and nothing secret in what desk said
  expect(up.words.join('\n')).not.toContain(PASSWORD);
});

test('the page says that guard, and then desk, is gone, shows no value meanwhile, and comes back by itself', async () => {
  const stage = openStage();
  await stage.simulate(houseBuilding);
  const guard = await stage.guard(houseSite);
  const args = ['desk', stage.site, '--run', stage.folder, '--plain', 'off', '--listen'];
  const desk = await stage.program('gateway/cli', ...args, '127.0.0.1:0').ready();
  const said = (pattern: RegExp) => desk.words.map((line) => pattern.exec(line)?.[1]).find(Boolean) ?? '';
  const port = said(/https:\/\/localhost:(\d+)\//);
  const { page } = await openPage(await openBrowser(), PHONE, 'en-GB');
  await page.goto(`https://127.0.0.1:${port}/#c=${said(/Claim code: (\S+)/)}`);
  await page.getByLabel('Your name').fill('Li');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Claim' }).click();
  const fine = page.getByRole('heading', { level: 1, name: 'Everything is fine' });
  await fine.waitFor();

  await guard.kill();
  await page.getByRole('heading', { name: 'The building is not watched from here' }).waitFor();
  expect(await page.getByText('have a good value').count()).toBe(0);
  await stage.guard();
  await fine.waitFor();

  await desk.kill();
  await page.getByText('No contact with the gateway since').waitFor();
  expect(await fine.count()).toBe(0); // what it knew is old
  const again = await stage.program('gateway/cli', ...args, `127.0.0.1:${port}`).ready();
  await page.getByText('No contact with the gateway since').waitFor({ state: 'detached' });
  await fine.waitFor(); // still logged in
  expect(again.words.join(' ')).not.toContain('Claim code');
});
