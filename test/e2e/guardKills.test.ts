import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { SOAK, soak } from '../harness/soak.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// The journal's writer alone is killed in test/journal/kill.test.ts, courier in test/courier/courierKills.test.ts; here it is the
// whole of guard, with sensors that go on answering and a courier that goes on sending.

const KILLS = soak(20);
const GAS = 'rooms.kitchen.gas';
/** Gas comes and goes so fast that a kill is likely to meet a row that is being written. */
const EVERY_MS = 400;
const LONGEST_LIFE_MS = 1_500;
const START_MS = 600;
const PATIENCE_MS = SOAK ? 3_600_000 : 240_000;

test(
  `guard killed ${KILLS} times under load: what was shown as kept is kept, nothing is missing, and what comes twice is the same`,
  async () => {
    const stage = openStage();
    const building = await stage.simulate(houseBuilding);
    const broker = await stage.broker();
    const platform = await stage.platform(broker, HOUSE);
    const site = houseSiteWithUplink(broker.url);
    const first = await stage.guard(site);
    const desk = await stage.desk();
    await stage.courier();
    await first.kill();
    let over = false;
    const load = (async () => {
      for (let n = 0; !over; n++) {
        await building.set(GAS, n % 2 === 0 ? 60 : 0);
        await wait(EVERY_MS);
      }
      await building.set(GAS, 0);
    })();
    const shown = new Set<string>();
    const note = () => {
      for (const { rule, occurrence, durable } of desk.alarms)
        if (durable && rule === 'gas-high') shown.add(occurrence);
    };
    for (let kill = 0; kill < KILLS; kill++) {
      const guard = stage.program('gateway/cli', 'guard', stage.site, '--run', stage.folder);
      const ready = guard.ready().then(
        () => true,
        () => false, // killed before it was
      );
      if (Math.random() < 0.2) await wait(START_MS * Math.random());
      else {
        expect(await ready).toBe(true);
        const end = performance.now() + LONGEST_LIFE_MS * Math.random();
        while (performance.now() < end) {
          note();
          await wait(20);
        }
      }
      await guard.kill();
      note();
    }
    over = true;
    await load;
    desk.forget();
    const last = await stage.guard();
    await until('the gas is gone', () => desk.alive && desk.shows('gas/concentration')?.[0] === 0);
    expect(await last.stop()).toBe(0);
    await until('the platform has everything', () => platform.totals?.complete);
    expect(platform.totals).toMatchObject({ missing: 0, conflicts: 0 });
    expect(platform.undecoded).toEqual([]);
    const raised = new Set(platform.steps.flatMap((one) => (one.cause === 'raised' ? [one.occurrence] : [])));
    expect([...shown].filter((occurrence) => !raised.has(occurrence))).toEqual([]);
    expect(shown.size).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);
