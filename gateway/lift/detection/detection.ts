import type { LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { Thresholds } from '../../site/thresholds/liftThresholds.ts';
import { alarmButton } from './analyses/alarmButton.ts';
import { doorCycling } from './analyses/doorCycling.ts';
import { doorHeldOpen } from './analyses/doorHeldOpen.ts';
import { doorOpenMoving } from './analyses/doorOpenMoving.ts';
import { eBike } from './analyses/eBike.ts';
import { longStill } from './analyses/longStill.ts';
import { noResponse } from './analyses/noResponse.ts';
import { overspeed } from './analyses/overspeed.ts';
import { overtravel } from './analyses/overtravel.ts';
import { sensorFault } from './analyses/sensorFault.ts';
import { stopOutsideZone } from './analyses/stopOutsideZone.ts';
import { testOverdue } from './analyses/testOverdue.ts';
import { unintendedMovement } from './analyses/unintendedMovement.ts';
import { type AnalysisState, type Beside, type LiftPlan, sealedAnalysis } from './analysis.ts';
import { type ButtonState, buttonShown, NO_BUTTON, stepButton } from './button.ts';
import { isLoadWrong, weighsNothing } from './entrapment/carLoad.ts';
import {
  attendEntrapment,
  type EntrapmentChange,
  type EntrapmentState,
  entrapmentAfterRestart,
  NO_ENTRAPMENT,
  releaseEntrapment,
  resetEntrapment,
  stepEntrapment,
} from './entrapment/entrapment.ts';
import { asWayOut, type Fact, type Facts, factsOf, NO_FACTS, silenced } from './facts.ts';
import type { VirtualValue } from './points.ts';
import { type Contradiction, faultsChanged, type SensorFault, someFault } from './sensors/doubt.ts';
import { afterGap, stepSensors } from './sensors/sensors.ts';
import { NO_SENSORS, type SensorState } from './sensors/state.ts';
import { valuesOf } from './values.ts';

/**
 * What moves detection on. Delays end by ticks: one a second is enough. `look` is the lift as merged from its devices;
 * `test`: when its alarm made the last good test call, null: never, or the last one failed. `reset`: somebody has been there and seen.
 */
export type DetectionInput = { readonly at: Instant } & (
  | { readonly kind: 'look'; readonly snapshot: LiftSnapshot }
  | { readonly kind: 'tick' }
  | { readonly kind: 'reset' } // nobody is trapped
  | { readonly kind: 'released' } // people were, and are out
  | { readonly kind: 'attended' } // help has arrived
  | { readonly kind: 'test'; readonly agoS: number | null }
  | { readonly kind: 'e-bike'; readonly present: boolean | null }
  | { readonly kind: 'alarm-button'; readonly pressed: boolean | null } // by a contact of its own
);

/** Plain data: it is kept over a restart, whenever a phase of the entrapment has changed. */
export type DetectionState = {
  readonly at: Instant | null;
  readonly seenAt: Instant | null;
  readonly facts: Facts; // as the sensors together have it
  readonly sensors: SensorState;
  readonly button: ButtonState;
  readonly eBike: Fact;
  readonly contact: Fact; // the alarm button, where a contact of its own tells it
  readonly test: { readonly told: Instant; readonly agoS: number | null } | null;
  readonly entrapment: EntrapmentState;
  readonly analyses: Readonly<Record<string, AnalysisState>>;
};

/** A virtual point that has another value or quality than before, a step of the entrapment, or a sensor at fault. */
export type Finding =
  | { readonly kind: 'value'; readonly at: Instant; readonly value: VirtualValue }
  | { readonly kind: 'entrapment'; readonly change: EntrapmentChange }
  | { readonly kind: 'sensor'; readonly at: Instant; readonly fault: SensorFault };

export type DetectionStep = { readonly state: DetectionState; readonly findings: readonly Finding[] };

export const ANALYSES = [
  sealedAnalysis(alarmButton),
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
  sealedAnalysis(sensorFault),
  sealedAnalysis(eBike),
] as const;

export const NO_DETECTION: DetectionState = {
  ...{
    at: null,
    seenAt: null,
    facts: NO_FACTS,
    eBike: 'untold',
    contact: 'untold',
    test: null,
    entrapment: NO_ENTRAPMENT,
  },
  ...{ sensors: NO_SENSORS, button: NO_BUTTON },
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
  const told = received(last, input, plan, thresholds);
  const { facts } = told;
  const stepped = entrapmentAfter(told, input, thresholds);
  const moment = { now: at.mono, facts, plan, beside: besideOf(told, at) };
  const analyses = Object.fromEntries(
    ANALYSES.map(({ name, start, step }) => [name, step(told.analyses[name] ?? start, moment, thresholds)]),
  );
  const state: DetectionState = { ...told, at, entrapment: stepped.state, analyses };
  return {
    state,
    findings: [
      ...stepped.changes.map((change) => ({ kind: 'entrapment', change }) as const),
      ...faultsChanged(before.sensors.doubts, state.sensors.doubts).map(
        (fault) => ({ kind: 'sensor', at, fault }) as const,
      ),
      ...changed(before, state).map((value) => ({ kind: 'value', at, value }) as const),
    ],
  };
}

function entrapmentAfter(
  { entrapment, facts, button, seenAt }: DetectionState,
  { kind, at }: DetectionInput,
  limits: Thresholds,
): ReturnType<typeof stepEntrapment> {
  if (kind === 'reset') return resetEntrapment(entrapment, at);
  if (kind === 'released') return releaseEntrapment(entrapment, at);
  if (kind === 'attended') return attendEntrapment(entrapment, at);
  return stepEntrapment(
    entrapment,
    asWayOut(facts),
    { at, lookedAt: seenAt ?? at, button },
    limits.entrapment,
  );
}

function received(
  last: DetectionState,
  input: DetectionInput,
  plan: LiftPlan,
  { silentS, entrapment: { bridgeS } }: Thresholds,
): DetectionState {
  const { at } = input;
  switch (input.kind) {
    case 'look': {
      const moment = { now: at.mono, gapMs: 1000 * bridgeS.value, more: besideSensors(last, at.mono) };
      const raw = withContact(factsOf(input.snapshot, plan.openings), last.contact);
      const { state: sensors, facts } = stepSensors(last.sensors, input.snapshot, raw, plan, moment);
      return {
        ...last,
        sensors,
        facts,
        seenAt: at,
        button: stepButton(last.button, asWayOut(facts), at.mono),
      };
    }
    case 'test':
      return { ...last, test: { told: at, agoS: input.agoS } };
    case 'alarm-button': {
      const contact = input.pressed === null ? 'unknown' : input.pressed ? 'yes' : 'no';
      const facts = withContact(last.facts, contact);
      return { ...last, contact, facts, button: stepButton(last.button, asWayOut(facts), at.mono) };
    }
    case 'e-bike':
      return { ...last, eBike: input.present === null ? 'unknown' : input.present ? 'yes' : 'no' };
    default: {
      const silent = last.seenAt === null || at.mono - last.seenAt.mono > 1000 * silentS.value;
      if (silent && last.contact === 'untold') return { ...last, facts: silenced(last.facts) };
      if (silent) {
        const facts = withContact(silenced(last.facts), last.contact);
        return { ...last, facts, button: stepButton(last.button, asWayOut(facts), at.mono) };
      }
      return { ...last, button: stepButton(last.button, asWayOut(last.facts), at.mono) };
    }
  }
}

/** A contact of the button's own is believed before a device of the lift. */
function withContact(facts: Facts, contact: Fact): Facts {
  return contact === 'untold' ? facts : { ...facts, button: contact };
}

/** A door before which nobody ever disappears; the same weight whoever comes and goes; a button that is never let go. */
const THROUGHS = 5;
const THROUGHS_WEIGHED = 2;

/** What persons, load and button make known of their own sensors. */
function besideSensors({ entrapment, button, facts }: DetectionState, now: number): Contradiction[] {
  const { person, load } = entrapment.situation;
  const throughs = weighsNothing(load, facts) ? THROUGHS_WEIGHED : THROUGHS;
  const atOnce = { atOnce: true } as const;
  return [
    { sensor: 'personSensor', holds: person.throughs >= throughs, ...atOnce },
    { sensor: 'loadCell', holds: isLoadWrong(load, now), ...atOnce },
    { sensor: 'alarmButton', holds: button.stuck, ...atOnce },
  ];
}

/** What is so is told; that nothing is, only while the lift is heard. */
function unless(silent: boolean, so: boolean): boolean | 'unknown' {
  return silent && !so ? 'unknown' : so;
}

function besideOf({ eBike: bike, test, button, sensors, facts }: DetectionState, at: Instant): Beside {
  const told = facts.button !== 'untold' || button.heard;
  const beside = {
    eBike: bike,
    button: told ? unless(facts.button === 'unknown', buttonShown(button, at.mono)) : ('untold' as const),
    sensorFault: unless(
      facts.moving === 'unknown' && facts.doorClosed === 'unknown',
      someFault(sensors.doubts),
    ),
  };
  if (test === null) return { ...beside, testAgoS: 'untold' };
  if (test.told.boot !== at.boot) return { ...beside, testAgoS: 'unknown' };
  const testAgoS = test.agoS === null ? 'never' : test.agoS + (at.mono - test.told.mono) / 1000;
  return { ...beside, testAgoS };
}

/** Times of the boot before mean nothing. What stands stands; what was on its way begins anew. */
function afterRestart(state: DetectionState): DetectionState {
  return {
    ...state,
    seenAt: null,
    facts: silenced(state.facts),
    eBike: state.eBike === 'untold' ? 'untold' : 'unknown',
    contact: state.contact === 'untold' || state.contact === undefined ? 'untold' : 'unknown',
    sensors: afterGap(state.sensors),
    button: { ...NO_BUTTON, heard: state.button.heard },
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
