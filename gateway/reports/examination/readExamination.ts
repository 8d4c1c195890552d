import { ok, type Problem, type Result } from '../../core/result.ts';
import { openJournalReader } from '../../journal/read/reader.ts';
import type { JournalReader } from '../../journal/types.ts';
import { Dating, decodeBirth, decodeEvent, decodeParts, PAPER_VERB } from '../../telemetry/index.ts';
import type { Birth, Channel, EventBody } from '../../telemetry/wire/model.ts';
import { historiesOf } from '../lift/history.ts';
import { openBeside } from '../lift/readHistory.ts';
import { DailySeries } from './dailySeries.ts';
import type { ExaminationInput, ExaminedPoint } from './examination.ts';
import { alarmsIn } from './examinedAlarms.ts';
import { changesIn, type DatedBirth } from './examinedChanges.ts';

const CHUNK_BYTES = 256 * 1024;

/** What a journal knows of a building in a period, as `examine` wants it. */
export type ExaminationOfJournal = Required<
  Pick<ExaminationInput, 'gateway' | 'building' | 'points' | 'alarms' | 'gone_rows' | 'lifts' | 'changes'>
>;

type Days = {
  readonly period: { readonly from: string; readonly to: string };
  readonly dayOf: (utc: number) => string;
};

/**
 * Reads a journal, and those beside it that the gateway wrote before, from the first row to the last: days of every point,
 * alarms by occurrence, days of lifts, changes.
 *
 * @param period first and last day; alarms that stood in it, whenever they began
 * @param dayOf the civil day of a moment in the building's time zone
 */
export function readExamination(
  file: string,
  period: Days['period'],
  dayOf: Days['dayOf'],
): Result<ExaminationOfJournal, Problem> {
  const opened = openJournalReader(file);
  if (!opened.ok) return opened;
  const readers: JournalReader[] = [opened.value];
  try {
    const { gateway } = opened.value.identity();
    for (const one of openBeside(file, gateway)) readers.unshift(one);
    return ok({ gateway, ...readAll(readers, { period, dayOf }) });
  } finally {
    for (const one of readers) one.close();
  }
}

function readAll(readers: readonly JournalReader[], { period, dayOf }: Days) {
  // every boot of the period is dated, however often it was restarted
  const dating = new Dating(Number.POSITIVE_INFINITY);
  const events: EventBody[] = [];
  for (const row of rowsOf(readers, (one, from) => one.events(from, CHUNK_BYTES))) {
    const event = decodeEvent(row.body);
    if (!event.ok || !isTold(event.value)) continue;
    if (event.value.type === 'clock') dating.learn(event.value.boot, event.value.time);
    events.push(event.value);
  }
  const utcOf = (at: EventBody['at']) => dating.date(at)?.utc ?? null;
  const births = new Births();
  const series = new DailySeries(dayOf);
  for (const reader of readers)
    for (const row of rowsOf([reader], (one, from) => one.telemetry(from, CHUNK_BYTES))) {
      const birth = births.of(row.birth, reader);
      const channels = birth?.channels ?? [];
      const parts = decodeParts(row.body, channels);
      if (!parts.ok || row.evidence !== null) continue;
      const dated = (mono: number) => utcOf({ boot: row.boot, mono });
      const began = parts.value[0] === undefined ? null : dated(parts.value[0].from);
      if (birth !== null && began !== null) births.begun(birth, began);
      for (const part of parts.value) series.take({ part, boot: row.boot, channels, utcOf: dated });
    }
  const gone = readers.flatMap((one) => one.tombstones('telemetry', ''));
  return {
    building: births.newest?.name ?? null,
    points: pointsOf(births.channels, series),
    alarms: alarmsIn(
      events,
      utcOf,
      (from, until) => dayOf(from) <= period.to && (until === null || dayOf(until) >= period.from),
    ),
    lifts: historiesOf(events).map(({ lift, name, days }) => ({ lift, name, days })),
    changes: changesIn(events, births.dated, { utcOf, dayOf, period }),
    gone_rows: gone.reduce((sum, { from, to }) => sum + to - from + 1, 0),
  };
}

/** Of what lifts do only their days are kept, and of papers nothing: half a year of them would not fit into a small board. */
function isTold(event: EventBody): boolean {
  if (event.type === 'command') return event.verb !== PAPER_VERB;
  return event.type !== 'lift' || event.what === 'day';
}

/** Births as rows were written under them. */
class Births {
  readonly #known = new Map<string, Birth | null>();
  readonly dated: DatedBirth[] = [];

  of(hash: string, reader: JournalReader): Birth | null {
    const known = this.#known.get(hash);
    if (known !== undefined) return known;
    const body = reader.birth(hash);
    const birth = body === null ? null : decodeBirth(body);
    const found = birth?.ok === true ? birth.value : null;
    this.#known.set(hash, found);
    return found;
  }

  begun(birth: Birth, utc: number): void {
    if (birth.channels.length > 0 && this.newest !== birth) this.dated.push({ birth, utc });
  }

  get newest(): Birth | undefined {
    return this.dated.at(-1)?.birth;
  }

  /** All channels there were, as they were named last. */
  get channels(): Channel[] {
    return [
      ...new Map(this.dated.flatMap(({ birth }) => birth.channels).map((one) => [one.point, one])).values(),
    ].toSorted((a, b) => a.index - b.index);
  }
}

/** What is measured, or has a role. What the devices of a lift tell is told of the lift. */
function pointsOf(channels: readonly Channel[], series: DailySeries): ExaminedPoint[] {
  const deviceOf = ({ point }: Channel) => point.split('/')[0];
  const lifts = new Set(channels.filter(({ role }) => role?.startsWith('lift.')).map(deviceOf));
  return channels
    .filter((channel) => !lifts.has(deviceOf(channel)))
    .map(({ point, name, place, unit, role }) => ({
      ...{ point, name, unit, place: place ?? null, role: role ?? null },
      ...{ days: series.days(point), stateDays: series.stateDays(point) },
    }))
    .filter(({ days, role }) => days.length > 0 || role !== null);
}

function* rowsOf<T extends { readonly seq: number }>(
  readers: readonly JournalReader[],
  read: (reader: JournalReader, from: number) => readonly T[],
): Generator<T> {
  for (const reader of readers)
    for (let from = 1; ; ) {
      const some = read(reader, from);
      yield* some;
      const last = some.at(-1);
      if (last === undefined) break;
      from = last.seq + 1;
    }
}
