import { expect, test } from 'vitest';
import {
  bumpPassed,
  newBumpTest,
  openLeg,
  stepBumpTest,
} from '../../../gateway/commission/check/bumpTest.ts';
import { zeroOf } from '../../../gateway/commission/check/zero.ts';

const LIMITS = {
  sensor: 30_000,
  decision: 5000,
  siren: 2600,
  heard: 60_000,
  platform: 60_000,
  recovery: 300_000,
};

test('a zero is the median of a minute, with its spread; wind and too few readings are refused', () => {
  const still = Array.from({ length: 60 }, (_, i) => 0.02 + 0.001 * (i % 5));
  expect(zeroOf(still, 0.05, 1000)).toEqual({ kind: 'taken', value: 0.022, spread: 0.004, count: 60 });
  const windy = Array.from({ length: 60 }, (_, i) => Math.sin(i));
  expect(zeroOf(windy, 0.05, 1000).kind).toBe('moving');
  expect(zeroOf([...still.slice(0, 58), 9, -9], 0.05, 1000).kind).toBe('taken'); // two spikes are no wind
  expect(zeroOf(still.slice(0, 19), 0.05, 1000)).toEqual({ kind: 'too-few', count: 19, wanted: 20 });
});

test('every leg of a bump test is timed, the platform may be quicker than an ear', () => {
  let bump = newBumpTest(LIMITS, 1000);
  for (const [leg, at] of [
    ['sensor', 4100],
    ['decision', 4900],
    ['siren', 5100],
    ['platform', 6200],
    ['heard', 9000],
    ['recovery', 49_000],
  ] as const)
    bump = stepBumpTest(bump, { kind: 'seen', leg, at });
  expect(bumpPassed(bump)).toBe(true);
  expect(bump.legs.siren).toEqual({ outcome: 'passed', ms: 4100, detail: null });
});

test('a siren that is commanded and not heard has failed, whatever else was well', () => {
  let bump = newBumpTest({ ...LIMITS, platform: null }, 0);
  for (const [leg, at] of [
    ['sensor', 3000],
    ['decision', 3500],
    ['siren', 3700],
  ] as const)
    bump = stepBumpTest(bump, { kind: 'seen', leg, at });
  bump = stepBumpTest(bump, { kind: 'not-heard', at: 8000 });
  bump = stepBumpTest(bump, { kind: 'seen', leg: 'recovery', at: 40_000 });
  expect(bumpPassed(bump)).toBe(false);
  expect([bump.legs.heard?.outcome, bump.legs.platform?.outcome]).toEqual(['failed', 'unproven']);
});

test('a leg that does not come fails when its time is over, and the test goes on to the next', () => {
  let bump = stepBumpTest(newBumpTest(LIMITS, 0), { kind: 'seen', leg: 'sensor', at: 2000 });
  bump = stepBumpTest(bump, { kind: 'tick', at: 6999 });
  expect(openLeg(bump)).toBe('decision');
  bump = stepBumpTest(bump, { kind: 'tick', at: 7000 });
  expect([bump.legs.decision?.outcome, openLeg(bump)]).toEqual(['failed', 'siren']);
  bump = stepBumpTest(bump, { kind: 'seen', leg: 'siren', at: 9700 });
  expect(bump.legs.siren?.outcome).toBe('failed'); // the decision was late at 7000, and 2.6 s are allowed
  expect(bumpPassed(stepBumpTest(bump, { kind: 'tick', at: 1e9 }))).toBe(false);
});
