import type { Field } from '../../../drivers/lift/snapshot.ts';
import { VIRTUAL_POINTS } from '../../../drivers/lift/virtualPoints.ts';
import type { LiftScreen, LiftView } from '../../../gateway/control/liftScreen.ts';
import { NOTHING_HEARD } from '../../../gateway/lift/comm.ts';
import { NO_COUNTS } from '../../../gateway/lift/counters.ts';
import type { DailyRecord } from '../../../gateway/lift/health/dailyRecord.ts';
import { findingsOf } from '../../../gateway/lift/health/findings.ts';
import { showing } from '../../lift/shownLift.ts';

export const boot = 'b007b007b007b007';
export const NOW = 36_000_000;
export const UTC = Date.UTC(2026, 10, 25, 2, 15, 6);
const MIN = 60_000;
const HOUR = 60 * MIN;

export const ago = (minutes: number) => ({ boot, mono: NOW - minutes * MIN });

function field<T>(value: T | null, quality: Field<T>['quality'] = 'good'): Field<T> {
  return { value, quality, at: { boot, mono: NOW - 400 } };
}

/** The record of a day on which nothing was the matter, changed. */
export function dayOf(day: string, change: Partial<DailyRecord> = {}): DailyRecord {
  const landing = {
    ...{ open: { p50: 2200, p95: 2300, count: 30 }, close: { p50: 2800, p95: 2900, count: 28 } },
    ...{ cycles: 30, reversals: 1, balks: 0, stops: 30, relevels: 0, levelP95Mm: null },
  };
  return {
    ...{ day, trips: 52, starts: 52, floorsPassed: 130, unseen: 0, doorCycles: 60 },
    ...{ open: landing.open, close: landing.close, levelP95Mm: null },
    availability: { upMs: 24 * HOUR, downMs: 0, unseenMs: 0, share: 1 },
    ...{ inspectionMs: 0, visits: 0, faults: [], missedFaults: 0, entrapments: 0 },
    landings: { 1: landing, 4: landing },
    balanceA: 6.1,
    ...change,
  };
}

/** So many days in November, the last ones with a door that opens slower and a fault that comes back. */
export const RECENT: readonly DailyRecord[] = Array.from({ length: 24 }, (_, i) => {
  const day = dayOf(`2026-11-${String(i + 1).padStart(2, '0')}`);
  const slow = { p50: 2200 + 30 * i, p95: 2300 + 30 * i, count: 30 };
  const [first, fourth] = [day.landings[1], day.landings[4]];
  if (first === undefined || fourth === undefined) throw new Error('no landing');
  return {
    ...day,
    inspectionMs: i === 9 ? HOUR : 0,
    visits: i === 9 ? 1 : 0,
    landings: { 1: first, 4: { ...fourth, open: slow } },
    faults:
      i % 6 === 5
        ? [{ key: 'monarch/53', class: 'controllerFault' as const, code: 53, stops: true, floors: [4] }]
        : [],
  };
});

/** A lift in service that knows nearly everything, with a controller and a sensor box. */
export function liftView(change: Partial<LiftView> = {}): LiftView {
  return {
    id: 'lift-a',
    name: { en: 'Lift A', zh: '甲梯' },
    place: { en: 'Garden Lane 7', zh: '花园里 7 号' },
    registration: '31105001202611250001',
    devices: ['nice', 'box'],
    floors: { 1: '-1', 2: '1', 3: '2', 4: '3' },
    snapshot: showing({
      ...{ device: 'lift-a', at: ago(0), floor: field(4), floorLabel: field('3'), speedMmS: field(0) },
      ...{
        direction: field('stopped'),
        moving: field(false),
        drive: field('stationary'),
        doorZone: field(true),
      },
      ...{ mode: field('normal'), loadPct: field(12), fullLoad: field(false), overload: field(false) },
      ...{ occupancy: field('empty', 'substituted'), occupancySource: 'load' },
      doors: [
        {
          ...{ status: field('closed'), locked: field(true), obstructed: field(false) },
          ...{ openMm: null, currentMa: null, reopening: null },
        },
      ],
      ...{ safetyChain: field('closed'), brake: null, power: field('mains'), alarmButton: field(false) },
      ...{
        carCalls: field([1, 3]),
        faults: field([]),
        unconfirmed: ['nice.directionSense', 'box.doorBitOpen'],
      },
    }),
    entrapment: { phase: 'none', since: null, known: true, inhibited: false, basis: [] },
    values: VIRTUAL_POINTS.map(({ name, holds }) => ({
      name,
      value: holds === 'boolean' ? false : (holds[0] ?? null),
      quality: 'good',
    })),
    faults: [],
    counts: NO_COUNTS,
    comm: {
      nice: {
        ...NOTHING_HEARD,
        at: ago(0),
        heardMs: 9 * HOUR,
        silentMs: 4 * MIN,
        silences: 3,
        longestMs: 2 * MIN,
      },
      box: { ...NOTHING_HEARD, at: ago(0), heardMs: 9 * HOUR },
    },
    today: dayOf('2026-11-25', { trips: 18, doorCycles: 21, unseen: 2 }),
    recent: RECENT,
    findings: findingsOf({ first: RECENT, recent: RECENT }),
    ...change,
  };
}

/** The same lift in trouble: people shut in between two floors, a fault, a silent device, and signals that disagree. */
export function liftInTrouble(): LiftView {
  const view = liftView();
  return {
    ...view,
    snapshot: {
      ...view.snapshot,
      ...{ floor: field(3, 'out-of-spec'), doorZone: field(false), power: field('battery') },
      ...{ safetyChain: field('openLandingDoor'), mode: field('faultLock'), alarmButton: field(true) },
      loadPct: field(null as number | null, 'no-communication') as Field<number>,
      occupancy: field('occupied'),
    },
    entrapment: {
      ...{ phase: 'confirmed', since: ago(6), known: true, inhibited: false },
      basis: ['alarmButton', 'occupied', 'offLevel'],
    },
    values: view.values.map((value) => {
      if (value.name === 'lift.stop-outside-zone') return { ...value, value: true };
      if (value.name === 'lift.overtravel') return { ...value, value: 'top' };
      return value.name === 'lift.e-bike' ? { ...value, value: null, quality: 'no-communication' } : value;
    }),
    faults: [
      {
        fault: { class: 'doorLockCircuit', vendor: 'monarch', code: 53, sub: 5, level: 5, suffix: 'A' },
        ...{ from: ago(7), floor: 3, exact: true, goneAt: null },
      },
      {
        fault: { class: null, vendor: 'monarch', code: 21, sub: null, level: null, suffix: null },
        ...{ from: ago(90), floor: null, exact: false, goneAt: null },
      },
    ],
    comm: {
      ...view.comm,
      box: {
        ...NOTHING_HEARD,
        at: ago(0),
        heardMs: 9 * HOUR,
        silentSince: ago(3),
        silences: 1,
        silentMs: 3 * MIN,
      },
    },
    today: null,
    recent: [],
    findings: [],
  };
}

/** A lift of which guard has heard nothing yet. */
export function liftUnheard(): LiftView {
  const none = field(null as never, 'no-communication');
  return liftView({
    ...{ id: 'lift-b', name: 'Lift B', place: null, registration: null, devices: ['box-b'], floors: {} },
    snapshot: showing({ device: 'lift-b', floor: none, mode: none, faults: none, power: none, doors: [] }),
    entrapment: { phase: 'none', since: null, known: false, inhibited: false, basis: [] },
    values: VIRTUAL_POINTS.map(({ name }) => ({ name, value: null, quality: 'no-communication' })),
    ...{ comm: {}, today: null, recent: [], findings: [] },
  });
}

export function liftScreenOf(lifts: readonly LiftView[]): LiftScreen {
  const time = { mono: NOW - 1000, utc: UTC - 1000, quality: 'ntp' } as const;
  return { gateway: 'house-1', now: { boot, mono: NOW }, time, timeZone: 'Asia/Shanghai', lifts };
}
