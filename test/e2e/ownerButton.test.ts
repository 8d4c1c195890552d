import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AuditPage } from '../../gateway/desk/http/api/logApi.ts';
import { openBrowser, openPage, PHONE } from '../harness/browser.ts';
import { claimedDesk } from '../harness/deskClient.ts';
import { enter } from '../harness/deskHouse.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const pictures = process.env.LIFELINE_PICTURES;

test('who has lost every password holds the button of the box and comes in as another administrator, and the audit says so', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  await building.set('contacts.door', false);
  await stage.guard({ ...houseSite, page: { ownerButton: 'board/input1' } });
  const guard = await stage.desk();
  await until('the button is read', () => guard.shows('board/input1')?.[1] === 'good');
  const { client, desk, port } = await claimedDesk(stage);
  const browser = await openBrowser();
  const { page, errors } = await openPage(browser, PHONE, 'zh-CN');
  await page.goto(`https://127.0.0.1:${port}/`);
  await page.getByText('所有密码都丢失了？').click();
  await page.getByText(/按住网关上的按钮 10 秒/).waitFor();
  const comeIn = page.getByRole('button', { name: '用认领码进入' });
  expect(await comeIn.count()).toBe(0);
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'lost.png') });

  await building.set('contacts.door', true);
  await comeIn.waitFor();
  await comeIn.click();
  await page.getByRole('heading', { level: 1, name: '为这台网关新建管理员' }).waitFor();
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'anew.png') });
  const code = await until('the terminal has the code', () =>
    desk.words.map((line) => /with the code (\S+)$/.exec(line)?.[1]).find(Boolean),
  );
  await page.locator('#code').fill(code);
  await enter(page);
  const told = await until('it is in the audit', async () => {
    const { entries } = await client.get<AuditPage>('/api/audit');
    return entries.filter(({ act }) => act === 'claim').length >= 3 ? entries : undefined;
  });
  expect(JSON.stringify(told)).toContain('made another administrator');
  expect(JSON.stringify(told)).toContain('desk:button');
  expect(errors).toEqual([]);
});
