import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit } from '../../../gateway/guard/bus/schedule/admit.ts';
import { ProbeBudget } from '../../../gateway/guard/bus/schedule/probeBudget.ts';
import type { Candidate, Standing } from '../../../gateway/guard/bus/schedule/schedule.ts';
import { soak } from '../../harness/soak.ts';

function attempt(
  what: string,
  standing: Standing,
  from: number,
  failMs: number,
  trusted = false,
  spared = false,
) {
  const candidate: Candidate<string> = {
    what,
    standing,
    from,
    due: from,
    periodMs: 1000,
    deadlineMs: 1000,
    longestMs: failMs,
  };
  return { candidate, failMs, trusted, spared };
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
    const [dear, cheap] = admit(
      [attempt('dear', 'probe', 10, 800), attempt('cheap', 'probe', 20, 150)],
      budget,
      100,
    );
    expect(dear).toMatchObject({ what: 'dear', from: 10_000 });
    expect(cheap?.from).toBeGreaterThanOrEqual(10_000);
  });

  it('lets a gas sensor that lost one reply be asked again although many others just died', () => {
    const budget = new ProbeBudget();
    for (let i = 0; i < 7; i++) budget.charge(1000 + i, 175);
    const retry = (trusted: boolean) =>
      admit([attempt('gas', 'safety', 1900, 175, trusted)], budget, 2000)[0]?.from;
    expect(retry(true)).toBe(1900);
    expect(retry(false)).toBeGreaterThan(11_000);
  });

  it('never holds back the safety read after a loss that stands alone, and lets others pay for it', () => {
    const budget = new ProbeBudget();
    for (let i = 0; i < 30; i++) budget.charge(1000 + i, 175);
    const ask = (standing: Standing) =>
      admit([attempt('gas', standing, 1900, 175, false, true)], budget, 2000)[0]?.from;
    expect(ask('safety')).toBe(1900);
    expect(ask('state')).toBeGreaterThan(11_000);
    const fresh = new ProbeBudget();
    fresh.charge(1000, 750);
    const both = [attempt('gas', 'safety', 1900, 150, false, true), attempt('lift', 'state', 1900, 150)];
    expect(admit(both, fresh, 2000).map(({ from }) => from)).toEqual([1900, 11_000]);
  });

  it('always has room for one retry, whatever probes would spend', () => {
    const budget = new ProbeBudget();
    for (let i = 0; i < 4; i++) budget.charge(1000 + i, 150);
    const ask = (standing: Standing) => admit([attempt('x', standing, 1900, 150)], budget, 2000)[0]?.from;
    expect(ask('probe')).toBe(11_000);
    expect(ask('state')).toBe(1900);
  });

  it('keeps probes apart, so that they are not felt as a burst', () => {
    const budget = new ProbeBudget();
    budget.charge(1000, 100);
    const ask = (standing: Standing) => admit([attempt('x', standing, 900, 100)], budget, 1000)[0]?.from;
    expect(ask('probe')).toBe(1500);
    expect(ask('safety')).toBe(900);
  });

  it('pays the retry of a failing safety read before probes, unless they have waited long', () => {
    const budget = new ProbeBudget();
    budget.charge(0, 600);
    const gas = attempt('gas', 'safety', 30_000, 150);
    const order = (probeFrom: number) =>
      admit([attempt('dead', 'probe', probeFrom, 150), gas], budget, 30_000).map(({ what }) => what);
    expect(order(29_000)).toEqual(['gas', 'dead']);
    expect(order(5_000)).toEqual(['dead', 'gas']);
  });
});
