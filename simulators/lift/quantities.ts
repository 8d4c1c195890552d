import { doorCurrent, doorSpeed } from './doorDrive.ts';
import { driveOf } from './drive.ts';
import type { Lift } from './state.ts';
import {
  alarmPressed,
  carMotion,
  chainStage,
  controllerAnswers,
  currentFloor,
  curtainBlocked,
  doorShare,
  inDoorZone,
  isOverloaded,
  levelErrorMm,
  loadKg,
} from './view.ts';
import { heatsinkC, machineRoomC } from './warmth.ts';

const STAGES = ['closed', 'start', 'carDoor', 'landingDoor', 'other'] as const;
const MODES = ['normal', 'inspection', 'fire', 'rescue'] as const;
const DOORS = ['closed', 'opening', 'open', 'closing'] as const;

/** What a sensor can feel: a number in the world's own unit, or a contact. */
export type Quantity = number | boolean;

/** What can be sensed at a lift: `lifts.<id>.<name>`. Enumerations count from 0 in the order of the state's words. */
const SENSES: Readonly<Record<string, (lift: Lift) => Quantity>> = {
  floor: currentFloor,
  position: (lift) => carMotion(lift).mm, // mm above the lowest landing
  speed: (lift) => carMotion(lift).mmS, // mm/s, up positive
  acceleration: (lift) => carMotion(lift).mmS2, // mm/s²
  moving: ({ run }) => run !== undefined,
  direction: ({ run }) => run?.sign ?? 0,
  level_error: levelErrorMm, // mm
  door_zone: inDoorZone,
  door: ({ door }) => DOORS.indexOf(door.phase),
  door_open: (lift) => doorShare(lift.door, lift.timeMs) * lift.plan.door.widthMm, // mm
  door_speed: doorSpeed, // mm/s, opening positive
  door_current: doorCurrent, // mA
  door_locked: ({ door }) => door.locked,
  curtain: curtainBlocked,
  load: (lift) => (100 * loadKg(lift)) / lift.plan.ratedKg, // %
  load_kg: loadKg,
  overload: isOverloaded,
  persons: ({ riders }) => riders.length,
  occupied: ({ riders }) => riders.length > 0,
  alarm: alarmPressed,
  chain: (lift) => STAGES.indexOf(chainStage(lift)),
  brake_released: ({ run }) => run !== undefined && !run.braked,
  mode: ({ mode }) => MODES.indexOf(mode),
  mains: ({ mains }) => mains,
  answers: controllerAnswers,
  fault: ({ fault }) => fault.code,
  current: (lift) => driveOf(lift).amps, // A
  frequency: (lift) => driveOf(lift).hertz, // Hz
  torque: (lift) => driveOf(lift).torque * 100, // %
  bus_voltage: (lift) => driveOf(lift).busVolts, // V
  machine_room: machineRoomC, // °C
  heatsink: heatsinkC, // °C
  trips: ({ counters }) => counters.trips,
  door_cycles: ({ counters }) => counters.doorCycles,
  floors_travelled: ({ counters }) => counters.floors,
  relevels: ({ counters }) => counters.relevels,
  entrapped: ({ entrapped }) => entrapped !== undefined,
};

export const LIFT_SENSES: readonly string[] = Object.keys(SENSES);

/** One quantity of a lift; undefined for a name that is none. */
export function liftQuantity(lift: Lift, name: string): Quantity | undefined {
  return Object.hasOwn(SENSES, name) ? SENSES[name]?.(lift) : undefined;
}
