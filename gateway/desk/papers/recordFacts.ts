import type { Reading } from '../../../drivers/reading.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import {
  type BuildingTest,
  type CommissioningRecord,
  type PaperTime,
  type RecordedDevice,
  recordedBump,
} from '../../reports/commissioning/commissioningRecord.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import type { Device, Installation } from '../../site/installation.ts';
import { keyOf, testsOf } from '../commission/buildingChecks.ts';
import { aimOf } from '../commission/bumpAim.ts';
import { isZeroOpen } from '../commission/checksView.ts';
import type { DoneBump, DoneChecks } from '../commission/doneChecks.ts';
import { promisedOf } from '../live/promised.ts';

/** What a record is made of. Nothing is asked for here: what is not known is printed as not known. */
export type RecordFacts = {
  readonly installation: Installation;
  readonly screen: AlarmScreen | null; // null: guard does not answer
  readonly software: string;
  readonly readings: ReadonlyMap<string, Reading>;
  readonly done: DoneChecks;
  readonly photoOf: (device: string) => string | null;
  /** Civil time of a result, with what is thought of the clock now. */
  readonly now: PaperTime;
  readonly exceptions: CommissioningRecord['exceptions'];
  readonly people: CommissioningRecord['people'];
};

/** The record of a building as it stands now, gaps and all; who signs it has to give a reason for each. */
export function recordOf(facts: RecordFacts): CommissioningRecord {
  const { installation, software, now, exceptions, people } = facts;
  const { gateway } = installation;
  const devices = [...installation.devices.values()].filter(({ madeOf }) => madeOf === undefined);
  return {
    kind: 'lifeline/commissioning-record/1',
    ...{ gateway: gateway.id, software, building: gateway.name ?? null, issued: now },
    time_zone: new CivilTimes(gateway.timeZone).timeZone,
    devices: devices.map((device) => recorded(device, facts)),
    building_tests: buildingTests(facts),
    alarm_times: alarmTimes(facts),
    ...{ exceptions, people },
  };
}

function recorded(device: Device, facts: RecordFacts): RecordedDevice {
  const { installation, done, readings, photoOf } = facts;
  const bumpable = device.points.filter(({ id }) => aimOf(id, installation) !== null);
  // of several the one that failed, else one that passed: nobody signs the better of two
  const bumps = bumpable.flatMap(({ id }) => done.bumps[id] ?? []);
  const bump = bumps.find(({ passed }) => !passed) ?? bumps[0];
  const shown = bumpable[0] ?? device.points[0];
  const reading = shown === undefined ? undefined : readings.get(shown.id);
  const zeroed = device.points.find(({ id }) => done.zeros[id]?.zero.kind === 'taken');
  const known = done.identified[`${device.lineId}/${device.unit}`];
  return {
    ...{ id: device.id, name: device.name, place: device.place ?? null },
    ...{ line: device.lineId, unit: device.unit, serial_number: null },
    ...{ profile: device.profile.id, kind: device.profile.names, verification: device.profile.verification },
    certainty: known?.profile === device.profile.id ? known.certainty : null,
    photo: photoOf(device.id),
    reading:
      reading === undefined || shown === undefined
        ? null
        : { value: reading.value, unit: shown.unit, quality: reading.quality, of: shown.profile.names },
    zero: zeroed === undefined ? null : recordedZero(zeroed.id, zeroed.unit, facts),
    zero_open: device.points.some((point) => isZeroOpen(point, done, installation)),
    bump_due: bumpable.length > 0,
    bump: bump === undefined ? null : bumpOf(bump, facts.now.quality),
    calibration_due: device.calibrationDue ?? null,
  };
}

/** The result that counts, when and by whom, and how the first one ended. */
function bumpOf({ test, gas, actor, utc, asFound }: DoneBump, quality: string): RecordedDevice['bump'] {
  const recorded = recordedBump(test, gas);
  const at = (ms: number): PaperTime => ({ utc: isoOf(ms), quality });
  const found =
    asFound === null ? null : { passed: asFound.passed, failed: asFound.failed, done: at(asFound.utc) };
  return recorded === null ? null : { ...recorded, done: at(utc), by: actor, as_found: found };
}

function recordedZero(point: string, unit: string, { done, now }: RecordFacts): RecordedDevice['zero'] {
  const kept = done.zeros[point];
  if (kept === undefined || kept.zero.kind !== 'taken') return null;
  const { zero, asFound, actor, utc } = kept;
  return {
    ...{ as_found: asFound, as_left: zero.value, spread: zero.spread, unit },
    taken: { utc: isoOf(utc), quality: now.quality },
    by: actor,
  };
}

function buildingTests({ installation, done, screen, now }: RecordFacts): BuildingTest[] {
  const begun = testsOf(installation).map((one): BuildingTest => {
    const result = done.building[keyOf(one)];
    if (result === undefined) return { ...one, outcome: 'unproven', why: null, detail: null };
    const { outcome, why, detail, actor, utc } = result;
    return { ...one, outcome, why, detail, done: { utc: isoOf(utc), quality: now.quality }, by: actor };
  });
  return [...begun, clockTest(screen), diskTest(screen)];
}

function clockTest(screen: AlarmScreen | null): BuildingTest {
  const quality = screen?.time.quality ?? null;
  const good = quality === 'ntp' || quality === 'holdover';
  const outcome = quality === null ? 'unproven' : good ? 'passed' : 'failed';
  return { test: 'clock', where: null, outcome, why: null, detail: quality };
}

/** What guard and the doctor say of the disk. */
function diskTest(screen: AlarmScreen | null): BuildingTest {
  const wrong = screen?.problems.filter(({ code }) => /^(journal\.|doctor\.(disk|journal))/.test(code)) ?? [];
  const outcome = screen === null ? 'unproven' : wrong.length === 0 ? 'passed' : 'failed';
  const detail = wrong.length === 0 ? null : wrong.map(({ code }) => code).join(', ');
  return { test: 'disk', where: null, outcome, why: null, detail };
}

function alarmTimes({ installation, done }: RecordFacts): CommissioningRecord['alarm_times'] {
  const promised = promisedOf(installation).devices;
  return [...installation.points.values()]
    .filter(({ id }) => aimOf(id, installation) !== null)
    .map(({ id, deviceId, profile }) => ({
      ...{ point: id, name: profile.names },
      promised_ms: promised.get(deviceId) ?? null,
      measured_ms: done.bumps[id]?.alarmMs ?? null,
    }))
    .filter(({ promised_ms, measured_ms }) => promised_ms !== null || measured_ms !== null);
}

function isoOf(utc: number): string {
  return new Date(utc).toISOString();
}
