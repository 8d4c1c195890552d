import { examine } from '../../reports/examination/examination.ts';
import { examinationPage } from '../../reports/examination/examinationPage.ts';
import { readExamination } from '../../reports/examination/readExamination.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { monthReport } from '../../reports/lift/monthReport.ts';
import { reportPage } from '../../reports/lift/page/reportPage.ts';
import { readJournalOfLifts } from '../../reports/lift/readHistory.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import type { PaperAsk } from './paperAsk.ts';

type AskOf<K extends PaperAsk['kind']> = Extract<PaperAsk, { readonly kind: K }>;

/**
 * Reads the journal and writes the paper: HTML for A4, or the same as JSON. `now`: Unix ms.
 *
 * @returns null where there is no journal, or where it does not know the lift
 */
export function writePaper(ask: PaperAsk, now: number): string | null {
  return ask.kind === 'lift-month' ? liftMonth(ask, now) : examination(ask, now);
}

function liftMonth(ask: AskOf<'lift-month'>, now: number): string | null {
  const { lift, month, format, language, about } = ask;
  const journal = readJournalOfLifts(ask.journal);
  const history = journal.ok ? journal.value.lifts.find((one) => one.lift === lift) : undefined;
  if (!journal.ok || history === undefined) return null;
  const times = new CivilTimes(ask.timeZone);
  const { gateway, gatewayName, goneEvents } = journal.value;
  const named = { gateway, gatewayName, lift, name: history.name, ...about };
  const report = monthReport(named, history, month, { goneEvents, monthOf: (utc) => times.month(utc) });
  if (format === 'json') return JSON.stringify(report);
  return reportPage(report, { language, times, faults: new FaultNames(shippedLiftTables()), made: now });
}

/** Not signed: the key of the gateway is not in this process. `lifeline record examine` makes the signed one. */
function examination(ask: AskOf<'examination'>, now: number): string | null {
  const { from, to, format, language } = ask;
  const facts = new Map(ask.facts);
  const times = new CivilTimes(ask.timeZone);
  const read = readExamination(ask.journal, { from, to }, (utc) => times.day(utc));
  if (!read.ok) return null;
  const issued = { utc: new Date(now).toISOString(), quality: 'system' };
  const report = examine({ ...read.value, from, to, issued, facts, time_zone: times.timeZone });
  return format === 'json' ? JSON.stringify(report) : examinationPage(report, null, language);
}
