import { expect, test } from 'vitest';
import { liftLine } from '../../../gateway/reports/lift/liftLine.ts';
import { liftDetails } from '../../../gateway/telemetry/index.ts';
import { happenings } from '../../telemetry/liftExamples.ts';

const LINES = [
  'trip 1 → 5, 12.3 s, 11.6 m, up to 1.75 m/s, level -2.5 mm, load 23 %',
  'trip 1 → 5, 12.3 s, up to 1.75 m/s',
  'not watched 4.0 to 11.5, stood at 2, then at 4, at least 1 trips',
  'door 1 at 3 9.8 s, open 2.4 s, dwell 4.0 s, close 2.9 s, 1 reversals, blocked 1.3 s',
  'door 1 not watched 4.0 to 11.5, at least 0 cycles',
  'door 2 did not open, 30.0 to 34.0',
  'mode ? → locked by a fault',
  'fault monarch 49/3A (Door closing fault) at 3',
  'fault monarch 49',
  'fault monarch 49/3A (Door closing fault) gone after 59.0 s',
  'fault monarch 48/0 found in the log of the controller, 11-22 10:15 by its clock',
  'power mains → emergency supply',
  'lift-a is silent since 40.0',
  'lift-a answers again after 10.0 s',
  'count of trips began anew: 34567 → 0',
  '1 trips by the count of the controller were not told, 2 times not watched',
  'alarm in the car tried by itself, told by desk:li: FAILED, battery',
  'inspection begun 40.0',
  'visit 40.0 to 2440.0, inspection 1980.0 s',
  'entrapment suspected → confirmed: no-exit (basis 14)',
  'doorOpenLimit of door 1 at 3 contradicts the others',
  'position agrees with the others again',
  '2026-11-22: 412 trips, 430 door cycles, 1 kinds of fault, 1 entrapments, available 99.5 %',
  'dossier of entrapment#c9f0f895fb98ab91-9: 1 trips, the last trip 1 → 5, 12.3 s, 11.6 m, up to 1.75 m/s, level -2.5 mm, load 23 %',
  'rescue: Zhang attended, told by desk:li',
  'overload began at 3',
];
const LIFT = { type: 'lift', lift: 'a', liftName: 'A' } as const;
const time = ({ mono }: { mono: number }) => (mono / 1000 - 3_456_000).toFixed(1);

test('what a lift did reads as a line', () => {
  expect(happenings.map((told) => liftLine({ ...LIFT, ...liftDetails(told) }, time, 'en'))).toEqual(LINES);
});

test('what is not known here is shown as it came', () => {
  expect(liftLine({ ...LIFT, what: 'jump', details: { mm: 3 } }, time, 'en')).toBe('jump {"mm":3}');
});

test('in Chinese it is Chinese, but for what only the device or the person has named', () => {
  for (const told of happenings) {
    const line = liftLine({ ...LIFT, ...liftDetails(told) }, time, 'zh');
    const words = line.replaceAll(
      /lift-a|monarch \S+|desk:li|Zhang|battery|trips(?= )|entrapment#\S+|no-exit|m\/s|mm|(?<=\d) [sm]\b/g,
      '',
    );
    expect(words).not.toMatch(/[a-z]{2}/i);
  }
});
