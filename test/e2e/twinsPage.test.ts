import { expect, test } from 'vitest';
import { openBrowser, openPage, PHONE } from '../harness/browser.ts';
import { claimedDesk, DESK_PASSWORD } from '../harness/deskClient.ts';
import { enter } from '../harness/deskHouse.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const PERSON = '张伟';
const KIND = 'qdy30a-pressure';

/** The house, with a gauge of its site on the line of water, and another one that came with the same address. */
const building = {
  ...houseBuilding,
  lines: houseBuilding.lines.map((line) =>
    line.id !== 'water'
      ? line
      : {
          ...line,
          portSettings: true, // else they answer at whatever rate they are searched
          devices: [
            ...line.devices,
            { id: 'roof', profile: KIND, unit: 5, turnaroundMs: 15, senses: { pressure: 0.31 } },
            {
              ...{ id: 'other', profile: KIND, unit: 5, turnaroundMs: 19, senses: { pressure: 0.12 } },
              connected: false,
            },
          ],
        },
  ),
};
const site = {
  ...houseSite,
  devices: [
    ...houseSite.devices,
    { id: 'roof', name: { en: 'Roof gauge', zh: '屋面压力' }, profile: KIND, bus: 'water', unit: 5 },
  ],
};

test('two with one address are told at the page though the search is stopped at the first word of them, and one is given its own', async () => {
  const stage = openStage();
  const house = await stage.simulate(building);
  await stage.guard(site);
  const { port } = await claimedDesk(stage, PERSON);
  const desk = await stage.desk();
  await until('the gauge is read', () => desk.shows('roof/pressure')?.[1] === 'good');
  const browser = await openBrowser();
  const { page, errors } = await openPage(browser, PHONE, 'zh-CN');
  page.setDefaultTimeout(60_000);
  await page.goto(`https://127.0.0.1:${port}/login`);
  await enter(page, DESK_PASSWORD, PERSON);
  await house.send({ verb: 'connect', device: 'other' });
  const units = async () => {
    const { devices } = await house.state();
    return Object.fromEntries(
      devices.filter(({ id }) => ['roof', 'other'].includes(id)).map(({ id, unit }) => [id, unit]),
    );
  };

  // stopped as soon as its row is there
  await page.goto(`https://127.0.0.1:${port}/commission`);
  await page.getByRole('button', { name: /^water/ }).click();
  await page.getByRole('button', { name: '不，搜索整条线' }).click();
  const row = page.locator('li.what', { has: page.locator('strong', { hasText: /^\S+ 5( ·|$)/ }) });
  await row.waitFor();
  await page.getByRole('button', { name: '停止', exact: true }).click();
  await page.getByText('已停止，保留已找到的设备').waitFor();
  expect(await row.textContent()).toMatch(/^⚠ 5/);

  // both are there: the page waits, and nothing is written
  await row.getByRole('button', { name: '处理：为其中一只另改地址' }).click();
  await page.getByRole('heading', { name: '有两只同时占用地址 5' }).waitFor();
  await page.getByText('“屋面压力”占用该地址，另一只也是。').waitFor();
  const move = page.getByRole('button', { name: /^把它改为地址 \d+$/ });
  expect(await move.isDisabled()).toBe(true);
  expect(await units()).toEqual({ roof: 5, other: 5 });

  // the one of the site is taken off, and somebody says that the right one is left
  await house.send({ verb: 'connect', device: 'roof', connected: false });
  await page.getByRole('heading', { name: '现在只有一只占用地址 5' }).waitFor();
  const free = Number(/\d+/.exec((await move.textContent()) ?? '')?.[0]);
  await move.click();
  await page.getByRole('heading', { name: new RegExp(`✓ .*${free}`) }).waitFor();
  expect(await units()).toEqual({ roof: 5, other: free });

  // it is back, alone at its address, and read again
  await house.send({ verb: 'connect', device: 'roof' });
  await until('the gauge is read again', () => desk.shows('roof/pressure')?.[0] === 0.31);
  expect(errors).toEqual([]);
}, 180_000);
