import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { journalFile, walFile } from '../../journal/file/database.ts';
import { journalsBeside } from '../../journal/past/quarantine.ts';
import { journalStat } from '../../journal/read/journalStat.ts';
import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import { at, type Box, type CheckResult, looked, mb, NOT_LOOKED } from '../box.ts';
import { markOf } from '../journalMark.ts';

const FULL_IN_DAYS = 30;
/** A file does not shrink, and may be half empty after rows were let go. */
const SIZE_SLACK = 1.5;
const ASIDE_MB = 200;

/** Bytes of the journal with its log; 0 where there is none. */
export function journalBytes(state: string): number {
  const file = journalFile(state);
  return sizeOf(file) + sizeOf(walFile(file));
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** How large the journal is and how fast it grows, and what was set aside. `freeBytes`: room that is left for it. */
export function checkJournalSize(
  { installation, state, before, clock }: Box,
  freeBytes: number,
): CheckResult {
  const file = journalFile(state);
  if (installation === null || !existsSync(file)) return NOT_LOOKED;
  const figures = journalStat(file);
  if (!figures.ok)
    return looked(null, at(file, doctorProblem('doctor.journal', { message: figures.error.what, file })));
  const bytes = journalBytes(state);
  const { telemetryMb, eventMb } = installation.journal;
  const most = (telemetryMb + eventMb) * 1e6 * SIZE_SLACK;
  const beside = journalsBeside(file);
  const aside = beside.reduce((sum, name) => sum + sizeOf(join(state, basename(name))), 0);
  const perDay = markOf(before, bytes, clock.utc()).perDay ?? 0;
  // it ends to grow where its budget ends, which is asked of the free space
  const left = Math.min(freeBytes, Math.max(0, most - bytes));
  const days = perDay > 0 ? Math.floor(freeBytes / perDay) : Number.POSITIVE_INFINITY;
  const full = days < FULL_IN_DAYS && left >= freeBytes;
  return looked(
    `${mb(bytes)} MB`,
    bytes > most ? at(file, doctorProblem('doctor.journal-size', { mb: mb(bytes), most: mb(most) })) : null,
    mb(aside) > ASIDE_MB
      ? at(state, doctorProblem('doctor.journal-aside', { count: beside.length, mb: mb(aside) }))
      : null,
    full ? at(file, doctorProblem('doctor.journal-growth', { mb: mb(perDay), days })) : null,
  );
}
