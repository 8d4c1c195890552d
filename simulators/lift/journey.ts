import { gaussian, type Random, seededRandom, seedOf } from '../random.ts';
import { ahead, callsOf, nextStop } from './dispatch.ts';
import { motionAt, type Profile, travel } from './motion.ts';
import { type Lift, NEVER, type Phase, type Run } from './state.ts';
import { noted, type RunKind } from './truth.ts';
import { carMotion, currentFloor, heightOf, inDoorZone, loadKg, nearestFloor, worn } from './view.ts';
import { warmed } from './warmth.ts';

const CLOSED_MS = 500; // at least, between closing and what comes next
const GOVERNOR = 1.15; // of the rated speed

export function phase(lift: Lift, name: Phase['name'], untilMs: number): Lift {
  return { ...lift, phase: { name, sinceMs: lift.timeMs, untilMs } };
}

/** A lift with nothing to do looks what there is; a door that has just closed stays so for a moment. */
export function lookAround(lift: Lift): Lift {
  return phase(lift, 'idle', Math.max(lift.timeMs, lift.door.sinceMs + CLOSED_MS));
}

/** Brake and drive get ready for a run; the car moves when the start hold and the curve delay are over. */
export function start(lift: Lift, kind: RunKind, target: number): Lift {
  const { startHoldMs, curveDelayMs } = lift.plan;
  const direction = kind === 'normal' ? lift.direction : 0;
  return phase(
    { ...lift, intent: { kind, target }, direction },
    'starting',
    lift.timeMs + startHoldMs + curveDelayMs,
  );
}

/** The car begins to move. A trap that waits for a ride with somebody aboard is sprung on the way. */
export function depart(lift: Lift): Lift {
  const { intent, timeMs, trouble, restMm } = lift;
  if (intent === undefined) return phase(lift, 'idle', timeMs);
  const { kind, target } = intent;
  const last = target === 1 || target === lift.plan.floors;
  const sign = heightOf(lift, target) >= restMm ? 1 : -1;
  const beyond = kind === 'normal' && last ? trouble.overtravelMm * sign : 0;
  const profile = profileTo(lift, kind, heightOf(lift, target) + beyond);
  const run = newRun(lift, kind, target, sign, profile);
  const moving = phase({ ...lift, run, intent: undefined, snapAtMs: NEVER }, 'running', endOf(run));
  if (kind !== 'normal') return moving;
  if (trouble.trap === 'between' && lift.riders.length > 0)
    return { ...moving, snapAtMs: Math.round(timeMs + snapAfterS(lift, run) * 1000) };
  if (profile.peakMps > GOVERNOR * lift.plan.speed)
    return { ...moving, snapAtMs: Math.round(timeMs + governorAfterS(lift, profile) * 1000) };
  return moving;
}

export function newRun(lift: Lift, kind: RunKind, target: number, sign: 1 | -1, profile: Profile): Run {
  const { timeMs, restMm } = lift;
  return {
    kind,
    target,
    sign,
    profile,
    from: nearestFloor(lift.heights, restMm),
    startMs: timeMs,
    startMm: restMm,
    profileFromMs: timeMs,
    profileFromMm: restMm,
    peakMps: profile.peakMps,
    braked: false,
  };
}

export function endOf({ profile, profileFromMs }: Run): number {
  return profileFromMs + Math.round(profile.durationS * 1000);
}

function profileTo({ plan, restMm, trouble }: Lift, kind: RunKind, mm: number): Profile {
  const distance = Math.abs(mm - restMm) / 1000;
  const { acceleration, jerk } = plan;
  if (kind === 'rescue') return travel(distance, { speed: plan.rescueMps, acceleration: 0.3, jerk });
  if (kind === 'inspection' || kind === 'correction')
    return travel(distance, { speed: plan.inspectionMps, acceleration, jerk });
  return travel(distance, { speed: plan.speed * trouble.overspeed, acceleration, jerk });
}

/** A moment of the run, about its middle, at which the car is well outside every door zone. */
function snapAfterS(lift: Lift, run: Run): number {
  const { durationS } = run.profile;
  for (let share = 0.4; share < 0.9; share += 0.01) {
    const mm = run.startMm + run.sign * motionAt(run.profile, share * durationS).s * 1000;
    const ahead = heightOf(lift, nearestFloor(lift.heights, mm)) - mm;
    // the brake needs half a metre at full speed; it must not bring the car to a landing by chance
    if (ahead * run.sign < -300) return share * durationS;
  }
  return durationS * 0.3;
}

function governorAfterS(lift: Lift, profile: Profile): number {
  let t = 0;
  while (t < profile.brakesAtS && motionAt(profile, t).v < GOVERNOR * lift.plan.speed) t += 0.05;
  return t;
}

/** Takes a stop nearer than the target when somebody has called there and the car can still stop. */
export function retarget(lift: Lift): Lift {
  const { run, timeMs } = lift;
  if (run === undefined || run.kind !== 'normal' || run.braked || lift.snapAtMs < NEVER) return lift;
  const t = (timeMs - run.profileFromMs) / 1000;
  const way = lift.direction === 0 ? run.sign : lift.direction;
  if (way !== run.sign) return lift;
  for (let floor = run.from; ; ) {
    const stop = ahead(callsOf(lift), floor, run.sign);
    if (stop === undefined || (stop - run.target) * run.sign >= 0) return lift;
    const profile = profileTo(lift, 'normal', heightOf(lift, stop));
    const same = Math.abs(motionAt(profile, t).s - motionAt(run.profile, t).s) < 0.001;
    if (same && t < profile.brakesAtS) {
      const nearer = { ...run, target: stop, profile, peakMps: profile.peakMps };
      return { ...lift, run: nearer, phase: { ...lift.phase, untilMs: endOf(nearer) } };
    }
    floor = stop;
  }
}

/** The car has come to rest: where, and what the record says of it. */
export function arrive(lift: Lift, random: Random): Lift {
  const { run, timeMs, plan } = lift;
  if (run === undefined) return lift;
  const there = carMotion(lift).mm;
  const levels = !run.braked && run.kind !== 'inspection' && run.kind !== 'runaway';
  const restMm = levels ? there + stopErrorMm(lift, run, random) : there;
  const to = nearestFloor(lift.heights, restMm);
  const distanceMm = Math.abs(restMm - run.startMm);
  const fact = {
    kind: 'trip',
    run: run.kind,
    from: run.from,
    to,
    startMs: run.startMs,
    endMs: timeMs,
    distanceMm: Math.round(distanceMm),
    vmaxMmS: Math.round(run.peakMps * 1000),
    loadKg: loadKg(lift),
    levelErrorMm: Math.round((restMm - heightOf(lift, to)) * 10) / 10,
    interrupted: run.braked,
  } as const;
  const counters = {
    ...lift.counters,
    trips: lift.counters.trips + 1,
    runMs: lift.counters.runMs + timeMs - run.startMs,
    floors: lift.counters.floors + Math.abs(to - run.from),
  };
  const still = {
    ...warmed(lift, plan.machineRoom.perTripK),
    restMm,
    counters,
    run: undefined,
    snapAtMs: NEVER,
    stillSinceMs: timeMs,
    lastSign: run.sign,
    lastTrip: { seconds: Math.round((timeMs - run.startMs) / 1000), metres: Math.round(distanceMm / 1000) },
    truth: noted(lift.truth, fact),
    intent: { kind: run.kind, target: to },
  };
  return phase(still, 'stopping', timeMs + plan.stopDelayMs);
}

/** Scatter, an error that each floor and direction has of its own, and whatever has drifted. */
function stopErrorMm({ seed, plan, trouble, timeMs }: Lift, run: Run, random: Random): number {
  const own = 2 * seededRandom(seedOf(seed, `level ${run.target} ${run.sign}`))() - 1;
  const drift = worn(trouble.offLevel, run.target, timeMs);
  return own * plan.levelBiasMm + plan.levelSigmaMm * gaussian(random) + drift;
}

/** Brings a car that stopped beside its landing level with it: how long that takes. */
export function relevelMs({ plan }: Lift, errorMm: number): number {
  return Math.round(500 + Math.abs(errorMm) / plan.relevelMps);
}

export function relevelled(lift: Lift, random: Random): Lift {
  const floor = currentFloor(lift);
  const height = heightOf(lift, floor);
  const fact = {
    kind: 'relevel',
    floor,
    atMs: lift.timeMs,
    fromMm: Math.round(lift.restMm - height),
  } as const;
  const counters = { ...lift.counters, relevels: lift.counters.relevels + 1 };
  const restMm = height + lift.plan.levelSigmaMm * gaussian(random);
  return { ...lift, restMm, counters, truth: noted(lift.truth, fact) };
}

/** What a standing car with a shut door does next: serve somebody, go home, or wait. */
export function decide(lift: Lift): Lift | 'open' {
  const { plan, timeMs } = lift;
  if (!inDoorZone(lift)) return start(lift, 'correction', currentFloor(lift));
  const floor = currentFloor(lift);
  if (lift.mode === 'fire') return floor === plan.mainFloor ? 'open' : start(lift, 'fire', plan.mainFloor);
  const stop = lift.trouble.deafToCalls ? undefined : nextStop(lift, floor);
  if (stop?.target === floor) return 'open';
  if (stop !== undefined) return start({ ...lift, direction: stop.direction }, 'normal', stop.target);
  const idle = { ...lift, direction: 0 } as const;
  if (plan.park === null || plan.park.floor === floor || lift.trouble.deafToCalls)
    return phase(idle, 'idle', NEVER);
  const parkAt = Math.max(lift.stillSinceMs, lift.door.sinceMs) + plan.park.afterS * 1000;
  return parkAt <= timeMs ? start(idle, 'parking', plan.park.floor) : phase(idle, 'idle', parkAt);
}
