import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit } from '../../../gateway/guard/bus/schedule/admit.ts';
import { ProbeBudget } from '../../../gateway/guard/bus/schedule/probeBudget.ts';
import type { Candidate } from '../../../gateway/guard/bus/schedule/schedule.ts';
import { soak } from '../../harness/soak.ts';

/** A probe, or another read, of which one that nobody answers takes `failMs`. */
function attempt(what: string, from: number, failMs: number) {
  const candidate: Candidate<string> = {
    ...({ what, standing: 'probe', from, due: from } as const),
    ...{ periodMs: 1000, deadlineMs: 1000, longestMs: failMs },
  };
  return { candidate, failMs, isSafety: true };
}

describe('the probe budget', () => {
  it('pays for repeats until a tenth of the window is spent, then makes them wait', () => {
    const budget = new ProbeBudget();
    for (let i = 0; i < 5; i++) budget.charge(i * 200, 175);
    expect(budget.affordableFrom(125)).toBeLessThanOrEqual(1000);
    expect(budget.affordableFrom(175)).toBe(10_000); // when the charge at 0 has left the window
    expect(budget.spentShare(1000)).toBeCloseTo(0.0875);
    expect(budget.spentShare(10_100)).toBeCloseTo(0.07);
  });

  it('gives a probe dearer than the whole allowance its turn, seldom enough', () => {
    const budget = new ProbeBudget();
    expect(budget.affordableFrom(3000)).toBeLessThanOrEqual(0);
    budget.charge(3000, 3000);
    expect(budget.affordableFrom(3000)).toBe(33_000);
  });

  it('is never overdrawn by what it let through, in any ten seconds', () => {
    const costs = fc.array(fc.integer({ min: 10, max: 1000 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(costs, (wanted) => {
        const budget = new ProbeBudget();
        const spent: { at: number; ms: number }[] = [];
        let now = 0;
        for (const ms of wanted) {
          now = Math.max(now, budget.affordableFrom(ms)) + ms;
          budget.charge(now, ms);
          spent.push({ at: now, ms });
        }
        for (const { at: end } of spent) {
          const inWindow = spent.filter(({ at }) => at > end - 10_000 && at <= end);
          expect(inWindow.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThanOrEqual(1000);
        }
      }),
      { numRuns: soak(200) },
    );
  });

  it('keeps what a dear probe saves for out of the hands of cheap ones that came later', () => {
    const budget = new ProbeBudget();
    budget.charge(0, 150);
    const [dear, cheap] = admit([attempt('dear', 10, 900), attempt('cheap', 20, 150)], budget, 100);
    expect(dear).toMatchObject({ what: 'dear', from: 10_000 });
    expect(cheap?.from).toBeGreaterThanOrEqual(10_000);
  });

  it('keeps probes apart, so that they are not felt as a burst', () => {
    const budget = new ProbeBudget();
    budget.charge(1000, 100);
    expect(admit([attempt('x', 900, 100)], budget, 1000)[0]?.from).toBe(1500);
  });

  it('lets a probe that waited in vain for a gap go before safety reads, so that nobody is forgotten on a full line', () => {
    const standing = (now: number) => admit([attempt('x', 1000, 100)], new ProbeBudget(), now)[0]?.standing;
    expect(standing(5_000)).toBe('probe');
    expect(standing(7_000)).toBe('safety');
  });
});
