import { describe, expect, it } from 'vitest';
import { soak } from '../../harness/soak.ts';
import { NaiveLine } from './line/naiveLine.ts';
import { sparse, TIMEOUT_MS, TIMING, type Trial, tryLine } from './line/trial.ts';

// 5 % of the replies come 1 to 5 times the timeout after the request, some of them beyond the quarantine window.
const LATE = { turnaroundMs: [2, 40], lateShare: 0.05, lateMs: [TIMEOUT_MS, 5 * TIMEOUT_MS] } as const;
const NOISE = { ...LATE, bitErrorRate: 2e-4, splitShare: 0.3 } as const;
const NO_WINDOW = { ...TIMING, lateWindowMs: 1 };

async function wrongValues(trial: Trial): Promise<number> {
  const tally = await tryLine(trial);
  expect(tally.late).toBeGreaterThan(trial.exchanges * 0.04);
  expect(tally.ok).toBeGreaterThan(trial.exchanges * 0.7);
  return tally.wrong;
}

describe('late replies', () => {
  it('of the only unit of a bus are never taken for another register', async () => {
    expect(await wrongValues({ units: 1, exchanges: soak(20_000), seed: 1, manners: LATE })).toBe(0);
  });

  it('of one of ten units are never taken for another register', async () => {
    expect(await wrongValues({ units: 10, exchanges: soak(20_000), seed: 2, manners: LATE })).toBe(0);
  });

  it('mixed with bit noise and torn frames are never taken for another register', async () => {
    expect(await wrongValues({ units: 1, exchanges: soak(10_000), seed: 3, manners: NOISE })).toBe(0);
    expect(await wrongValues({ units: 10, exchanges: soak(10_000), seed: 4, manners: NOISE })).toBe(0);
  });

  it('of talkers that garble each other and the master are never taken for another register', async () => {
    const manners = { ...NOISE, collisions: true, lostShare: 0.01 };
    expect(await wrongValues({ units: 10, exchanges: soak(5_000), seed: 5, manners })).toBe(0);
  });

  it('of a device that works off its requests one by one are never taken for another register', async () => {
    const manners = { ...NOISE, oneByOne: true, turnaroundMs: [30, 59] } as const;
    expect(
      await wrongValues({ units: 1, exchanges: soak(5_000), seed: 6, manners, registerOf: sparse }),
    ).toBe(0);
  });

  it('handed over together with the true one by an adapter that holds bytes back are not taken for it', async () => {
    const manners = { ...LATE, turnaroundMs: [2, 20], holdMs: 40 } as const;
    for (const seed of [1, 2, 3])
      for (const units of [1, 3])
        expect(await wrongValues({ units, exchanges: soak(1_500), seed, manners })).toBe(0);
    const soon = { ...manners, lateMs: [TIMEOUT_MS, 2 * TIMEOUT_MS] } as const;
    for (const seed of [1, 2, 3]) {
      const trial = { units: 1, exchanges: soak(1_500), seed, manners: soon, timing: NO_WINDOW };
      expect(await wrongValues(trial)).toBe(0);
    }
  });

  it('are told apart even when no quarantine holds them off and most registers are alike', async () => {
    for (const oneByOne of [false, true])
      for (const turnaroundMs of [5, [30, 59]] as const) {
        const manners = { ...LATE, turnaroundMs, oneByOne, lostShare: 0.01 };
        const trial = { units: 1, exchanges: soak(1_500), seed: 7, manners, timing: NO_WINDOW };
        expect(await wrongValues(trial)).toBe(0);
        expect(await wrongValues({ ...trial, registerOf: sparse })).toBe(0);
      }
  });

  it('cost a line of ten units hardly anything, because the others go on', async () => {
    const trial = { units: 10, exchanges: 5_000, seed: 8 };
    const sound = await tryLine({ ...trial, manners: { turnaroundMs: [2, 40] } });
    const late = await tryLine({ ...trial, manners: LATE });
    const timeoutsMs = late.timeout * TIMEOUT_MS;
    expect(late.ms - timeoutsMs).toBeLessThan(1.02 * sound.ms);
  });

  it('end a quarantine when they are seen', async () => {
    const trial = { units: 1, exchanges: 5_000, seed: 9, manners: LATE };
    const late = await tryLine(trial);
    const lost = await tryLine({ ...trial, manners: { turnaroundMs: [2, 40], lostShare: 0.05 } });
    expect(late.late - late.lateSeen).toBeLessThanOrEqual(1); // the last one may still be under way
    expect(late.ms).toBeLessThan(0.8 * lost.ms);
  });
});

describe('the same test shows', () => {
  it('hundreds of wrong values on a line that simply asks again', async () => {
    for (const units of [1, 10]) {
      const trial = { units, exchanges: 2_000, seed: 1, manners: LATE };
      const { wrong } = await tryLine({
        ...trial,
        lineOf: (port, clock) => new NaiveLine(port, clock, false),
      });
      expect(wrong).toBeGreaterThan(units === 1 ? 500 : 0);
    }
  });

  it('wrong values on a line that throws away what came before it asks', async () => {
    const trial = { units: 1, exchanges: 2_000, seed: 1, manners: LATE };
    const { wrong } = await tryLine({ ...trial, lineOf: (port, clock) => new NaiveLine(port, clock, true) });
    expect(wrong).toBeGreaterThan(50);
  });
});
