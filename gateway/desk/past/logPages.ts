import type { PastRows } from '../../journal/read/pastRows.ts';
import type { EventRow } from '../../journal/types.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { decodeEvent } from '../../telemetry/index.ts';
import type { AuditAsk, AuditEntry, AuditPage, LogAsk, LogEntry, LogPage } from '../http/api/logApi.ts';
import type { DeskJournal, RowsMeaning } from './deskJournal.ts';
import { actText, detailShown, logEntry } from './logEntry.ts';

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
  const times = new CivilTimes(timeZone);
  const page = await readBack(journal, rows, asked, (row, meaning, epoch): LogEntry | null => {
    const entry = logEntry(row, meaning, times);
    return asked.kind !== undefined && entry.kind !== asked.kind ? null : { ...entry, epoch };
  });
  return { ...page, unreadable: page.next === null ? [...journal.earlier().unreadable] : [] };
}

/** Who did what, newest first; a page may hold fewer than asked for, or none, and yet have a `next`. */
export function readAudit(journal: DeskJournal, rows: PastRows, asked: AuditAsk): Promise<AuditPage> {
  return readBack(journal, rows, asked, (row, meaning, epoch): AuditEntry | null => {
    const event = decodeEvent(row.body);
    if (!event.ok || event.value.type !== 'command') return null;
    const { actor, verb, accepted } = event.value;
    const detail = detailShown(event.value);
    const { utc, quality } = meaning.date(row.at);
    const sure = quality === 'ntp' || quality === 'holdover';
    const words = actText(event.value);
    return { epoch, seq: row.seq, utc, sure, actor, act: verb, detail, words, accepted };
  });
}

/** The log for a spreadsheet: the newest entries, as many as one takes; `whole` false: there are older ones. */
export async function readLogWhole(
  journal: DeskJournal,
  rows: PastRows,
  asked: LogAsk,
  timeZone?: string,
): Promise<{ readonly entries: readonly LogEntry[]; readonly whole: boolean }> {
  const whole = { ...asked, limit: MOST_IN_CSV };
  const { entries, next, unreadable } = await readLog(journal, rows, whole, timeZone);
  return { entries, whole: next === null && unreadable.length === 0 };
}

/** Goes back through the journal, and then through those that were set aside, until a page is full or enough was looked at. */
async function readBack<E>(
  journal: DeskJournal,
  rows: PastRows,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
  entryOf: (row: EventRow, meaning: RowsMeaning, epoch: string) => E | null,
): Promise<{ entries: E[]; next: string | null }> {
  const [epoch = '', seq] = before?.split('.') ?? [];
  const epochs = [rows.epoch, ...journal.earlier().readable.map((one) => one.epoch)];
  const entries: E[] = [];
  let looked = 0;
  /** Where the next page begins; null: nothing of this file is left. */
  const walk = async (meaning: RowsMeaning, of: PastRows): Promise<string | null> => {
    let next = of.epoch === epoch ? Number(seq) : (of.extent('event')?.last ?? 0) + 1;
    for (; looked < MOST_LOOKED_AT; looked += ROWS_A_TURN) {
      const seqs = of.eventsBefore(next, ROWS_A_TURN);
      if (seqs.length === 0) return null;
      const lowest = seqs.at(-1) ?? 1;
      for (const row of of.events(lowest, seqs.length).toReversed()) {
        const entry = row.seq < next ? entryOf(row, meaning, of.epoch) : null;
        if (entry !== null) entries.push(entry);
        if (entries.length === limit) return `${of.epoch}.${row.seq}`;
      }
      next = lowest;
      await new Promise(setImmediate);
    }
    return `${of.epoch}.${next}`;
  };
  const begin = before === undefined ? 0 : epochs.indexOf(epoch);
  // a journal that is gone has no older entries
  for (const one of begin < 0 ? [] : epochs.slice(begin)) {
    let next: string | null = null;
    if (one === rows.epoch) next = await walk(journal, rows);
    else
      await journal.over(async (file) => {
        next = await walk(file, file.rows);
        return 'enough';
      }, one);
    if (next !== null) return { entries, next };
  }
  return { entries, next: null };
}
