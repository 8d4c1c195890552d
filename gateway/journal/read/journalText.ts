import type { Intervals } from '../../telemetry/sdk/intervals.ts';
import { STREAMS } from '../../telemetry/wire/model.ts';
import { checkedStreams, type JournalCheck } from './checkJournal.ts';
import type { JournalFigures } from './journalStat.ts';

export { checkJournal } from './checkJournal.ts';
export { exportJournal } from './exportJournal.ts';
export { journalStat } from './journalStat.ts';

/** `lifeline journal stat` for a terminal. */
export function statText(figures: JournalFigures): string {
  const { previous, waiting, setAside } = figures;
  const lines = [
    `journal   ${figures.file} (${bytes(figures.fileBytes)}, log ${bytes(figures.walBytes)})`,
    `gateway   ${figures.gateway}`,
    `epoch     ${figures.epoch}`,
  ];
  if (previous !== null)
    lines.push(`before    ${previous.epoch} up to event ${previous.event}, telemetry ${previous.telemetry}`);
  for (const stream of STREAMS) {
    const { head, rows, bytes: size, tombstones } = figures.streams[stream];
    const gone = tombstones.map(({ from, to, reason }) => `${range([from, to])} ${reason}`);
    lines.push(`${stream.padEnd(9)} up to ${head.seq}: ${rows} rows, ${bytes(size)}`);
    if (gone.length > 0) lines.push(`          gone: ${few(gone)}`);
  }
  for (const [uplink, left] of Object.entries(waiting))
    lines.push(`uplink    ${uplink}: ${left.event} events and ${left.telemetry} telemetry rows to go`);
  if (figures.lacks !== null) lines.push(`lacks     ${figures.lacks.what}`);
  for (const file of setAside) lines.push(`set aside ${file}`);
  return lines.join('\n');
}

/** `lifeline journal check` for a terminal. */
export function checkText(check: JournalCheck): string {
  const lines = [`${check.file}: ${check.sound ? 'sound' : 'NOT sound'}`];
  for (const fault of check.pages) lines.push(`  structure: ${fault}`);
  for (const [stream, found] of checkedStreams(check)) {
    lines.push(`  ${stream}: ${found.rows} rows up to ${found.head}${listed('gone', found.gone)}`);
    for (const kind of ['damaged', 'undecodable'] as const)
      if (found[kind].length > 0) lines.push(`  ${stream}${listed(kind, found[kind])}`);
  }
  if (check.lacks !== null) lines.push(`  lacks: ${check.lacks.what}`);
  if (check.missingBirths.length > 0) lines.push(`  births missing: ${few(check.missingBirths)}`);
  return lines.join('\n');
}

function listed(what: string, set: Intervals): string {
  return set.length === 0 ? '' : `; ${what}: ${few(set.map(range))}`;
}

function few(texts: readonly string[]): string {
  const shown = texts.slice(0, 8).join(', ');
  return texts.length > 8 ? `${shown} and ${texts.length - 8} more` : shown;
}

function range([from, to]: readonly [number, number]): string {
  return from === to ? String(from) : `${from}–${to}`;
}

function bytes(count: number): string {
  if (count < 10_000) return `${count} B`;
  return count < 10_000_000 ? `${(count / 1e3).toFixed(0)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
