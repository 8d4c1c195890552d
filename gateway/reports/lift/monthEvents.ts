import { nameOf } from '../../../drivers/lift/code.ts';
import { FAULT, type FaultClass } from '../../../drivers/lift/faultClass.ts';
import { ENTRAPMENT, type Entrapment, POWER, type Power } from '../../../drivers/lift/safety.ts';
import { type Basis, basisOf } from '../../lift/detection/entrapment/basis.ts';
import type { LiftHappening, LiftInstant } from '../../telemetry/wire/liftHappening.ts';
import type { WireText } from '../../telemetry/wire/model.ts';
import type { Entry, LiftHistory } from './history.ts';
import type { Stamp } from './stamp.ts';

/** In which month, `YYYY-MM`, a civil moment (Unix ms) lies. */
export type MonthOf = (utc: number) => string;

export type FaultTime = {
  readonly vendor: string;
  readonly code: number;
  readonly sub: number | null;
  readonly name: WireText | null; // as it was journaled
  readonly class: FaultClass | null;
  readonly level: number | null;
  readonly floor: number | null;
  readonly onset: Stamp;
  readonly clear: Stamp | null; // null: it stood at the end of the month, or its end was not seen
  readonly exact: boolean;
};
export type MissedFault = {
  readonly vendor: string;
  readonly code: number;
  readonly sub: number;
  readonly date: number; // MMDD and HHMM of the controller's own clock
  readonly time: number;
  readonly at: Stamp; // when it was found in the log
};
/** Somebody and when. */
export type RescueTime = { readonly at: Stamp; readonly by: string | null };
/** From the first suspicion to the end. A suspicion is one of them when it was confirmed, or somebody came to it or let people out. */
export type EntrapmentTime = {
  readonly suspected: Stamp | null;
  readonly confirmed: Stamp;
  readonly called: readonly RescueTime[]; // who, as somebody told it
  readonly attended: RescueTime | null; // `by` null: seen by the inspection switch
  readonly alsoCame: readonly RescueTime[]; // others, later, as somebody told it
  readonly resolved: Stamp | null;
  readonly releasedBy: string | null;
  /** What was written down within a day after it was over: the time is that of the writing. */
  readonly afterwards: readonly (RescueTime & { readonly step: string })[];
  readonly basis: readonly Basis[];
  readonly cause: string | null; // what ended it
};
export type VisitTime = {
  readonly from: Stamp;
  readonly to: Stamp | null;
  readonly inspectionMs: number | null;
};
export type UnseenTime = {
  readonly what: 'trips' | 'doors' | 'device';
  readonly device: string | null;
  readonly from: Stamp;
  readonly to: Stamp | null;
  readonly least: number;
};
export type TestTime = {
  readonly at: Stamp;
  readonly actor: string;
  readonly automatic: boolean | null;
  readonly passed: boolean | null; // null: told by an earlier version, which knew good ones alone
  readonly note: string | null;
};
/** A sensor that contradicted the others: since when, and until when. */
export type SensorTime = {
  readonly sensor: string;
  readonly door: number | null;
  readonly floor: number | null;
  readonly from: Stamp;
  readonly to: Stamp | null;
};
/** `overload`, or `carLight`: the light of the car had failed. */
export type ConditionTime = {
  readonly condition: string;
  readonly floor: number | null;
  readonly from: Stamp;
  readonly to: Stamp | null;
};
export type PowerTime = { readonly at: Stamp; readonly power: Power };

/** What happened in a month, each in the order of its time. */
export type Happened = {
  readonly faults: readonly FaultTime[];
  readonly missed: readonly MissedFault[];
  readonly entrapments: readonly EntrapmentTime[];
  readonly visits: readonly VisitTime[];
  readonly unseen: readonly UnseenTime[];
  readonly tests: readonly TestTime[];
  readonly power: readonly PowerTime[];
  readonly sensors: readonly SensorTime[];
  readonly conditions: readonly ConditionTime[];
};

type Of<W extends LiftHappening['what']> = Extract<LiftHappening, { what: W }>;

/** What happened in a month. `undated`: how many of all happenings are in it by nothing but their place among the others. */
export function happenedIn(
  history: LiftHistory,
  month: string,
  monthOf: MonthOf,
): Happened & { readonly undated: number } {
  const inMonth = ({ at }: Entry) => {
    const utc = at.utc ?? at.after;
    return utc !== null && monthOf(utc) === month;
  };
  const entries = history.entries.filter((entry) => entry.happening.what !== 'day' && inMonth(entry));
  const when = datesOf(history);
  return {
    faults: faultsOf(history, entries, when),
    missed: told(entries, 'fault-missed').map(({ happening: { vendor, code, sub, date, time }, at }) => ({
      ...{ vendor, code, sub, date, time, at },
    })),
    entrapments: entrapmentsOf(entries),
    visits: visitsOf(entries, when),
    unseen: unseenOf(entries, when),
    tests: told(entries, 'test').map(({ happening: { actor, automatic, passed, note }, at }) => ({
      ...{ at, actor, automatic, passed, note },
    })),
    power: told(entries, 'power').flatMap((entry) => {
      const power = nameOf<Power>(POWER, entry.happening.to);
      return power === undefined ? [] : [{ at: when(entry.happening.since, entry), power }];
    }),
    sensors: onAndOff(told(entries, 'sensor-fault'), ({ sensor, door }) => `${sensor}/${door}`).map(
      ({ happening: { sensor, door, floor, since }, entry, to }) => ({
        ...{ sensor, door, floor, from: when(since, entry), to },
      }),
    ),
    conditions: onAndOff(told(entries, 'condition'), ({ condition }) => condition).map(
      ({ happening: { condition, floor, since }, entry, to }) => ({
        ...{ condition, floor, from: when(since, entry), to },
      }),
    ),
    undated: entries.filter(({ at }) => at.utc === null).length,
  };
}

/** Every visit that the journal tells of, whatever month it was in, oldest first. */
export function allVisits(history: LiftHistory): VisitTime[] {
  return visitsOf(history.entries, datesOf(history));
}

function datesOf(history: LiftHistory): When {
  return ([boot, mono], { at }) => {
    const stamp = history.date([boot, mono]);
    return stamp.utc === null ? { ...stamp, after: at.utc ?? at.after } : stamp;
  };
}

type When = (moment: LiftInstant, entry: Entry) => Stamp;

function told<W extends LiftHappening['what']>(
  entries: readonly Entry[],
  what: W,
): (Entry & { readonly happening: Of<W> })[] {
  return entries.filter((entry): entry is Entry & { happening: Of<W> } => entry.happening.what === what);
}

/** Faults that came in the month, with their end, also where that lies in a later one. */
function faultsOf(history: LiftHistory, entries: readonly Entry[], when: When): FaultTime[] {
  const ends = told(history.entries, 'fault-off');
  return told(entries, 'fault-on').map((entry) => {
    const { class: number, vendor, code, sub, name, level, floor, since, notBefore } = entry.happening;
    const end = ends.find(
      ({ happening: off }) =>
        off.vendor === vendor && off.code === code && off.sub === sub && sameMoment(off.since, since),
    );
    return {
      ...{ vendor, code, sub, name, level, floor },
      class: number === null ? null : (nameOf<FaultClass>(FAULT, number) ?? null),
      onset: when(since, entry),
      clear: end === undefined ? null : when(end.happening.until, end),
      exact: notBefore === null && end?.happening.exact !== false,
    };
  });
}

/** Who writes down later than this what was done means something else. Engineering. */
const AFTERWARDS_MS = 86_400_000;

function entrapmentsOf(entries: readonly Entry[]): EntrapmentTime[] {
  const found: EntrapmentTime[] = [];
  let suspicion: { readonly at: Stamp; readonly basis: number } | null = null;
  let called: RescueTime[] = []; // before it was confirmed
  let unseen: EntrapmentTime['afterwards'][number][] = []; // of people whom no device has told of
  const change = (with_: (open: EntrapmentTime) => Partial<EntrapmentTime>): boolean => {
    const open = found.at(-1);
    if (open === undefined || open.resolved !== null) return false;
    found[found.length - 1] = { ...open, ...with_(open) };
    return true;
  };
  const begin = (confirmed: Stamp, basis: number) => {
    const none = {
      attended: null,
      alsoCame: [],
      resolved: null,
      releasedBy: null,
      cause: null,
      afterwards: [],
    };
    found.push({ suspected: suspicion?.at ?? null, confirmed, called, basis: basisOf(basis), ...none });
    called = [];
    suspicion = null;
  };
  for (const { happening, at } of entries) {
    if (happening.what === 'rescue') {
      const { step, by } = happening;
      const one = { at, by };
      const came = step === 'attended' || step === 'released';
      if (came && suspicion !== null && !change(() => ({}))) begin(at, suspicion.basis);
      const stands = change((open) => stepTold(open, step, one));
      if (!stands && suspicion === null && !tellAfterwards({ ...one, step })) tellUnseen({ ...one, step });
      if (!stands && suspicion !== null && step === 'called') called.push(one);
      continue;
    }
    if (happening.what !== 'entrapment') continue;
    const to = nameOf<Entrapment>(ENTRAPMENT, happening.to);
    const { cause } = happening;
    if (to === 'attended') change((open) => ({ attended: open.attended ?? { at, by: null } }));
    if (to === 'resolved' || to === 'none') change(() => ({ resolved: at, cause }));
    if (to === 'confirmed' && !change(() => ({}))) begin(at, happening.basis);
    suspicion = to === 'suspected' ? (suspicion ?? { at, basis: happening.basis }) : null;
    // whoever was called about a suspicion that came to nothing has nothing to do with the next one
    if (to === 'none') called = [];
  }
  return found;

  function tellAfterwards(one: EntrapmentTime['afterwards'][number]): boolean {
    const last = found.at(-1);
    const ended = last?.resolved;
    if (last === undefined || ended === null || ended === undefined) return false;
    const late = timeOf(one.at) - timeOf(ended);
    if (late < 0 || late > AFTERWARDS_MS) return false;
    found[found.length - 1] = { ...last, afterwards: [...last.afterwards, one] };
    return true;
  }

  /** People of whom no device told were let out: what was told of them within a day is their entrapment. */
  function tellUnseen(one: EntrapmentTime['afterwards'][number]): void {
    unseen = [...unseen.filter(({ at }) => timeOf(one.at) - timeOf(at) <= AFTERWARDS_MS), one];
    if (one.step !== 'released') return;
    begin(unseen[0]?.at ?? one.at, 0);
    for (const { step, ...told } of unseen) change((open) => stepTold(open, step, told));
    change(() => ({ resolved: one.at, cause: 'by-hand' }));
    unseen = [];
  }
}

/** What a step that somebody told changes of an entrapment that stands. The first who came counts for the minutes. */
function stepTold(open: EntrapmentTime, step: string, one: RescueTime): Partial<EntrapmentTime> {
  if (step === 'called') return { called: [...open.called, one] };
  if (step !== 'attended') return { releasedBy: one.by };
  if (open.attended === null) return { attended: one };
  const known = [open.attended, ...open.alsoCame].some(({ by }) => by === one.by);
  return known ? {} : { alsoCame: [...open.alsoCame, one] };
}

function visitsOf(entries: readonly Entry[], when: When): VisitTime[] {
  const over = told(entries, 'visit').map((entry) => ({
    from: when(entry.happening.from, entry),
    to: when(entry.happening.to, entry),
    inspectionMs: entry.happening.inspectionMs,
    begun: entry.happening.from,
  }));
  const begun = told(entries, 'visit-begun').filter(
    ({ happening }) => !over.some((visit) => sameMoment(visit.begun, happening.since)),
  );
  return [
    ...over.map(({ begun: _, ...visit }) => visit),
    ...begun.map((entry) => ({ from: when(entry.happening.since, entry), to: null, inspectionMs: null })),
  ].toSorted((a, b) => timeOf(a.from) - timeOf(b.from));
}

function unseenOf(entries: readonly Entry[], when: When): UnseenTime[] {
  const holes = entries.flatMap((entry): UnseenTime[] => {
    const { happening } = entry;
    if (happening.what !== 'trips-unseen' && happening.what !== 'doors-unseen') return [];
    const what = happening.what === 'trips-unseen' ? 'trips' : 'doors';
    const [from, to] = [when(happening.from, entry), when(happening.to, entry)];
    return [{ what, device: null, from, to, least: happening.least }];
  });
  const backs = told(entries, 'comm-back');
  const silences = told(entries, 'comm-lost').map((entry): UnseenTime => {
    const { device, since } = entry.happening;
    const back = backs.find((one) => one.happening.device === device && timeOf(one.at) >= timeOf(entry.at));
    const to = back?.at ?? null;
    return { what: 'device', device, from: when(since, entry), to, least: 0 };
  });
  return [...holes, ...silences].toSorted((a, b) => timeOf(a.from) - timeOf(b.from));
}

type Switched = Of<'sensor-fault'> | Of<'condition'>;

/** What came, each with the time when it went; null where that was not in these entries. */
function onAndOff<T extends Switched>(
  entries: readonly (Entry & { readonly happening: T })[],
  keyOf: (happening: T) => string,
): { readonly happening: T; readonly entry: Entry; readonly to: Stamp | null }[] {
  const isOn = (one: Switched) => (one.what === 'condition' ? one.on : one.found);
  return entries.flatMap((entry, i) => {
    if (!isOn(entry.happening)) return [];
    const key = keyOf(entry.happening);
    const end = entries.slice(i + 1).find(({ happening }) => keyOf(happening) === key);
    const over = end !== undefined && !isOn(end.happening);
    return [{ happening: entry.happening, entry, to: over ? end.at : null }];
  });
}

function sameMoment([boot, mono]: LiftInstant, [otherBoot, other]: LiftInstant): boolean {
  return boot === otherBoot && mono === other;
}

function timeOf({ utc, after }: Stamp): number {
  return utc ?? after ?? 0;
}
