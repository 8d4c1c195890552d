import { type Say, speaker } from '../../../text/catalogue.ts';
import { LIFT_PAPER_MESSAGES } from '../../../text/liftPaperMessages.ts';
import type { MonthReport } from '../monthReport.ts';
import type { Writing } from '../page/reportPage.ts';
import { type ReportVoice, reportVoice } from '../page/reportVoice.ts';

/** How a paper is put into words: as the month's report, with sentences of its own. */
export type PaperVoice = ReportVoice & {
  readonly tell: Say<typeof LIFT_PAPER_MESSAGES>;
};

/** The voice of one paper. */
export function paperVoice(report: MonthReport, { language, times, faults }: Writing): PaperVoice {
  const tell = speaker(LIFT_PAPER_MESSAGES, language);
  return {
    ...reportVoice(language, times, faults, report.labels ?? {}),
    tell,
  };
}
