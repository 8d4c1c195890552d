import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../gateway/core/clock.ts';
import { packageRoot } from '../../../gateway/core/program.ts';
import { startFleetServer } from '../../../gateway/platform/ingest/http/fleetServer.ts';
import type { EventBody } from '../../../gateway/telemetry/index.ts';
import { Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

// The page in Debian's Chromium. LIFELINE_TEST_SCREENS names a folder for pictures of what was seen.
let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
});
afterAll(async () => {
  await browser.close();
  await Workbench.close();
});

const at = { boot: 'b007b007b007b007', mono: 3000 };
const WENT = { type: 'lift', lift: 'a', liftName: 'A', what: 'entrapment', details: {}, at } as const;
const DID = { type: 'command', verb: 'silence', actor: 'desk:Li', accepted: false, detail: '', at } as const;

const STARTED = {
  type: 'system',
  code: 'guard.started',
  severity: 'none',
  text: 'lifeline 1.0 started',
  at,
} as const;

async function opened(locale: string): Promise<{ page: Page; problems: string[]; bench: Workbench }> {
  const bench = await Workbench.open();
  const tower = new Tower('tower-7', undefined, { name: { en: '<b>Garden</b> House', zh: '花园楼' } });
  const other = new Tower('tower-8', 'e00000000000000b');
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 10, { sealed: true }));
  await bench.take(
    tower,
    tower.alarm(1, 'gas#1', { place: { en: 'Kitchen', zh: '厨房' } }),
    ...[
      tower.event(2, WENT),
      tower.event(3, DID),
      tower.event(4, STARTED),
      ['event', new Uint8Array([1])] as const,
      tower.state(4, 2),
    ],
  );
  await bench.take(other, ...other.births(), other.state(0, 0, { online: false }));
  await bench.seal();
  await bench.query(`update gateway set district = '城北' where gw = 'tower-7'`);
  await bench.query(`update rollup_hour set hour = date_trunc('hour', now()) - interval '2 hours'`);
  const { database, births } = bench;
  const server = await startFleetServer({
    ...{ host: '127.0.0.1', port: 0, database, births, clock: systemClock() },
    tokens: [{ name: 'wall', role: 'view', sha256: createHash('sha256').update('look').digest('hex') }],
  });
  if (!server.ok) throw new Error(server.error.what);
  onTestFinished(() => server.value.stop());
  const context = await browser.newContext({ locale, viewport: { width: 1000, height: 800 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${server.value.port}/`);
  return { page, problems, bench };
}

async function enter(page: Page): Promise<void> {
  await page.fill('#token', 'look');
  await page.keyboard.press('Enter');
  await page.waitForSelector('table');
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.LIFELINE_TEST_SCREENS;
  if (folder !== undefined)
    await page.screenshot({ path: join(folder, `fleet-${name}.png`), fullPage: true });
}

test('a token opens the page; buildings stand by what is wrong, and are found by name', async () => {
  const { page, problems } = await opened('en-GB');
  await page.fill('#token', 'guess');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=This token is not known here.');
  await enter(page);
  const rows = () => page.locator('.wide').nth(1).locator('tbody tr');
  expect(await rows().allInnerTexts()).toEqual([
    expect.stringMatching(/^alarm\s+<b>Garden<\/b> House\s+城北\s+1 red/),
    expect.stringMatching(/^silent\s+House tower-8\s+no district/),
  ]);
  await picture(page, 'buildings-en');
  await page.fill('#search', 'garden');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows().count()).toBe(1);
  expect(problems).toEqual([]);
});

test('in Chinese: one building with its alarms, what is missing, and the history of a point; standing alarms; lifts', async () => {
  const { page, problems } = await opened('zh-CN');
  await enter(page);
  await page.click('text=花园楼');
  await page.waitForSelector('h1:has-text("花园楼")');
  const text = await page.textContent('main');
  for (const said of [
    '报警',
    '燃气',
    '厨房',
    '未确认报警',
    '测点 0',
    '正常',
    'A: 困人',
    'desk:Li：消音，被拒绝',
    '监测程序启动（lifeline 1.0 started）',
  ])
    expect(text).toContain(said);
  expect(text).toContain('1 条消息无法接收');
  await page.click('text=测点 0');
  await page.waitForSelector('svg .band');
  expect(await page.textContent('main')).toContain('测点 0，最近 24 小时，按小时（%LEL）');
  await picture(page, 'building-zh');
  await page.click('header >> text=当前报警');
  await page.waitForSelector('h1:has-text("当前报警")');
  expect(await page.textContent('main')).toContain('花园楼');
  await page.click('header >> text=电梯');
  await page.waitForSelector('h1:has-text("电梯")');
  await page.click('header >> text=English');
  await page.waitForSelector('h1:has-text("Lifts")');
  await picture(page, 'lifts-en');
  expect(problems).toEqual([]);
});

test('a list that ends at five hundred says so, and what the lifts are ranked by says where to look now', async () => {
  const { page, problems, bench } = await opened('en-GB');
  await enter(page);
  const alarms = page.locator('main tbody tr');
  await page.click('header >> text=Standing alarms');
  await page.waitForSelector('h1:has-text("Standing alarms")');
  expect(await page.textContent('main')).not.toContain('are shown');
  const many = new Tower('tower-9', 'e00000000000000c');
  await bench.take(
    many,
    ...many.births(),
    ...Array.from({ length: 500 }, (_, nth) => many.alarm(nth + 1, `gas#${nth}`)),
  );
  await page.reload();
  await page.waitForSelector('text=The first 500 are shown.');
  expect(await alarms.count()).toBe(500);
  await page.click('header >> text=Lifts');
  await page.waitForSelector('text=Who is shut in now stands first');
  expect(problems).toEqual([]);
});

test('who is shut in now is at the top of the lifts, since when, in both languages', async () => {
  const { page, problems, bench } = await opened('zh-CN');
  const [tower, other] = [new Tower('tower-7'), new Tower('tower-8', 'e00000000000000b')];
  const day = (lift: string, zh: string): EventBody =>
    ({
      ...{ type: 'lift', lift, liftName: { en: `Lift ${lift}`, zh }, what: 'day', at },
      details: { day: '2026-06-01', record: { trips: 200, doorCycles: 400, entrapments: 3, landings: {} } },
    }) as EventBody;
  const shut = (value: string, lift: string, zh: string) => ({
    ...{ device: lift, deviceName: { en: `Lift ${lift}`, zh }, rule: 'lift.entrapment', value, limit: null },
    ...{ point: `${lift}/entrapment`, ruleName: { en: 'somebody is trapped', zh: '确认困人' }, unit: '' },
  });
  await bench.take(
    tower,
    tower.event(5, day('a', '一号梯')),
    tower.event(6, day('b', '二号梯')),
    tower.alarm(7, 'b#1', { ...shut('suspected', 'b', '二号梯'), severity: 'orange' }),
    tower.state(7, 2),
  );
  await bench.take(other, other.alarm(1, 'c#1', shut('confirmed', 'c', '三号梯')));
  await bench.query(`update event set at = now() where doc ->> 'what' = 'day'`);
  await enter(page);
  const lines = () => page.locator('main tbody tr').allTextContents();
  const shownAs = async (language: string, words: readonly string[]): Promise<void> => {
    await page.waitForSelector(`text=${words[0]}`);
    const [first = '', second = '', third = ''] = await lines();
    expect([first, second, third].join('\n')).toMatch(new RegExp(words.join('[^]*')));
    expect(third).not.toContain(words[0]);
    await picture(page, `shut-in-${language}`);
  };
  await page.click('header >> text=电梯');
  await shownAs('zh', ['确认困人', '自 2026年6月1日', '最后上报于', '疑似困人', '自 2026年6月1日', '一号梯']);
  await page.click('header >> text=English');
  await shownAs('en', ['people are shut in', 'since 1 Jun 2026', 'as last heard', 'people may be', 'Lift a']);
  expect(problems).toEqual([]);
});

test('it is readable on a phone and by a screen reader', async () => {
  const { page } = await opened('zh-CN');
  await page.setViewportSize({ width: 375, height: 700 });
  await enter(page);
  await picture(page, 'phone-zh');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
  for (const language of ['中文', 'English']) {
    await page.waitForSelector(`header >> text=${language === '中文' ? 'English' : '中文'}`);
    const counts = page.locator('.wide').first();
    expect(await counts.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    if (language === '中文') await page.click('header >> text=English');
    else await picture(page, 'phone-en');
  }
  await page.click('header >> text=中文');
  await page.evaluate(readFileSync(join(packageRoot(), 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
    return (await axe.run()).violations.map(({ id }) => id);
  });
  expect(found).toEqual([]);
});
