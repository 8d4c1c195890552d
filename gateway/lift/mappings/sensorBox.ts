import type { Direction } from '../../../drivers/lift/car.ts';
import type { Known, Witness } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import { assumed, combined, type LiftReadings, mapped } from '../liftReadings.ts';
import { faultOf } from './faults.ts';
import type { MappedSigns, Mapping } from './mapping.ts';

const FAULT_BITS = 12;
const POWER_LOST = 11;
/** Floors below ground are written 0xE0 + n. */
const BELOW_GROUND = 0xe0;

/** A sensor box beside the controller: registers of drivers/profiles/lift-sensor-box-19reg. */
export const sensorBox: Mapping = (seen, table) => {
  const direction = directionOf(seen);
  const lit = mapped(direction, (way) => way === 'up' || way === 'down' || way === 'unknown');
  const door = seen.flag('lift.door-signal');
  const openIf = seen.commissioned('doorBitOpen');
  const open = assumed(
    mapped(door, (bit) => bit === (openIf.value === 1)),
    openIf.confirmed,
  );
  const zone = seen.flag('lift.door-zone');
  const person = seen.flag('lift.occupied');
  const told: MappedSigns = {
    floor: floorOf(seen),
    direction,
    // its arrows stay lit until the car has stood level for a while; `gateway/lift/boxMotion.ts` knows better
    moving: lit,
    doorZone: zone,
    mode: onlyWhenSet(seen.flag('lift.inspection'), 'inspection'),
    occupancy: mapped(person, (sees) => (sees ? 'occupied' : 'empty')),
    occupancySource: 'person',
    doors: [{ status: mapped(open, (is) => (is ? 'opened' : 'closed')) }],
    power: onlyWhenSet(seen.flag(`lift.box-fault.${POWER_LOST}`), 'off'),
    alarmButton: onlyWhenSet(seen.flag('lift.alarm-button'), true),
    ...verdictsOf(seen, table),
    // its minutes of running are no seconds of a controller: the two would make one count that jumps
    vibrationMps2: vibrationOf(seen),
    counters: { doorCycles: seen.number('lift.count.door-cycles') },
  };
  return { ...told, witnesses: witnessesOf({ lit, open, zone, person }) };
};

/** Of the three axes the one that shakes most, m/s² peak to peak. */
function vibrationOf(seen: LiftReadings): Known<number> {
  const axes = ['x', 'y', 'z'].map((axis) => seen.number(`lift.ride.vibration.${axis}`));
  return combined(axes, () => Math.max(...axes.map((one) => one?.value ?? 0)));
}

type Signs = { readonly [name in 'lit' | 'open' | 'zone' | 'person']: Known<boolean> };

function witnessesOf({ lit, open, zone, person }: Signs): Witness[] {
  const all: readonly (readonly [Witness['about'], Witness['sensor'], Known<boolean>])[] = [
    ['moving', 'arrow', lit],
    ['doorClosed', 'doorContact', mapped(open, (is) => !is)],
    ['inZone', 'levelSensor', zone],
    ['occupied', 'personSensor', person],
  ];
  return all.flatMap(([about, sensor, says]) => (says === null ? [] : [{ about, sensor, says, door: null }]));
}

/** A bit that no known box sets: set, it means what it says; clear, it says nothing. */
function onlyWhenSet<T>(bit: Known<boolean>, means: T): Known<T> {
  return bit?.value === true ? { ...bit, value: means } : null;
}

/** From 1 at the lowest landing. How many have a minus sign is seen from what is written at them. */
function floorOf(seen: LiftReadings): Known<number> {
  const labels = Object.values(seen.device.labels ?? {});
  const below = labels.filter((label) => /^(-|B\d)/i.test(label)).length;
  return seen.number('lift.floor', (code) => {
    if (code === 0 || code === BELOW_GROUND) return null; // there is no floor 0
    const floor = code > BELOW_GROUND ? below - (code - BELOW_GROUND) + 1 : below + code;
    return floor >= 1 ? floor : null;
  });
}

function directionOf(seen: LiftReadings): Known<Direction> {
  const sense = seen.commissioned('directionSense');
  const [up, down] = [seen.flag('lift.up'), seen.flag('lift.down')];
  const direction = combined<Direction>([up, down], () => {
    if (up?.value === down?.value) return up?.value ? 'unknown' : 'stopped';
    return up?.value === sense.value > 0 ? 'up' : 'down';
  });
  return assumed(direction, sense.confirmed || direction?.value === 'stopped');
}

/** The box's own findings: those that are faults, and its word on whether somebody is trapped. */
function verdictsOf(
  seen: LiftReadings,
  table: LiftTable | undefined,
): Pick<MappedSigns, 'faults' | 'trapped'> {
  const bits = Array.from({ length: FAULT_BITS }, (_, bit) => seen.flag(`lift.box-fault.${bit}`));
  const set = bits.flatMap((known, bit) => (known?.value === true ? [bit] : []));
  const verdict = set.map((bit) => table?.faults[String(bit)]?.entrapment).find((one) => one !== undefined);
  return {
    trapped: combined(bits, () => verdict ?? 'no'),
    faults: combined(bits, () => set.filter(isFault).map((bit) => faultOf(table, bit))),
  };

  function isFault(bit: number): boolean {
    return table?.faults[String(bit)]?.entrapment === undefined;
  }
}
