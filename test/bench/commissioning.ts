import { chromium } from 'playwright-core';
import { commissionEight, NO_MISHAPS, tiltBuilding, tiltSite } from '../harness/eightSensors.ts';
import { HOUSE } from '../harness/house.ts';
import { PlatformSide } from '../harness/platformSide.ts';
import type { Measured, Measurement } from './figure.ts';
import { Stage } from './stage.ts';
import { startDesk } from './startDesk.ts';

const UPTIME_MS = 3_600_000;
const PHONE = { width: 390, height: 844 };
const QUIET = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** An installer with a phone and a bag of eight sensors, at the real page of real programs, to the signed record. */
export const commissioning: Measurement = {
  name: 'commission',
  about:
    'eight factory-fresh inclinometers with one address → addressed, named, zeroed, turned by hand, signed',
  run: measure,
};

async function measure(): Promise<Measured> {
  await using stage = new Stage(UPTIME_MS);
  const building = await stage.simulate(tiltBuilding);
  const url = await stage.broker();
  const platform = await PlatformSide.join(url, HOUSE); // a city that nobody reads for acknowledges nothing
  stage.onClose(() => platform.leave());
  await stage.guard(tiltSite(url));
  await stage.courier();
  const { port, claim } = await startDesk(stage, UPTIME_MS);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET });
  stage.onClose(() => browser.close());
  const openPhone = async () => {
    const context = await browser.newContext({ viewport: PHONE, ignoreHTTPSErrors: true, locale: 'zh-CN' });
    return context.newPage();
  };
  const basement = { building, claim, openPhone, origin: `https://127.0.0.1:${port}` };
  const { hand, units } = await commissionEight(basement, 'zh', NO_MISHAPS);
  return {
    figures: [
      {
        ...{ key: 'commission.taps', what: 'taps, from the empty page to the signature', value: hand.taps },
        ...{ unit: '', decimals: 0, goal: { atMost: 60 } },
      },
      {
        ...{ key: 'commission.minutes', what: 'hands and waiting', value: hand.minutes, unit: 'min' },
        ...{ decimals: 1, goal: { atMost: 15 } },
      },
    ],
    remarks: [
      `addresses ${units.join(' ')}; hands ${(hand.handMs / 1000).toFixed(0)} s (connecting 40 s, turning 30 s, a tap 1.5 s, a character 0.4 s), really waited beside them ${(hand.waitedMs / 1000).toFixed(0)} s`,
      'what the box does while hands are busy costs nothing; waiting is of this machine, and longer on a busy one',
    ],
  };
}
