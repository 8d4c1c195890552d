import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser, openPage, PHONE } from '../harness/browser.ts';
import {
  type Basement,
  commissionEight,
  type Mishaps,
  NO_MISHAPS,
  tiltBuilding,
  tiltSite,
} from '../harness/eightSensors.ts';
import { HOUSE } from '../harness/house.ts';
import { freePort } from '../harness/mosquitto.ts';
import { SOAK } from '../harness/soak.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const PICTURES = process.env.LIFELINE_PICTURES;
const PATIENCE_MS = 1_200_000;

async function openBasement(language: 'en' | 'zh', cut: boolean): Promise<Basement> {
  const stage = openStage();
  const building = await stage.simulate(tiltBuilding);
  const broker = await stage.broker();
  await stage.platform(broker, HOUSE); // a city that nobody reads for acknowledges nothing
  const port = await freePort();
  const start = async (site?: object) => {
    const guard = await stage.guard(site);
    const courier = await stage.courier();
    const listen = ['--listen', `127.0.0.1:${port}`, '--plain', 'off'];
    const desk = await stage
      .program('gateway/cli', 'desk', stage.site, '--run', stage.folder, ...listen)
      .ready();
    return { guard, courier, desk };
  };
  let running = await start(tiltSite(broker.url));
  const claim = await until('desk says its claim code', () =>
    running.desk.words.map((line) => /Claim code: (\S+)/.exec(line)?.[1]).find(Boolean),
  );
  const person = await stage.desk();
  await until('water is read', () => person.shows('main/pressure')?.[1] === 'good');
  const browser = await openBrowser();
  let pictures = 0;
  return {
    ...{ building, claim, origin: `https://127.0.0.1:${port}` },
    openPhone: async () => (await openPage(browser, PHONE, language === 'zh' ? 'zh-CN' : 'en-GB')).page,
    ...(cut
      ? {
          cutPower: async () => {
            await Promise.all([running.guard.kill(), running.courier.kill(), running.desk.kill()]);
            running = await start();
          },
        }
      : {}),
    picture: async (page: Page, name: string) => {
      if (PICTURES === undefined) return;
      const path = join(PICTURES, `eight-${language}-${String(++pictures).padStart(2, '0')}-${name}.png`);
      await page.screenshot({ path, fullPage: true });
    },
  };
}

const EVERYTHING: Mishaps = { lostPhone: true, twoAtOnce: true, refusing: true };

test.runIf(SOAK).each<['zh' | 'en', Mishaps, boolean]>([
  ['zh', NO_MISHAPS, false],
  ['en', NO_MISHAPS, false],
  ['zh', EVERYTHING, true],
  ['en', EVERYTHING, true],
])(
  'eight factory-fresh sensors become a signed record from a phone, in %s, with what goes wrong on the way: %o',
  async (language, mishaps, cut) => {
    const { hand, units, sha256 } = await commissionEight(
      await openBasement(language, cut),
      language,
      mishaps,
    );
    expect(units).toEqual([11, 12, 13, 14, 15, 16, 17, 18]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    process.stdout.write(
      `eight sensors (${language}): ${hand.taps} taps, ${hand.minutes.toFixed(1)} min: hands ${(hand.handMs / 1000).toFixed(0)} s, waiting beside them ${(hand.waitedMs / 1000).toFixed(0)} s\n`,
    );
    if (cut) return; // what went wrong costs what it costs
    expect(hand.taps).toBeLessThanOrEqual(60);
    expect(hand.minutes).toBeLessThanOrEqual(15);
  },
  PATIENCE_MS,
);
