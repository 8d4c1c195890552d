import type { Direction } from '../../../drivers/lift/car.ts';
import type { Known } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import { assumed, combined, type LiftReadings } from '../liftReadings.ts';
import { faultOf } from './faults.ts';
import { type Mapping, STILL_MM_S, type Told } from './mapping.ts';

const FAULT_BITS = 12;
const POWER_LOST = 11;

/** A sensor box beside the controller: registers of drivers/profiles/lift-sensor-box-19reg. */
export const sensorBox: Mapping = (seen, table) => {
  const direction = directionOf(seen);
  const speed = seen.number('lift.speed', (metres) => Math.round(metres * 1000));
  const door = seen.flag('lift.door-signal');
  const openIf = seen.commissioned('doorBitOpen');
  const zone = seen.flag('lift.door-zone');
  const person = seen.flag('lift.occupied');
  const inspection = seen.flag('lift.inspection');
  const power = seen.flag(`lift.box-fault.${POWER_LOST}`);
  return {
    floor: seen.number('lift.floor', (floor) => (floor === 0 ? null : floor)),
    speedMmS: combined([speed, direction], () => {
      const magnitude = speed?.value ?? 0;
      return direction?.value === 'down' && magnitude !== 0 ? -magnitude : magnitude;
    }),
    direction,
    moving: seen.number('lift.speed', (metres) => metres * 1000 >= STILL_MM_S),
    doorZone: zone,
    // the box knows inspection and nothing else; what is not inspection is taken for normal service
    mode: assumed(
      combined([inspection], () => (inspection?.value ? 'inspection' : 'normal')),
      inspection?.value === true,
    ),
    occupancy: combined([person], () => (person?.value ? 'occupied' : 'empty')),
    occupancySource: 'person',
    doors: [
      {
        status: assumed(
          combined([door], () => (door?.value === (openIf.value === 1) ? 'opened' : 'closed')),
          openIf.confirmed,
        ),
      },
    ],
    power: combined([power], () => (power?.value ? 'off' : 'mains')),
    alarmButton: seen.flag('lift.alarm-button'),
    ...verdictsOf(seen, table),
    counters: {
      doorCycles: seen.number('lift.count.door-cycles'),
      floors: seen.number('lift.count.floors'),
    },
  };
};

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
function verdictsOf(seen: LiftReadings, table: LiftTable | undefined): Pick<Told, 'faults' | 'trapped'> {
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
