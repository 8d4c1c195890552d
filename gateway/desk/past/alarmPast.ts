import type { PastRows } from '../../journal/read/pastRows.ts';
import { type AlarmEvent, decodeEvent, decodeParts, type Part } from '../../telemetry/index.ts';
import type { Text } from '../../text/language.ts';
import { inLanguage } from '../../text/language.ts';
import { CAUSE_WORDS } from '../../text/terms.ts';
import type { AlarmDetail, AlarmEvidence, EvidenceSeries, LifeStep } from '../http/api/alarmsApi.ts';
import type { DeskJournal, RowsMeaning } from './deskJournal.ts';

type Moment = { readonly boot: string; readonly mono: number };

/** Full-rate samples are written ten seconds at a time (`guard/record/evidence.ts`), a minute long, and reach the disk soon after. */
const ALL_THERE_MS = 75_000;
/** The point it is about, and so many others of its device. */
const MOST_SERIES = 8;
/** The letter of the state from which an alarm begins. */
const NORMAL = 'A';

/** An alarm as the journals know it. `last`: its newest step, with its names; null: they know no such occurrence. */
export type AlarmPast = { readonly steps: LifeStep[]; readonly last: AlarmEvent | null };

/** What an alarm went through, oldest first, also where it began in a journal that was set aside. */
export async function lifeOf(journal: DeskJournal, rows: PastRows, occurrence: string): Promise<AlarmPast> {
  const found = (await stepsFrom(journal, rows, occurrence, ({ steps }) => steps)).flat();
  const first = found[0];
  const steps = found.map(({ utc, ...step }) => ({
    what: step.cause,
    words: causeWords(step.cause),
    sinceMs: first === undefined ? 0 : apart(first, { ...step, utc }),
    utc,
    ...{ actor: step.actor, reason: step.reason, value: step.value },
  }));
  return { steps, last: found.at(-1) ?? null };
}

/** Which alarm it is, by its newest step. */
export function aboutOf(last: AlarmEvent): AlarmDetail['about'] {
  const { ruleName, deviceName, place, severity, to } = last;
  const text = (said: AlarmEvent['ruleName']): Text => ({
    en: inLanguage(said, 'en'),
    zh: inLanguage(said, 'zh'),
  });
  return {
    ...{ rule: text(ruleName), device: text(deviceName), severity, over: to === NORMAL },
    place: place === null ? null : text(place),
  };
}

/** What was read around its beginning: its own point first. Null: the journals know no such occurrence. */
export async function evidenceOf(
  journal: DeskJournal,
  rows: PastRows,
  occurrence: string,
  now: Moment,
): Promise<AlarmEvidence | null> {
  // its samples are in the journal in which it began
  const [evidence] = await stepsFrom(journal, rows, occurrence, (found) =>
    readEvidence(found, occurrence, now),
  );
  return evidence ?? null;
}

type FoundSteps = {
  readonly meaning: RowsMeaning;
  readonly rows: PastRows;
  readonly steps: readonly DatedStep[];
};
type DatedStep = AlarmEvent & { readonly at: Moment; readonly utc: number | null };

/** Looks at each journal that has steps of an alarm, the one in which it began first; nothing that is older than its beginning. */
async function stepsFrom<T>(
  journal: DeskJournal,
  rows: PastRows,
  occurrence: string,
  look: (found: FoundSteps) => T,
): Promise<T[]> {
  const looked: T[] = [];
  const isWhole = (meaning: RowsMeaning, of: PastRows): boolean => {
    const steps = stepsOf(meaning, of, occurrence);
    if (steps.length > 0) looked.unshift(look({ meaning, rows: of, steps }));
    return steps[0]?.from === NORMAL;
  };
  if (isWhole(journal, rows)) return looked;
  await journal.over(async (file) => (isWhole(file, file.rows) ? 'enough' : 'more'));
  return looked;
}

function readEvidence(
  { meaning: journal, rows, steps }: FoundSteps,
  occurrence: string,
  now: Moment,
): AlarmEvidence | null {
  const [first] = steps;
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

function stepsOf(meaning: RowsMeaning, rows: PastRows, occurrence: string): DatedStep[] {
  return rows.stepsOf(occurrence).flatMap((seq) => {
    const [row] = rows.events(seq, 1);
    const event = row?.seq === seq ? decodeEvent(row.body) : null;
    if (!event?.ok || event.value.type !== 'alarm') return [];
    return [{ ...event.value, utc: meaning.date(event.value.at).utc }];
  });
}

function causeWords(cause: string): Text {
  return (CAUSE_WORDS as Readonly<Record<string, Text>>)[cause] ?? { en: cause, zh: cause };
}

/** Over a restart only civil time tells; 0 where that is not known. */
function apart(first: DatedStep, then: DatedStep): number {
  if (first.at.boot === then.at.boot) return then.at.mono - first.at.mono;
  return first.utc === null || then.utc === null ? 0 : then.utc - first.utc;
}
