import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missedReleases, nextRelease, stagger } from '../../../gateway/guard/bus/schedule/releases.ts';
import { type Candidate, choose, type Standing } from '../../../gateway/guard/bus/schedule/schedule.ts';
import { soak } from '../../harness/soak.ts';

type Wanted = Partial<Candidate<string>> & { readonly what: string; readonly standing: Standing };

function wanted(candidate: Wanted): Candidate<string> {
  return { from: 0, due: 0, periodMs: 1000, deadlineMs: 1000, longestMs: 0, ...candidate };
}

function started(candidates: readonly Candidate<string>[], now: number): string | undefined {
  const choice = choose(candidates, now);
  return choice.kind === 'start' ? choice.what : undefined;
}

describe('the schedule of a line', () => {
  it('lets a write to an annunciator go before everything', () => {
    const siren = wanted({ what: 'siren', standing: 'urgent', due: 100 });
    const gas = wanted({ what: 'gas', standing: 'safety', due: 0 });
    expect(started([gas, siren], 100)).toBe('siren');
  });

  it('serves the safety read with the shorter deadline first, however late the other is', () => {
    const slow = wanted({ what: 'slow', standing: 'safety', due: 0, deadlineMs: 2000 });
    const fast = wanted({ what: 'fast', standing: 'safety', due: 90, deadlineMs: 500 });
    expect(started([slow, fast], 100)).toBe('fast');
  });

  it('prefers state to trend when both are equally late, and whoever is whole periods later before that', () => {
    const state = wanted({ what: 'state', standing: 'state', due: 1000 });
    const trend = wanted({ what: 'trend', standing: 'trend', due: 500 });
    expect(started([trend, state], 1400)).toBe('state');
    expect(started([trend, state], 1600)).toBe('trend');
  });

  it('says until when there is nothing to do', () => {
    const gas = wanted({ what: 'gas', standing: 'safety', from: 700 });
    expect(choose([gas], 100)).toEqual({ kind: 'wait', until: 700 });
    expect(choose([], 100)).toEqual({ kind: 'wait', until: Number.POSITIVE_INFINITY });
  });

  it('holds a probe back for a gap between safety reads, but not for long', () => {
    const probe = wanted({ what: 'probe', standing: 'probe', longestMs: 200 });
    const soon = wanted({ what: 'gas', standing: 'safety', from: 150 });
    expect(choose([probe, soon], 100)).toEqual({ kind: 'wait', until: 150 });
    expect(started([probe, { ...soon, from: 250 }], 100)).toBe('probe');
    expect(started([probe, { ...soon, from: 1050 }], 1000)).toBe('probe');
  });

  it('never starts anything but a write while a safety read is due', () => {
    const standing = fc.constantFrom<Standing>('urgent', 'safety', 'asked', 'probe', 'state', 'trend');
    const candidate = fc.record({
      standing,
      what: fc.constant(''),
      from: fc.integer({ min: 0, max: 300 }),
      due: fc.integer({ min: 0, max: 300 }),
      periodMs: fc.constantFrom(50, 1000, 60_000),
      deadlineMs: fc.constantFrom(50, 1000, 60_000),
      longestMs: fc.constantFrom(0, 175),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 12 }), fc.integer({ min: 0, max: 300 }), (some, now) => {
        const named = some.map((one, i) => ({ ...one, what: String(i) }));
        const choice = choose(named, now);
        const safetyIsDue = named.some((one) => one.standing === 'safety' && one.from <= now);
        if (choice.kind === 'wait') {
          expect(safetyIsDue).toBe(false);
          expect(choice.until).toBeGreaterThan(now);
          return;
        }
        const chosen = named[Number(choice.what)];
        expect(chosen?.from).toBeLessThanOrEqual(now);
        if (safetyIsDue) expect(['urgent', 'safety']).toContain(chosen?.standing);
      }),
      { numRuns: soak(500) },
    );
  });
});

describe('releases', () => {
  it('stay on their grid however late a read was', () => {
    const releases = { anchor: 250, periodMs: 1000 };
    expect(nextRelease(releases, 100)).toBe(250);
    expect(nextRelease(releases, 250)).toBe(1250);
    expect(nextRelease(releases, 4900)).toBe(5250);
  });

  it('that nobody was in time for are counted once', () => {
    const releases = { anchor: 0, periodMs: 1000 };
    expect(missedReleases(releases, 1000, 1900)).toBe(0);
    expect(missedReleases(releases, 1000, 2000)).toBe(1);
    expect(missedReleases(releases, 1000, 4500)).toBe(3);
  });

  it('always come after the moment asked about and lie on the grid', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 50, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (anchor, periodMs, at) => {
          const next = nextRelease({ anchor, periodMs }, at);
          expect(next).toBeGreaterThan(at);
          expect(next - Math.max(at, anchor)).toBeLessThanOrEqual(periodMs * 1.001);
        },
      ),
    );
  });

  it('are spread over the period from the start, and no first poll waits long', () => {
    const spread = stagger(
      [1000, 60_000, 1000, 60_000, 1000, 1000].map((periodMs) => ({ periodMs })),
      5000,
    );
    const fast = spread.filter(({ block }) => block.periodMs === 1000).map(({ first }) => first);
    expect(fast).toEqual([5000, 5250, 5500, 5750]);
    for (const { first } of spread) expect(first).toBeLessThan(7000);
    expect(spread[3]?.anchor).toBe(35_000);
  });
});
