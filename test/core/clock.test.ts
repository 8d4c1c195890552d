import { describe, expect, it } from 'vitest';
import { every, sleep, systemClock } from '../../gateway/core/clock.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

describe('the system clock', () => {
  it('never calls early, and serves short waits to a fraction of a millisecond', async () => {
    const clock = systemClock();
    for (const delay of [0, 0.3, 1.75, 3.6, 12, 60]) {
      const start = clock.mono();
      await sleep(clock, delay, 'test');
      expect(clock.mono() - start).toBeGreaterThanOrEqual(delay);
    }
  });

  it.each(['coarse', 'medium'] as const)('never calls early where the grain is %s', async (grain) => {
    const clock = systemClock();
    for (const delay of [0, 0.3, 1.75, 12]) {
      const start = clock.mono();
      await new Promise<void>((resolve) => clock.after(delay, 'test', resolve, grain));
      expect(clock.mono() - start).toBeGreaterThanOrEqual(delay);
    }
  });

  it('does not call what was cancelled', async () => {
    const clock = systemClock();
    let called = 0;
    const timers = [0, 1, 5, 60].map((delay) => clock.after(delay, 'test', () => called++));
    for (const timer of timers) timer.cancel();
    await sleep(clock, 80, 'test');
    expect(called).toBe(0);
  });

  it('is the monotonic clock that every other process of the machine reads', () => {
    const clock = systemClock();
    const apart = Array.from({ length: 50 }, () => {
      const before = Number(process.hrtime.bigint()) / 1e6;
      return Math.abs(clock.mono() - before);
    });
    expect(Math.min(...apart)).toBeLessThan(0.1); // whoever is held up in between sees more
  });

  it('names the boot', () => {
    expect(systemClock().boot).toMatch(/^[0-9a-f]{16}$/);
    expect(systemClock({ boot: 'abc' }).boot).toBe('abc');
  });
});

describe('a periodic call', () => {
  it('stays on its grid when one call comes late', async () => {
    const clock = new VirtualClock();
    const at: number[] = [];
    const timer = every(clock, 100, 'test', () => at.push(clock.mono()));
    await clock.advance(450);
    timer.cancel();
    await clock.advance(1000);
    expect(at).toEqual([100, 200, 300, 400]);
  });
});

describe('the virtual clock', () => {
  it('fires in order of time, then of asking', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    clock.after(20, 'b', () => seen.push('b'));
    clock.after(10, 'a', () => {
      seen.push('a');
      clock.after(10, 'd', () => seen.push('d'));
    });
    clock.after(20, 'c', () => seen.push('c'));
    await clock.advance(100);
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    expect(clock.mono()).toBe(100);
  });

  it('says what nobody can settle', async () => {
    const clock = new VirtualClock();
    await expect(clock.until(new Promise(() => {}))).rejects.toThrow('nothing settled it');
  });
});
