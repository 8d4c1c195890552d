import type { LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { Thresholds } from '../../site/thresholds/liftThresholds.ts';
import { doorCycling } from './analyses/doorCycling.ts';
import { doorHeldOpen } from './analyses/doorHeldOpen.ts';
import { doorOpenMoving } from './analyses/doorOpenMoving.ts';
import { eBike } from './analyses/eBike.ts';
import { longStill } from './analyses/longStill.ts';
import { noResponse } from './analyses/noResponse.ts';
import { overspeed } from './analyses/overspeed.ts';
import { overtravel } from './analyses/overtravel.ts';
import { stopOutsideZone } from './analyses/stopOutsideZone.ts';
import { testOverdue } from './analyses/testOverdue.ts';
import { unintendedMovement } from './analyses/unintendedMovement.ts';
import { type AnalysisState, type Beside, type LiftPlan, sealedAnalysis } from './analysis.ts';
import {
  type EntrapmentChange,
  type EntrapmentState,
  entrapmentAfterRestart,
  NO_ENTRAPMENT,
  resetEntrapment,
  stepEntrapment,
} from './entrapment/entrapment.ts';
import { type Fact, type Facts, factsOf, NO_FACTS, silenced } from './facts.ts';
import type { VirtualValue } from './points.ts';
import { valuesOf } from './values.ts';

/**
 * What moves detection on. Delays end by ticks: one a second is enough. `look` is the lift as merged from its devices;
 * `test`: when its alarm made the last good test call, null: never. `reset`: somebody has been there and seen.
 */
export type DetectionInput = { readonly at: Instant } & (
  | { readonly kind: 'look'; readonly snapshot: LiftSnapshot }
  | { readonly kind: 'tick' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'test'; readonly agoS: number | null }
  | { readonly kind: 'e-bike'; readonly present: boolean | null }
);

/** Plain data: it is kept over a restart, whenever a phase of the entrapment has changed. */
export type DetectionState = {
  readonly at: Instant | null;
  readonly seenAt: Instant | null;
  readonly facts: Facts;
  readonly eBike: Fact;
  readonly test: { readonly told: Instant; readonly agoS: number | null } | null;
  readonly entrapment: EntrapmentState;
  readonly analyses: Readonly<Record<string, AnalysisState>>;
};

/** A virtual point that has another value or quality than before, or a step of the entrapment. */
export type Finding =
  | { readonly kind: 'value'; readonly at: Instant; readonly value: VirtualValue }
  | { readonly kind: 'entrapment'; readonly change: EntrapmentChange };

export type DetectionStep = { readonly state: DetectionState; readonly findings: readonly Finding[] };

export const ANALYSES = [
  sealedAnalysis(unintendedMovement),
  sealedAnalysis(overspeed),
  sealedAnalysis(overtravel),
  sealedAnalysis(stopOutsideZone),
  sealedAnalysis(doorOpenMoving),
  sealedAnalysis(doorCycling),
  sealedAnalysis(doorHeldOpen),
  sealedAnalysis(noResponse),
  sealedAnalysis(longStill),
  sealedAnalysis(testOverdue),
  sealedAnalysis(eBike),
] as const;

export const NO_DETECTION: DetectionState = {
  ...{ at: null, seenAt: null, facts: NO_FACTS, eBike: 'untold', test: null, entrapment: NO_ENTRAPMENT },
  analyses: Object.fromEntries(ANALYSES.map(({ name, start }) => [name, start])),
};

/** One lift, one input. Pure. */
export function stepDetection(
  before: DetectionState,
  input: DetectionInput,
  plan: LiftPlan,
  thresholds: Thresholds,
): DetectionStep {
  const { at } = input;
  const last = before.at !== null && before.at.boot !== at.boot ? afterRestart(before) : before;
  const told = received(last, input, thresholds);
  const { facts } = told;
  const stepped =
    input.kind === 'reset'
      ? resetEntrapment(told.entrapment, at)
      : stepEntrapment(told.entrapment, facts, { at, lookedAt: told.seenAt ?? at }, thresholds.entrapment);
  const moment = { now: at.mono, facts, plan, beside: besideOf(told, at) };
  const analyses = Object.fromEntries(
    ANALYSES.map(({ name, start, step }) => [name, step(told.analyses[name] ?? start, moment, thresholds)]),
  );
  const state: DetectionState = { ...told, at, entrapment: stepped.state, analyses };
  return {
    state,
    findings: [
      ...stepped.changes.map((change) => ({ kind: 'entrapment', change }) as const),
      ...changed(before, state).map((value) => ({ kind: 'value', at, value }) as const),
    ],
  };
}

function received(last: DetectionState, input: DetectionInput, { silentS }: Thresholds): DetectionState {
  const { at } = input;
  switch (input.kind) {
    case 'look':
      return { ...last, facts: factsOf(input.snapshot), seenAt: at };
    case 'test':
      return { ...last, test: { told: at, agoS: input.agoS } };
    case 'e-bike':
      return { ...last, eBike: input.present === null ? 'unknown' : input.present ? 'yes' : 'no' };
    default: {
      const silent = last.seenAt === null || at.mono - last.seenAt.mono > 1000 * silentS.value;
      return silent ? { ...last, facts: silenced(last.facts) } : last;
    }
  }
}

function besideOf({ eBike: bike, test }: DetectionState, at: Instant): Beside {
  if (test === null) return { eBike: bike, testAgoS: 'untold' };
  if (test.told.boot !== at.boot) return { eBike: bike, testAgoS: 'unknown' };
  const testAgoS = test.agoS === null ? 'never' : test.agoS + (at.mono - test.told.mono) / 1000;
  return { eBike: bike, testAgoS };
}

/** Times of the boot before mean nothing. What stands stands; what was on its way begins anew. */
function afterRestart(state: DetectionState): DetectionState {
  return {
    ...state,
    seenAt: null,
    facts: silenced(state.facts),
    eBike: state.eBike === 'untold' ? 'untold' : 'unknown',
    entrapment: entrapmentAfterRestart(state.entrapment),
    analyses: Object.fromEntries(
      ANALYSES.map(({ name, start }) => {
        const { shown } = (state.analyses[name] ?? start).delayed;
        return [name, { ...start, delayed: { ...start.delayed, shown } }];
      }),
    ),
  };
}

function changed(before: DetectionState, after: DetectionState): VirtualValue[] {
  const old = new Map(valuesOf(before, ANALYSES).map((value) => [value.name, value]));
  return valuesOf(after, ANALYSES).filter(({ name, value, quality }) => {
    const was = old.get(name);
    return was === undefined || was.value !== value || was.quality !== quality;
  });
}
