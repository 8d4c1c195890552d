import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBrowser, openPage, PHONE } from '../harness/browser.ts';
import { enter } from '../harness/deskHouse.ts';
import { foreignRun, foreignUser } from '../harness/foreignUaClient.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openUaHouse, UA_PASSWORD } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

const PICTURES = process.env.LIFELINE_PICTURES;
const TIME = 'i=2258'; // of the server

test('a client that was refused stands on the page of an admin, is trusted there on a phone, and comes in', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const { stage } = house;
  const args = ['desk', stage.site, '--run', stage.folder, '--plain', 'off', '--listen', '127.0.0.1:0'];
  const desk = await stage.program('gateway/cli', ...args).ready();
  const read = async () => {
    const lines = await foreignRun(house, foreignUser('operator'), 'read', TIME);
    return lines.find(({ refused }) => refused !== undefined)?.refused ?? lines.at(-1)?.status;
  };
  expect(await read()).toBe('BadSecurityChecksFailed');

  const { page, errors } = await openPage(await openBrowser(), PHONE, 'zh-CN');
  const port = /https:\/\/localhost:(\d+)\//.exec(desk.words.join('\n'))?.[1];
  await page.goto(`https://127.0.0.1:${port}/settings`);
  await enter(page, UA_PASSWORD, 'admin');
  await page.goto(`https://127.0.0.1:${port}/settings`);
  const shown = page.locator('li', { hasText: 'urn:' }).filter({ hasText: 'foreign-client' });
  await shown.getByText('未信任').waitFor();
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, 'trust.png'), fullPage: true });
  // held for a second, as what must not happen by a slip
  await shown.getByRole('button', { name: '信任' }).focus();
  await page.keyboard.down('Enter');
  await shown.getByText('已信任').waitFor();
  await page.keyboard.up('Enter');
  await until('the server believes it', async () => (await read()) === 'Good');
  await until('who did it is in the log', () =>
    desk.words.some((line) => /admin: trust-certificate/.test(line)),
  );
  expect(errors).toEqual([]);
});
