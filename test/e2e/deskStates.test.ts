import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser } from '../harness/browser.ts';
import { enter, openDeskHouse, PASSWORD, PERSON } from '../harness/deskHouse.ts';
import { EVERY_LOOK, greyDifference, HALVES, type Look, Onlooker } from '../harness/looks.ts';
import { SOAK } from '../harness/soak.ts';
import { until } from '../harness/until.ts';

/** The soak looks at everything in every way; otherwise each state is looked at in one half of the pairs. */
const [FIRST, SECOND] = HALVES;
const LOOKS: readonly Look[] = SOAK ? EVERY_LOOK : FIRST;

test('every view in every state is readable for who hears it or sees it badly', async () => {
  const house = await openDeskHouse();
  const browser = await openBrowser();
  const people = await Promise.all(LOOKS.map((look) => Onlooker.open(browser, look)));
  const pages = people.map(({ page }) => page);
  const wrong: string[] = [];
  const see = async (what: string) => {
    for (const one of people) wrong.push(...(await one.see(what)));
  };
  const everywhere = (step: (page: Page) => Promise<unknown>) => Promise.all(pages.map(step));
  const go = async (path: string) => {
    await Promise.all(people.map((one) => one.go(path)));
    await everywhere((page) => page.locator('main').first().waitFor());
  };
  const settled = () =>
    everywhere((page) => page.locator('.skeleton').first().waitFor({ state: 'detached' }));
  const origin = `https://127.0.0.1:${house.port}`;

  // who is there
  await everywhere((page) => page.goto(`${origin}/#c=${house.claim}`));
  await everywhere((page) => page.locator('main h1').waitFor());
  await see('claim');
  const [first, ...others] = pages;
  if (first === undefined) throw new Error('nobody looks');
  await enter(first);
  await Promise.all(others.map((page) => page.goto(`${origin}/login`)));
  await Promise.all(others.map((page) => page.locator('main h1').waitFor()));
  await see('login');
  await Promise.all(others.map((page) => enter(page)));

  // somebody who may look and do nothing
  const guest = await Onlooker.open(browser, { language: 'zh', size: 'phone', colours: 'light' });
  await first.evaluate(ADD_GUEST);
  await guest.page.goto(origin);
  await enter(guest.page, PASSWORD, 'Gast');
  await guest.go('/settings');
  await guest.page.getByText(PERSON).first().waitFor(); // who may, is said
  wrong.push(...(await guest.see('settings-refused')));

  // calm
  const shown = {
    ...{ overview: '/', alarms: '/alarms', devices: '/devices', device: '/devices/gas-301' },
    ...{ lift: '/lifts/lift-1', log: '/log', settings: '/settings', site: '/site', more: '/more' },
  };
  for (const [name, path] of Object.entries(shown)) {
    await go(path);
    await settled();
    await see(`${name}-calm`);
  }
  for (const name of ['alarms', 'devices', 'lifts']) {
    await go(`/${name}/nothing-of-this-name`);
    await settled();
    await see(`${name}-unknown`);
  }

  // nothing is there yet: what to do about it is said
  await go('/more');
  await everywhere((page) => page.route(/\/api\/(building|lifts|log\?.*)$/, empty));
  await Promise.all(pages.map((page) => page.reload()));
  for (const [name, path] of Object.entries({
    ...{ overview: '/', devices: '/devices', lift: '/lifts', log: '/log' },
  })) {
    await go(path);
    await settled();
    await see(`${name}-empty`);
  }
  await go('/');
  await everywhere((page) => page.locator('.empty a.primary[href="/commission"]').waitFor());
  await everywhere((page) => page.unrouteAll({ behavior: 'ignoreErrors' }));
  await Promise.all(pages.map((page) => page.reload()));

  // what fails, is refused, or is still on its way
  await go('/more');
  await everywhere((page) => page.route('**/api/{alarms,devices,lifts,settings,log}*/**', fail));
  await everywhere((page) => page.route('**/api/{lifts,settings,log?**}', fail));
  const failing = { ...shown, alarm: '/alarms/gas' };
  for (const name of ['alarm', 'device', 'lift', 'log', 'settings'] as const) {
    await go(failing[name]);
    await everywhere((page) => page.locator('.failed').first().waitFor());
    await see(`${name}-error`);
  }
  await everywhere((page) => page.unrouteAll({ behavior: 'ignoreErrors' }));
  await everywhere((page) => page.route('**/api/**', () => {})); // never answered
  await go('/devices/tilt-north');
  await see('device-loading');
  await go('/lifts');
  await see('lift-loading');
  await go('/alarms/gas');
  await see('alarm-loading');
  await Promise.all(pages.map((page) => page.reload({ waitUntil: 'commit' })));
  await everywhere((page) => page.locator('.skeleton').first().waitFor());
  await see('overview-loading');
  await everywhere((page) => page.unrouteAll({ behavior: 'ignoreErrors' }));
  await Promise.all(pages.map((page) => page.reload()));
  await everywhere((page) => page.locator('header button[lang]').waitFor());

  // the other half, while something happens
  if (!SOAK) await Promise.all(people.map((one, at) => one.become(SECOND[at] ?? one.look)));
  await house.building.set('rooms.301.gas', 62);
  await house.building.fault('tilt-north', { kind: 'silent' });
  await until('it is red', () => house.person.alarms.some(({ severity }) => severity === 'red'));
  await until('one is not heard', () => house.person.devices.get('tilt-north')?.state === 'offline');
  await house.building.set('contacts.door', false);
  await until('and one blue', () => house.person.alarms.some(({ severity }) => severity === 'blue'));
  const alarm = house.person.alarm('gas-301.high')?.occurrence ?? house.person.alarms[0]?.occurrence ?? '';
  const alarmPath = `/alarms/${encodeURIComponent(alarm)}`;
  for (const [name, path] of Object.entries({ ...shown, alarm: alarmPath })) {
    if (!['overview', 'alarms', 'alarm', 'device', 'devices'].includes(name)) continue;
    await go(path);
    await settled();
    await see(`${name}-alarm`);
  }

  // what is grave is told apart without any colour
  await first.setViewportSize({ width: 390, height: 2400 });
  const pictures = new Map<string, Buffer>();
  for (const [path, shapes] of [
    ['/alarms', ['red', 'blue']],
    ['/', ['eye']],
    ['/devices/gas-101', ['orange', 'yellow']],
  ] as const) {
    await go(path);
    await settled();
    for (const shape of shapes) {
      const found = first.locator(`.shape.${shape}`).first();
      await found.evaluate((svg) =>
        (svg as unknown as { classList: { remove(name: string): void } }).classList.remove('pulse'),
      );
      pictures.set(shape, await found.screenshot());
    }
  }
  for (const [one, picture] of pictures)
    for (const [other, another] of pictures)
      if (one < other)
        expect(await greyDifference(first, picture, another), `${one} and ${other}`).toBeGreaterThan(0.1);

  await guest.go(alarmPath);
  await guest.page.getByText('需要“值班”权限').waitFor();
  wrong.push(...(await guest.see('alarm-refused')));

  await go(alarmPath);
  await everywhere((page) => page.locator('details.other summary').click());
  await everywhere((page) => page.locator('details.other button').first().click());
  await see('alarm-shelve');
  await everywhere((page) => page.keyboard.press('Escape'));

  // nothing comes, and then guard is gone
  await house.desk.kill();
  await everywhere((page) => page.locator('.strip.hatched').waitFor());
  for (const [name, path] of Object.entries({
    overview: '/',
    alarm: alarmPath,
    device: '/devices/gas-101',
    lift: '/lifts',
  })) {
    await go(path);
    // whoever stands before an alarm is told what to do, whatever else is away
    if (name === 'alarm') await everywhere((page) => page.locator('.todo li').first().waitFor());
    await see(`${name}-stale`);
  }
  await house.startDesk();
  await everywhere((page) => page.locator('.strip.hatched').waitFor({ state: 'detached' }));
  await house.guard.kill();
  await everywhere((page) => page.locator('.strip.hatched').waitFor());
  for (const [name, path] of Object.entries({
    overview: '/',
    alarm: alarmPath,
    device: '/devices/gas-101',
    lift: '/lifts',
  })) {
    await go(path);
    await settled();
    if (name === 'alarm') await everywhere((page) => page.locator('.todo li').first().waitFor());
    await see(`${name}-guard-away`);
  }
  expect(wrong).toEqual([]);
}, 600_000);

const ADD_GUEST = `fetch('/api/people', { method: 'POST', headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ name: 'Gast', password: '${PASSWORD}', role: 'viewer', language: 'zh' }) }).then((answer) => {
  if (!answer.ok) throw new Error(answer.statusText);
})`;

const ERROR = {
  ...{
    type: 'about:blank',
    status: 500,
    code: 'desk.internal',
    field: null,
    may: null,
    retryS: null,
    id: '1a2b3c4d',
  },
  what: { en: 'Desk failed at this.', zh: '网页服务出错。' },
  hint: { en: 'Try again; its log has more.', zh: '请重试；详情见其日志。' },
};

/** A site and a journal that are new. */
async function empty(route: Route): Promise<void> {
  const answer = (await (await route.fetch()).json()) as object;
  const nothing = { devices: [], lifts: [], zones: [], entries: [], next: null };
  const kept = Object.entries(nothing).filter(([key]) => key in answer);
  await route.fulfill({ json: { ...answer, ...Object.fromEntries(kept) } });
}

function fail(route: Route): Promise<void> {
  return route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(ERROR) });
}
