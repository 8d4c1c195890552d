import type { ScriptedMishap } from '../../simulators/lift/images.ts';
import type { LiftMishap } from '../../simulators/lift/mishap.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const lift = 'a';

/** What befalls a lift in so many days: habits of real sensors all the time, and what goes wrong on some of them. */
export type MonthStory = {
  readonly script: readonly ScriptedMishap[];
  readonly repairsMs: readonly number[];
  readonly badDays: readonly number[];
  /** World time of an hour of a day. */
  at(day: number, hour: number): number;
};

/** Every tenth day a lock that does not make until a mechanic comes, people shut in at a landing and between two. */
export function monthStory(startMs: number, days: number): MonthStory {
  const habits: readonly LiftMishap[] = [
    { verb: 'personSensor', lift, blipEveryS: 420, blindAfterS: 15, stuck: null },
    { verb: 'loadCell', lift, pct: 1, pctPerDay: days > 1 ? 0.6 : 6 },
    { verb: 'bounce', lift, contact: 'closeLimit', everyS: 300 },
    { verb: 'bounce', lift, contact: 'zone', everyS: 400 },
    { verb: 'bounce', lift, contact: 'doorBit', everyS: 500 },
    { verb: 'bounce', lift, contact: 'level', everyS: 550 },
  ];

  const at = (day: number, hour: number) => startMs + day * DAY_MS + hour * HOUR_MS;
  const badDays = Array.from({ length: Math.ceil(days / 10) }, (_, i) => 10 * i);
  const script: readonly ScriptedMishap[] = [
    ...habits.map((mishap) => ({ atMs: startMs + 1_000, mishap })),
    ...badDays.flatMap((day): ScriptedMishap[] => [
      { atMs: at(day, 8), mishap: { verb: 'stickLock', lift, floor: 1 } },
      { atMs: at(day, 8.2), mishap: { verb: 'ride', lift, from: 3, to: 1, kg: 70 } },
      { atMs: at(day, 11), mishap: { verb: 'trap', lift, where: 'level' } },
      { atMs: at(day, 11.05), mishap: { verb: 'ride', lift, from: 2, to: 5, kg: 75 } },
      { atMs: at(day, 12), mishap: { verb: 'free', lift } },
      { atMs: at(day, 17), mishap: { verb: 'trap', lift, where: 'between' } },
      { atMs: at(day, 17.05), mishap: { verb: 'ride', lift, from: 6, to: 2, kg: 75 } },
      { atMs: at(day, 18), mishap: { verb: 'free', lift } },
      // a landing beside which it stops: it levels again after each stop, until the next visit
      { atMs: at(day, 12.5), mishap: { verb: 'driftLevel', lift, floor: 3, mm: 20, mmPerDay: 0 } },
      { atMs: at(day, 12.6), mishap: { verb: 'ride', lift, from: 5, to: 3, kg: 70 } },
      // too fast once somebody is aboard, until the governor trips between landings
      { atMs: at(day, 13.95), mishap: { verb: 'ride', lift, from: 3, to: 1, kg: 70 } },
      { atMs: at(day, 14), mishap: { verb: 'ride', lift, from: 1, to: 7, kg: 70 } },
      { atMs: at(day, 14) + 4_000, mishap: { verb: 'overspeed', lift, factor: 1.3 } },
      // the brake slips while people step in
      { atMs: at(day, 20), mishap: { verb: 'ride', lift, from: 2, to: 5, kg: 70 } },
      { atMs: at(day, 20) + 5_000, mishap: { verb: 'hold', lift, seconds: 120 } },
      { atMs: at(day, 20) + 60_000, mishap: { verb: 'runaway', lift, mm: 600 } },
    ]),
  ];
  const repairsMs = badDays.flatMap((day) => [at(day, 10), at(day, 14.5), at(day, 20.5)]);
  return { script, repairsMs, badDays, at };
}
