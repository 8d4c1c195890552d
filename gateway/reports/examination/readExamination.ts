import { ok, type Problem, type Result } from '../../core/result.ts';
import { openJournalReader } from '../../journal/read/reader.ts';
import { type Channel, Dating, decodeBirth, decodeEvent, decodeParts } from '../../telemetry/index.ts';
import type { AlarmEvent, EventBody } from '../../telemetry/wire/model.ts';
import { DailySeries } from './dailySeries.ts';
import type { ExaminationInput, ExaminedAlarm } from './examination.ts';

const CHUNK_BYTES = 256 * 1024;

/** What a journal knows of a building in a period, as `examine` wants it. */
export type ExaminationOfJournal = Pick<
  ExaminationInput,
  'gateway' | 'building' | 'points' | 'alarms' | 'gone_rows'
>;

/**
 * Reads a journal from its first row to its last: days of every numeric point, alarms by occurrence.
 *
 * @param period first and last day; alarms that stood in it, whenever they began
 * @param dayOf the civil day of a moment in the building's time zone
 */
export function readExamination(
  file: string,
  period: { readonly from: string; readonly to: string },
  dayOf: (utc: number) => string,
): Result<ExaminationOfJournal, Problem> {
  const opened = openJournalReader(file);
  if (!opened.ok) return opened;
  const reader = opened.value;
  try {
    const dating = new Dating();
    const events: EventBody[] = [];
    for (const row of rows((from) => reader.events(from, CHUNK_BYTES))) {
      const event = decodeEvent(row.body);
      if (!event.ok) continue;
      if (event.value.type === 'clock') dating.learn(event.value.boot, event.value.time);
      if (event.value.type === 'alarm') events.push(event.value);
    }
    const births = new Map<string, readonly Channel[]>();
    const channels = new Map<number, Channel>();
    const series = new DailySeries(dayOf);
    let building: ExaminationInput['building'] = null;
    for (const row of rows((from) => reader.telemetry(from, CHUNK_BYTES))) {
      if (!births.has(row.birth)) {
        const body = reader.birth(row.birth);
        const birth = body === null ? null : decodeBirth(body);
        births.set(row.birth, birth?.ok ? birth.value.channels : []);
        if (birth?.ok) building = birth.value.name ?? building;
      }
      const known = births.get(row.birth) ?? [];
      for (const channel of known) channels.set(channel.index, channel);
      const parts = decodeParts(row.body, known);
      if (!parts.ok || row.evidence !== null) continue;
      for (const part of parts.value)
        series.take(part, (mono) => dating.date({ boot: row.boot, mono })?.utc ?? null);
    }
    const points = [...channels.values()]
      .toSorted((a, b) => a.index - b.index)
      .map(({ index, point, name, place, unit, role }) => ({
        ...{ point, name, unit, place: place ?? null, role: role ?? null },
        days: series.days(index),
      }))
      .filter(({ days, role }) => days.length > 0 || role !== null);
    const gone = reader.tombstones('telemetry', '').reduce((sum, { from, to }) => sum + to - from + 1, 0);
    return ok({
      ...{ gateway: reader.identity().gateway, building, points },
      alarms: alarmsOf(
        events,
        dating,
        (from, until) => dayOf(from) <= period.to && (until === null || dayOf(until) >= period.from),
      ),
      gone_rows: gone,
    });
  } finally {
    reader.close();
  }
}

function* rows<T extends { readonly seq: number }>(read: (from: number) => readonly T[]): Generator<T> {
  for (let from = 1; ; ) {
    const some = read(from);
    yield* some;
    const last = some.at(-1);
    if (last === undefined) return;
    from = last.seq + 1;
  }
}

/** Occurrences, each once: the worst severity it had, from its onset until it was normal again. */
function alarmsOf(
  events: readonly EventBody[],
  dating: Dating,
  stoodWithin: (from: number, until: number | null) => boolean,
): ExaminedAlarm[] {
  const byOccurrence = new Map<string, (AlarmEvent & Pick<EventBody, 'at'>)[]>();
  for (const event of events) {
    if (event.type !== 'alarm') continue;
    const steps = byOccurrence.get(event.occurrence) ?? [];
    steps.push(event);
    byOccurrence.set(event.occurrence, steps);
  }
  return [...byOccurrence].flatMap(([occurrence, steps]) => {
    const [first] = steps;
    const from = first === undefined ? null : (dating.date(first.declared)?.utc ?? null);
    if (first === undefined || from === null) return [];
    const utcOf = (step: (typeof steps)[number] | undefined) =>
      step === undefined ? null : (dating.date(step.at)?.utc ?? null);
    const until = utcOf(steps.find(({ to }) => to === NORMAL));
    if (!stoodWithin(from, until)) return [];
    const seen = utcOf(steps.find(({ to }) => ACKNOWLEDGED.includes(to)));
    const minutes = (utc: number | null) => (utc === null ? null : Math.round((utc - from) / 6000) / 10);
    const severity =
      SEVERITY_ORDER.find((one) => steps.some((step) => step.severity === one)) ?? first.severity;
    return [
      {
        ...{ occurrence, point: first.point, severity, name: first.ruleName },
        from: new Date(from).toISOString(),
        ...{ minutes: minutes(until), acknowledged_minutes: minutes(seen) },
        ...{ value: first.value, limit: first.limit, unit: first.unit },
      },
    ];
  });
}

/** ISA-18.2: normal. */
const NORMAL = 'A';
/** Acknowledged: active, or latched. */
const ACKNOWLEDGED: readonly string[] = ['C', 'F'];
const SEVERITY_ORDER = ['red', 'orange', 'yellow', 'blue'] as const;
