import { Worker } from 'node:worker_threads';
import { err, type Problem, type Result } from '../../core/result.ts';
import type { ExaminationOfJournal } from '../../reports/examination/readExamination.ts';
import { recordProblem } from '../../text/problems/recordProblems.ts';

/** A period of a journal's file; days are civil in the building's time zone. */
export type ExaminationAsk = {
  readonly journal: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string | undefined;
};

// Started from source the thread runs from source as well: Node strips the types itself.
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './examinationThread.ts' : './examinationThread.js',
  import.meta.url,
);

/** Reads a period in a thread of its own: half a year of rows takes seconds, and open pages must not wait for it. */
export function readExaminationInThread(ask: ExaminationAsk): Promise<Result<ExaminationOfJournal, Problem>> {
  return new Promise((resolve) => {
    const thread = new Worker(ENTRY, { workerData: ask, name: 'examination', execArgv: [] });
    const failed = (error: string) => resolve(err(recordProblem('record.not-read', { error })));
    thread.once('message', resolve);
    thread.once('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    thread.once('exit', () => failed('its thread has ended'));
  });
}
