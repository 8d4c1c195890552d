import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CivilTime } from '../../gateway/core/civilTime.ts';
import type { Clock, Timer } from '../../gateway/core/clock.ts';
import { ClockKeeper, LOOK_EVERY_MS } from '../../gateway/guard/keepers/clockKeeper.ts';
import { Dating } from '../../gateway/telemetry/sdk/dating.ts';
import { soak } from '../harness/soak.ts';

const BOOT = 'b007b007b007b007';
const DAY = 86_400_000;
const TRUE_START = Date.UTC(2026, 5, 1);
const SLACK_MS = 1_100; // an `ntp` date is right to a second; what the model rounds comes on top
const DRIFT = 200e-6; // what dating allows the oscillator; the model's stays within half of it
const FRESH_MS = 3 * 2_048_000; // as of timesyncd's file
const POLL_MS = 2_000_000;

/** What happens to the clock of a machine, and how long after it nothing does. */
const happening = fc.record({
  what: fc.oneof(
    fc.constant({ kind: 'synchronise' as const }),
    fc.constant({ kind: 'cut' as const }), // the network is gone
    fc.record({
      kind: fc.constant('set' as const),
      byMs: fc.constantFrom(-365 * DAY, 365 * DAY, DAY, -3_600_000, 3_600_000, 40_000, -700, 700),
    }),
  ),
  thenMs: fc.constantFrom(3_000, 12_000, 600_000, 2 * 3_600_000, DAY, 9 * DAY),
});
const history = fc.record({
  startOffMs: fc.constantFrom(0, -7 * DAY, 365 * DAY, -60 * 365 * DAY, 1_500),
  ppm: fc.integer({ min: -100, max: 100 }),
  happenings: fc.array(happening, { maxLength: 8 }),
});
type History = typeof history extends fc.Arbitrary<infer H> ? H : never;

/** A clock whose only timer is the keeper's: it is late for it whenever nothing happens, so that months pass quickly. */
class LeapingClock implements Clock {
  readonly boot = BOOT;
  now = 0;
  offset: number;
  #run: () => void = () => {};

  constructor(offset: number) {
    this.offset = offset;
  }

  mono(): number {
    return this.now;
  }

  utc(): number {
    return this.now + this.offset;
  }

  after(_delayMs: number, _name: string, run: () => void): Timer {
    this.#run = run;
    return { cancel: () => {} };
  }

  leap(toMs: number): void {
    this.now = toMs;
    this.#run();
  }
}

/**
 * A machine whose oscillator drifts, whose clock is set by NTP and by hand, watched by the real keeper. While it is
 * synchronised the daemon polls and corrects it; each poll touches its file, dated by the clock as it is then.
 */
function play({ startOffMs, ppm, happenings }: History) {
  const truth = (mono: number) => TRUE_START + mono * (1 + ppm / 1e6);
  const clock = new LeapingClock(TRUE_START + startOffMs);
  const rows: CivilTime[] = [];
  let touched = Number.NEGATIVE_INFINITY;
  let polled = 0;
  let online = false;
  const proof = () => ({ synchronised: clock.utc() - touched <= FRESH_MS, proven: touched });
  const keeper = new ClockKeeper(clock, proof, (time) => rows.push(time));
  const poll = () => {
    clock.offset = truth(clock.now) - clock.now;
    touched = clock.utc();
    polled = clock.now;
  };
  keeper.start();
  for (const { what, thenMs } of happenings) {
    const begin = clock.now;
    if (what.kind === 'set') clock.offset += what.byMs;
    else online = what.kind === 'synchronise';
    if (what.kind === 'synchronise') poll();
    while (clock.now < begin + thenMs) {
      const stride = clock.now - begin < 60_000 ? LOOK_EVERY_MS : 600_000;
      clock.leap(Math.min(clock.now + stride, begin + thenMs));
      if (online && clock.now >= polled + POLL_MS) poll();
    }
  }
  keeper.stop();
  return { truth, rows, end: clock.now };
}

test('whatever happens to the clock, dates are within the bound their quality states', () => {
  fc.assert(
    fc.property(history, (of) => {
      const { truth, rows, end } = play(of);
      const dating = new Dating();
      for (const row of rows) dating.learn(BOOT, row);
      for (let i = 0; i <= 60; i++) {
        const mono = (end * i) / 60;
        const { utc, quality } = dating.date({ boot: BOOT, mono });
        if (utc === null) expect(quality).toBe('unsynced');
        else {
          const off = Math.abs(utc - truth(mono));
          if (quality === 'ntp') expect(off).toBeLessThanOrEqual(SLACK_MS);
          if (quality === 'holdover') expect(off).toBeLessThanOrEqual(SLACK_MS + DRIFT * 7 * DAY);
        }
      }
    }),
    { numRuns: soak(200) },
  );
});

test('a boot that was synchronised long enough to be looked at is dated throughout, near the truth', () => {
  fc.assert(
    fc.property(history, (of) => {
      const { truth, rows, end } = play(of);
      const known = rows.filter(({ quality }) => quality === 'ntp');
      const dating = new Dating();
      for (const row of rows) dating.learn(BOOT, row);
      for (let i = 0; known.length > 0 && i <= 60; i++) {
        const mono = (end * i) / 60;
        const { utc } = dating.date({ boot: BOOT, mono });
        const away = Math.min(...known.map((row) => Math.abs(row.mono - mono)));
        expect(Math.abs((utc ?? 0) - truth(mono))).toBeLessThanOrEqual(
          SLACK_MS + DRIFT * (away + LOOK_EVERY_MS),
        );
      }
    }),
    { numRuns: soak(200) },
  );
});
