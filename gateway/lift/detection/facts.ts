import type { Direction, Mode } from '../../../drivers/lift/car.ts';
import type { DoorStatus } from '../../../drivers/lift/door.ts';
import { FAULT, type FaultClass } from '../../../drivers/lift/faultClass.ts';
import type { Known, LiftFault, LiftSnapshot } from '../../../drivers/lift/snapshot.ts';

/**
 * What is so. `unknown`: it should be told and is not, now. `untold`: this lift never tells it. `likely`: yes, but the
 * quality is not good, or nobody has confirmed the commissioning it rests on: enough to raise an alarm, not to clear one.
 */
export type Fact = 'yes' | 'likely' | 'no' | 'unlikely' | 'unknown' | 'untold';

/** What a snapshot says about those things that detection asks for. Plain data. */
export type Facts = {
  readonly moving: Fact;
  readonly doorOpen: Fact; // some car door is fully open
  readonly doorClosing: Fact; // some car door is on its way to its closed end
  readonly doorClosed: Fact; // all of them are closed
  readonly inZone: Fact;
  readonly occupied: Fact;
  readonly button: Fact;
  readonly openButton: Fact;
  readonly carCall: Fact; // one at least
  readonly anyCall: Fact;
  readonly chainOpen: Fact;
  readonly grave: Fact; // a fault after which the car stops: level 3 and above, or one of a grave class
  readonly powerLost: Fact;
  readonly trapped: Fact; // by the device's own verdict
  readonly inspection: Fact;
  readonly mode: Mode | null;
  readonly faults: readonly FaultClass[];
  readonly faultsKnown: Fact;
  readonly floor: number | null;
  readonly direction: Direction | null;
  readonly speedMmS: number | null;
  readonly speedAt: number | null; // mono ms of the sample
  readonly positionMm: number | null;
  readonly rateMmS: number | null; // by the position, over seconds
  readonly loadPct: number | null;
  readonly loadStrange: boolean; // the cell tells what no car weighs
  readonly person: Fact; // by a sensor that sees persons
  readonly load: Fact; // by what the car weighs
  readonly surelyMoving: boolean; // two sensors at least say so
  readonly surelyOpen: boolean; // two at least say that one and the same door is not shut, and more than say the opposite
  readonly doorAlone: boolean; // one sensor alone tells of the doors
  readonly walled: boolean; // every door that is not shut has a wall before it
  readonly zoneLost: number; // so many sensors say that the car is off its landing
};

/** Floor → the car doors with a landing before them, from 1; a floor that is not there: before all of them. */
export type Openings = Readonly<Record<number, readonly number[]>>;

const ZONE_MM = 200; // from memory: half of a door zone by EN 81-20
const STOPS_FROM_LEVEL = 3;
const BOX = 'sensor-box';

/** Nothing is known: nobody has looked, or not for too long. */
export const NO_FACTS: Facts = {
  ...{
    moving: 'unknown',
    doorOpen: 'unknown',
    doorClosing: 'unknown',
    doorClosed: 'unknown',
    inZone: 'unknown',
  },
  ...{ occupied: 'unknown', button: 'unknown', openButton: 'unknown', carCall: 'unknown' },
  ...{ anyCall: 'unknown', chainOpen: 'unknown', grave: 'unknown', powerLost: 'unknown' },
  ...{ trapped: 'unknown', inspection: 'unknown', faultsKnown: 'unknown' },
  ...{ mode: null, faults: [], floor: null, direction: null },
  ...{
    speedMmS: null,
    speedAt: null,
    positionMm: null,
    rateMmS: null,
    loadPct: null,
    loadStrange: false,
    person: 'unknown',
    load: 'unknown',
  },
  ...{ surelyMoving: false, surelyOpen: false, doorAlone: false, walled: false, zoneLost: 0 },
} as const;

export function factsOf(snapshot: LiftSnapshot, openings: Openings = {}): Facts {
  const { carCalls, hallUp, hallDown, faults, levelErrorMm, doorZone, mode } = snapshot;
  const zone = doorZone ?? levelErrorMm;
  const occupied = occupancy(snapshot);
  const moving = fact(snapshot.moving, (moves) => moves);
  const closed = doors(snapshot, (status) => status === 'closed' || status === 'safetyLocked', 'every');
  const inZone = fact<boolean | number>(zone, (at) =>
    typeof at === 'number' ? Math.abs(at) <= ZONE_MM : at,
  );
  const byLoad = snapshot.occupancySource === 'load';
  return {
    moving,
    doorOpen: doors(snapshot, (status) => status === 'opened', 'some'),
    doorClosing: doors(snapshot, (status) => status === 'closing', 'some'),
    doorClosed: closed,
    inZone,
    occupied,
    button: fact(snapshot.alarmButton, (pressed) => pressed),
    openButton: fact(snapshot.openButton, (pressed) => pressed),
    carCall: fact(carCalls, (calls) => calls.length > 0),
    anyCall: any([carCalls, hallUp, hallDown].map((list) => fact(list, (calls) => calls.length > 0))),
    chainOpen: fact(snapshot.safetyChain, (chain) => chain !== 'closed' && chain !== 'unknown'),
    grave: fact(faults, (list) => list.some((one) => one.vendor !== BOX && isGrave(one))),
    powerLost: any([
      fact(snapshot.power, (power) => power !== 'mains' && power !== 'unknown'),
      fact(faults, (list) => list.some((one) => one.vendor !== BOX && one.class === 'powerSupply')),
    ]),
    trapped: fact(snapshot.trapped, (verdict) => verdict !== 'no'),
    inspection: fact(mode, (is) => is === 'inspection' || is === 'maintenance'),
    mode: mode?.value ?? null,
    // a box judges by the very sensors that are compared here: it is shown, and not believed a second time
    faults: (faults?.value ?? []).flatMap(({ class: of, vendor }) =>
      of === null || vendor === BOX ? [] : [of],
    ),
    faultsKnown: fact(faults, () => true),
    floor: snapshot.floor?.value ?? null,
    direction: snapshot.direction?.value ?? null,
    speedMmS: snapshot.speedMmS?.value ?? null,
    speedAt: snapshot.speedMmS?.at.mono ?? null,
    positionMm: snapshot.positionMm?.value ?? null,
    rateMmS: null,
    loadPct: snapshot.loadPct?.value ?? null,
    loadStrange: isStrange(snapshot.loadPct),
    person: byLoad ? 'untold' : occupied,
    load: byLoad ? occupied : 'untold',
    // until the sensors are compared (`sensors/`), the best source is believed
    surelyMoving: holds(moving),
    surelyOpen: closed === 'no',
    doorAlone: false,
    walled: isWalled(snapshot, openings),
    zoneLost: fails(inZone) ? 2 : 0,
  };
}

/** A door that opens before a wall lets nobody out: whoever looks for a way out takes it for shut. */
export function asWayOut(facts: Facts): Facts {
  if (!facts.walled) return facts;
  return { ...facts, doorOpen: 'no', doorClosing: 'no', doorClosed: 'yes', surelyOpen: false };
}

/** Where one door is not known it may be the one that lets people out. */
function isWalled({ floor, doors: all }: LiftSnapshot, openings: Openings): boolean {
  const outward = floor?.value == null ? undefined : openings[floor.value];
  if (outward === undefined || outward.length === 0) return false;
  const known = all.every(({ status }) => status?.value != null);
  const ajar = all.flatMap(({ status }, i) => (SHUT.includes(status?.value ?? 'unknown') ? [] : [i + 1]));
  return known && ajar.length > 0 && !ajar.some((door) => outward.includes(door));
}

const SHUT: readonly DoorStatus[] = ['closed', 'safetyLocked', 'none', 'unused'];

/** Yes or likely. */
export function holds(fact: Fact): boolean {
  return fact === 'yes' || fact === 'likely';
}

/** No or unlikely. */
export function fails(fact: Fact): boolean {
  return fact === 'no' || fact === 'unlikely';
}

function fact<T>(known: Known<T>, says: (value: T) => boolean): Fact {
  if (known === null) return 'untold';
  const { value, quality } = known;
  if (value === null || quality === 'stale') return 'unknown';
  const firm = quality === 'good';
  return says(value) ? (firm ? 'yes' : 'likely') : firm ? 'no' : 'unlikely';
}

/** A status that the device itself calls unknown is that of a door which is neither here nor there: not open, not closed. */
function doors(
  { doors: all }: LiftSnapshot,
  says: (status: DoorStatus) => boolean,
  how: 'some' | 'every',
): Fact {
  const facts = all
    .filter(({ status }) => status?.value !== 'none' && status?.value !== 'unused')
    .map(({ status }) => fact(status, says));
  const told = facts.filter((one) => one !== 'untold');
  if (told.length === 0) return 'untold';
  return how === 'some' ? any(told) : opposite(any(told.map(opposite)));
}

/** Some of them is so; unknown where that hangs on one that is not known. */
function any(facts: readonly Fact[]): Fact {
  for (const found of ['yes', 'likely', 'unknown', 'unlikely', 'no'] as const)
    if (facts.includes(found)) return found;
  return 'untold';
}

/** Both are so. One that is not so is enough; else what is missing is missing. */
export function bothOf(one: Fact, other: Fact): Fact {
  for (const found of ['no', 'unlikely', 'untold', 'unknown', 'likely'] as const)
    if (one === found || other === found) return found;
  return 'yes';
}

/** That it is not so. */
export function opposite(of: Fact): Fact {
  const other = { yes: 'no', likely: 'unlikely', no: 'yes', unlikely: 'likely' } as const;
  return of === 'unknown' || of === 'untold' ? of : other[of];
}

/** A load too light to be told from none is no proof that nobody is there: a child is lighter. */
function occupancy({ occupancy: seen, occupancySource }: LiftSnapshot): Fact {
  if (occupancySource === 'none') return 'untold';
  const occupied = seen?.value === 'unknown' ? 'unknown' : fact(seen, (value) => value === 'occupied');
  return occupied === 'no' && occupancySource === 'load' ? 'unlikely' : occupied;
}

function isStrange(load: Known<number>): boolean {
  return (
    load !== null &&
    load.value === null &&
    (load.quality === 'out-of-spec' || load.quality === 'protocol-error')
  );
}

function isGrave({ class: of, level }: LiftFault): boolean {
  if (level !== null) return level >= STOPS_FROM_LEVEL;
  return of !== null && FAULT[of].severity !== 'minor';
}

/** The same lift, silent: what it tells is not known; what it never tells, it still does not. */
export function silenced(facts: Facts): Facts {
  const kept = Object.entries(facts).filter(([, value]) => value === 'untold');
  return { ...NO_FACTS, ...Object.fromEntries(kept) };
}
