import { newBumpTest, stepBumpTest } from '../../../gateway/commission/check/bumpTest.ts';
import {
  type CommissioningRecord,
  type RecordedDevice,
  recordedBump,
} from '../../../gateway/reports/commissioning/commissioningRecord.ts';

const LIMITS = {
  sensor: 30_000,
  decision: 5000,
  siren: 2600,
  heard: 60_000,
  platform: 60_000,
  recovery: 300_000,
};
const TIME = { utc: '2026-11-30T05:12:00Z', quality: 'ntp' };

/** A basement with eight pressure transmitters; the fifth has failed, and says why. */
export function sampleRecord(): CommissioningRecord {
  return {
    kind: 'lifeline/commissioning-record/1',
    ...{ gateway: 'garden-12-3', software: '0.9.0', issued: TIME },
    building: { en: 'Garden Lane 12, block 3', zh: '花园里12号3栋' },
    devices: Array.from({ length: 8 }, (_, i) => device(i)),
    building_tests: [
      { test: 'siren', where: 'basement', outcome: 'passed', why: null, detail: null },
      { test: 'uplink', where: 'city', outcome: 'passed', why: null, detail: '5.2 s' },
      { test: 'clock', where: null, outcome: 'passed', why: null, detail: 'ntp' },
      { test: 'power', where: null, outcome: 'unproven', why: null, detail: null },
    ],
    alarm_times: [{ point: 'p-1/pressure', promised_ms: 2612, measured_ms: 912 }],
    exceptions: [
      {
        about: 'p-5',
        reason: 'siren is not heard behind the fire door: a second one is ordered',
        by: 'installer',
      },
      { about: 'power', reason: 'no battery is fitted yet', by: 'installer' },
    ],
    people: [{ name: 'installer', role: 'commissioning', signed: TIME }],
  };
}

function device(i: number): RecordedDevice {
  let bump = newBumpTest(LIMITS, 0);
  for (const [leg, at] of [
    ['sensor', 3100 + 40 * i],
    ['decision', 3900],
    ['siren', 4100],
    ['platform', 5200],
  ] as const)
    bump = stepBumpTest(bump, { kind: 'seen', leg, at });
  bump = stepBumpTest(
    bump,
    i === 4 ? { kind: 'not-heard', at: 9000 } : { kind: 'seen', leg: 'heard', at: 9000, detail: 'installer' },
  );
  return {
    ...{ id: `p-${i + 1}`, line: 'riser', unit: 11 + i, profile: 'qdy30a-pressure', photo: null },
    name: { en: `Pressure ${i + 1}`, zh: `压力 ${i + 1}` },
    place: { en: `Level ${i + 1}`, zh: `${i + 1} 层` },
    ...{ serial_number: null, certainty: 'sure', verification: 'third-party' },
    reading: { value: 0.312, unit: 'MPa', quality: 'good' },
    zero: { as_found: 0.004, as_left: 0, spread: 0.001, unit: 'MPa', taken: TIME, by: 'installer' },
    bump_due: true,
    bump: recordedBump(stepBumpTest(bump, { kind: 'seen', leg: 'recovery', at: 48_000 }), null),
    calibration_due: '2027-11-30',
  };
}
