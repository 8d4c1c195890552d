import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { LOG_MESSAGES } from '../../text/logMessages.ts';
import type { PointHistory } from '../http/api/historyApi.ts';
import type { LogEntry } from '../http/api/logApi.ts';

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection). Numbers are written as numbers. */
const FORMULA = /^[=+\-@\t\r]/;

/** Rows as RFC 4180 has them, with a mark by which spreadsheets know that it is UTF-8. */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A point's history, one line a step; gaps are empty cells. Times are civil ones of `timeZone`. */
export function historyCsv(history: PointHistory, timeZone: string | undefined): string {
  const times = new CivilTimes(timeZone);
  const { point, unit, from, stepMs, min, mean, max, count, bad } = history;
  const head = [`time (${times.timeZone})`, 'point', 'unit', 'min', 'mean', 'max', 'samples', 'bad share'];
  const lines = count.map((samples, at) => [
    ...[times.moment(from + at * stepMs), point, unit],
    ...[min[at] ?? null, mean[at] ?? null, max[at] ?? null, samples, bad[at] ?? null],
  ]);
  return csv([head, ...lines]);
}

/** The log, one line an entry; where there are older ones that are not in it, the last line says so. */
export function logCsv(entries: readonly LogEntry[], timeZone: string | undefined, whole = true): string {
  const times = new CivilTimes(timeZone);
  const head = [`time (${times.timeZone})`, 'sure', 'seq', 'kind', 'code', 'severity', 'en', 'zh', 'device'];
  const lines = entries.map(({ utc, sure, seq, kind, code, severity, words, device, occurrence, actor }) => [
    ...[utc === null ? null : times.moment(utc), sure ? 'yes' : 'no', seq, kind, code, severity],
    ...[words.en, words.zh, device, occurrence, actor],
  ]);
  const cut = LOG_MESSAGES['log.cut'];
  const end = whole ? [] : [[null, null, null, null, 'cut', null, cut.en, cut.zh, null, null, null]];
  return csv([[...head, 'occurrence', 'actor'], ...lines, ...end]);
}
