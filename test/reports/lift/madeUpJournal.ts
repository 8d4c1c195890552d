import { ENTRAPMENT, POWER } from '../../../drivers/lift/safety.ts';
import { basisBits } from '../../../gateway/lift/detection/entrapment/basis.ts';
import type { DailyRecord } from '../../../gateway/lift/health/dailyRecord.ts';
import type { LiftHappening, LiftInstant } from '../../../gateway/telemetry/wire/liftHappening.ts';
import type { EventBody } from '../../../gateway/telemetry/wire/model.ts';
import { dayOf } from '../../cli/lift/liftScreenFixture.ts';
import { openStore } from '../../journal/samples.ts';
import { SIMULATED_BOOT as BOOT, clockRow, dayHappening, liftEvent } from './simulatedMonth.ts';

export { BOOT };
/** A boot that no clock row dates. */
export const LOST_BOOT = '105700b007105700';
export const OCTOBER = Date.UTC(2026, 9, 1);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
export const NASTY = { en: 'Lift <b>B</b> & "Co"', zh: "乙梯 <script>alert('1')</script>" };

const mono = (utc: number) => utc - OCTOBER;
const moment = (utc: number): LiftInstant => [BOOT, mono(utc)];
const on = (day: number, hour = 0, minute = 0) => Date.UTC(2026, 10, day, hour, minute);

/** Days from the first of October: quiet ones at first, then a door at floor 4 that gets slower. */
export function recordsUntil(lastNovember: number): DailyRecord[] {
  return Array.from({ length: 31 + lastNovember }, (_, i) => {
    const day = new Date(OCTOBER + i * DAY).toISOString().slice(0, 10);
    const usual = dayOf(day);
    const late = Math.max(0, i - 40);
    const fourth = usual.landings[4];
    if (fourth === undefined) throw new Error('no landing');
    const slow = { p50: 2200 + 40 * late, p95: 2350 + 40 * late, count: 30 };
    return {
      ...usual,
      landings: { ...usual.landings, 4: { ...fourth, open: slow, balks: i === 50 ? 2 : 0 } },
      ...(i === 33 ? { inspectionMs: 40 * MINUTE, visits: 1 } : {}),
      ...(i === 38
        ? {
            entrapments: 1,
            unseen: 1,
            availability: { upMs: DAY - 60 * MINUTE, downMs: 60 * MINUTE, unseenMs: 0, share: 0.958 },
          }
        : {}),
      ...(i === 38 || i === 44
        ? {
            faults: [
              { key: 'monarch/53', class: 'doorLockCircuit', code: 53, stops: true, floors: [4] } as const,
            ],
          }
        : {}),
    };
  });
}

export function trip(
  startUtc: number,
  from: number,
  to: number,
  change: Partial<LiftHappening & { what: 'trip' }> = {},
) {
  const run = { durationMs: 12_340, distanceMm: 5800, vmaxMmS: 1003, levelErrorMm: null, loadPct: 12 };
  const end = { mode: 1, atLanding: true, ...change };
  return told({ what: 'trip', from, to, started: moment(startUtc), ...run, ...end }, startUtc + 12_340);
}

function told(happening: LiftHappening, utc: number): EventBody {
  return liftEvent(happening, mono(utc));
}

const FAULT = {
  ...{ class: 1029, vendor: 'monarch', code: 53, sub: 5, level: 5, suffix: null, floor: 4 },
  name: { en: 'door lock', zh: '门锁故障' },
} as const;

/** What happened in November, one of each; then a boot without a date, and a lift whose name is no markup. */
function november(): EventBody[] {
  const entrapment = (
    from: keyof typeof ENTRAPMENT,
    to: keyof typeof ENTRAPMENT,
    cause: string,
  ): LiftHappening => ({
    ...{ what: 'entrapment', from: ENTRAPMENT[from].number, to: ENTRAPMENT[to].number, cause },
    basis: basisBits(['alarmButton', 'offLevel']),
  });
  const lost: LiftInstant = [LOST_BOOT, 5000];
  return [
    trip(on(8, 7, 58), 1, 4),
    trip(on(8, 7, 59), 4, 2, { atLanding: false, levelErrorMm: -14 }),
    told({ what: 'fault-on', ...FAULT, since: moment(on(8, 8)), notBefore: null }, on(8, 8)),
    told(entrapment('none', 'suspected', 'evidence'), on(8, 8, 1)),
    told(entrapment('suspected', 'confirmed', 'evidence'), on(8, 8, 2)),
    told({ what: 'visit-begun', since: moment(on(8, 8, 40)) }, on(8, 8, 40)),
    told(entrapment('confirmed', 'resolved', 'inspection'), on(8, 8, 41)),
    told(
      { what: 'fault-off', ...FAULT, since: moment(on(8, 8)), until: moment(on(8, 9)), exact: true },
      on(8, 9),
    ),
    told(
      { what: 'visit', from: moment(on(8, 8, 40)), to: moment(on(8, 9, 20)), inspectionMs: 40 * MINUTE },
      on(8, 9, 50),
    ),
    told({ what: 'test', actor: 'Li Wei', automatic: false, passed: true, note: null }, on(9, 10)),
    told(
      { what: 'power', from: POWER.mains.number, to: POWER.battery.number, since: moment(on(10, 3)) },
      on(10, 3),
    ),
    told({ what: 'comm-lost', device: 'nice', since: moment(on(12, 1)) }, on(12, 1)),
    told(
      {
        what: 'trips-unseen',
        from: moment(on(12, 1)),
        to: moment(on(12, 2)),
        floorBefore: 2,
        floorAfter: 4,
        least: 1,
      },
      on(12, 2),
    ),
    told({ what: 'comm-back', device: 'nice', since: moment(on(12, 2)), silentMs: 60 * MINUTE }, on(12, 2)),
    trip(on(12, 2, 30), 4, 1),
    told({ what: 'fault-missed', vendor: 'monarch', code: 37, sub: 0, date: 1112, time: 905 }, on(12, 10)),
    liftEvent(
      { what: 'fault-on', ...FAULT, code: 37, sub: null, name: null, since: lost, notBefore: null },
      5000,
      LOST_BOOT,
    ),
    liftEvent(
      {
        what: 'trip',
        from: 1,
        to: 2,
        started: lost,
        durationMs: 9000,
        distanceMm: null,
        vmaxMmS: 800,
        levelErrorMm: null,
        loadPct: null,
        mode: 1,
        atLanding: null,
      },
      14_000,
      LOST_BOOT,
    ),
    {
      ...liftEvent(
        { what: 'test', actor: '<i>Wang</i>', automatic: true, passed: false, note: 'battery' },
        mono(on(13)),
      ),
      lift: 'lift-b',
      liftName: NASTY,
    } as EventBody,
  ];
}

/** All rows, the days among them at the midnight after. */
export function madeUpRows(): EventBody[] {
  const days = recordsUntil(24).map((record, i) => liftEvent(dayHappening(record), (i + 1) * DAY + 1000));
  const [before, after] = [days.slice(0, 38), days.slice(38)];
  return [clockRow(OCTOBER), ...before, ...november(), ...after];
}

/** A journal file with these rows, as guard leaves it when it is killed. */
export function journalOf(file: string, rows: readonly EventBody[]): void {
  openStore(file, { gateway: 'house-1' }).events(...rows);
}
