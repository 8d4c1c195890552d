import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { connectControl } from '../../gateway/control/client.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { packageRoot } from '../../gateway/core/program.ts';
import type { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { until } from '../harness/until.ts';
import type { Measured, Measurement } from './figure.ts';
import { Stage } from './stage.ts';
import { startDesk } from './startDesk.ts';

const GAS = 'rooms.kitchen.gas';
const ROUNDS = 60;
const QUICK_ROUNDS = 15;
const UPTIME_MS = 3_600_000;
// GSM Association, a good mobile network; a phone of the middle class beside a server's processor
const LINE = { bytesPerS: 6_000_000 / 8, latencyMs: 40, slowdown: 4 } as const;
const QUIET = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** The house with its siren on a relay board, and an alarm that comes and goes by itself. */
const SITE = {
  ...houseSite,
  rules: houseSite.rules.map((rule) => ({ ...rule, high: { red: 50 }, onDelayS: 0, offDelayS: 0 })),
  signals: { red: { tone: 'continuous' } },
  annunciators: [
    { device: 'board', leaseS: 10, outputs: [{ point: 'relay1', drives: 'siren', onLoss: 'rest' }] },
  ],
};

/** What somebody with a phone waits for: the page, and the alarm on it after the relay has closed. */
export const deskPage: Measurement = {
  name: 'desk-page',
  about: `a browser on desk: relay of the siren → alarm on the page; the first view at 6 Mbit/s, ${LINE.latencyMs} ms, processor / ${LINE.slowdown}`,
  run: (quick) => measure(quick ? QUICK_ROUNDS : ROUNDS),
};

async function measure(rounds: number): Promise<Measured> {
  await using stage = new Stage(UPTIME_MS);
  const building = await stage.simulate(houseBuilding);
  await stage.guard(SITE);
  const { port, claim } = await startDesk(stage, UPTIME_MS);
  const clock = systemClock({ offsetMs: UPTIME_MS });
  const person = connectControl(join(stage.folder, 'desk.sock'), clock, { name: 'bench', topics: [] });
  stage.onClose(() => person.stop());
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET });
  stage.onClose(() => browser.close());
  const origin = `https://127.0.0.1:${port}`;
  const page = await enter(browser, `${origin}/#c=${claim}`);

  const latencies: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.evaluate(WATCH_STRIP);
    const changedAt = Date.now();
    await building.set(GAS, 58);
    const shownAt = await until(
      'the page says so',
      async () => (await page.evaluate<number>('globalThis.shownAt')) || null,
    );
    // guard knows before the relay has moved, and so may the page: then it is below 0
    latencies.push(shownAt - (await until('the relay closes', () => closedAfter(building, changedAt))));
    await building.set(GAS, 0);
    await until('it can be reset', async () => (await person.request({ verb: 'reset', actor: 'bench' })).ok);
    await page.locator('.strip.sounding').waitFor({ state: 'detached' });
  }
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0;
  const ms = { unit: 'ms', decimals: 0 };
  return {
    figures: [
      {
        key: 'desk.alarmToPageMs.p50',
        what: 'relay closed → strip on the page, median',
        value: at(0.5),
        ...ms,
      },
      { key: 'desk.alarmToPageMs.p99', what: '99 of 100', value: at(0.99), ...ms, goal: { atMost: 1_000 } },
      {
        ...{
          key: 'desk.firstViewKb',
          what: 'first view, packed',
          value: firstViewKb(),
          unit: 'kB',
          decimals: 1,
        },
        goal: { atMost: 60 },
      },
      {
        ...{
          key: 'desk.firstPaintMs',
          what: 'first contentful paint of it',
          value: await firstPaint(browser, origin),
        },
        ...{ ...ms, goal: { atMost: 1_000 } },
      },
    ],
    remarks: [`${rounds} alarms; the slowest ${at(1).toFixed(0)} ms`],
  };
}

async function enter(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('#name').fill('Bench');
  await page.locator('#password').fill('a long enough password');
  await page.locator('form button.primary').click();
  await page.locator('.frame main h1').waitFor();
  return page;
}

/** When the relay of the siren closed after a moment, as Unix time; null: not yet. Simulators tell CLOCK_MONOTONIC. */
async function closedAfter(building: Backchannel, since: number): Promise<number | null> {
  const { devices } = await building.state();
  const last = devices.find(({ id }) => id === 'board')?.relays.relay1?.findLast(({ on }) => on);
  const at = last === undefined ? 0 : last.at + Date.now() - Number(process.hrtime.bigint()) / 1e6;
  return at > since ? at : null;
}

/** Notes when the strip that says "sounding" comes: when it is in the page, not when it is painted, some ten milliseconds later. */
const WATCH_STRIP = `globalThis.shownAt = 0; new MutationObserver((_, watch) => {
  if (document.querySelector('.strip.sounding') === null) return;
  globalThis.shownAt = Date.now();
  watch.disconnect();
}).observe(document.body, { childList: true, subtree: true })`;

function firstViewKb(): number {
  const folder = join(packageRoot(), 'dist', 'page');
  const assets = readdirSync(join(folder, 'assets')).filter((name) => /^(index-|_texts_zh-)/.test(name));
  const files = [join(folder, 'index.html'), ...assets.map((name) => join(folder, 'assets', name))];
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1000;
}

async function firstPaint(browser: Browser, origin: string): Promise<number> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'zh-CN' });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: LINE.latencyMs },
    ...{ downloadThroughput: LINE.bytesPerS, uploadThroughput: LINE.bytesPerS },
  });
  await wire.send('Emulation.setCPUThrottlingRate', { rate: LINE.slowdown });
  await page.goto(origin);
  await page.locator('h1').waitFor();
  return page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`);
}
