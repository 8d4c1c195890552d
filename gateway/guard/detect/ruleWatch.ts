import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue, Reading } from '../../../drivers/reading.ts';
import type { Severity } from '../../../drivers/vocabulary.ts';
import type { Installation, Point } from '../../site/installation.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';
import { silenceOf } from './trust.ts';

/** One condition of a rule. `key` tells the levels of a rule apart, also across a change of its limits. */
export type Level = {
  readonly key: string;
  readonly severity: Severity;
  readonly limit: number | string | boolean | null;
};

/** `on`: the condition holds; `band`: no longer, but within the deadband; `off`: it does not. */
export type Verdict = 'on' | 'band' | 'off';

/**
 * What a rule makes of its inputs at one moment: a verdict for each of its levels, in their order. `clears` says
 * whether it may end an alarm; raising it always may. `value`, `quality` and `point` are what a person is shown.
 */
export type RuleFinding = {
  readonly verdicts: readonly Verdict[];
  readonly clears: boolean;
  readonly value: PointValue;
  readonly quality: Quality;
  readonly point: string | null;
};

/** A look at the inputs: what is remembered from now on, and a finding, or null where nothing can be said. */
export type Judged<M> = { readonly memory: M; readonly finding: RuleFinding | null };

/** utc − mono in milliseconds; null while civil time is not sure, and what needs it holds still. */
export type UtcOffset = number | null;

/**
 * A rule ready to run. Pure: what it has to remember goes in and comes out as `memory`, which must survive JSON.
 * Times are `mono`.
 */
export type Watch<M = unknown> = {
  readonly rule: Rule;
  readonly device: string;
  readonly point: string | null;
  readonly unit: string;
  readonly levels: readonly Level[];
  readonly listensTo: readonly string[]; // full point ids
  /** After this long without a reading, the last one says nothing about now. */
  readonly silenceMs: number;
  begin(now: number): M;
  onReading(memory: M, reading: Reading, utcOffset: UtcOffset): Judged<M>;
  onTick(memory: M, now: number, utcOffset: UtcOffset): Judged<M>;
  /** When `onTick` would say something new; null when only a reading can. */
  nextDue(memory: M, utcOffset: UtcOffset): number | null;
  /**
   * Somebody reset the alarm by hand: what was only held to be looked at is let go. A watch holds by saying `off` with
   * `clears: false`, or `band`; the memory it returns here is the same one where it held nothing. While it says `on` the
   * reset is refused.
   */
  onReset?(memory: M): M;
  /** The point has another zero: all that it read before is `by` more now. For a watch that compares a value with those before it. */
  moved?(memory: M, by: number): M;
  /** Guard itself listened to nobody for `forMs`, until `now`: for a watch that waits for silence. */
  stalled?(memory: M, forMs: number, now: number): M;
  /** The memory as it is at `now`, after nothing was heard or done for `byMs`; a fresh one when it is not this rule's. */
  revive(memory: unknown, byMs: number, now: number): M;
};

/** How rules of one kind become watches: a file in `kinds/` and a line in `watches.ts`. */
export type MakeWatch<K extends Rule['kind']> = (
  rule: Extract<Rule, { kind: K }>,
  installation: Pick<Installation, 'devices' | 'points'> & Partial<Pick<Installation, 'lines'>>,
) => Watch;

/**
 * Hides the type of a watch's memory. The detector hands every watch only what that watch returned, or what its own
 * `revive` made of it.
 */
export function sealed<M>(watch: Watch<M>): Watch {
  return {
    ...watch,
    onReading: (memory, reading, utcOffset) => watch.onReading(memory as M, reading, utcOffset),
    onTick: (memory, now, utcOffset) => watch.onTick(memory as M, now, utcOffset),
    nextDue: (memory, utcOffset) => watch.nextDue(memory as M, utcOffset),
    ...(watch.stalled === undefined
      ? {}
      : { stalled: watch.stalled as (memory: unknown, forMs: number, now: number) => unknown }),
    ...(watch.moved === undefined ? {} : { moved: watch.moved as (memory: unknown, by: number) => unknown }),
    ...(watch.onReset === undefined ? {} : { onReset: watch.onReset as (memory: unknown) => unknown }),
  };
}

type RuleOfPoint = Extract<Rule, { readonly point: string }>;

/** The parts of a watch that is about one point, as the site has it; it hears of that point alone. */
export function aboutPoint(
  rule: RuleOfPoint,
  point: Point | undefined,
): Pick<Watch, 'rule' | 'device' | 'point' | 'listensTo' | 'silenceMs'> {
  return {
    rule,
    device: point?.deviceId ?? '',
    point: rule.point,
    listensTo: [rule.point],
    silenceMs: silenceOf(point?.periodMs ?? 0),
  };
}

/** The parts of a watch that needs no memory: it judges each reading by itself. */
export const forgetful = {
  begin: () => null,
  onTick: () => ({ memory: null, finding: null }),
  nextDue: () => null,
  revive: () => null,
} as const satisfies Partial<Watch<null>>;
