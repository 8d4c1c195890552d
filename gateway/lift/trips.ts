import type { Mode } from '../../drivers/lift/car.ts';
import type { Known, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';

/** One run of the car from where it stood to where it stood next. Times are as close as the samples: half a second. */
export type Trip = {
  readonly from: number; // floor
  readonly to: number;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly durationMs: number;
  readonly distanceMm: number | null;
  readonly vmaxMmS: number;
  readonly levelErrorMm: number | null;
  readonly loadPct: number | null; // before the run: while it runs the car weighs more and less
  readonly mode: Mode | null;
  readonly atLanding: boolean | null; // false: it stopped outside the door zone
};

/**
 * A time in which trips may have happened unseen. A run that was under way when it began, or when it ended, is part of
 * it and is told as no trip. `least`: trips that must have happened, from what stood before and after.
 */
export type Unseen = {
  readonly from: Instant;
  readonly to: Instant;
  readonly floorBefore: number | null;
  readonly floorAfter: number;
  readonly least: 0 | 1;
};

export type TripEffect =
  | { readonly kind: 'trip'; readonly trip: Trip }
  | { readonly kind: 'unseen'; readonly unseen: Unseen };

type Standing = {
  readonly phase: 'standing';
  readonly seenAt: Instant;
  readonly floor: number;
  readonly positionMm: number | null;
  readonly loadPct: number | null;
};
type Running = {
  readonly phase: 'running';
  readonly seenAt: Instant;
  readonly origin: Standing;
  readonly startedAt: Instant;
  readonly vmaxMmS: number;
  readonly mode: Mode | null;
};
/** Nothing is known of the run that may be under way; `since` is when something was known last. */
type Lost = {
  readonly phase: 'lost';
  readonly since: Instant | null;
  readonly floorBefore: number | null;
  readonly least: 0 | 1;
};
/** Plain data: it can be kept over a restart. */
export type TripState = Standing | Running | Lost;

export type TripStep = { readonly state: TripState; readonly effects: readonly TripEffect[] };

export const NO_TRIPS: TripState = { phase: 'lost', since: null, floorBefore: null, least: 0 };

/**
 * Longest time without a look in which nothing can be missed: a run over one floor takes longer (4.7 s at 1.75 m/s, the
 * quickest of the motion study), and so does a stop at a landing, whose door opens, waits and closes. Computed.
 */
const BLIND_MS = 4_000;
/** The parts of a look come in several replies. Further apart than this, they are not of one situation. Engineering. */
const SPREAD_MS = 2_000;

/**
 * One snapshot of a lift. A trip is told when the car stands again; what could not be watched is told as `unseen`, never
 * bridged: a count is right, or it says where it may be wrong. The same snapshot twice changes nothing.
 */
export function stepTrips(state: TripState, snapshot: LiftSnapshot): TripStep {
  const look = lookAt(snapshot);
  if (look === null || isOlder(look.at, knownAt(state))) return { state, effects: [] };
  const before = blinded(state, look.newest);
  switch (before.phase) {
    case 'lost':
      return look.standing ? found(before, look) : { state: before, effects: [] };
    case 'standing':
      return fromStanding(before, look);
    case 'running':
      return fromRunning(before, look);
  }
}

function knownAt(state: TripState): Instant | null {
  return state.phase === 'lost' ? state.since : state.seenAt;
}

/** Where another device is believed from one look to the next, the word of the new one may be the older one: it says nothing new. */
function isOlder(at: Instant, known: Instant | null): boolean {
  return known !== null && known.boot === at.boot && at.mono < known.mono;
}

/** What was known is given up when nobody looked for too long, from the oldest part of one look to the newest of the next. */
function blinded(state: TripState, at: Instant): TripState {
  if (state.phase === 'lost') return state;
  const { seenAt } = state;
  if (seenAt.boot === at.boot && at.mono - seenAt.mono <= BLIND_MS) return state;
  return state.phase === 'standing'
    ? { phase: 'lost', since: seenAt, floorBefore: state.floor, least: 0 }
    : { phase: 'lost', since: state.startedAt, floorBefore: state.origin.floor, least: 1 };
}

function found({ since, floorBefore, least }: Lost, look: Look): TripStep {
  const state = standingAt(look);
  if (since === null) return { state, effects: [] };
  const moved = floorBefore !== null && floorBefore !== look.floor;
  const unseen = {
    from: since,
    to: look.at,
    floorBefore,
    floorAfter: look.floor,
    least: moved ? 1 : least,
  } as const;
  return { state, effects: [{ kind: 'unseen', unseen }] };
}

function fromStanding(state: Standing, look: Look): TripStep {
  // re-levelling is slow and keeps its floor: it is no trip
  if (look.standing && look.floor === state.floor) return { state: standingAt(look), effects: [] };
  if (look.standing) {
    const lost = { phase: 'lost', since: state.seenAt, floorBefore: state.floor, least: 1 } as const;
    return found(lost, look); // another floor without a run: the floor was set, or the run was missed
  }
  if (!look.moving) return { state: { ...state, seenAt: look.at }, effects: [] };
  return {
    state: {
      phase: 'running',
      seenAt: look.at,
      origin: state,
      startedAt: look.movedAt,
      vmaxMmS: look.speedMmS,
      mode: look.mode,
    },
    effects: [],
  };
}

function fromRunning(state: Running, look: Look): TripStep {
  const vmaxMmS = Math.max(state.vmaxMmS, look.speedMmS);
  if (!look.standing) return { state: { ...state, seenAt: look.at, vmaxMmS }, effects: [] };
  const { origin, startedAt, mode } = state;
  const known = origin.positionMm !== null && look.positionMm !== null;
  const trip: Trip = {
    from: origin.floor,
    to: look.floor,
    startedAt,
    endedAt: look.at,
    durationMs: look.at.mono - startedAt.mono,
    distanceMm: known ? Math.abs((look.positionMm ?? 0) - (origin.positionMm ?? 0)) : null,
    vmaxMmS,
    levelErrorMm: look.levelErrorMm,
    loadPct: origin.loadPct,
    mode,
    atLanding: look.doorZone,
  };
  return { state: standingAt(look), effects: [{ kind: 'trip', trip }] };
}

function standingAt({ at, floor, positionMm, loadPct }: Look): Standing {
  return { phase: 'standing', seenAt: at, floor, positionMm, loadPct };
}

/** What a snapshot says of running and standing. `at`: when the oldest of it was read. */
type Look = {
  readonly at: Instant;
  readonly newest: Instant;
  readonly movedAt: Instant;
  readonly standing: boolean;
  readonly moving: boolean;
  readonly floor: number;
  readonly speedMmS: number;
  readonly positionMm: number | null;
  readonly loadPct: number | null;
  readonly levelErrorMm: number | null;
  readonly doorZone: boolean | null;
  readonly mode: Mode | null;
};

/** Null where the snapshot does not tell: something it rests on has no value. What the device never tells is not missed. */
function lookAt(snapshot: LiftSnapshot): Look | null {
  const { moving, floor, drive, direction, speedMmS } = snapshot;
  const parts: Known<unknown>[] = [moving, floor, drive, direction, speedMmS];
  const known = parts.filter((one) => one !== null);
  if (moving === null || floor === null || known.some(({ value }) => value === null)) return null;
  if (floor.value === null || moving.value === null) return null;
  const oldest = known.reduce((sofar, one) => (one.at.mono < sofar.at.mono ? one : sofar));
  const newest = known.reduce((sofar, one) => (one.at.mono > sofar.at.mono ? one : sofar));
  const oneBoot = known.every(({ at }) => at.boot === newest.at.boot);
  if (!oneBoot || newest.at.mono - oldest.at.mono > SPREAD_MS) return null;
  // the parts come in several replies: it stands when all of them say so. A controller that is still stopping, and shows
  // neither speed nor way, has a car at rest: the next run may begin before it ever says that it stands
  const rests = drive === null || drive.value === 'stationary';
  const comesToRest = drive?.value === 'decelerate' && direction?.value === 'stopped';
  const standing =
    !moving.value && (rests || comesToRest) && direction?.value !== 'up' && direction?.value !== 'down';
  return {
    at: oldest.at,
    newest: newest.at,
    movedAt: moving.at,
    standing,
    moving: moving.value,
    floor: floor.value,
    speedMmS: Math.abs(speedMmS?.value ?? 0),
    positionMm: snapshot.positionMm?.value ?? null,
    loadPct: snapshot.loadPct?.value ?? null,
    levelErrorMm: snapshot.levelErrorMm?.value ?? null,
    doorZone: snapshot.doorZone?.value ?? null,
    mode: snapshot.mode?.value ?? null,
  };
}
