import type { PastRows } from '../../journal/read/pastRows.ts';
import { type AlarmEvent, decodeEvent, decodeParts, type Part } from '../../telemetry/index.ts';
import type { Text } from '../../text/language.ts';
import { inLanguage } from '../../text/language.ts';
import { CAUSE_WORDS } from '../../text/terms.ts';
import type { AlarmEvidence, EvidenceSeries, LifeStep } from '../http/api/alarmsApi.ts';
import type { DeskJournal } from './deskJournal.ts';

type Moment = { readonly boot: string; readonly mono: number };

/** Full-rate samples are written ten seconds at a time (`guard/record/evidence.ts`), a minute long, and reach the disk soon after. */
const ALL_THERE_MS = 75_000;
/** The point it is about, and so many others of its device. */
const MOST_SERIES = 8;

/** What an alarm went through, oldest first; none: the journal knows no such occurrence. */
export function lifeOf(journal: DeskJournal, rows: PastRows, occurrence: string): LifeStep[] {
  const steps = stepsOf(rows, occurrence);
  const first = steps[0];
  return steps.map((step) => ({
    what: step.cause,
    words: causeWords(step.cause),
    sinceMs: first === undefined ? 0 : apart(journal, first.at, step.at),
    utc: journal.date(step.at).utc,
    ...{ actor: step.actor, reason: step.reason, value: step.value },
  }));
}

/** What was read around its beginning: its own point first. Null: the journal knows no such occurrence. */
export function evidenceOf(
  journal: DeskJournal,
  rows: PastRows,
  occurrence: string,
  now: Moment,
): AlarmEvidence | null {
  const first = stepsOf(rows, occurrence)[0];
  if (first === undefined) return null;
  const series = new Map<string, EvidenceSeries>();
  for (const seq of rows.evidenceOf(occurrence)) {
    const [row] = rows.telemetry(seq, 1);
    if (row?.seq !== seq || row.boot !== first.declared.boot) continue;
    const channels = journal.channels(row.birth);
    const parts = decodeParts(row.body, channels);
    if (!parts.ok) continue;
    for (const { index, point, name, unit } of channels) {
      if (point !== first.point && !point.startsWith(`${first.device}/`)) continue;
      const known = series.get(point) ?? {
        ...{ point, unit, ms: [], value: [], ok: [] },
        name: { en: inLanguage(name, 'en'), zh: inLanguage(name, 'zh') },
        limit: point === first.point && typeof first.limit === 'number' ? first.limit : null,
      };
      if (takeSamples(known, parts.value, index, first.declared.mono)) series.set(point, known);
    }
  }
  const own = (one: EvidenceSeries) => Number(one.point !== first.point);
  const complete = now.boot !== first.declared.boot || now.mono - first.declared.mono > ALL_THERE_MS;
  const all = [...series.values()].toSorted((a, b) => own(a) - own(b));
  return { occurrence, complete, series: all.slice(0, MOST_SERIES) };
}

function takeSamples(into: EvidenceSeries, parts: readonly Part[], channel: number, zero: number): boolean {
  let taken = false;
  for (const { samples } of parts)
    for (const { times, columns } of samples) {
      const column = columns.find((one) => one.channel === channel);
      for (const [at, time] of times.entries()) {
        const [value, quality] = [column?.values[at] ?? null, column?.qualities[at]];
        // null and good: not read in this row
        if (quality === undefined || (value === null && quality === 'good')) continue;
        into.ms.push(time - zero);
        into.value.push(
          typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null,
        );
        into.ok.push(quality === 'good');
        taken = true;
      }
    }
  return taken;
}

function stepsOf(rows: PastRows, occurrence: string): (AlarmEvent & { readonly at: Moment })[] {
  return rows.stepsOf(occurrence).flatMap((seq) => {
    const [row] = rows.events(seq, 1);
    const event = row?.seq === seq ? decodeEvent(row.body) : null;
    return event?.ok && event.value.type === 'alarm' ? [event.value] : [];
  });
}

function causeWords(cause: string): Text {
  return (CAUSE_WORDS as Readonly<Record<string, Text>>)[cause] ?? { en: cause, zh: cause };
}

/** Over a restart only civil time tells; 0 where that is not known. */
function apart(journal: DeskJournal, first: Moment, then: Moment): number {
  if (first.boot === then.boot) return then.mono - first.mono;
  const [from, to] = [journal.date(first).utc, journal.date(then).utc];
  return from === null || to === null ? 0 : to - from;
}
