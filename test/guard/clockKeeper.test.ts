import { describe, expect, it } from 'vitest';
import type { CivilTime } from '../../gateway/core/civilTime.ts';
import { ClockKeeper } from '../../gateway/guard/clockKeeper.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

describe('the clock keeper', () => {
  it('tells the mapping at the start, when the network sets the clock, and when it steps', async () => {
    const clock = new VirtualClock({ utc: Date.UTC(1970, 0, 1) });
    const told: CivilTime[] = [];
    let synchronised = false;
    const keeper = new ClockKeeper(
      clock,
      () => synchronised,
      (time) => told.push(time),
    );
    keeper.start();
    await clock.advance(60_000);
    clock.stepUtc(Date.UTC(2026, 5, 1));
    synchronised = true;
    await clock.advance(60_000);
    clock.stepUtc(3_600_000);
    await clock.advance(60_000);
    keeper.stop();
    expect(told.map(({ quality }) => quality)).toEqual(['unsynced', 'ntp', 'ntp']);
    expect(told[0]?.utc).toBeNull();
    expect(keeper.time).toEqual(told[2]);
  });
});
