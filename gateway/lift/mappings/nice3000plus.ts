import type { Direction, Drive } from '../../../drivers/lift/car.ts';
import type { DoorStatus } from '../../../drivers/lift/door.ts';
import type { Chain } from '../../../drivers/lift/safety.ts';
import type { DoorSnapshot, Known, LiftCounters, Witness } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import { assumed, combined, type LiftReadings, mapped } from '../liftReadings.ts';
import { callsOf } from './calls.ts';
import { doorStatusOf } from './doorStatus.ts';
import { faultOf } from './faults.ts';
import { type MappedSigns, type Mapping, OCCUPIED_PCT, STILL_MM_S } from './mapping.ts';

const RUNNING = 5;
const STOPPING = 6;
/** A load cell that tells less or more is not to be believed, per cent of the rated load. Engineering. */
const LOAD_RANGE = [-20, 150] as const;
/** The rated speed is reached within this share of it. */
const RATED = 0.97;

/** A Monarch NICE controller: registers of drivers/profiles/monarch-nice3000plus. */
export const nice3000plus: Mapping = (seen, table) => {
  const told = toldBy(seen, table);
  return isStarting(seen) ? blank(told) : told;
};

function toldBy(seen: LiftReadings, table: LiftTable | undefined): MappedSigns {
  const direction = directionOf(seen);
  const speed = seen.number('lift.speed', (metres) => Math.round(metres * 1000));
  const load = seen.number('lift.load', (percent) =>
    percent < LOAD_RANGE[0] || percent > LOAD_RANGE[1] ? null : percent,
  );
  const doors = seen.commissioned('doors').value;
  const zero = seen.commissioned('positionZero');
  const scale = seen.commissioned('currentScale');
  const told: MappedSigns = {
    floor: seen.number('lift.floor', (floor) => (floor === 0 ? null : floor)),
    positionMm: assumed(
      seen.number('lift.position', (metres) => Math.round(metres * 1000)),
      zero.confirmed && zero.value === 1,
    ),
    speedMmS: signed(speed, direction),
    direction,
    drive: driveOf(seen, speed),
    moving: seen.number('lift.speed', (metres) => metres * 1000 >= STILL_MM_S),
    doorZone: doorZoneOf(seen),
    mode: seen.number('lift.mode', (code) => table?.modes[String(code)] ?? null),
    loadPct: load,
    fullLoad: seen.flag('lift.full-load'),
    overload: seen.flag('lift.overload'),
    occupancy: combined([load], () => ((load?.value ?? 0) > OCCUPIED_PCT ? 'occupied' : 'empty')),
    occupancySource: 'load',
    doors: Array.from({ length: doors }, (_, i) => doorOf(seen, table, i + 1)),
    safetyChain: chainOf(seen),
    openButton: seen.flag('lift.button.open'),
    ...callsOf(seen),
    faults: seen.number('lift.fault', (code) => (code === 0 ? [] : [faultOf(table, code)])),
    counters: countersOf(seen),
    motor: {
      currentA: assumed(
        seen.number('lift.drive.current', (amperes) => amperes * scale.value),
        scale.confirmed,
      ),
      dcBusV: seen.number('lift.drive.dc-bus'),
      frequencyHz: seen.number('lift.drive.frequency'),
      torquePct: seen.number('lift.drive.torque'),
      temperatureC: seen.number('lift.drive.temperature'),
    },
  };
  return { ...told, witnesses: witnessesOf(seen, doors, told) };
}

function directionOf(seen: LiftReadings): Known<Direction> {
  const sense = seen.commissioned('directionSense');
  const [first, second]: Direction[] = sense.value < 0 ? ['down', 'up'] : ['up', 'down'];
  const meanings: Readonly<Record<number, Direction | undefined>> = {
    ...{ 0: 'stopped', 3: 'stopped' },
    ...{ 1: first, 2: second },
  };
  const direction = seen.number('lift.direction', (code) => meanings[code] ?? null);
  const stands = direction?.value === 'stopped';
  return assumed(direction, sense.confirmed || stands);
}

/**
 * The speed register has no sign and the direction comes in another reply: while one says that the car moves and the
 * other that it stands, the way is not known, and the speed is shown upward and in doubt.
 */
function signed(speed: Known<number>, direction: Known<Direction>): Known<number> {
  // a car that stands goes no way, whether or not the way is told
  if (speed?.value === 0 && direction?.value === null) return speed;
  const whole = combined([speed, direction], () => {
    const magnitude = speed?.value ?? 0;
    return direction?.value === 'down' && magnitude !== 0 ? -magnitude : magnitude;
  });
  const unclear = direction?.value === 'stopped' && (speed?.value ?? 0) >= STILL_MM_S;
  return whole !== null && unclear && whole.value !== null ? { ...whole, quality: 'out-of-spec' } : whole;
}

/** Of one moment alone it cannot be told whether a car below its rated speed gains or loses speed. */
function driveOf(seen: LiftReadings, speed: Known<number>): Known<Drive> {
  const state = seen.number('lift.car-state');
  const rated = seen.number('lift.rated.speed', (metres) => metres * 1000);
  return combined([state, speed], () => {
    if (state?.value === STOPPING) return 'decelerate';
    if (state?.value !== RUNNING) return (speed?.value ?? 0) >= STILL_MM_S ? 'unknown' : 'stationary';
    const full = rated?.value ?? null;
    return full !== null && (speed?.value ?? 0) >= RATED * full ? 'ratedSpeed' : 'unknown';
  });
}

function doorZoneOf(seen: LiftReadings): Known<boolean> {
  const terminal = seen.commissioned('doorZoneTerminal').value;
  if (terminal === 0) return null;
  return seen.number('lift.terminals.input.1', (word) => ((word >> (terminal - 1)) & 1) === 1);
}

/** One door. The car's state is that of the door that is not shut: of two, it is said of the one that left its end. */
function doorOf(seen: LiftReadings, table: LiftTable | undefined, n: number): Partial<DoorSnapshot> {
  const [opened, closed, locked] = [
    seen.flag(`lift.door.${n}.opened`),
    seen.flag(`lift.door.${n}.closed`),
    seen.flag(`lift.door.${n}.locked`),
  ];
  const other = seen.flag(`lift.door.${3 - n}.closed`);
  const two = seen.commissioned('doors').value > 1;
  const ofOther = two && closed?.value === true && other?.value === false;
  const said = seen.number<DoorStatus | 'silent'>('lift.car-state', (state) =>
    ofOther ? 'silent' : (table?.doors[String(state)] ?? 'silent'),
  );
  return {
    status: doorStatusOf({ said, opened, closed, locked }),
    locked,
    obstructed: seen.flag(`lift.door.${n}.curtain`),
  };
}

/** Every contact by itself, so that they can be compared. */
function witnessesOf(seen: LiftReadings, doors: number, told: MappedSigns): Witness[] {
  const all: Witness[] = [];
  const add = (about: Witness['about'], sensor: Witness['sensor'], says: Known<boolean>, door = 0) => {
    if (says !== null) all.push({ about, sensor, says, door: door === 0 ? null : door });
  };
  for (let n = 1; n <= doors; n++) {
    add('doorOpen', 'doorOpenLimit', seen.flag(`lift.door.${n}.opened`), n);
    add('doorClosed', 'doorCloseLimit', seen.flag(`lift.door.${n}.closed`), n);
    add('doorClosed', 'doorLock', seen.flag(`lift.door.${n}.locked`), n);
  }
  const { safetyChain = null, direction = null } = told;
  add(
    'doorClosed',
    'safetyChain',
    mapped(safetyChain, (chain) => chain === 'closed'),
  );
  add('inZone', 'doorZone', told.doorZone ?? null);
  add('moving', 'speed', told.moving ?? null);
  add(
    'moving',
    'direction',
    mapped(direction, (way) => way === 'up' || way === 'down'),
  );
  add(
    'moving',
    'runState',
    seen.number('lift.car-state', (state) => state === RUNNING),
  );
  return all;
}

/** A controller that starts answers with zeros: no floor is floor 0, and its mode is that of an inspection. Floor 0 alone is a floor that is lost. */
function isStarting(seen: LiftReadings): boolean {
  return seen.number('lift.floor')?.value === 0 && seen.number('lift.mode')?.value === 0;
}

function blank(told: MappedSigns): MappedSigns {
  const empty = (part: object): object =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => {
        if (Array.isArray(value)) return [name, name === 'witnesses' ? [] : value.map(empty)];
        if (value === null || typeof value !== 'object') return [name, value];
        return [name, 'quality' in value ? { ...value, value: null, quality: 'warm-up' } : empty(value)];
      }),
    );
  return empty(told) as MappedSigns;
}

function chainOf(seen: LiftReadings): Known<Chain> {
  const mask = seen.commissioned('safetyChainBits').value;
  if (mask === 0) return null;
  return seen.number('lift.safety-chain', (word) => ((word & mask) === mask ? 'closed' : 'openOther'));
}

/** The two halves of the run count have four decimal digits each. They are read together or not at all. */
function countersOf(seen: LiftReadings): Partial<LiftCounters> {
  const [high, low] = [seen.number('lift.count.runs.high'), seen.number('lift.count.runs.low')];
  return {
    trips: combined([high, low], () => (high?.value ?? 0) * 10_000 + (low?.value ?? 0)),
    runS: seen.number('lift.count.hours', (hours) => hours * 3600),
  };
}
