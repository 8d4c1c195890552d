import type { DoorSnapshot, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { LiftTables } from '../../drivers/lift/tables.ts';
import { type LiftDevice, LiftReadings, type PointReadings } from './liftReadings.ts';
import { elevatorCore } from './mappings/elevatorCore.ts';
import type { Told } from './mappings/mapping.ts';
import { nice3000plus } from './mappings/nice3000plus.ts';
import { sdk500 } from './mappings/sdk500.ts';
import { sensorBox } from './mappings/sensorBox.ts';

const MAPPINGS = {
  nice3000plus,
  'sensor-box-19reg': sensorBox,
  'elevator-core': elevatorCore,
  sdk500,
} as const;

/**
 * What the last readings of one lift device mean in the neutral model. Pure: nothing is remembered, nothing guessed; a
 * device that is silent has fields without value, and what a device can never tell is null.
 */
export function snapshotOf(device: LiftDevice, tables: LiftTables, readings: PointReadings): LiftSnapshot {
  const seen = new LiftReadings(device, readings);
  const mapping = device.profile.lift?.mapping;
  const told: Told = mapping === undefined ? {} : MAPPINGS[mapping](seen, tables.get(mapping));
  return {
    ...NOTHING,
    ...told,
    floorLabel: labelOf(told.floor ?? null, device.labels),
    device: device.id,
    at: seen.newest,
    counters: { ...NOTHING.counters, ...told.counters },
    motor: { ...NOTHING.motor, ...told.motor },
    doors: (told.doors ?? []).map((door) => ({ ...NO_DOOR, ...door })),
    unconfirmed: seen.unconfirmed,
  };
}

function labelOf(
  floor: LiftSnapshot['floor'],
  labels: Readonly<Record<number, string>> = {},
): LiftSnapshot['floorLabel'] {
  if (floor === null) return null;
  return { ...floor, value: floor.value === null ? null : (labels[floor.value] ?? String(floor.value)) };
}

const NO_DOOR: DoorSnapshot = {
  status: null,
  locked: null,
  obstructed: null,
  openMm: null,
  currentMa: null,
  reopening: null,
};

const NOTHING: LiftSnapshot = {
  device: '',
  at: null,
  floor: null,
  floorLabel: null,
  positionMm: null,
  speedMmS: null,
  direction: null,
  drive: null,
  moving: null,
  doorZone: null,
  levelErrorMm: null,
  mode: null,
  loadPct: null,
  fullLoad: null,
  overload: null,
  occupancy: null,
  occupancySource: 'none',
  doors: [],
  safetyChain: null,
  brake: null,
  power: null,
  alarmButton: null,
  openButton: null,
  trapped: null,
  carCalls: null,
  hallUp: null,
  hallDown: null,
  faults: null,
  counters: { trips: null, floors: null, doorCycles: null, runS: null },
  motor: { currentA: null, dcBusV: null, frequencyHz: null, torquePct: null, temperatureC: null },
  witnesses: [],
  unconfirmed: [],
};
