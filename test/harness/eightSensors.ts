import type { Page } from 'playwright-core';
import { speaker } from '../../gateway/text/catalogue.ts';
import { CHECK_MESSAGES } from '../../gateway/text/checkMessages.ts';
import { COMMISSION_MESSAGES } from '../../gateway/text/commissionMessages.ts';
import { PAGE_MESSAGES } from '../../gateway/text/pageMessages.ts';
import type { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import { houseBuilding, houseSiteWithUplink } from './house.ts';
import { InstallerHand, PATIENCE_MS } from './installerHand.ts';
import { until } from './until.ts';

const SENSORS = 8;
const SPARES = 1;
const KIND = 'wit-hwt9073-485';
const FIRST_UNIT = 11;
/** What hands take, milliseconds: nobody is quicker in a basement. */
const CONNECT_MS = 40_000;
const TURN_MS = 30_000;
const TURNED = 3; // degrees

/** The house, with a bag of fresh inclinometers beside a line of their own, all with one address. */
export const tiltBuilding = {
  ...houseBuilding,
  world: {
    ...houseBuilding.world,
    walls: Object.fromEntries(
      Array.from({ length: SENSORS + SPARES }, (_, i) => [`w${i + 1}`, { tilt: [0.8 + i / 10, -0.3] }]),
    ),
  },
  lines: [...houseBuilding.lines, { id: 'wall', link: 'wall', devices: bagOfSensors() }],
};

function bagOfSensors(): object[] {
  return Array.from({ length: SENSORS + SPARES }, (_, i) => ({
    ...{ id: `s${i + 1}`, profile: KIND, unit: 0x50, connected: false, turnaroundMs: 4 + 2 * i },
    senses: { tilt_x: `walls.w${i + 1}.tilt_x`, tilt_y: `walls.w${i + 1}.tilt_y` },
  }));
}

/** A siren at a relay that is read back, and a city. */
export const tiltSite = (url: string) => {
  const house = houseSiteWithUplink(url);
  const connection = { type: 'serial', path: 'lines/wall', baud: 9600, adapterMs: 80 };
  return {
    ...house,
    buses: [...house.buses, { id: 'wall', connection }],
    annunciators: [{ device: 'board', leaseS: 10, outputs: [{ point: 'relay1', drives: 'siren' }] }],
  };
};

/** What the story has: a building, phones, and somebody who can cut the power. */
export type Basement = {
  readonly building: Backchannel;
  readonly origin: string;
  readonly claim: string;
  openPhone(): Promise<Page>;
  /** Ends every program at once and starts them again; none: the power stays. */
  readonly cutPower?: () => Promise<void>;
  readonly picture?: (page: Page, name: string) => Promise<void>;
};

/** What may go wrong on the way. */
export type Mishaps = {
  readonly lostPhone: boolean;
  readonly twoAtOnce: boolean;
  readonly refusing: boolean;
};
export const NO_MISHAPS: Mishaps = { lostPhone: false, twoAtOnce: false, refusing: false };

export type Commissioned = {
  readonly hand: InstallerHand;
  readonly units: readonly number[];
  readonly sha256: string;
};

/**
 * An installer with a phone: eight factory-fresh sensors with one address → addressed, named, added, zeroed, bump-tested → a signed
 * record. Everything is done at the page; what hands would take is counted by `hand`.
 */
export async function commissionEight(
  basement: Basement,
  language: 'en' | 'zh',
  mishaps: Mishaps,
): Promise<Commissioned> {
  const { building, origin, claim, cutPower, picture = async () => {} } = basement;
  const say = speaker({ ...COMMISSION_MESSAGES, ...CHECK_MESSAGES, ...PAGE_MESSAGES }, language);
  const hand = new InstallerHand(await basement.openPhone());
  const see = (name: string) => picture(hand.page, name);
  const heading = (name: string | RegExp) =>
    hand.waits(() => hand.page.getByRole('heading', { name }).first().waitFor({ timeout: 120_000 }));
  const shown = (text: string | RegExp, timeout = 120_000) =>
    hand.waits(() => hand.page.getByText(text).first().waitFor({ timeout }));
  const connect = (sensor: string, connected = true) =>
    building.send({ verb: 'connect', device: sensor, connected });
  /** Waits until the sensor in hand has its address; a step that failed is done again, as people would. */
  const addressed = async (unit: number) => {
    const offers = (name: string) => hand.page.getByRole('button', { name, exact: true }).isVisible();
    await until(
      `the sensor has address ${unit}`,
      async () => {
        if (await hand.page.getByRole('heading', { name: new RegExp(`✓ .*${unit}`) }).isVisible())
          return true;
        if (await offers(say('other.take'))) await hand.tap(say('other.take'));
        else if (await offers(say('order.again'))) await hand.tap(say('order.again'));
        return hand.waits(() => new Promise<false>((resolve) => setTimeout(resolve, 200, false)));
      },
      180,
    );
  };
  const enter = async () => {
    await hand.page.locator('#name').fill('Zhang Wei');
    await hand.page.locator('#password').fill('a long enough password');
    await hand.page.locator('form button.primary').click();
    await hand.page.locator('.frame main h1').waitFor();
  };
  const keepIt = async () => {
    const offered = (key: 'trial.load' | 'trial.keep') =>
      hand.page.getByRole('button', { name: say(key), exact: true });
    // a page that asks to be loaded once more is loaded once more
    do {
      await Promise.all([
        hand.page.waitForEvent('load', { timeout: PATIENCE_MS }),
        hand.tap(say('trial.load')),
      ]);
      const either = offered('trial.keep').or(offered('trial.load'));
      await hand.waits(() => either.waitFor({ timeout: PATIENCE_MS }));
    } while (!(await offered('trial.keep').isVisible()));
    await hand.tap(say('trial.keep'));
    await hand.waits(() =>
      hand.page.getByRole('button', { name: say('trial.revert') }).waitFor({ state: 'detached' }),
    );
  };
  // who logs in has the box already: it is no part of the work
  await hand.page.goto(`${origin}/#c=${claim}`);
  await enter();
  await hand.page.goto(`${origin}/commission`);

  await hand.tap(/^wall/);
  await hand.tap(say('add.one-by-one'));
  await hand.choose(say('order.kind'), KIND);
  await see('bag');
  await hand.tap(say('order.begin'));
  let next = 1;
  for (let i = 0; i < SENSORS; i++) {
    await heading(say('connect.title', { n: i + 1 }));
    if (i === 0) await see('connect');
    const sensor = `s${next++}`;
    if (mishaps.refusing && i === 6) {
      await building.send({
        verb: 'fault',
        device: sensor,
        fault: { kind: 'exception', code: 4, probability: 1 },
      });
      await hand.hands(CONNECT_MS, () => connect(sensor));
      // one that refuses everything shows nothing of itself: it is stated by hand, refuses the write, and another is taken
      const [stated, failed] = [say('other.title'), say('failed.title')];
      await hand.waits(() =>
        hand.page
          .getByRole('heading', { name: new RegExp(`${escaped(stated)}|${escaped(failed)}`) })
          .waitFor(),
      );
      if (await hand.page.getByRole('heading', { name: stated }).isVisible())
        await hand.tap(say('other.take'));
      await heading(failed);
      await see('refused');
      await connect(sensor, false);
      await hand.hands(CONNECT_MS, () => connect(`s${next++}`));
      await hand.tap(say('order.again'));
    } else if (mishaps.twoAtOnce && i === 2) {
      await hand.hands(CONNECT_MS, async () => {
        await connect(sensor);
        await connect(`s${next}`);
      });
      await heading(say('shared.title', { unit: 0x50 }));
      await see('two-at-once');
      await connect(`s${next}`, false);
    } else await hand.hands(CONNECT_MS, () => connect(sensor));
    if (cutPower !== undefined && i === 4) {
      await hand.page.getByRole('heading', { name: say('change.title', { unit: FIRST_UNIT + i }) }).waitFor();
      await see('writing');
      // the cut takes the sensor too; its power comes back with that of the box
      await connect(sensor, false);
      await cutPower();
      await connect(sensor);
    }
    await addressed(FIRST_UNIT + i);
    if (mishaps.lostPhone && i === 3) {
      await hand.page.close();
      hand.page = await basement.openPhone();
      await hand.page.goto(`${origin}/commission`);
      await enter();
      await heading(new RegExp(`✓ .*${FIRST_UNIT + i}`));
      await see('another-phone');
    }
    if (i === 0) await see('name');
    if (i % 4 === 0)
      await hand.type(say('name.place'), language === 'zh' ? `${i / 4 + 1} 层` : `Level ${i / 4 + 1}`);
    else await hand.tap(language === 'zh' ? `${Math.floor(i / 4) + 1} 层` : `Level ${Math.floor(i / 4) + 1}`);
    await hand.tap(say('name.next'));
  }
  await heading(say('done.title', { done: SENSORS, all: SENSORS }));
  await see('done');
  await hand.tap(say('done.add'));
  await shown(say('done.added'));
  await keepIt();
  await hand.follow(say('checks.open'));

  // zeros of all at once, into the site
  await hand.waits(() =>
    until(
      'every sensor is warm and read',
      async () => {
        const text = await hand.page.locator('main').textContent();
        return (text?.match(/\d°|\d\u2009°/g)?.length ?? 0) >= SENSORS;
      },
      240,
    ),
  );
  await see('before-zero');
  await hand.tap(say('zero.all'));
  await shown(new RegExp(escaped(say('zero.write', { count: 0 })).replace('0', '\\d+')));
  await see('zeros');
  await hand.tap(new RegExp(escaped(say('zero.write', { count: 0 })).replace('0', '\\d+')));
  await shown(say('zero.written'));
  await keepIt();

  // bump tests: each is turned by hand, heard, and turned back while the next is walked to
  const bumped = () => hand.page.locator('main > p').first().textContent();
  for (let i = 0; i < SENSORS; i++) {
    const name = say('order.name-given', { n: i + 1 });
    const row = hand.page.locator('li.what', { hasText: `${name} ·` });
    await hand.tapOn(row.getByRole('button', { name: say('bump.begin'), exact: true }));
    await shown(say('bump.give'));
    const wall = `walls.w${await wallOf(building, FIRST_UNIT + i)}.tilt_x`;
    await hand.hands(TURN_MS, async () => {
      await building.set(wall, TURNED);
      await hand.page.getByText(say('bump.heard?')).waitFor({ timeout: 60_000 });
      // read back, or late: which of the two stands with its legs below
      await hand.page
        .locator('ol.steps')
        .first()
        .locator('li', { hasText: say('leg.siren') })
        .filter({ hasNotText: '…' })
        .waitFor({ timeout: 60_000 });
    });
    if (i === 0) await see('bump');
    await hand.tap(say('bump.heard'));
    await building.release(wall);
    await hand.waits(() =>
      until(
        'the next may be begun',
        async () => !(await hand.page.getByText(say('bump.heard?')).isVisible()),
      ),
    );
    await hand.waits(() =>
      hand.page
        .getByRole('button', { name: say('bump.break-off') })
        .first()
        .waitFor({ state: 'detached', timeout: 120_000 }),
    );
    // one that failed stands there with its legs, and why is what somebody wants to know
    const failed = hand.page.locator('li.what', { hasText: say('bump.not-passed') });
    if ((await failed.count()) > 0) throw new Error((await failed.first().textContent()) ?? '');
  }
  await hand.waits(() =>
    until(
      'all are proven',
      async () => (await bumped())?.startsWith(say('checks.missing', { done: SENSORS, all: SENSORS + 1 })),
      120,
    ),
  );
  await see('proven');

  await hand.follow(say('papers.open'));
  await hand.type(say('papers.same'), language === 'zh' ? '另行验收' : 'tested apart');
  await hand.tap(say('papers.fill'));
  await see('gaps');
  await hand.tap(say('papers.sign', { name: 'Zhang Wei' }));
  await shown(say('papers.kept'));
  await see('signed');
  const href = await hand.page
    .getByRole('link', { name: say('papers.print') })
    .first()
    .getAttribute('href');
  const { devices } = await building.state();
  const units = devices.filter(({ id, connected }) => /^s\d$/.test(id) && connected).map(({ unit }) => unit);
  return { hand, units: units.toSorted((a, b) => a - b), sha256: /[0-9a-f]{64}/.exec(href ?? '')?.[0] ?? '' };
}

/** Where the sensor with this address hangs: the number of its wall. */
async function wallOf(building: Backchannel, unit: number): Promise<number> {
  const { devices } = await building.state();
  return Number(devices.find((device) => /^s\d$/.test(device.id) && device.unit === unit)?.id.slice(1));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
