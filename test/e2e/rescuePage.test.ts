import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { LiftScreen } from '../../gateway/control/liftScreen.ts';
import { openBrowser, openPage, PHONE } from '../harness/browser.ts';
import { enter } from '../harness/deskHouse.ts';
import { liftBuilding, liftSite } from '../harness/liftHouse.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const PICTURES = process.env.LIFELINE_PICTURES;

test('who was called, came and let people out is told on two phones at once, over a kill of guard, and stands on the paper', async () => {
  const stage = openStage();
  const building = await stage.simulate(liftBuilding);
  // whoever is shut in is known to be in seconds here
  const thresholds = { 'entrapment.offLevelSuspectedS': 1, 'entrapment.offLevelConfirmedS': 2 };
  const guard = await stage.guard({
    ...liftSite,
    lifts: liftSite.lifts.map((lift) => ({ ...lift, thresholds })),
  });
  const args = ['desk', stage.site, '--run', stage.folder, '--plain', 'off', '--listen', '127.0.0.1:0'];
  const program = await stage.program('gateway/cli', ...args).ready();
  const said = (pattern: RegExp) => program.words.map((line) => pattern.exec(line)?.[1]).find(Boolean) ?? '';
  const origin = `https://127.0.0.1:${said(/https:\/\/localhost:(\d+)\//)}`;
  const claim = said(/Claim code: (\S+)/);
  const desk = await stage.desk();
  const phase = async () => ((await desk.ask({ verb: 'lifts' })) as LiftScreen).lifts[0]?.entrapment.phase;
  const known = async () => ((await desk.ask({ verb: 'lifts' })) as LiftScreen).lifts[0]?.snapshot.loadPct;
  await until('the lift is known', async () => (await known())?.value != null);
  await building.lift({ verb: 'trap', lift: 'a', where: 'between' });
  await building.lift({ verb: 'ride', lift: 'a', from: 1, to: 3 });

  const browser = await openBrowser();
  const [english, chinese] = await Promise.all([
    openPage(browser, PHONE, 'en-GB'),
    openPage(browser, PHONE, 'zh-CN'),
  ]);
  const phone = { en: english.page, zh: chinese.page };
  await phone.en.goto(`${origin}/#c=${claim}`);
  await enter(phone.en);
  await phone.zh.goto(`${origin}/login`);
  await enter(phone.zh);
  await Promise.all([phone.en, phone.zh].map((page) => page.goto(`${origin}/lifts/lift-a`)));
  const picture = async (name: string) => {
    if (PICTURES === undefined) return;
    for (const [language, page] of Object.entries(phone))
      await page.screenshot({ path: join(PICTURES, `rescue-${name}-${language}.png`), fullPage: true });
  };
  const says = (page: Page, words: string) =>
    page.locator('article.lift strong', { hasText: words }).first().waitFor();
  const status = (page: Page) => page.locator('fieldset.rescue [role=status]');
  const tell = async (page: Page, by: string, button: string, told: string) => {
    await page.locator('fieldset.rescue input').fill(by);
    await page.locator('fieldset.rescue').getByRole('button', { name: button }).click();
    await status(page).getByText(told).waitFor();
  };
  await says(phone.en, 'People are trapped');
  await says(phone.zh, '确认困人');
  await picture('trapped');

  // nothing without a name; then one is called, and two come at once
  expect(await phone.en.getByRole('button', { name: 'was called' }).isDisabled()).toBe(true);
  await tell(phone.en, 'Fast Lift Service', 'was called', 'Fast Lift Service was called: written down.');
  await Promise.all([
    tell(phone.en, 'Wang Gang', 'has come', 'Wang Gang has come: written down.'),
    tell(phone.zh, '李明', '已到场', '李明已到场，已记录。'),
  ]);
  await says(phone.zh, '困人未解除，已有人到场');
  expect(await phase()).toBe('attended');

  // guard is gone in the middle: what was typed is still there when it is back
  await phone.zh.locator('fieldset.rescue input').fill('<b>赵</b>');
  await guard.kill();
  await phone.zh.locator('fieldset.rescue').waitFor({ state: 'detached' });
  await stage.guard();
  await says(phone.zh, '困人未解除，已有人到场');
  expect(await phone.zh.locator('fieldset.rescue input').inputValue()).toBe('<b>赵</b>');
  await phone.zh.locator('fieldset.rescue').getByRole('button', { name: '已通知' }).click(); // after the arrival
  await status(phone.zh).getByText('<b>赵</b>已通知，已记录。').waitFor();
  await picture('attended');

  // a slip of the finger releases nobody
  await phone.en.locator('fieldset.rescue input').fill('Wang Gang');
  const release = phone.en.getByRole('button', { name: 'has let them out' });
  await release.click();
  expect(await phase()).toBe('attended');
  await release.focus();
  await phone.en.keyboard.down('Enter');
  await status(phone.en).getByText('Wang Gang has let them out: written down.').waitFor();
  await phone.en.keyboard.up('Enter');

  // somebody is still in there, and is found again; then the door opens, and more is told when it is over
  await says(phone.zh, '确认困人');
  await building.lift({ verb: 'free', lift: 'a' });
  await says(phone.en, 'Nobody is trapped any more');
  await says(phone.zh, '困人已解除');
  await tell(phone.zh, '孙', '已到场', '孙已到场，已记录。');
  await picture('over');

  const paper = async (language: string) => {
    const link = phone.en.locator(`a[href*="reader=regulator"][lang=${language}]`);
    return (await phone.en.request.get(`${origin}${await link.getAttribute('href')}`)).text();
  };
  const regulator = await paper('en');
  for (const name of ['Fast Lift Service', 'Wang Gang', '李明', '&lt;b&gt;赵&lt;/b&gt;', '孙'])
    expect(regulator, name).toContain(name);
  expect(await paper('zh')).toContain('事后补记');
  expect([...english.errors, ...chinese.errors]).toEqual([]);
});
