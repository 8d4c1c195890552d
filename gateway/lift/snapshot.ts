import type { DoorSnapshot, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../drivers/lift/tableSchema.ts';
import type { LiftTables } from '../../drivers/lift/tables.ts';
import { type LiftDevice, LiftReadings, type PointReadings } from './liftReadings.ts';
import { fromProfile } from './mappings/fromProfile.ts';
import type { MappedSigns } from './mappings/mapping.ts';
import { nice3000plus } from './mappings/nice3000plus.ts';
import { sensorBox } from './mappings/sensorBox.ts';

/** Devices that need code to be understood. All others say in their profile what they tell. */
const MAPPINGS = {
  nice3000plus,
  'sensor-box-19reg': sensorBox,
} as const;

/**
 * What the last readings of one lift device mean in the neutral model. Pure: nothing is remembered, nothing guessed; a
 * device that is silent has fields without value, and what a device can never tell is null.
 */
export function snapshotOf(device: LiftDevice, tables: LiftTables, readings: PointReadings): LiftSnapshot {
  const seen = new LiftReadings(device, readings);
  const { mapping, tells = {} } = device.profile.lift ?? {};
  const map = mapping === undefined ? fromProfile(tells) : MAPPINGS[mapping];
  const told: MappedSigns = map(seen, tableOf(device, tables));
  return {
    ...NOTHING,
    ...told,
    floorLabel: labelOf(told.floor ?? null, device.labels),
    device: device.id,
    at: seen.newest,
    counters: { ...NOTHING.counters, ...told.counters },
    motor: { ...NOTHING.motor, ...told.motor },
    indicators: { ...NOTHING.indicators, ...told.indicators },
    doors: (told.doors ?? []).map((door) => ({ ...NO_DOOR, ...door })),
    unconfirmed: seen.unconfirmed,
  };
}

/** The table of a device's codes; undefined where it has none. */
export function tableOf({ profile: { lift } }: LiftDevice, tables: LiftTables): LiftTable | undefined {
  return tables.get(lift?.table ?? lift?.mapping ?? '');
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
  vibrationMps2: null,
  indicators: { brake: null, rope: null, service: null },
  witnesses: [],
  unconfirmed: [],
};
