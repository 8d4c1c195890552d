import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import type { CommissionView } from '../../gateway/desk/http/api/commissionApi.ts';
import { speaker } from '../../gateway/text/catalogue.ts';
import { CHECK_MESSAGES } from '../../gateway/text/checkMessages.ts';
import { COMMISSION_MESSAGES } from '../../gateway/text/commissionMessages.ts';
import { PAGE_MESSAGES } from '../../gateway/text/pageMessages.ts';
import { openBrowser } from '../harness/browser.ts';
import { claimedDesk, DESK_PASSWORD } from '../harness/deskClient.ts';
import { enter } from '../harness/deskHouse.ts';
import { tiltBuilding } from '../harness/eightSensors.ts';
import { houseSite } from '../harness/house.ts';
import { type Look, Onlooker } from '../harness/looks.ts';
import { SOAK } from '../harness/soak.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

/** Pictures are taken of both languages at both sizes; so does the soak. */
const WHOLE = SOAK || process.env.LIFELINE_PICTURES !== undefined;
const BOTH: readonly Look[] = [
  { language: 'zh', size: 'phone', colours: 'light' },
  { language: 'en', size: 'desktop', colours: 'dark' },
];
const MORE: readonly Look[] = [
  { language: 'en', size: 'phone', colours: 'sun' },
  { language: 'zh', size: 'desktop', colours: 'light' },
];
const PERSON = 'Li';
const KIND = 'wit-hwt9073-485';
const VIEWS = { add: '/commission', checks: '/commission/checks', papers: '/commission/papers' } as const;
const MESSAGES = { ...COMMISSION_MESSAGES, ...CHECK_MESSAGES, ...PAGE_MESSAGES };
const SPEAKERS = { en: speaker(MESSAGES, 'en'), zh: speaker(MESSAGES, 'zh') };

const site = {
  ...houseSite,
  buses: [
    ...houseSite.buses,
    { id: 'wall', connection: { type: 'serial', path: 'lines/wall', baud: 9600, adapterMs: 80 } },
  ],
};

test('the wizard, the checks and the papers tell each of their seven states, at both sizes and in both languages', async () => {
  const stage = openStage();
  const building = await stage.simulate(tiltBuilding);
  const guard = await stage.guard(site);
  const { desk, client, port } = await claimedDesk(stage, PERSON);
  await client.post('/api/people', { name: 'Gast', password: DESK_PASSWORD, role: 'viewer', language: 'zh' });
  const browser = await openBrowser();
  const people = await Promise.all(
    [...BOTH, ...(WHOLE ? MORE : [])].map((look) => Onlooker.open(browser, look)),
  );
  const wrong: string[] = [];
  const see = async (what: string) => {
    for (const one of people) wrong.push(...(await one.see(what)));
  };
  const everywhere = (step: (page: Page, one: Onlooker) => Promise<unknown>) =>
    Promise.all(people.map((one) => step(one.page, one)));
  const go = (path: string) => Promise.all(people.map((one) => one.go(path)));
  type Key = keyof typeof MESSAGES;
  const say = ({ look }: Onlooker, key: Key, named: Readonly<Record<string, string | number>> = {}) =>
    SPEAKERS[look.language](key, named as never);
  const reads = (key: Key, named: Readonly<Record<string, string | number>> = {}) =>
    everywhere((page, one) =>
      page
        .getByText(say(one, key, named))
        .first()
        .waitFor(),
    );
  const settled = () => everywhere((page) => page.locator('.skeleton').waitFor({ state: 'detached' }));
  const views = async (state: string, there: (name: keyof typeof VIEWS) => Promise<unknown>) => {
    for (const name of ['add', 'checks', 'papers'] as const) {
      await go(VIEWS[name]);
      await there(name);
      await see(`${name}-${state}`);
    }
    await go('/more');
    await everywhere((page) => page.unrouteAll({ behavior: 'ignoreErrors' }));
  };
  const origin = `https://127.0.0.1:${port}`;
  await everywhere((page) => page.goto(`${origin}/login`));
  await everywhere((page) => enter(page, DESK_PASSWORD, PERSON));

  // somebody who may look and do nothing is told who may
  const guest = await Onlooker.open(browser, BOTH[0] as Look);
  await guest.page.goto(origin);
  await enter(guest.page, DESK_PASSWORD, 'Gast');
  for (const [name, path] of Object.entries(VIEWS)) {
    await guest.go(path);
    await guest.page.getByText(PERSON).first().waitFor();
    wrong.push(...(await guest.see(`${name}-refused`)));
  }
  await guest.page.close();

  // on its way; failed, with the way to try again; nothing there yet
  await everywhere((page) => page.route('**/api/commission', () => {}));
  await views('loading', () => reads('frame.loading'));
  await everywhere((page) => page.route('**/api/commission', fail));
  await views('error', () => reads('frame.try-again'));
  await everywhere((page) => page.route('**/api/commission', withNothing));
  const empty = { add: 'add.no-line', checks: 'checks.none', papers: 'papers.none' } as const;
  await views('empty', (name) => reads(empty[name]));
  await views('live', settled);

  // one sensor, from the bag to its name
  await go(VIEWS.add);
  await everywhere((page) => page.getByRole('button', { name: /^wall/ }).click());
  await see('add-fresh');
  await everywhere((page) => page.locator('button.primary').click());
  await see('add-order');
  await client.post('/api/commission/orders', {
    ...{ line: 'wall', profile: KIND, count: 3, name: 'Tilt {n}', first: 11 },
  });
  await reads('connect.title', { n: 1 });
  await see('wizard-connect');
  await building.send({ verb: 'connect', device: 's1' });
  await reads('name.shows', { name: '', value: '' });
  await see('wizard-name');
  await everywhere((page) => page.locator('form input').first().fill('Stairs north'));

  // nothing comes: what was typed stays, and nothing can be done
  await everywhere((page) => page.route('**/api/live/stream', (route) => route.abort()));
  await desk.kill();
  await everywhere((page) => page.locator('.strip.hatched').waitFor());
  await see('wizard-stale');
  await everywhere(async (page) => {
    expect(await page.locator('form input').first().inputValue()).toBe('Stairs north');
    expect(await page.locator('form button.primary').isDisabled()).toBe(true);
  });
  // somebody else goes on meanwhile: who comes back is shown how it stands now
  const args = ['--run', stage.folder, '--plain', 'off', '--listen', `127.0.0.1:${port}`];
  await stage.program('gateway/cli', 'desk', stage.site, ...args).ready();
  const named = { kind: 'named', name: 'Stairs south', place: null };
  await until('another phone has named it', async () => {
    const answer = await client.ask('POST', '/api/commission/orders/wall', { unit: 11, said: named });
    return answer.status === 200;
  });
  await everywhere((page) => page.unrouteAll({ behavior: 'ignoreErrors' }));
  await everywhere((page) => page.evaluate("dispatchEvent(new Event('online'))"));
  await reads('connect.title', { n: 2 });
  await everywhere((page) => page.getByText('✓ 11 · Stairs south').waitFor());

  // guard is gone: nothing can be begun, and why
  await guard.kill();
  await everywhere((page) => page.locator('.strip.hatched').waitFor());
  await see('wizard-guard-away');
  await client.ask('DELETE', '/api/commission/orders/wall');
  await views('guard-away', settled);
  await go(VIEWS.add);
  await settled();
  await everywhere(async (page) => {
    expect(await page.getByRole('button', { name: /^wall/ }).isDisabled()).toBe(true);
  });
  expect(wrong).toEqual([]);
}, 300_000);

const ERROR = {
  ...{ type: 'about:blank', status: 500, code: 'desk.internal', field: null, may: null, retryS: null },
  id: '1a2b3c4d',
  what: { en: 'Desk failed at this.', zh: '网页服务出错。' },
  hint: { en: 'Try again; its log has more.', zh: '请重试；详情见其日志。' },
};

function fail(route: Route): Promise<void> {
  return route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(ERROR) });
}

async function withNothing(route: Route): Promise<void> {
  const answer = await route.fetch();
  const view = (await answer.json()) as CommissionView;
  const checks = { ...view.checks, points: [], building: [], gaps: [] };
  await route.fulfill({ json: { ...view, lines: [], checks } });
}
