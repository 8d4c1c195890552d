import { expect, test } from 'vitest';
import { accountOf } from '../../../simulators/lift/account.ts';
import { stepLift } from '../../../simulators/lift/events.ts';
import { images, type LiftImages, type ScriptedMishap, sampleLift } from '../../../simulators/lift/images.ts';
import { liftSchema } from '../../../simulators/lift/plan.ts';
import { newLift } from '../../../simulators/lift/state.ts';
import { soak } from '../../harness/soak.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 1);
const DAYS = soak(3); // a month in the long run

function fresh(usageClass: 1 | 2 = 1) {
  return newLift(liftSchema.parse({ usageClass }), START, 21, { meanC: 14, swingC: 6 });
}

/** Trips as a careless reader would count them: the state word leaves "stopped" and comes back to it. */
function tripsSeen(seen: Iterable<LiftImages>): number {
  let [trips, moving] = [0, false];
  for (const { controller } of seen) {
    const now = controller !== undefined && (controller.get(0x1010) ?? 0) > 0;
    if (moving && !now) trips++;
    moving = now;
  }
  return trips;
}

test('every trip and door cycle of days of samples is in the images, and in the record', () => {
  const run = sampleLift(fresh(), { untilMs: START + DAYS * DAY_MS });
  const seen: LiftImages[] = [];
  let samples = 0;
  let cycles = 0;
  let shut = true;
  let last = run.next();
  for (; last.done !== true; last = run.next()) {
    samples++;
    const { images: now } = last.value;
    if (now === seen.at(-1)) continue;
    seen.push(now);
    const closed = ((now.controller?.get(0x101b) ?? 0) & (1 << 4)) !== 0;
    if (closed && !shut) cycles++;
    shut = closed;
  }
  const account = accountOf(last.value);
  expect(samples).toBe((DAYS * DAY_MS) / 250);
  expect(seen.length).toBeLessThan(samples / 20); // a standing lift costs nothing
  expect(tripsSeen(seen)).toBe(account.filter(({ kind }) => kind === 'trip').length);
  expect(cycles).toBe(account.filter(({ kind }) => kind === 'door').length);
  expect(account.filter(({ kind }) => kind === 'entrapment' || kind === 'fault')).toEqual([]);
});

test('an image that is not made anew is the one that would have been made', () => {
  const script: ScriptedMishap[] = [
    { atMs: START + 8 * 3_600_000, mishap: { verb: 'trap', lift: 'a', where: 'level' } },
    { atMs: START + 8.2 * 3_600_000, mishap: { verb: 'free', lift: 'a' } },
    { atMs: START + 9 * 3_600_000, mishap: { verb: 'mute', lift: 'a', seconds: 60 } },
    {
      atMs: START + 10 * 3_600_000,
      mishap: { verb: 'rebootController', lift: 'a', seconds: 5, answers: true },
    },
    { atMs: START + 11 * 3_600_000, mishap: { verb: 'pressAlarm', lift: 'a', seconds: 3 } },
  ];
  const begin = stepLift(fresh(2), 7.5 * 3_600_000);
  let i = 0;
  for (const { atMs, images: shown, lift } of sampleLift(begin, {
    untilMs: START + 11.1 * 3_600_000,
    script,
  })) {
    if (i++ % 23 !== 0) continue;
    const true_ = images(stepLift(lift, atMs - lift.timeMs));
    expect(shown.controller === undefined).toBe(true_.controller === undefined);
    expect([...shown.box]).toEqual([...true_.box]);
    for (const [address, value] of true_.controller ?? []) expect(shown.controller?.get(address)).toBe(value);
  }
  expect(i).toBe(3.6 * 3600 * 4);
});
