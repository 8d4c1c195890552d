import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Problem, Result } from '../../core/result.ts';
import { err, ok } from '../../core/result.ts';
import { examine } from '../../reports/examination/examination.ts';
import { examinationPage } from '../../reports/examination/examinationPage.ts';
import { pointFacts } from '../../reports/examination/pointFacts.ts';
import { readExamination } from '../../reports/examination/readExamination.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { gatewayKey, writeRecord } from '../../reports/signed/recordFiles.ts';
import { signRecord, verifyRecord } from '../../reports/signed/signedRecord.ts';
import type { Installation } from '../../site/installation.ts';
import type { Language } from '../../text/language.ts';
import { recordProblem } from '../../text/problems/recordProblems.ts';

export type ExamineAsk = {
  readonly journal: string; // the file
  readonly from: string; // day
  readonly to: string;
  readonly out: string; // the JSON; the page stands beside it
  readonly site: Installation | null; // whose limits and baselines are told
  readonly state: string; // folder of the gateway's key
  readonly timeZone: string | undefined;
  readonly verifyAt: string;
  readonly now: number;
  readonly language: Language;
};

/** Examines a period of a journal: the signed record, its signature and key, and a page to print. */
export function writeExamination(ask: ExamineAsk): Result<{ readonly page: string }, Problem> {
  const times = new CivilTimes(ask.timeZone);
  const { from, to } = ask;
  const today = times.day(ask.now);
  if (to > today) return err(recordProblem('record.period-to-come', { today }));
  const read = readExamination(ask.journal, { from, to }, (utc) => times.day(utc));
  if (!read.ok) return read;
  const { gateway } = read.value;
  if (ask.site !== null && ask.site.gateway.id !== gateway)
    return err(recordProblem('record.other-site', { site: ask.site.gateway.id, gateway }));
  const report = examine({
    ...{ ...read.value, from, to },
    facts: ask.site === null ? null : pointFacts(ask.site),
    time_zone: times.timeZone,
    issued: { utc: new Date(ask.now).toISOString(), quality: 'system' },
  });
  const key = gatewayKey(ask.state);
  if (!key.ok) return key;
  const record = signRecord(report, key.value.key, key.value.publicKey);
  const proof = verifyRecord(record);
  if (!proof.ok) return proof;
  const page = ask.out.replace(/(\.json)?$/, '.html');
  const seal = { ...proof.value, file: basename(ask.out), verifyAt: ask.verifyAt };
  try {
    writeRecord(ask.out, record);
    writeFileSync(page, examinationPage(report, seal, ask.language));
  } catch (error) {
    const { message } = error as Error;
    return err({ code: 'record.not-written', what: message, where: ask.out });
  }
  return ok({ page });
}
