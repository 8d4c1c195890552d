import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ExamineAsk, writeExamination } from '../../../gateway/cli/record/examine.ts';
import type { Examination } from '../../../gateway/reports/examination/examination.ts';
import { readRecord } from '../../../gateway/reports/signed/recordFiles.ts';
import { verifyRecord } from '../../../gateway/reports/signed/signedRecord.ts';
import { temporaryFolder } from '../../journal/samples.ts';
import { installationOf } from '../../site/fixture.ts';
import { halfYear, halfYearSite } from './halfYear.ts';

export const SITE = installationOf(halfYearSite);
/** The whole of the half year. */
export const HALF = { from: '2026-05-01', to: '2026-10-31' } as const;
/** A period that was watched for its first days alone. */
export const FEW = { from: '2026-10-25', to: '2026-11-20', now: Date.UTC(2026, 10, 21) } as const;

let written: Buffer | null = null; // the journal, which takes a while to write

type Asked = Pick<ExamineAsk, 'from' | 'to'> & Partial<Pick<ExamineAsk, 'language' | 'now' | 'site'>>;

/** The examination of the half year, signed and checked, and its page. */
export function halfYearPaper(asked: Asked): { readonly data: Examination; readonly page: string } {
  const folder = temporaryFolder();
  const journal = join(folder, 'journal.sqlite');
  if (written === null) {
    halfYear(journal);
    written = readFileSync(journal);
  } else writeFileSync(journal, written);
  const out = join(folder, 'examination.json');
  const made = writeExamination({
    ...{ journal, out, state: folder, site: SITE, timeZone: 'UTC', language: 'en' },
    ...{ verifyAt: 'https://192.0.2.1/verify', now: Date.UTC(2026, 10, 1), ...asked },
  });
  if (!made.ok) throw new Error(made.error.what);
  const signed = readRecord(out);
  if (!signed.ok) throw new Error(signed.error.what);
  expect(verifyRecord(signed.value).ok).toBe(true);
  const data = JSON.parse(readFileSync(out, 'utf8')) as Examination;
  return { data, page: readFileSync(made.value.page, 'utf8') };
}

/** What is read on a page: its text without drawings, spaces made one. */
export function textOf(page: string): string {
  return page
    .replace(/<(style|svg)[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}
