import fc from 'fast-check';
import { QUALITY_CODES, type Quality, qualityClass } from '../../drivers/quality.ts';
import type { Severity } from '../../drivers/vocabulary.ts';
import type { Transition } from '../../gateway/control/alarm.ts';
import { createDetector, type DetectOutcome, type Detector } from '../../gateway/guard/detect/detector.ts';
import { restoreState, saveState } from '../../gateway/guard/detect/saved.ts';
import type { DetectState } from '../../gateway/guard/detect/state.ts';
import type { DetectCommand, DetectInput } from '../../gateway/guard/detect/types.ts';

import { soak } from '../harness/soak.ts';
import { gasSite, installationOf } from '../site/fixture.ts';

/** Random lives of a small installation: what may happen, how it is played, and what came of it step by step. */

export const GAS = 'gas-1/concentration';
const RULES = ['gas-high', 'gas-low', 'gas-1.loss-of-sensing'];
export const RUNS = soak(500);
export const RANKS = { blue: 1, yellow: 2, orange: 3, red: 4 };

/** What may happen next; `ms` after what happened before. `age` 0 is the newest occurrence of that rule, or period. */
export type Happening = { readonly ms: number } & (
  | { readonly what: 'reading'; readonly value: number; readonly quality: Quality }
  | { readonly what: 'tick' }
  | { readonly what: 'clock'; readonly utcOffset: number | null }
  | { readonly what: 'acknowledge' | 'reset'; readonly rule: string; readonly age: number }
  | { readonly what: 'end-maintenance'; readonly age: number }
  | { readonly what: 'shelve'; readonly rule: string; readonly forS: number }
  | { readonly what: 'unshelve' | 'out-of-service' | 'in-service'; readonly rule: string }
  | { readonly what: 'maintenance'; readonly forS: number; readonly devices: readonly string[] }
  | { readonly what: 'save-and-restore' } // at the moment of the latest input
  | { readonly what: 'restart' }
  | { readonly what: 'reboot' }
);

const ms = fc.constantFrom(0, 1, 250, 1000, 1000, 3000, 10_000);
const age = fc.constantFrom(0, 0, 0, 1, 2);
const onRule = fc.constantFrom('gas-high', 'gas-high', ...RULES);
const forS = fc.constantFrom(0, 1, 5, 5, 30, 100_000);
const qualities = Object.keys(QUALITY_CODES) as Quality[];
const anyQuality = fc.constantFrom(...qualities);
const good = fc.constant<Quality>('good');
const value = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.constantFrom(0, 7, 8, 9.99, 10, 23, 25, 48, 50, 100),
);
const is = <const W extends Happening['what']>(what: W) => fc.constant(what);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ ms, what: is('reading'), value, quality: good }) },
  { weight: 4, arbitrary: fc.record({ ms, what: is('reading'), value, quality: anyQuality }) },
  { weight: 4, arbitrary: fc.record({ ms, what: is('tick') }) },
  { weight: 5, arbitrary: fc.record({ ms, what: is('acknowledge'), rule: onRule, age }) },
  { weight: 4, arbitrary: fc.record({ ms, what: is('reset'), rule: onRule, age }) },
  { weight: 3, arbitrary: fc.record({ ms, what: is('shelve'), rule: onRule, forS }) },
  { weight: 2, arbitrary: fc.record({ ms, what: is('unshelve'), rule: onRule }) },
  { weight: 1, arbitrary: fc.record({ ms, what: is('out-of-service'), rule: onRule }) },
  { weight: 2, arbitrary: fc.record({ ms, what: is('in-service'), rule: onRule }) },
  {
    weight: 2,
    arbitrary: fc.record({ ms, what: is('maintenance'), forS, devices: fc.constantFrom([], ['gas-1']) }),
  },
  { weight: 3, arbitrary: fc.record({ ms, what: is('end-maintenance'), age }) },
  { weight: 1, arbitrary: fc.record({ ms, what: fc.constantFrom('restart', 'reboot') }) },
  { weight: 1, arbitrary: fc.record({ ms, what: is('clock'), utcOffset: fc.constantFrom(null, 0, 1e12) }) },
);
// without a size fast-check's arrays are ten steps long, in which little happens
const LONG = { maxLength: 100, size: 'max' } as const;
export const life = fc.array(happening, LONG);

/** A life in which the process ends and starts again after some of the steps, and the same one without. */
export const interrupted = fc
  .array(fc.tuple(happening, fc.constantFrom(true, false, false, false, false, false)), LONG)
  .map((steps) => ({
    whole: steps.map(([next]) => next),
    broken: steps.flatMap(([next, ends]): Happening[] =>
      ends ? [next, { what: 'save-and-restore', ms: 0 }] : [next],
    ),
  }));

const delays = fc.constantFrom(0, 0, 1, 3);
const LATCHES: readonly (readonly Severity[])[] = [[], ['red'], ['orange', 'red'], ['yellow']];
export const rule = fc.record(
  {
    onDelayS: delays,
    offDelayS: delays,
    deadband: fc.constantFrom(0, 2),
    latch: fc.constantFrom(...LATCHES),
    reAlarmS: fc.constantFrom(2, 60),
  },
  { requiredKeys: ['onDelayS', 'offDelayS', 'deadband', 'latch'] },
);
export type RuleChange = Partial<typeof rule extends fc.Arbitrary<infer R> ? R : never>;

/** One happening and what came of it. `input` is null for restarts. */
export type Step = {
  readonly happening: Happening;
  readonly before: DetectState;
  readonly after: DetectState;
  readonly input: DetectInput | null;
  readonly transitions: readonly Transition[];
};

const installed = new Map<string, Detector>();

export function detectorOf(change: RuleChange): Detector {
  const key = JSON.stringify(change);
  const detector = installed.get(key) ?? newDetector(change);
  installed.set(key, detector);
  return detector;
}

function newDetector(change: RuleChange): Detector {
  const limits = { kind: 'limit', point: GAS, unit: '%LEL', ...change };
  return createDetector(
    installationOf({
      ...gasSite,
      rules: [
        { ...limits, id: 'gas-high', high: { yellow: 10, orange: 25, red: 50 } },
        { ...limits, id: 'gas-low', low: { yellow: 5 } },
      ],
    }),
  );
}

/** Lets things happen and returns every step. */
export function play(detector: Detector, happenings: readonly Happening[]): Step[] {
  let boot = 'b';
  let now = 0;
  let state = detector.begin({ boot, mono: 0 });
  const names: Names = { occurrences: [], periods: [] };

  const happened = (
    next: Happening,
  ): { readonly input: DetectInput | null; readonly outcome: DetectOutcome } => {
    if (next.what === 'reboot') {
      boot = `${boot}b`;
      now = 0;
    }
    now += next.ms;
    const at = { boot, mono: now };
    if (next.what === 'save-and-restore')
      return { input: null, outcome: detector.adopt(restored(state), { boot, mono: state.at }) };
    if (next.what === 'restart' || next.what === 'reboot')
      return { input: null, outcome: detector.adopt(restored(state), at) };
    const input = inputOf(next, at, names);
    return { input, outcome: detector.step(state, input) };
  };

  return happenings.flatMap((next) => {
    const before = state;
    const { input, outcome } = happened(next);
    state = outcome.state;
    const transitions = outcome.effects.flatMap((effect) =>
      effect.kind === 'transition' ? [effect.transition] : [],
    );
    for (const { occurrence } of transitions)
      if (!names.occurrences.includes(occurrence)) names.occurrences.push(occurrence);
    for (const { period } of state.maintenance)
      if (!names.periods.includes(period)) names.periods.push(period);
    if (next.what === 'save-and-restore') return [];
    return [{ happening: next, before, after: state, input, transitions }];
  });
}

type Names = { readonly occurrences: string[]; readonly periods: string[] };

function inputOf(
  next: Exclude<Happening, { what: 'restart' | 'reboot' | 'save-and-restore' }>,
  at: { readonly boot: string; readonly mono: number },
  names: Names,
): DetectInput {
  switch (next.what) {
    case 'reading': {
      // a missing value is null; a bad one may be there all the same, and must not be used
      const read = qualityClass(next.quality) === 'bad' && next.value % 2 === 0 ? null : next.value;
      return { kind: 'readings', readings: [{ point: GAS, quality: next.quality, value: read, at }] };
    }
    case 'tick':
      return { kind: 'tick', at };
    case 'clock':
      return { kind: 'clock', utcOffset: next.utcOffset, at };
    default:
      return { kind: 'command', at, command: commandOf(next, names) };
  }
}

function commandOf(
  next: Exclude<
    Happening,
    { what: 'reading' | 'tick' | 'clock' | 'restart' | 'reboot' | 'save-and-restore' }
  >,
  names: Names,
): DetectCommand {
  const asked = { actor: 'a', reason: 'because' };
  switch (next.what) {
    case 'acknowledge':
    case 'reset':
      return { ...asked, verb: next.what, occurrence: occurrenceOf(next.rule, next.age, names) };
    case 'end-maintenance':
      return { ...asked, verb: next.what, period: names.periods.at(-1 - next.age) ?? 'none' };
    case 'shelve':
      return { ...asked, verb: next.what, rule: next.rule, forS: next.forS };
    case 'maintenance':
      return { ...asked, verb: next.what, forS: next.forS, scope: { zones: [], devices: next.devices } };
    default:
      return { ...asked, verb: next.what, rule: next.rule };
  }
}

function occurrenceOf(of: string, back: number, { occurrences }: Names): string {
  return occurrences.filter((occurrence) => occurrence.startsWith(`${of}#`)).at(-1 - back) ?? 'none';
}

function restored(state: DetectState): DetectState {
  const back = restoreState(saveState(state));
  if (!back.ok) throw new Error(back.error.what);
  return back.value;
}

/** Checks every step of many lives. */
export function everyStep(check: (step: Step, life: Life) => void): void {
  everyLife((life) => {
    for (const step of life.steps) check(step, life);
  });
}

export type Life = {
  readonly change: RuleChange;
  readonly detector: Detector;
  readonly steps: readonly Step[];
};

export function everyLife(check: (life: Life) => void): void {
  fc.assert(
    fc.property(rule, life, (change, happenings) => {
      const detector = detectorOf(change);
      check({ change, detector, steps: play(detector, happenings) });
    }),
    { numRuns: RUNS },
  );
}
