import { writeFileSync } from 'node:fs';
import { type CivilTimes, isMonth } from '../../reports/lift/civilTimes.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { reportPage } from '../../reports/lift/page/reportPage.ts';
import { type LiftPaper, liftPaper, READERS, type Reader } from '../../reports/lift/papers/liftPaper.ts';
import { paperPage } from '../../reports/lift/papers/paperPage.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import { fail, UsageError } from '../verb.ts';
import type { LiftQuestion } from './asked.ts';
import { oneLiftMeant } from './liftsMeant.ts';
import { type RecordedLift, recordedLifts } from './sources.ts';

/** The report of a month, or its paper for one reader: a page in a file, or the data. */
export async function report(asked: LiftQuestion): Promise<number> {
  const { io, voice, word, json, places, options } = asked;
  const { month: wanted, out, for: reader } = options;
  if (reader !== undefined && !isReader(reader))
    throw new UsageError(voice.tell('usage.for', { text: reader, known: READERS.join(', ') }));
  if (wanted !== undefined && !isMonth(wanted))
    throw new UsageError(voice.tell('usage.month', { text: wanted }));
  const recorded = await recordedLifts(places, io, voice);
  if (!recorded.ok) return fail(io, [recorded.error]);
  const meant = oneLiftMeant(word, recorded.value.lifts, voice, 'journal');
  if (!meant.ok) return fail(io, [meant.error]);
  const { times } = recorded.value;
  const month = wanted ?? meant.value.history.days.at(-1)?.day.slice(0, 7) ?? times.month(io.clock.utc());
  const made = io.clock.utc();
  const data = paperOf(meant.value, month, times, made === null ? null : times.day(made));
  if (json) {
    io.out(`${JSON.stringify(data, null, 2)}\n`);
    return 0;
  }
  const { language } = voice;
  const faults = new FaultNames(shippedLiftTables());
  const writing = { language, times, faults, made };
  const page = reader === undefined ? reportPage(data, writing) : paperPage(reader, data, writing);
  // two languages, or two readers, never write over one another
  const file = out ?? `${[data.lift, month, reader ?? 'report', language].join('-')}.html`;
  try {
    writeFileSync(file, page);
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException;
    return fail(io, [
      {
        ...{ code: 'lift.report-not-written', where: file },
        what: voice.tell('usage.not-written', { why: code }),
        hint: voice.tell('usage.name-file'),
      },
    ]);
  }
  const told = { file, lift: voice.word(data.name), month };
  io.out(`${voice.tell(data.days.length === 0 ? 'done.report-empty' : 'done.report', told)}\n`);
  return 0;
}

function isReader(text: string): text is Reader {
  return READERS.some((one) => one === text);
}

function paperOf(
  { journal, history, known }: RecordedLift,
  month: string,
  times: CivilTimes,
  today: string | null,
): LiftPaper {
  const { gateway, gatewayName, goneEvents } = journal;
  const lift = {
    ...{ gateway, gatewayName, lift: history.lift, name: history.name },
    place: known?.place ?? null,
    registration: known?.registration ?? null,
    labels: known?.floors ?? null,
    pushedBy: known?.pushedBy ?? null,
  };
  const dated = { monthOf: (utc: number) => times.month(utc), dayOf: (utc: number) => times.day(utc) };
  return liftPaper(lift, history, month, { goneEvents, today, ...dated });
}
