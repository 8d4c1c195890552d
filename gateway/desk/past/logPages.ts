import type { PastRows } from '../../journal/read/pastRows.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { decodeEvent } from '../../telemetry/index.ts';
import type { AuditAsk, AuditEntry, AuditPage, LogAsk, LogEntry, LogPage } from '../http/api/logApi.ts';
import type { DeskJournal } from './deskJournal.ts';
import { detailShown, logEntry } from './logEntry.ts';

const ROWS_A_TURN = 100;
/** So many rows are looked at for one page: a kind that is rare must not cost a reading of the whole journal. */
const MOST_LOOKED_AT = 5_000;
const MOST_IN_CSV = 5_000;

/** A page of the log, newest first; times that entries name are civil ones of `timeZone`. It may hold fewer than asked for, or none, and yet have a `next`. */
export async function readLog(
  journal: DeskJournal,
  rows: PastRows,
  asked: LogAsk,
  timeZone?: string,
): Promise<LogPage> {
  const { before, limit, kind } = asked;
  const times = new CivilTimes(timeZone);
  const entries: LogEntry[] = [];
  let next = before ?? (rows.extent('event')?.last ?? 0) + 1;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += ROWS_A_TURN) {
    const seqs = rows.eventsBefore(next, ROWS_A_TURN);
    if (seqs.length === 0) return { epoch: rows.epoch, entries, next: null, earlier: journal.earlier() };
    const lowest = seqs.at(-1) ?? 1;
    for (const row of rows.events(lowest, seqs.length).toReversed()) {
      if (row.seq >= next) continue;
      const entry = logEntry(row, journal, times);
      if (kind !== undefined && entry.kind !== kind) continue;
      entries.push(entry);
      if (entries.length === limit) return { epoch: rows.epoch, entries, next: row.seq, earlier: [] };
    }
    next = lowest;
    await new Promise(setImmediate);
  }
  return { epoch: rows.epoch, entries, next, earlier: [] };
}

/** Who did what, newest first; a page may hold fewer than asked for, or none, and yet have a `next`. */
export async function readAudit(journal: DeskJournal, rows: PastRows, asked: AuditAsk): Promise<AuditPage> {
  const entries: AuditEntry[] = [];
  let next = asked.before ?? (rows.extent('event')?.last ?? 0) + 1;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += ROWS_A_TURN) {
    const seqs = rows.eventsBefore(next, ROWS_A_TURN);
    if (seqs.length === 0) return { entries, next: null };
    const lowest = seqs.at(-1) ?? 1;
    for (const row of rows.events(lowest, seqs.length).toReversed()) {
      const event = row.seq < next ? decodeEvent(row.body) : null;
      if (!event?.ok || event.value.type !== 'command') continue;
      const { actor, verb, accepted } = event.value;
      const detail = detailShown(event.value);
      const { utc, quality } = journal.date(row.at);
      const sure = quality === 'ntp' || quality === 'holdover';
      entries.push({ ...{ seq: row.seq, utc, sure, actor }, ...{ act: verb, detail, accepted } });
      if (entries.length === asked.limit) return { entries, next: row.seq };
    }
    next = lowest;
    await new Promise(setImmediate);
  }
  return { entries, next };
}

/** The log for a spreadsheet: the newest entries, as many as one takes; `whole` false: there are older ones. */
export async function readLogWhole(
  journal: DeskJournal,
  rows: PastRows,
  asked: LogAsk,
  timeZone?: string,
): Promise<{ readonly entries: readonly LogEntry[]; readonly whole: boolean }> {
  const { entries, next, earlier } = await readLog(journal, rows, { ...asked, limit: MOST_IN_CSV }, timeZone);
  return { entries, whole: next === null && earlier.length === 0 };
}
