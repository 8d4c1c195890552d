import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import { readThresholds, type Thresholds } from '../../../gateway/site/thresholds/liftThresholds.ts';

export const THRESHOLDS_FILE = join(
  import.meta.dirname,
  '../../../gateway/site/thresholds/liftThresholds.yaml',
);

/** The thresholds that come with the gateway. */
export const THRESHOLDS: Thresholds = read();

function read(): Thresholds {
  const result = readThresholds('thresholds.yaml', readFileSync(THRESHOLDS_FILE, 'utf8'));
  if (!result.ok) throw new Error(result.error.map(({ where, what }) => `${where}: ${what}`).join('\n'));
  return result.value;
}

/** A lift with one door whose devices can tell nothing at all. */
export const NOTHING_TOLD: LiftSnapshot = {
  ...{ device: 'lift-1', at: null, floor: null, floorLabel: null, positionMm: null, speedMmS: null },
  ...{ direction: null, drive: null, moving: null, doorZone: null, levelErrorMm: null, mode: null },
  ...{ loadPct: null, fullLoad: null, overload: null, occupancy: null, occupancySource: 'none' },
  doors: [{ status: null, locked: null, obstructed: null, openMm: null, currentMa: null, reopening: null }],
  ...{ safetyChain: null, brake: null, power: null, alarmButton: null, openButton: null, trapped: null },
  ...{ carCalls: null, hallUp: null, hallDown: null, faults: null },
  counters: { trips: null, floors: null, doorCycles: null, runS: null },
  motor: { currentA: null, dcBusV: null, frequencyHz: null, torquePct: null, temperatureC: null },
  vibrationMps2: null,
  indicators: { brake: null, rope: null, service: null },
  witnesses: [],
  unconfirmed: [],
};
