import { z } from 'zod';
import type { Problem, Result } from '../../drivers/result.ts';
import {
  blamed,
  brake,
  entrapment,
  frozenDoor,
  halt,
  powerFails,
  powerReturns,
  reboots,
  recover,
  rest,
  unstuck,
} from './failing.ts';
import { faultLevel } from './faultTable.ts';
import { endOf, lookAround, newRun, phase } from './journey.ts';
import { travel } from './motion.ts';
import { expects } from './passengers.ts';
import { CONTACTS, TRUE_SENSING } from './sensorHabits.ts';
import { setMode } from './service.ts';
import { type Lift, NEVER, sound, type Trouble, type Wear } from './state.ts';
import { noted } from './truth.ts';
import { currentFloor, loadKg } from './view.ts';

const lift = z.string();
const floor = z.int().min(1);
const seconds = z.number().positive();
const SAFETY_FAULT = 41;

/** What people, weather and wear can do to a lift. The controller finds out by itself, if it does. */
export const liftMishapOptions = [
  z.strictObject({
    verb: z.literal('ride'),
    lift,
    from: floor,
    to: floor,
    kg: z.number().positive().default(70),
  }),
  /** The next ride ends with somebody shut in: at a landing whose door stays shut, or between two of them. */
  z.strictObject({ verb: z.literal('trap'), lift, where: z.enum(['level', 'between']) }),
  /** Mechanics let people out and put right what held them. */
  z.strictObject({ verb: z.literal('free'), lift }),
  /** Strokes of the door take longer by this share, at once or a little more each day; one floor or all. */
  z.strictObject({
    verb: z.literal('slowDoor'),
    lift,
    floor: floor.optional(),
    share: z.number().default(0),
    perDay: z.number().default(0),
  }),
  /** The car stops beside the landing by so much, at once or a little more each day. */
  z.strictObject({
    verb: z.literal('driftLevel'),
    lift,
    floor: floor.optional(),
    mm: z.number().default(0),
    mmPerDay: z.number().default(0),
  }),
  /** The lock of a landing door no longer makes. */
  z.strictObject({ verb: z.literal('stickLock'), lift, floor }),
  /** Something lies in the doorway. */
  z.strictObject({ verb: z.literal('obstruct'), lift, seconds }),
  /** Somebody keeps the door open with the button. */
  z.strictObject({ verb: z.literal('hold'), lift, seconds }),
  /** Dirt on the light curtain: it sees what is not there. */
  z.strictObject({ verb: z.literal('dirtyCurtain'), lift, seconds }),
  z.strictObject({ verb: z.literal('mains'), lift, on: z.boolean() }),
  /** The controller runs on and does not answer on the line; null: until `repair`. */
  z.strictObject({ verb: z.literal('mute'), lift, seconds: seconds.nullable().default(null) }),
  /** The controller starts anew; meanwhile its registers hold zeros, or it says nothing. Counters are kept. */
  z.strictObject({
    verb: z.literal('rebootController'),
    lift,
    seconds: seconds.default(6),
    answers: z.boolean().default(true),
  }),
  z.strictObject({ verb: z.literal('inspect'), lift, on: z.boolean() }),
  z.strictObject({ verb: z.literal('fireAlarm'), lift, on: z.boolean() }),
  /** The controller reports a fault of its table (E01 to E58), for a time or until `repair`. */
  z.strictObject({
    verb: z.literal('fail'),
    lift,
    code: z.int().min(1).max(58),
    seconds: seconds.nullable().default(null),
  }),
  z.strictObject({
    verb: z.literal('openChain'),
    lift,
    stage: z.enum(['start', 'carDoor', 'landingDoor', 'other']),
  }),
  z.strictObject({ verb: z.literal('pressAlarm'), lift, seconds: seconds.default(3) }),
  /** Calls are registered and nothing comes of them. */
  z.strictObject({ verb: z.literal('ignoreCalls'), lift }),
  /** The next runs go faster than they should; the governor trips at 115 %. */
  z.strictObject({ verb: z.literal('overspeed'), lift, factor: z.number().min(1).max(1.5).default(1.25) }),
  /** The next run to an end floor passes it. */
  z.strictObject({ verb: z.literal('overtravel'), lift, mm: z.number().positive().default(260) }),
  /** The brake slips: the standing car moves off with its door open. */
  z.strictObject({ verb: z.literal('runaway'), lift, mm: z.number().positive().default(600) }),
  /** Habits of a person sensor: it sees nobody as somebody now and then, loses whoever keeps still, or sticks. */
  z.strictObject({
    verb: z.literal('personSensor'),
    lift,
    blipEveryS: seconds.nullable().default(null),
    blindAfterS: seconds.nullable().default(null),
    stuck: z.boolean().nullable().default(null),
  }),
  /** The load cell is off its zero, at once or a little more each day; % of the rated load. */
  z.strictObject({
    verb: z.literal('loadCell'),
    lift,
    pct: z.number().default(0),
    pctPerDay: z.number().default(0),
  }),
  /** A contact bounces so often; null: no longer. */
  z.strictObject({
    verb: z.literal('bounce'),
    lift,
    contact: z.enum(CONTACTS),
    everyS: seconds.nullable(),
  }),
  /** Something hangs on the counterweight, or has fallen off it (negative). */
  z.strictObject({ verb: z.literal('unbalance'), lift, kg: z.number() }),
] as const;

export const liftMishapSchema = z.discriminatedUnion('verb', [...liftMishapOptions]);
export type LiftMishap = z.infer<typeof liftMishapSchema>;
export type LiftMishapInput = z.input<typeof liftMishapSchema>;

/** The lift after a mishap, or what is wrong with the wish. Pure. */
export function befallLift(before: Lift, mishap: LiftMishap): Result<Lift, Problem> {
  const floors =
    'floor' in mishap ? [mishap.floor ?? 1] : mishap.verb === 'ride' ? [mishap.from, mishap.to] : [];
  const wrong = floors.find((one) => one > before.plan.floors);
  if (wrong !== undefined || (mishap.verb === 'ride' && mishap.from === mishap.to))
    return noSuchFloor(before, floors);
  const fact = { kind: 'mishap', atMs: before.timeMs, verb: mishap.verb } as const;
  const after = suffered({ ...before, truth: noted(before.truth, fact) }, mishap);
  return { ok: true, value: entrapment(after) };
}

/** Everything that was wrong with the lift is put right; modes and mains are left as they are. */
export function repairLift(lift: Lift): Lift {
  const right = {
    trouble: sound(),
    sensing: TRUE_SENSING,
    silentUntilMs: Number.NEGATIVE_INFINITY,
    snapAtMs: NEVER,
  };
  return recover(unstuck(awake({ ...lift, ...right })));
}

function suffered(lift: Lift, mishap: LiftMishap): Lift {
  const until = (s: number | null) => (s === null ? NEVER : lift.timeMs + Math.round(s * 1000));
  switch (mishap.verb) {
    case 'ride':
      return expects(lift, { from: mishap.from, to: mishap.to, kg: mishap.kg });
    case 'trap':
      return trapped(lift, mishap.where);
    case 'free':
      return freed(lift);
    case 'personSensor': {
      const { blipEveryS, blindAfterS, stuck: personStuck } = mishap;
      const ms = (s: number | null) => (s === null ? null : 1000 * s);
      const habits = { blipEveryMs: ms(blipEveryS), blindAfterMs: ms(blindAfterS), personStuck };
      return { ...lift, sensing: { ...lift.sensing, ...habits } };
    }
    case 'loadCell': {
      const drift = { loadPct: mishap.pct, loadPctPerDay: mishap.pctPerDay, loadSinceMs: lift.timeMs };
      return { ...lift, sensing: { ...lift.sensing, ...drift } };
    }
    case 'bounce': {
      const { [mishap.contact]: _, ...others } = lift.sensing.bouncing;
      const bouncing =
        mishap.everyS === null ? others : { ...others, [mishap.contact]: 1000 * mishap.everyS };
      return { ...lift, sensing: { ...lift.sensing, bouncing } };
    }
    case 'slowDoor':
      return troubled(lift, {
        slowDoor: [...lift.trouble.slowDoor, wear(lift, mishap.floor, mishap.share, mishap.perDay)],
      });
    case 'driftLevel':
      return troubled(lift, {
        offLevel: [...lift.trouble.offLevel, wear(lift, mishap.floor, mishap.mm, mishap.mmPerDay)],
      });
    case 'stickLock':
      return troubled(lift, { stuckLocks: [...lift.trouble.stuckLocks, mishap.floor] });
    case 'obstruct':
      return troubled(lift, { obstructedUntilMs: until(mishap.seconds) });
    case 'hold':
      return troubled(lift, { heldUntilMs: until(mishap.seconds) });
    case 'dirtyCurtain':
      return troubled(lift, { curtainUntilMs: until(mishap.seconds) });
    case 'mains':
      return mishap.on ? powerReturns(lift) : powerFails(lift);
    case 'mute':
      return { ...lift, silentUntilMs: until(mishap.seconds) };
    case 'rebootController':
      return reboots(lift, Math.round(mishap.seconds * 1000), mishap.answers);
    case 'inspect':
      return awake({ ...lift, wanted: mishap.on ? 'inspection' : 'normal' });
    case 'fireAlarm':
      return fireAlarm(lift, mishap.on);
    case 'fail': {
      const blocking = faultLevel(mishap.code) >= 3;
      return blocking
        ? halt(lift, mishap.code, until(mishap.seconds))
        : blamed(lift, mishap.code, false, until(mishap.seconds));
    }
    case 'openChain':
      return halt(troubled(lift, { chainOpen: mishap.stage }), SAFETY_FAULT);
    case 'pressAlarm':
      return { ...lift, alarm: { fromMs: lift.timeMs, untilMs: until(mishap.seconds) } };
    case 'ignoreCalls':
      return troubled(lift, { deafToCalls: true });
    case 'overspeed':
      return troubled(lift, { overspeed: mishap.factor });
    case 'overtravel':
      return troubled(lift, { overtravelMm: mishap.mm });
    case 'runaway':
      return runaway(lift, mishap.mm);
    case 'unbalance':
      return troubled(lift, { balanceKg: mishap.kg });
  }
}

function troubled(lift: Lift, change: Partial<Trouble>): Lift {
  return { ...lift, trouble: { ...lift.trouble, ...change } };
}

/** A trap that would have been sprung later in this ride is gone as well. */
function freed(lift: Lift): Lift {
  const snapAtMs = lift.trouble.trap === 'between' ? NEVER : lift.snapAtMs;
  return recover(
    unstuck(troubled({ ...lift, snapAtMs }, { trap: 'none', deadDoor: false, chainOpen: undefined })),
  );
}

function wear(lift: Lift, only: number | undefined, amount: number, perDay: number): Wear {
  return { floor: only, amount, perDay, sinceMs: lift.timeMs };
}

/** A lift that waits looks again at what there is to do. */
function awake(lift: Lift): Lift {
  return lift.phase.name === 'idle' ? lookAround(lift) : lift;
}

/** Somebody will be aboard: when nobody is about, one comes along to the landing where the car stands. */
function trapped(lift: Lift, where: 'level' | 'between'): Lift {
  const here = currentFloor(lift);
  const far = here > lift.plan.floors / 2 ? 1 : lift.plan.floors;
  const armed = troubled(lift, { trap: where });
  const nobody = lift.riders.length === 0 && lift.waiting.length === 0;
  return nobody ? expects(armed, { from: here, to: far, kg: 70 }) : armed;
}

function fireAlarm(lift: Lift, on: boolean): Lift {
  if (on) return awake({ ...setMode(lift, 'fire'), waiting: [], wanted: 'fire' });
  const over = { ...setMode(lift, 'normal'), wanted: 'normal' } as const;
  return lift.phase.name === 'door' || lift.phase.name === 'idle' ? rest(over) : over;
}

/** The heavier side goes down, with the door as it stands. */
function runaway(lift: Lift, mm: number): Lift {
  if (lift.run !== undefined) return brake(lift);
  const sign = loadKg(lift) > lift.plan.balance * lift.plan.ratedKg ? -1 : 1;
  const profile = travel(mm / 1000, { speed: 0.6, acceleration: 0.5, jerk: 2 });
  const run = newRun(lift, 'runaway', currentFloor(lift), sign, profile);
  const still = frozenDoor(lift);
  const door = { ...still.door, untilMs: NEVER };
  return phase({ ...still, run, door, intent: undefined }, 'running', endOf(run));
}

function noSuchFloor(lift: Lift, floors: readonly number[]): Result<never, Problem> {
  const what = `floors ${floors.join(', ')}: the lift has ${lift.plan.floors}, and a ride leads to another one`;
  return { ok: false, error: { code: 'unknown-floor', what, hint: `1 to ${lift.plan.floors}` } };
}
