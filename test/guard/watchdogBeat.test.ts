import { describe, expect, it } from 'vitest';
import { Round } from '../../gateway/guard/bus/poller/round.ts';
import { LoopWatch } from '../../gateway/guard/loopWatch.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

describe('what feeds the watchdog', () => {
  it('is said while the loop of a line comes round, and not when an exchange never ends', async () => {
    const clock = new VirtualClock();
    const round = new Round(clock);
    let beats = 0;
    const watch = new LoopWatch(
      clock,
      () => {},
      (now) => {
        if (round.isInTime(now)) beats++;
      },
    );
    watch.start();
    round.asks();
    await clock.advance(5_000);
    expect(beats).toBe(20);
    await clock.advance(30_000); // the exchange was due back after ten seconds
    expect(beats).toBe(40);
    round.waits(clock.mono() + 1_000);
    await clock.advance(1_000);
    expect(beats).toBe(44);
    watch.stop();
  });

  it('does not wait for a loop that was stopped', () => {
    const clock = new VirtualClock();
    const round = new Round(clock);
    round.asks();
    round.end();
    round.opens();
    expect(round.isInTime(clock.mono() + 3_600_000)).toBe(true);
  });
});
