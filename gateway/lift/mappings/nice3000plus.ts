import type { Direction, Drive } from '../../../drivers/lift/car.ts';
import type { DoorStatus } from '../../../drivers/lift/door.ts';
import type { Chain } from '../../../drivers/lift/safety.ts';
import type { Known, LiftCounters } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import { assumed, combined, type LiftReadings } from '../liftReadings.ts';
import { callsOf } from './calls.ts';
import { faultOf } from './faults.ts';
import { type Mapping, OCCUPIED_PCT, STILL_MM_S } from './mapping.ts';

const RUNNING = 5;
const STOPPING = 6;
/** The rated speed is reached within this share of it. */
const RATED = 0.97;

/** A Monarch NICE controller: registers of drivers/profiles/monarch-nice3000plus. */
export const nice3000plus: Mapping = (seen, table) => {
  const direction = directionOf(seen);
  const speed = seen.number('lift.speed', (metres) => Math.round(metres * 1000));
  const load = seen.number('lift.load');
  return {
    floor: seen.number('lift.floor', (floor) => (floor === 0 ? null : floor)),
    positionMm: seen.number('lift.position', (metres) => Math.round(metres * 1000)),
    speedMmS: signed(speed, direction),
    direction,
    drive: driveOf(seen, speed),
    moving: seen.number('lift.speed', (metres) => metres * 1000 >= STILL_MM_S),
    doorZone: doorZoneOf(seen),
    mode: seen.number('lift.mode', (code) => table?.modes[String(code)] ?? null),
    loadPct: load,
    fullLoad: seen.flag('lift.full-load'),
    overload: seen.flag('lift.overload'),
    occupancy: seen.number('lift.load', (percent) => (percent > OCCUPIED_PCT ? 'occupied' : 'empty')),
    occupancySource: 'load',
    doors: [
      {
        status: doorOf(seen, table),
        locked: seen.flag('lift.door.1.locked'),
        obstructed: seen.flag('lift.door.1.curtain'),
      },
    ],
    safetyChain: chainOf(seen),
    openButton: seen.flag('lift.button.open'),
    ...callsOf(seen),
    faults: seen.number('lift.fault', (code) => (code === 0 ? [] : [faultOf(table, code)])),
    counters: countersOf(seen),
    motor: {
      currentA: seen.number('lift.drive.current'),
      dcBusV: seen.number('lift.drive.dc-bus'),
      frequencyHz: seen.number('lift.drive.frequency'),
      torquePct: seen.number('lift.drive.torque'),
      temperatureC: seen.number('lift.drive.temperature'),
    },
  };
};

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

/**
 * The controller's own word, and the limit switches where it gives none. Both come in one reply: where the switches say
 * the opposite they are believed, and the field is in doubt.
 */
function doorOf(seen: LiftReadings, table: LiftTable | undefined): Known<DoorStatus> {
  const [state, opened, closed] = [
    seen.number('lift.car-state'),
    seen.flag('lift.door.1.opened'),
    seen.flag('lift.door.1.closed'),
  ];
  const limits: DoorStatus =
    opened?.value === closed?.value
      ? opened?.value
        ? 'doorFault'
        : 'unknown'
      : opened?.value
        ? 'opened'
        : 'closed';
  const said = table?.doors[String(state?.value ?? '')];
  const against =
    limits === 'doorFault' ||
    (limits === 'opened' && (said === 'closed' || said === 'closing')) ||
    (limits === 'closed' && said === 'opened');
  const status = combined([state, opened, closed], () => (against || said === undefined ? limits : said));
  return status !== null && against && status.value !== null ? { ...status, quality: 'out-of-spec' } : status;
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
