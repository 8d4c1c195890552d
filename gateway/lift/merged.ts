import type {
  DoorSnapshot,
  Field,
  Known,
  LiftFault,
  LiftSnapshot,
  Witness,
} from '../../drivers/lift/snapshot.ts';
import { qualityClass } from '../../drivers/quality.ts';

/**
 * One lift from the snapshots of its devices, the best source first: controller, then sensors beside it. Field by field
 * the first that has a good value, else the first that has any, else the first that should have one. Faults are all of
 * them together: a door controller may know what the lift controller does not.
 */
export function mergedLift(id: string, ranked: readonly [LiftSnapshot, ...LiftSnapshot[]]): LiftSnapshot {
  const [first, ...others] = ranked;
  const merged = others.reduce(overlaid, first);
  return {
    ...merged,
    ...motionInstead(ranked),
    device: id,
    at: newest(ranked),
    faults: allFaults(ranked),
    witnesses: [...ranked.flatMap(({ witnesses }) => witnesses), ...floorWitness(ranked)],
    unconfirmed: ranked.flatMap(({ device, unconfirmed }) => unconfirmed.map((name) => `${device}.${name}`)),
  };
}

/** How a car moves, all of which is to be of one moment; and where it is beside that. */
const MOVES = ['floor', 'speedMmS', 'direction', 'drive', 'moving'] as const;
const MOTION = [...MOVES, 'floorLabel', 'positionMm'] as const;
type Motion = Pick<LiftSnapshot, (typeof MOTION)[number]>;

/**
 * While the device that knows the car best tells only part of its motion, another one that tells all it ever does is
 * believed in the whole of it: a floor of one moment beside a speed of another is a car that never was.
 */
function motionInstead(ranked: readonly LiftSnapshot[]): Motion | undefined {
  const knows = ranked.find(({ floor, moving }) => floor !== null && moving !== null);
  if (knows === undefined || isWhole(knows)) return undefined;
  const other = ranked.find((one) => one.floor !== null && one.moving !== null && isWhole(one));
  if (other === undefined) return undefined;
  return Object.fromEntries(MOTION.map((name) => [name, other[name]])) as Motion;
}

function isWhole(snapshot: Motion): boolean {
  return MOVES.every((name) => snapshot[name] === null || snapshot[name].value !== null);
}

function overlaid(best: LiftSnapshot, next: LiftSnapshot): LiftSnapshot {
  const doors = Array.from({ length: Math.max(best.doors.length, next.doors.length) }, (_, i) =>
    doorOf(best.doors[i], next.doors[i]),
  );
  // a load too light to tell does not outvote a sensor that sees somebody; whoever is believed says how it knows
  const seen = next.occupancy?.value === 'occupied' && best.occupancy?.value !== 'occupied';
  const occupancy = seen ? next.occupancy : better(best.occupancy, next.occupancy);
  const occupancySource = occupancy === best.occupancy ? best.occupancySource : next.occupancySource;
  return {
    ...fieldsOf(best, next),
    device: best.device,
    at: best.at,
    unconfirmed: best.unconfirmed,
    occupancy,
    occupancySource,
    doors,
    counters: fieldsOf(best.counters, next.counters),
    motor: fieldsOf(best.motor, next.motor),
    indicators: fieldsOf(best.indicators, next.indicators),
  };
}

function doorOf(best: DoorSnapshot | undefined, next: DoorSnapshot | undefined): DoorSnapshot {
  if (best === undefined || next === undefined) return (best ?? next) as DoorSnapshot;
  return fieldsOf(best, next);
}

/** Every field of two of a kind; what is no field is the best one's. */
function fieldsOf<T extends object>(best: T, next: T): T {
  const entries = Object.keys(best).map((key) => {
    const [mine, other] = [best[key as keyof T], next[key as keyof T]];
    return [key, isKnown(mine) && isKnown(other) ? better(mine, other) : mine];
  });
  return Object.fromEntries(entries) as T;
}

function isKnown(value: unknown): value is Known<unknown> {
  return value === null || (typeof value === 'object' && 'quality' in value);
}

function better<T>(mine: Known<T>, other: Known<T>): Known<T> {
  return worth(other) > worth(mine) ? other : mine;
}

function worth(known: Known<unknown>): number {
  if (known === null) return 0;
  if (known.value === null) return 1;
  return qualityClass(known.quality) === 'good' ? 3 : 2;
}

/** Whether all that tell a floor, and are sure of it, tell the same; nobody says so where one tells it alone. */
function floorWitness(ranked: readonly LiftSnapshot[]): Witness[] {
  const told = ranked.flatMap(({ floor }) => (floor?.value != null && isGood(floor) ? [floor] : []));
  const [first] = told;
  if (first === undefined || told.length < 2) return [];
  const agree = told.every(({ value }) => value === first.value);
  return [{ sensor: 'floorCount', about: 'floorAgrees', door: null, says: { ...first, value: agree } }];
}

function isGood({ quality }: Field<unknown>): boolean {
  return qualityClass(quality) === 'good';
}

/** Unknown as soon as one device that should tell of faults does not: no list is better than a short one. */
function allFaults(ranked: readonly LiftSnapshot[]): Known<readonly LiftFault[]> {
  const told = ranked.flatMap(({ faults }) => (faults === null ? [] : [faults]));
  const [first] = told;
  if (first === undefined) return null;
  const silent = told.find(({ value }) => value === null);
  if (silent !== undefined) return silent;
  const worst = told.find(({ quality }) => qualityClass(quality) !== 'good') ?? first;
  const oldest = told.reduce((sofar, one) => (one.at.mono < sofar.at.mono ? one : sofar));
  return { ...worst, at: oldest.at, value: told.flatMap(({ value }) => value ?? []) };
}

function newest(ranked: readonly LiftSnapshot[]): LiftSnapshot['at'] {
  return ranked.reduce<LiftSnapshot['at']>(
    (sofar, { at }) => (sofar === null || (at !== null && at.mono > sofar.mono) ? at : sofar),
    null,
  );
}
