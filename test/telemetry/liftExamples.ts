import {
  type EventBody,
  type LiftHappening,
  type LiftInstant,
  liftDetails,
} from '../../gateway/telemetry/index.ts';

// One of each thing a lift does, so that every line of telemetry.cddl about lifts is met; then with all that may be unknown.

const at = (mono: number): LiftInstant => ['c9f0f895fb98ab91', mono];
const spread = { p50: 2_410, p95: 2_600, count: 214 };
const landing = {
  ...{ open: spread, close: { p50: 2_900, p95: 3_300, count: 190 }, cycles: 214, reversals: 9, balks: 1 },
  ...{ stops: 198, relevels: 2, levelP95Mm: 4.5 },
};
const trip = {
  ...{ from: 1, to: 5, started: at(3_456_004_000), durationMs: 12_300, distanceMm: 11_600, vmaxMmS: 1_750 },
  ...{ levelErrorMm: -2.5, loadPct: 23, mode: 1, atLanding: true },
};
const fault = {
  ...{ class: 14, vendor: 'monarch', code: 49, sub: 3, level: 5, suffix: 'A', floor: 3 },
  name: { en: 'Door closing fault', zh: '关门故障' },
};
const vague = { class: null, sub: null, level: null, suffix: null, name: null, floor: null };

export const happenings: readonly LiftHappening[] = [
  { what: 'trip', ...trip },
  {
    ...{ what: 'trip', ...trip, distanceMm: null, levelErrorMm: null, loadPct: null, mode: null },
    atLanding: null,
  },
  {
    ...{ what: 'trips-unseen', from: at(3_456_004_000), to: at(3_456_011_500), floorBefore: 2 },
    ...{ floorAfter: 4, least: 1 },
  },
  {
    ...{ what: 'door', door: 1, floor: 3, started: at(3_456_020_250), durationMs: 9_750, openMs: 2_400 },
    ...{ dwellMs: 4_000, closeMs: 2_900, reversals: 1, blockedMs: 1_250, plusMinusMs: 150 },
  },
  { what: 'doors-unseen', door: 1, from: at(3_456_004_000), to: at(3_456_011_500), least: 0 },
  { what: 'door-balked', door: 2, floor: null, from: at(3_456_030_000), to: at(3_456_034_000) },
  { what: 'mode', from: null, to: 1_025, since: at(3_456_040_000) },
  { what: 'fault-on', ...fault, since: at(3_456_040_000), notBefore: at(3_456_039_750) },
  { what: 'fault-on', ...fault, ...vague, since: at(3_456_040_000), notBefore: null },
  { what: 'fault-off', ...fault, since: at(3_456_040_000), until: at(3_456_099_000), exact: true },
  { what: 'fault-missed', vendor: 'monarch', code: 48, sub: 0, date: 1_122, time: 1_015 },
  { what: 'power', from: 1, to: 3, since: at(3_456_040_000) },
  { what: 'comm-lost', device: 'lift-a', since: at(3_456_040_000) },
  { what: 'comm-back', device: 'lift-a', since: at(3_456_050_000), silentMs: 10_000 },
  { what: 'counter-reset', counter: 'trips', before: 34_567, after: 0 },
  { what: 'trips-missing', missing: 1, unseen: 2 },
  { what: 'test', actor: 'desk:li', automatic: true, passed: false, note: 'battery' },
  { what: 'visit-begun', since: at(3_456_040_000) },
  { what: 'visit', from: at(3_456_040_000), to: at(3_458_440_000), inspectionMs: 1_980_000 },
  { what: 'entrapment', from: 1, to: 2, cause: 'no-exit', basis: 14 },
  {
    ...{ what: 'sensor-fault', sensor: 'doorOpenLimit', door: 1, floor: 3, found: true },
    since: at(3_456_045_000),
  },
  {
    ...{ what: 'sensor-fault', sensor: 'position', door: null, floor: null, found: false },
    since: at(3_456_046_000),
  },
  {
    what: 'day',
    day: '2026-11-22',
    record: {
      ...{ day: '2026-11-22', trips: 412, starts: 415, floorsPassed: 1_204, unseen: 1, doorCycles: 430 },
      ...{ open: spread, close: null, levelP95Mm: 4.5, inspectionMs: 0, visits: 1, missedFaults: 0 },
      availability: { upMs: 86_000_000, downMs: 400_000, unseenMs: 0, share: 0.9953 },
      faults: [{ key: 'monarch/49', class: 'doorClosing', code: 49, stops: true, floors: [3, null] }],
      failures: 1,
      sensors: [
        { sensor: 'doorOpenLimit', door: 1, times: 2 },
        { sensor: 'loadCell', door: null, times: 1 },
      ],
      ...{ entrapments: 1, landings: { 3: landing }, balanceA: 6.25 },
    },
  },
  {
    ...{ what: 'dossier', occurrence: 'entrapment#c9f0f895fb98ab91-9', rule: 'entrapment-a' },
    snapshot: { floor: 3, mode: 'faultLock', doors: ['closed'], load: { pct: 23, quality: 'good' } },
    trips: [trip],
  },
  { what: 'rescue', step: 'attended', by: 'Zhang', actor: 'desk:li', phase: 2 },
  { what: 'condition', condition: 'overload', on: true, floor: 3, since: at(3_456_040_000) },
];

/** As events of a lift, named after what happened. */
export function liftEvents(when: EventBody['at']): Readonly<Record<string, EventBody>> {
  const named = happenings.map((happening, nth): [string, EventBody] => {
    const again = happenings.findIndex(({ what }) => what === happening.what) < nth;
    return [
      `lift: ${happening.what}${again ? ', little known' : ''}`,
      {
        ...{ type: 'lift', lift: 'lift-a', ...liftDetails(happening), at: when },
        liftName: { en: 'Lift A', zh: 'A梯' },
      },
    ];
  });
  return Object.fromEntries(named);
}
