import { writeFileSync } from 'node:fs';
import { type CivilTimes, isMonth } from '../../reports/lift/civilTimes.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { type MonthReport, monthReport } from '../../reports/lift/monthReport.ts';
import { reportPage } from '../../reports/lift/page/reportPage.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import { fail, UsageError } from '../verb.ts';
import type { LiftQuestion } from './asked.ts';
import { oneLiftMeant } from './liftsMeant.ts';
import { type RecordedLift, recordedLifts } from './sources.ts';

/** The report of a month: a page for paper in a file, or its data. */
export async function report(asked: LiftQuestion): Promise<number> {
  const { io, voice, word, json, places, options } = asked;
  const { month: wanted, out } = options;
  if (wanted !== undefined && !isMonth(wanted))
    throw new UsageError(voice.tell('usage.month', { text: wanted }));
  const recorded = await recordedLifts(places, io, voice);
  if (!recorded.ok) return fail(io, [recorded.error]);
  const meant = oneLiftMeant(word, recorded.value.lifts, voice, 'journal');
  if (!meant.ok) return fail(io, [meant.error]);
  const { times } = recorded.value;
  const month = wanted ?? meant.value.history.days.at(-1)?.day.slice(0, 7) ?? times.month(io.clock.utc());
  const data = reportOf(meant.value, month, times);
  if (json) {
    io.out(`${JSON.stringify(data, null, 2)}\n`);
    return 0;
  }
  const { language } = voice;
  const faults = new FaultNames(shippedLiftTables());
  const page = reportPage(data, { language, times, faults, made: io.clock.utc() });
  const file = out ?? `${data.lift}-${month}.html`;
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

function reportOf({ journal, history, known }: RecordedLift, month: string, times: CivilTimes): MonthReport {
  const { gateway, gatewayName, goneEvents } = journal;
  const lift = {
    ...{ gateway, gatewayName, lift: history.lift, name: history.name },
    place: known?.place ?? null,
    registration: known?.registration ?? null,
    labels: known?.floors ?? null,
  };
  return monthReport(lift, history, month, { goneEvents, monthOf: (utc) => times.month(utc) });
}
