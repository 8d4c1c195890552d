import { FAULT } from '../../../drivers/lift/faultClass.ts';
import type { Field, Known } from '../../../drivers/lift/snapshot.ts';
import type { Quality } from '../../../drivers/quality.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { LiftScreen, LiftView } from '../../control/liftScreen.ts';
import type { Text } from '../../core/result.ts';
import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { lookAtOf } from '../../reports/lift/findingPlace.ts';
import { findingShown, floorText } from '../../reports/lift/findingShown.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import { LIFT_DEFINITIONS } from '../../text/liftDefinitions.ts';
import { COUNTED_FIGURES, type LiftDays, type LiftNow, type LiftsNow } from '../http/api/liftsApi.ts';

/** From this rank of a finding on somebody is to look at once: people shut in, and faults of safety devices (`findings.ts`). */
const GRAVE_RANK = 90;

/** Guard's lifts as the page shows them. */
export function liftsNow(screen: LiftScreen): LiftsNow {
  const { now, timeZone, lifts } = screen;
  return { now: now.mono, timeZone, lifts: lifts.map((lift) => liftNow(lift, now, whenOf(screen))) };
}

/** Moments of this boot as they are read in the building; null where the time is not known. */
export function whenOf({ now, time, timeZone }: Pick<LiftScreen, 'now' | 'time' | 'timeZone'>): When {
  const times = new CivilTimes(timeZone);
  const { utc, mono } = time;
  return (at) => (utc === null || at.boot !== now.boot ? null : times.moment(utc + at.mono - mono));
}

type When = (at: Instant) => string | null;

/** One of them; `now`: of the boot that runs, because a moment of another one is no time that has passed. */
export function liftNow(lift: LiftView, now: Instant, when: When = () => null): LiftNow {
  const { id, name, place, registration, floors, snapshot, entrapment, faults, counts, today } = lift;
  const doubts: { what: string; quality: Quality }[] = [];
  const known = <T>(what: string, field: Known<T> | undefined): T | null => {
    if (field === null || field === undefined || field.value === null) return null;
    if (field.quality !== 'good') doubts.push({ what, quality: field.quality });
    return field.value;
  };
  const since = (at: Instant | null) => (at?.boot === now.boot ? at.mono : null);
  const names = new FaultNames(shippedLiftTables());
  const floor = known('car.floor', snapshot.floor);
  const people = known('person', snapshot.occupancy);
  const days = today === null ? lift.recent : [...lift.recent, today];
  return {
    ...{ id, name, place, registration },
    car: {
      floor: floor === null ? null : floorText(floor, floors),
      direction: known('car.direction', snapshot.direction),
      moving: known('car.moving', snapshot.moving),
      speedMmS: known('car.speedMmS', snapshot.speedMmS),
    },
    door: known('door', worstDoor(lift)),
    safetyChain: known('safetyChain', snapshot.safetyChain),
    service: known('service', snapshot.mode),
    person: people === null || people === 'unknown' ? null : people === 'occupied',
    unsure: doubts,
    devices: [...lift.devices],
    silent: Object.entries(lift.comm).flatMap(([device, comm]) =>
      comm.silentSince === null ? [] : [device],
    ),
    entrapment: {
      phase: entrapment.phase,
      known: entrapment.known, // what stood before a silence is still shown
      sinceMono: since(entrapment.since),
      basis: [...entrapment.basis],
    },
    trips: { today: today?.trips ?? 0, total: counts.counts.trips?.last ?? null },
    faults: faults
      .filter(({ goneAt }) => goneAt === null)
      .map(({ fault, from }) => ({
        code: names.code(fault),
        words: names.name(fault) ?? faultWords(fault.class) ?? sameText(names.code(fault)),
        sinceMono: since(from),
      })),
    findings: lift.findings.map((finding) => {
      const say = (language: 'en' | 'zh') =>
        findingShown(finding, days, { labels: floors, faults: names, language, when });
      return {
        what: { en: say('en'), zh: say('zh') },
        lookAt: lookAtOf(finding, days),
        grave: finding.rank >= GRAVE_RANK,
      };
    }),
  };
}

/** Its last thirty days and the one that runs, newest last. `upTo`: how far today's reach, Unix ms. */
export function liftDaysOf(records: readonly DailyRecord[], upTo: number | null): LiftDays {
  return {
    upTo,
    days: records.map(({ day, trips, doorCycles, faults, availability }) => ({
      ...{ day, trips, doorCycles, availability: availability.share },
      faults: faults.reduce((sum, { floors }) => sum + floors.length, 0),
    })),
    counted: COUNTED_FIGURES.map((figure) => ({ figure, ...LIFT_DEFINITIONS[figure] })),
  };
}

/** Of several doors the one that is least shut: that is the one to know of. */
function worstDoor({ snapshot: { doors } }: LiftView): Field<string> | null {
  const told = doors.flatMap(({ status }) => (status === null ? [] : [status]));
  return told.find(({ value }) => value !== 'closed') ?? told[0] ?? null;
}

function faultWords(kind: keyof typeof FAULT | null): Text | null {
  if (kind === null) return null;
  const { en, zh } = FAULT[kind];
  return { en, zh };
}

function sameText(text: string): Text {
  return { en: text, zh: text };
}
