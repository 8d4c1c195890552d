import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser, openPage, PHONE } from '../harness/browser.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const PASSWORD = 'a long enough password';
const PICTURES = process.env.LIFELINE_PICTURES;
const FRESH = ['s1', 's2', 's3'];

/** The house, with a bag of fresh sensors beside its line of water. */
const building = {
  ...houseBuilding,
  lines: houseBuilding.lines.map((line) =>
    line.id === 'water'
      ? {
          ...line,
          devices: [
            ...line.devices,
            // no two answer in step
            ...FRESH.map((id, i) => ({
              ...{ id, profile: 'qdy30a-pressure', unit: 1, connected: false, turnaroundMs: 15 + 4 * i },
            })),
          ],
        }
      : line,
  ),
};

test('fresh sensors with one address get theirs from a phone: two at once are told, a lost phone loses nothing, and the house is watched meanwhile', async () => {
  const stage = openStage();
  const house = await stage.simulate(building);
  const site = stage.write('site.yaml', houseSite);
  const args = ['up', site, '--run', stage.folder, '--listen', '127.0.0.1:0', '--plain', 'off'];
  const up = stage.program('gateway/cli', ...args);
  const said = (pattern: RegExp) =>
    until(`up says ${pattern}`, () => up.words.map((line) => pattern.exec(line)?.[1]).find(Boolean));
  const [code, port] = [await said(/Claim code: (\S+)/), await said(/https:\/\/localhost:(\d+)\//)];
  const desk = await stage.desk();
  await until('water is read', () => desk.shows('main/pressure')?.[1] === 'good');

  const browser = await openBrowser();
  let { page, errors } = await openPage(browser, PHONE, 'zh-CN');
  let pictures = 0;
  const picture = async (name: string) => {
    if (PICTURES !== undefined)
      await page.screenshot({ path: join(PICTURES, `add-${++pictures}-${name}.png`) });
  };
  let taps = 0;
  const tap = async (name: string | RegExp) => {
    taps++;
    await page.getByRole('button', { name }).click();
  };
  await page.goto(`https://127.0.0.1:${port}/#c=${code}`);
  await page.getByLabel('您的名字').fill('张伟');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '认领' }).click();
  await page.getByText('小楼').waitFor();

  await page.goto(`https://127.0.0.1:${port}/commission`);
  await tap(/^water/);
  await picture('fresh-or-not');
  await tap('是，逐个接入');
  await page.getByLabel('传感器型号').selectOption('qdy30a-pressure');
  await page.getByLabel('数量').fill('3');
  await page.getByLabel(/名称/).fill('压力 {n}');
  taps += 3;
  await picture('what-is-in-the-bag');
  await tap('开始');

  // the first
  await page.getByRole('heading', { name: '接上第 1 只' }).waitFor();
  await picture('connect');
  await house.send({ verb: 'connect', device: 's1' });
  await named(page, 11);
  await picture('name');
  expect(await page.getByLabel('名称').inputValue()).toBe('压力 1');
  await page.getByLabel('位置').fill('一层');
  taps++;
  await tap('下一只');

  // the second and the third at once
  await page.getByRole('heading', { name: '接上第 2 只' }).waitFor();
  await house.send({ verb: 'connect', device: 's2' });
  await house.send({ verb: 'connect', device: 's3' });
  await page.getByRole('heading', { name: '有两只在用地址 1' }).waitFor();
  await picture('two-at-once');
  await house.send({ verb: 'connect', device: 's3', connected: false });
  await named(page, 12);

  // the phone is lost here; another goes on
  await page.close();
  ({ page, errors } = await openPage(browser, PHONE, 'en-GB'));
  await page.goto(`https://127.0.0.1:${port}/commission`);
  await page.getByLabel('Name').fill('张伟');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await named(page, 12);
  await picture('another-phone');
  await tap('Next');
  await house.send({ verb: 'connect', device: 's3' });
  await named(page, 13);
  await tap('Next');
  await page.getByRole('heading', { name: '3 of 3 sensors have their address' }).waitFor();
  await picture('done');

  // they are added to the building, on trial; a page that was loaded afterwards keeps it
  await tap('Add them to the building');
  await page.getByText('Added, on trial').waitFor();
  await tap('Load the page to keep it');
  await picture('on-trial');
  await tap('Keep it');
  await page.getByText('is on trial until').waitFor({ state: 'detached' });
  await until('the new ones are read', () => desk.shows('qdy30a-pressure-water-13/pressure')?.[1] === 'good');
  expect(taps).toBeLessThanOrEqual(18);

  // they are there, the house was watched meanwhile, and what was written stands in the journal with who did it
  const { devices } = await house.state();
  expect(devices.filter(({ id }) => FRESH.includes(id)).map(({ unit }) => unit)).toEqual([11, 12, 13]);
  expect(desk.shows('main/pressure')?.[1]).toBe('good');
  expect(desk.alarms).toEqual([]);
  expect(errors).toEqual([]);
});

/** Waits until the sensor in hand has its address. */
async function named(page: Page, unit: number): Promise<void> {
  await page.getByRole('heading', { name: new RegExp(`✓ .*${unit}`) }).waitFor();
}
