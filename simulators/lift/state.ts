import type { Climate } from '../world/climate.ts';
import type { Profile } from './motion.ts';
import { type LiftPlan, landings } from './plan.ts';
import { type Sensing, TRUE_SENSING } from './sensorHabits.ts';
import type { Chronicle, LiftMode, RunKind } from './truth.ts';

/** Somebody who wants to ride, waiting or aboard. */
export type Person = { readonly from: number; readonly to: number; readonly kg: number };

/** A movement under way; `profile` began at `profileFromMs` and `profileFromMm`. */
export type Run = {
  readonly kind: RunKind;
  readonly from: number;
  readonly target: number; // floor
  readonly sign: 1 | -1;
  readonly startMs: number;
  readonly startMm: number;
  readonly profile: Profile;
  readonly profileFromMs: number;
  readonly profileFromMm: number;
  readonly peakMps: number;
  readonly braked: boolean;
};

export type Door = {
  readonly phase: 'closed' | 'opening' | 'open' | 'closing';
  readonly sinceMs: number;
  readonly untilMs: number; // when this phase ends, or is looked at again
  readonly fromShare: number; // how far open it was when the phase began, 0..1
  readonly strokeMs: number; // a whole stroke in this phase
  readonly reverseAtMs: number; // something will be in the way then
  readonly closeAtMs: number; // while open: not before
  readonly openedMs: number; // when it was fully open first in this cycle
  readonly blockedFromMs: number; // light curtain
  readonly blockedUntilMs: number;
  readonly retries: number;
  readonly nudging: boolean;
  readonly stalled: boolean; // the operator turns and nothing moves
  readonly locked: boolean; // landing lock made
  /** What is known of the cycle under way. */
  readonly cycle: {
    readonly startMs: number;
    readonly openMs: number;
    readonly reversals: number;
    readonly blockedMs: number;
    readonly nudged: boolean;
  };
};

export type PhaseName =
  | 'idle'
  | 'door'
  | 'starting'
  | 'running'
  | 'stopping'
  | 'relevel'
  | 'halted'
  | 'off'
  | 'booting';

/** What the controller is doing; `untilMs` is when it acts next by itself. */
export type Phase = { readonly name: PhaseName; readonly sinceMs: number; readonly untilMs: number };

/** First open stage of the safety chain, in the order in which current passes it. */
export type ChainStage = 'closed' | 'start' | 'carDoor' | 'landingDoor' | 'other';

export type Wear = {
  readonly floor: number | undefined; // undefined: everywhere
  readonly amount: number;
  readonly perDay: number;
  readonly sinceMs: number;
};

/** What is wrong with the world of this lift, whatever the controller has noticed of it. */
export type Trouble = {
  readonly slowDoor: readonly Wear[]; // added share of the stroke time
  readonly offLevel: readonly Wear[]; // mm
  readonly stuckLocks: readonly number[]; // floors
  readonly obstructedUntilMs: number; // something lies in the doorway
  readonly curtainUntilMs: number; // the light curtain sees something that is not there
  readonly heldUntilMs: number; // somebody holds the door-open button
  readonly deadDoor: boolean; // the operator no longer opens
  readonly trap: 'none' | 'level' | 'between'; // waits for the next ride
  readonly chainOpen: Exclude<ChainStage, 'closed'> | undefined;
  readonly deafToCalls: boolean;
  readonly overspeed: number; // factor of the next run
  readonly overtravelMm: number; // the next run to an end goes too far by this
  readonly balanceKg: number; // added to what the counterweight is missing
};

export type ControllerFault = {
  readonly code: number; // 0: none
  readonly sinceMs: number;
  readonly clearAtMs: number;
  readonly blocking: boolean;
};

/** One line of the controller's own fault log. */
export type LoggedFault = { readonly code: number; readonly atMs: number; readonly floor: number };

export type Lift = {
  readonly plan: LiftPlan;
  readonly climate: Climate;
  readonly heights: readonly number[];
  readonly timeMs: number;
  readonly seed: number;
  readonly events: number; // every event draws its chance from a stream of its own number
  readonly restMm: number; // where the car stands, or stood before it moved
  readonly run: Run | undefined;
  readonly intent: { readonly kind: RunKind; readonly target: number } | undefined;
  readonly direction: 1 | 0 | -1;
  readonly phase: Phase;
  readonly door: Door;
  readonly riders: readonly Person[];
  readonly waiting: readonly Person[];
  readonly overloadUntilMs: number;
  readonly nextArrivalMs: number;
  readonly snapAtMs: number;
  readonly mode: LiftMode;
  readonly modeSinceMs: number;
  readonly wanted: 'normal' | 'inspection' | 'fire';
  readonly mains: boolean;
  readonly mainsSinceMs: number;
  readonly bootUntilMs: number;
  readonly bootFromMs: number;
  readonly zeroUntilMs: number; // answers, but its registers hold nothing yet
  readonly silentUntilMs: number;
  readonly trouble: Trouble;
  readonly sensing: Sensing; // how its sensors see it
  readonly fault: ControllerFault;
  readonly log: readonly LoggedFault[]; // newest first, ten
  readonly entrapped:
    | { readonly fromMs: number; readonly level: boolean; readonly persons: number }
    | undefined;
  readonly alarm: { readonly fromMs: number; readonly untilMs: number };
  readonly stillSinceMs: number;
  readonly lastSign: 1 | 0 | -1; // which way the last run went
  readonly servedHall: boolean;
  readonly heat: { readonly kelvin: number; readonly atMs: number };
  readonly counters: {
    readonly trips: number;
    readonly runMs: number;
    readonly doorCycles: number;
    readonly floors: number;
    readonly relevels: number;
  };
  readonly lastTrip: { readonly seconds: number; readonly metres: number };
  readonly truth: Chronicle;
};

export const NEVER = Number.POSITIVE_INFINITY;
const NOT_YET = Number.NEGATIVE_INFINITY;

const SOUND: Trouble = {
  slowDoor: [],
  offLevel: [],
  stuckLocks: [],
  obstructedUntilMs: NOT_YET,
  curtainUntilMs: NOT_YET,
  heldUntilMs: NOT_YET,
  deadDoor: false,
  trap: 'none',
  chainOpen: undefined,
  deafToCalls: false,
  overspeed: 1,
  overtravelMm: 0,
  balanceKg: 0,
};

/** Nothing wrong any more. */
export function sound(): Trouble {
  return SOUND;
}

/** A door that has just left its closed end. */
export function newCycle(startMs: number): Door['cycle'] {
  return { startMs, openMs: 0, reversals: 0, blockedMs: 0, nudged: false };
}

export function closedDoor(timeMs: number): Door {
  return {
    phase: 'closed',
    sinceMs: timeMs,
    untilMs: NEVER,
    fromShare: 0,
    strokeMs: 1,
    reverseAtMs: NEVER,
    closeAtMs: NOT_YET,
    openedMs: NOT_YET,
    blockedFromMs: NOT_YET,
    blockedUntilMs: NOT_YET,
    retries: 0,
    nudging: false,
    stalled: false,
    locked: true,
    cycle: newCycle(timeMs),
  };
}

/** A lift that stands at its main landing with its door shut, in service and in order. */
export function newLift(plan: LiftPlan, timeMs: number, seed: number, climate: Climate): Lift {
  const heights = landings(plan);
  return {
    plan,
    climate,
    heights,
    timeMs,
    seed,
    events: 0,
    restMm: heights[plan.mainFloor - 1] ?? 0,
    run: undefined,
    intent: undefined,
    direction: 0,
    phase: { name: 'idle', sinceMs: timeMs, untilMs: timeMs },
    door: closedDoor(timeMs),
    riders: [],
    waiting: [],
    overloadUntilMs: NOT_YET,
    nextArrivalMs: plan.usageClass === 0 ? NEVER : timeMs,
    snapAtMs: NEVER,
    mode: 'normal',
    modeSinceMs: timeMs,
    wanted: 'normal',
    mains: true,
    mainsSinceMs: timeMs,
    bootUntilMs: NOT_YET,
    bootFromMs: NOT_YET,
    zeroUntilMs: NOT_YET,
    silentUntilMs: NOT_YET,
    trouble: SOUND,
    sensing: TRUE_SENSING,
    fault: { code: 0, sinceMs: timeMs, clearAtMs: NEVER, blocking: false },
    log: [],
    entrapped: undefined,
    alarm: { fromMs: NEVER, untilMs: NEVER },
    stillSinceMs: timeMs,
    lastSign: 0,
    servedHall: false,
    heat: { kelvin: 0, atMs: timeMs },
    counters: {
      trips: plan.history.trips,
      runMs: plan.history.hours * 3_600_000,
      doorCycles: 0,
      floors: 0,
      relevels: 0,
    },
    lastTrip: { seconds: 0, metres: 0 },
    truth: undefined,
  };
}
