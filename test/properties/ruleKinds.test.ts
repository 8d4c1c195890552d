import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QUALITY_CODES, type Quality, qualityClass } from '../../drivers/quality.ts';
import type { RuleFinding, Watch } from '../../gateway/guard/detect/ruleWatch.ts';
import { NO_MEDIANS, taken } from '../../gateway/guard/detect/series/civilMedians.ts';
import { watchOf } from '../../gateway/guard/detect/watches.ts';
import { Watching, withRule } from '../guard/detect/kinds/watching.ts';
import { soak } from '../harness/soak.ts';
import { EXAMPLE_RULES, exampleRule } from '../site/rules/exampleRules.ts';

const RUNS = soak(200);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OFFSET = 1_793_491_200_000;
const qualities = Object.keys(QUALITY_CODES) as Quality[];

type Input = {
  readonly ms: number; // after the one before
  readonly which: number; // of the points listened to
  readonly value: number;
  readonly quality: Quality;
  readonly sure: boolean; // is civil time
};

const input: fc.Arbitrary<Input> = fc.record({
  ms: fc.constantFrom(0, 250, 1000, 20_000, 5 * 60_000, HOUR_MS, DAY_MS),
  which: fc.nat(7),
  value: fc.oneof(fc.integer({ min: 0, max: 110 }), fc.constantFrom(0, 1, 49, 50, 61)),
  quality: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Quality>('good') },
    { weight: 1, arbitrary: fc.constantFrom(...qualities) },
  ),
  sure: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

const watches = new Map<string, Watch>();

function watchFor(name: string): Watch {
  const watch = watches.get(name) ?? newWatch(name);
  watches.set(name, watch);
  return watch;
}

function newWatch(name: string): Watch {
  const installation = withRule(exampleRule(name));
  const [rule] = installation.rules;
  if (rule === undefined) throw new Error('no rule');
  return watchOf(rule, installation);
}

/** Every finding of these inputs; `between` may do something to the memory after each. */
function play(watch: Watch, inputs: readonly Input[], between: (memory: unknown, now: number) => unknown) {
  let memory = watch.begin(0);
  let now = 0;
  const findings: (RuleFinding | null)[] = [];
  for (const { ms, which, value, quality, sure } of inputs) {
    now += ms;
    const point = watch.listensTo[which % watch.listensTo.length] ?? '';
    const read = /^(board|gateway)\//.test(point) ? value % 2 === 0 : value;
    const reading = {
      point,
      quality,
      value: qualityClass(quality) === 'bad' ? null : read,
      at: { boot: 'b', mono: now },
      raw: [value],
    };
    const look = watch.onReading(memory, reading, sure ? OFFSET : null);
    findings.push(look.finding);
    memory = between(look.memory, now);
  }
  return { findings, memory };
}

/** All but those that go by the calendar alone. */
const HEARING = [...EXAMPLE_RULES.keys()].filter((name) => watchFor(name).listensTo.length > 0);

describe.each(HEARING)('whatever is read, a %s', (name) => {
  test('finds the same when its memory goes through JSON and is revived at every step', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
        const watch = watchFor(name);
        const plain = play(watch, inputs, (memory) => memory);
        const restored = play(watch, inputs, (memory, now) =>
          watch.revive(JSON.parse(JSON.stringify(memory)), 0, now),
        );
        expect(restored).toEqual(plain);
      }),
      { numRuns: RUNS },
    );
  });

  test('begins anew from a memory that is not its own', () => {
    const watch = watchFor(name);
    for (const stranger of [null, 7, 'x', [], { a: 1 }, { rows: 3 }]) {
      const memory = watch.revive(stranger, 0, 0);
      expect(() => play(watch, [], () => memory)).not.toThrow();
      expect(memory).toEqual(watch.begin(0));
    }
  });
});

test.each(HEARING)('the memory of a %s is bounded however much is read', (name) => {
  const watch = watchFor(name);
  const random = seeded(7);
  const inputs = (everyMs: number, n: number): Input[] =>
    Array.from({ length: n }, () => ({
      ms: everyMs,
      which: Math.floor(random() * 8),
      value: random() * 110,
      quality: 'good',
      sure: true,
    }));
  let largest = 0;
  // ten readings a second, hours by the second, a year by the hour
  const all = [...inputs(100, 9000), ...inputs(1000, 15_000), ...inputs(HOUR_MS, 8760)];
  let step = 0;
  play(watch, all, (memory) => {
    if (++step % 500 === 0) largest = Math.max(largest, JSON.stringify(memory).length);
    return memory;
  });
  expect(largest).toBeGreaterThan(1);
  expect(largest).toBeLessThan(16_000);
});

describe('medians', () => {
  /** As the words have it: of each hour the first reading of every 30 s, of each day its hours. */
  function reference(readings: readonly (readonly [utc: number, value: number])[]) {
    const slots = new Map<number, number>();
    for (const [utc, value] of readings) {
      const slot = Math.floor(utc / 30_000);
      if (!slots.has(slot)) slots.set(slot, value);
    }
    const by = (entries: readonly (readonly [number, number])[], of: number) =>
      [...Map.groupBy(entries, ([at]) => Math.floor(at / of))]
        .map(([index, values]): [number, number] => [index, middle(values.map(([, value]) => value))])
        .toSorted(([a], [b]) => a - b);
    const hours = by([...slots], 120);
    const days = by(hours, 24);
    return { hours: hours.slice(0, -1), days: days.slice(0, -1), lastHour: hours.at(-1)?.[0] ?? 0 };
  }

  function middle(values: readonly number[]): number {
    const sorted = values.toSorted((a, b) => a - b);
    const half = sorted.length / 2;
    return sorted.length % 2 === 1
      ? (sorted[Math.floor(half)] ?? Number.NaN)
      : ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2;
  }

  const readings = fc.array(
    fc.tuple(
      fc.constantFrom(250, 1000, 29_000, 30_000, 31_000, 600_000, HOUR_MS, 5 * HOUR_MS, DAY_MS),
      fc.integer({ min: -50, max: 50 }),
    ),
    { maxLength: 200 },
  );

  test('of hours and days are those of a plain reference', () => {
    fc.assert(
      fc.property(fc.nat(DAY_MS), readings, (start, steps) => {
        let mono = start;
        let medians = NO_MEDIANS;
        const all: [number, number][] = [];
        for (const [ms, value] of steps) {
          mono += ms;
          all.push([mono + OFFSET, value]);
          medians = taken(medians, value, { boot: 'b', mono }, OFFSET, { hours: 1000, days: 1000 }).medians;
        }
        const expected = reference(all);
        expect(medians.hours).toEqual(
          expected.hours.map(([hour, value]) => [hour, expect.closeTo(value, 9)]),
        );
        // a day is told when its last hour has ended, which is when the next reading comes
        const ended = Math.floor(expected.lastHour / 24);
        const days = expected.days.filter(([day]) => day < ended);
        expect(medians.days).toEqual(days.map(([day, value]) => [day, expect.closeTo(value, 9)]));
      }),
      { numRuns: soak(500) },
    );
  });

  test('are the same when the clock is set to anything for a while within a boot', () => {
    fc.assert(
      fc.property(readings, fc.integer({ min: -9000, max: 9000 }), fc.nat(150), (steps, days, from) => {
        const run = (offsetAt: (i: number) => number) => {
          let mono = 0;
          let medians = NO_MEDIANS;
          for (const [i, [ms, value]] of steps.entries()) {
            mono += ms;
            const at = { boot: 'b', mono };
            medians = taken(medians, value, at, offsetAt(i), { hours: 1000, days: 1000 }).medians;
          }
          // back to the right time, as the next reading would
          return taken(medians, 0, { boot: 'b', mono: mono + 1 }, OFFSET, { hours: 1000, days: 1000 })
            .medians;
        };
        const wrong = run((i) => (i >= from && i < from + 20 ? OFFSET + days * DAY_MS : OFFSET));
        expect(wrong).toEqual(run(() => OFFSET));
      }),
      { numRuns: RUNS },
    );
  });
});

test('a rate within minutes is that of a plain reference, to within one sixtieth of its window', () => {
  const step = fc.tuple(fc.constantFrom(100, 1000, 3000, 30_000, 200_000), fc.integer({ min: 0, max: 90 }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
      const watching = new Watching({}, RATE);
      let mono = 0;
      const all: [number, number][] = [];
      for (const [ms, value] of steps) {
        mono += ms;
        all.push([mono, value]);
        const found = Number(watching.read(mono / 1000, value)?.value);
        const moved = (windowMs: number) => {
          const within = all.filter(([at]) => at > mono - windowMs).map(([, of]) => of);
          return Math.max(value - Math.min(...within), Math.max(...within) - value);
        };
        expect(Math.abs(found)).toBeGreaterThanOrEqual(moved(118_000));
        expect(Math.abs(found)).toBeLessThanOrEqual(moved(120_001));
      }
    }),
    { numRuns: RUNS },
  );
});

const RATE = withRule(exampleRule('rate within minutes'));

test('a vote never ends by losing points', () => {
  const names = exampleRule('vote').points as string[];
  const happening = fc.record({
    ms: fc.constantFrom(0, 500, 1000, 4000),
    which: fc.nat(2),
    value: fc.constantFrom(0, 49, 50, 70),
    quality: fc.constantFrom<Quality>('good', 'good', 'no-communication', 'warm-up', 'sensor-failure'),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const watching = new Watching({}, VOTE);
      let now = 0;
      const last = new Map<string, { value: number; quality: Quality; at: number }>();
      for (const { ms, which, value, quality } of happenings) {
        now += ms;
        const point = names[which] ?? '';
        last.set(point, { value, quality, at: now });
        const bad = qualityClass(quality) === 'bad';
        const found = watching.read(now / 1000, bad ? null : value, { point, quality });
        if (found?.verdicts[0] !== 'off') continue;
        // an end needs so many that say no, now and with a good reading, that the others could not make two
        const no = [...last.values()].filter(
          (one) => one.quality === 'good' && one.value < 50 && now - one.at <= 3000,
        );
        expect(no.length).toBeGreaterThanOrEqual(2);
      }
    }),
    { numRuns: soak(1000) },
  );
});

const VOTE = withRule(exampleRule('vote'));

test('a gas alarm whose sensor collapsed never ends by itself: only by a reset, or when gas is seen again', () => {
  const after = fc.record({
    ms: fc.constantFrom(0, 250, 1000, 60_000, DAY_MS),
    value: fc.integer({ min: 0, max: 9 }),
    quality: fc.constantFrom(...qualities),
    restart: fc.constantFrom(null, null, null, 'b', 'c'),
  });
  fc.assert(
    fc.property(fc.integer({ min: 61, max: 100 }), fc.array(after, { maxLength: 40 }), (high, happenings) => {
      const watching = new Watching({}, LIMIT);
      watching.hold(0, 3, high);
      expect(watching.read(3, 0)?.clears).toBe(false);
      let now = 3;
      for (const { ms, value, quality, restart } of happenings) {
        now += ms / 1000;
        if (restart !== null) watching.restart(now, now, restart);
        const found = watching.read(now, qualityClass(quality) === 'bad' ? null : value, { quality });
        expect(found?.clears ?? false).toBe(false);
      }
      watching.reset();
      expect(watching.read(now + 1, 0)?.clears).toBe(true);
    }),
    { numRuns: soak(500) },
  );
});

const LIMIT = withRule(exampleRule('limit'));

/** Park and Miller's generator: the same numbers with every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}
