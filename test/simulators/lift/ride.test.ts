import { expect, test } from 'vitest';
import { accountOf } from '../../../simulators/lift/account.ts';
import { driveOf } from '../../../simulators/lift/drive.ts';
import { stepLift } from '../../../simulators/lift/events.ts';
import { carMotion } from '../../../simulators/lift/view.ts';
import { machineRoomC } from '../../../simulators/lift/warmth.ts';
import { Shaft } from './shaft.ts';

const EXACT = { levelSigmaMm: 0, levelBiasMm: 0 };

test('a ride is an empty trip to who waits and a trip with him aboard, in the time the law of motion wants', () => {
  const shaft = new Shaft(EXACT).suffers({ verb: 'ride', from: 3, to: 7, kg: 80 }).passes(120);
  const [empty, full, ...more] = shaft.facts('trip');
  expect(more).toEqual([]);
  expect(empty).toMatchObject({
    from: 1,
    to: 3,
    loadKg: 0,
    distanceMm: 5800,
    vmaxMmS: 1000,
    interrupted: false,
  });
  expect(full).toMatchObject({ from: 3, to: 7, loadKg: 80, distanceMm: 11_600 });
  expect(((empty?.endMs ?? 0) - (empty?.startMs ?? 0)) / 1000).toBeCloseTo(8.22, 1);
  expect(shaft.facts('door').map(({ floor, reversals }) => ({ floor, reversals }))).toEqual([
    { floor: 3, reversals: 0 },
    { floor: 7, reversals: 0 },
  ]);
  expect(shaft.lift.counters.trips).toBe(40_002);
});

test('collective control takes on the way who goes the same way, and fetches the others on the way back', () => {
  const shaft = new Shaft(EXACT).suffers({ verb: 'ride', from: 1, to: 7 });
  shaft.until(({ run }) => run !== undefined);
  shaft.suffers({ verb: 'ride', from: 4, to: 6 }).suffers({ verb: 'ride', from: 5, to: 1 }).passes(180);
  expect(shaft.facts('trip').map(({ from, to }) => [from, to])).toEqual([
    [1, 4],
    [4, 6],
    [6, 7],
    [7, 5],
    [5, 1],
  ]);
});

test('a call that comes too late to stop for is served on the way back', () => {
  const shaft = new Shaft(EXACT).suffers({ verb: 'ride', from: 1, to: 3 });
  shaft.until((lift) => carMotion(lift).mm > 2000);
  shaft.suffers({ verb: 'ride', from: 2, to: 3 }).passes(120);
  expect(shaft.facts('trip').map(({ to }) => to)).toEqual([3, 2, 3]);
});

test('what happens does not depend on how often it is looked at', () => {
  const coarse = new Shaft({ usageClass: 2 }, 9).passes(6 * 3600);
  let fine = new Shaft({ usageClass: 2 }, 9).lift;
  for (let i = 0; i < 6 * 3600 * 4; i++) fine = stepLift(fine, 250);
  expect(accountOf(fine)).toEqual(accountOf(coarse.lift));
  expect(coarse.facts('trip').length).toBeGreaterThan(20);
});

test('the car stays level within its scatter, and re-levels when it stops too far off', () => {
  const shaft = new Shaft({}, 3);
  for (let i = 0; i < 40; i++) shaft.suffers({ verb: 'ride', from: 1 + (i % 6), to: 7 }).passes(120);
  const errors = shaft.facts('trip').map(({ levelErrorMm }) => levelErrorMm);
  expect(Math.max(...errors.map(Math.abs))).toBeLessThan(15);
  expect(new Set(errors).size).toBeGreaterThan(20);
  expect(shaft.facts('relevel')).toEqual([]);
  shaft.suffers({ verb: 'driftLevel', floor: 7, mm: 25 });
  shaft.suffers({ verb: 'ride', from: 1, to: 7 }).passes(120);
  expect(shaft.facts('trip').at(-1)?.levelErrorMm).toBeGreaterThan(15);
  expect(shaft.facts('relevel')).toMatchObject([{ floor: 7 }]);
  expect(Math.abs(carMotion(shaft.lift).mm - 17_400)).toBeLessThan(10);
});

test('an empty car costs current going down, a full one going up, a balanced one the same both ways', () => {
  const amps = (kg: number, from: number, to: number) => {
    const shaft = new Shaft({ mainFloor: from }).suffers({ verb: 'ride', from, to, kg });
    shaft.until((lift) => lift.riders.length > 0 && Math.abs(carMotion(lift).mmS) > 999);
    return driveOf(shaft.lift).amps;
  };
  expect(amps(10, 7, 1)).toBeGreaterThan(amps(10, 1, 7) + 0.5);
  expect(amps(620, 1, 7)).toBeGreaterThan(amps(620, 7, 1) + 0.5);
  expect(amps(0.47 * 630, 1, 7)).toBeCloseTo(amps(0.47 * 630, 7, 1), 3);
});

test('who is one too many makes the buzzer sound and stays behind', () => {
  const shaft = new Shaft({ ratedKg: 100 });
  shaft.suffers({ verb: 'ride', from: 1, to: 7, kg: 70 }).suffers({ verb: 'ride', from: 1, to: 7, kg: 70 });
  shaft.until(({ overloadUntilMs, timeMs }) => overloadUntilMs > timeMs).passes(120);
  expect(shaft.facts('trip')).toMatchObject([{ loadKg: 70, to: 7 }]);
});

test('an empty car goes home after a while, and many trips warm the machine room', () => {
  const shaft = new Shaft({ park: { floor: 1, afterS: 60 } }).suffers({ verb: 'ride', from: 1, to: 5 });
  shaft.passes(300);
  expect(shaft.facts('trip').at(-1)).toMatchObject({ run: 'parking', from: 5, to: 1 });
  const cold = machineRoomC(shaft.lift);
  for (let i = 0; i < 20; i++) shaft.suffers({ verb: 'ride', from: 1, to: 7 }).passes(60);
  expect(machineRoomC(shaft.lift)).toBeGreaterThan(cold + 1);
});

test.each([
  [1, 40, 62],
  [2, 100, 150],
] as const)('usage class %i makes a day like those of a block of flats', (usageClass, low, high) => {
  const shaft = new Shaft({ usageClass }, 5).passes(10 * 86_400);
  const trips = shaft.facts('trip');
  const hours = trips.map(({ startMs }) => new Date(startMs).getUTCHours());
  const share = (from: number, to: number) =>
    hours.filter((hour) => hour >= from && hour < to).length / hours.length;
  expect(trips.length / 10).toBeGreaterThan(low);
  expect(trips.length / 10).toBeLessThan(high);
  expect(share(0, 5)).toBeLessThan(0.05);
  expect(share(17, 20)).toBeGreaterThan(0.2);
  expect(trips.every(({ interrupted }) => !interrupted)).toBe(true);
});
