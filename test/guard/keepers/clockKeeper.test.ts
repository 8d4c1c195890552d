import { describe, expect, it } from 'vitest';
import type { CivilTime } from '../../../gateway/core/civilTime.ts';
import { ClockKeeper } from '../../../gateway/guard/keepers/clockKeeper.ts';
import { Dating } from '../../../gateway/telemetry/index.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

const HOUR = 3_600_000;

describe('the clock keeper', () => {
  it('tells the mapping at the start, when the network sets the clock, and when the clock is set by hand', async () => {
    const clock = new VirtualClock({ utc: Date.UTC(1970, 0, 1) });
    const told: CivilTime[] = [];
    let said = { synchronised: false, proven: 0 };
    const keeper = new ClockKeeper(
      clock,
      () => said,
      (time) => told.push(time),
    );
    keeper.start();
    await clock.advance(60_000);
    clock.stepUtc(Date.UTC(2026, 5, 1));
    said = { synchronised: true, proven: clock.utc() };
    await clock.advance(60_000);
    clock.stepUtc(3_600_000);
    await clock.advance(60_000);
    keeper.stop();
    expect(told.map(({ quality }) => quality)).toEqual(['unsynced', 'ntp', 'holdover']);
    expect(told[0]?.utc).toBeNull();
    expect(told[2]?.utc).toBe(Date.UTC(2026, 5, 1) + 125_000); // the hour is not followed
    expect(keeper.time).toEqual(told[2]);
  });

  it('says until when a mapping held, so that nothing before a step is dated as if the clock had drifted there', async () => {
    const began = Date.UTC(2026, 5, 1);
    const clock = new VirtualClock({ utc: began });
    const dating = new Dating();
    const { boot } = clock;
    const ends: CivilTime[] = [];
    let proven = clock.utc();
    const keeper = new ClockKeeper(
      clock,
      () => ({ synchronised: true, proven }),
      (_time, rows) => {
        for (const row of rows) dating.learn(boot, row);
        ends.push(...rows.slice(0, -1));
      },
    );
    keeper.start();
    await clock.advance(10 * HOUR);
    clock.stepUtc(2 * HOUR); // the machine slept, and the network has set its clock since
    proven = clock.utc();
    await clock.advance(10 * HOUR);
    keeper.stop();
    expect(ends).toHaveLength(1);
    for (const [hour, off] of [
      [1, 0],
      [9.9, 0],
      [10.1, 2],
      [19, 2],
    ] as const) {
      const { utc, quality } = dating.date({ boot, mono: hour * HOUR });
      expect({ hour, utc, quality }).toEqual({ hour, utc: began + (hour + off) * HOUR, quality: 'ntp' });
    }
  });
});
