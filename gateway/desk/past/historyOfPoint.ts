import type { PastRows } from '../../journal/read/pastRows.ts';
import type { TelemetryRow } from '../../journal/types.ts';
import { decodeParts, type Part, partBounds } from '../../telemetry/index.ts';
import { HISTORY_SPANS, type HistorySpan, type PointHistory } from '../http/api/historyApi.ts';
import type { DeskJournal, RowsMeaning } from './deskJournal.ts';
import { HistorySteps } from './historySteps.ts';

const DAY_MS = 86_400_000;
/** Some 300 steps are as many as a phone can show. Days are those of guard's daily statistics, UTC. */
const STEP_MS: Readonly<Record<HistorySpan, number>> = {
  '24h': 5 * 60_000,
  '7d': 30 * 60_000,
  '30d': DAY_MS,
};
/** Rows between two turns of the event loop: pages are told of alarms in between. */
const ROWS_A_TURN = 32;
/** Evidence stands between the segments, so that the one that holds a moment may lie so many rows before the next. */
const ROWS_BEFORE = 4;
/** A segment is ten report periods, and a day's statistics come in the period after its end: so many rows hold them. */
const ROWS_OF_MIDNIGHT = 8;

/**
 * What a point did until `now`. A day that is over is read from its statistics, where they are; everything else from its
 * report periods. Where the journal does not reach back so far, those that were set aside beside it are read too. `partial`: none of
 * them reaches back so far, or a row of that time cannot be dated.
 */
export async function historyOfPoint(
  journal: DeskJournal,
  rows: PastRows,
  asked: { readonly point: string; readonly span: HistorySpan; readonly unit: string; readonly now: number },
): Promise<PointHistory> {
  const { point, span, unit, now } = asked;
  const stepMs = STEP_MS[span];
  const end = Math.ceil(now / stepMs) * stepMs;
  const from = end - HISTORY_SPANS[span];
  const steps = new HistorySteps(from, stepMs, HISTORY_SPANS[span] / stepMs);
  const reading = new PointReading(journal, rows, point, steps);
  await reading.take(from, end, stepMs);
  let reaches = reading.reaches(from);
  let undated = reading.undated;
  if (!reaches)
    await journal.over(async (file) => {
      const older = new PointReading(file, file.rows, point, steps);
      await older.take(from, end, stepMs);
      reaches ||= older.reaches(from);
      undated ||= older.undated;
      return 'more';
    });
  return { point, unit, ...steps.columns(), partial: undated || !reaches };
}

class PointReading {
  readonly #journal: RowsMeaning;
  readonly #rows: PastRows;
  readonly #point: string;
  readonly #steps: HistorySteps;
  undated = false;

  constructor(journal: RowsMeaning, rows: PastRows, point: string, steps: HistorySteps) {
    this.#journal = journal;
    this.#rows = rows;
    this.#point = point;
    this.#steps = steps;
  }

  reaches(from: number): boolean {
    const extent = this.#rows.extent('telemetry');
    const first = extent === null ? null : this.#startOf(extent.first);
    return first !== null && first.utc !== null && first.utc <= from;
  }

  /** Takes what there is between two moments, in steps of so long. */
  async take(from: number, end: number, stepMs: number): Promise<void> {
    if (stepMs < DAY_MS) return this.periods(from, end);
    for (let day = from; day < end; day += DAY_MS)
      if (!this.dayOf(day)) await this.periods(day, day + DAY_MS);
  }

  /** Takes the statistics of the day that begins at `day`; false: there are none of this point. */
  dayOf(day: number): boolean {
    const at = this.#firstAfter(day + DAY_MS - 1);
    for (const row of this.#rows.telemetry(Math.max(1, at - ROWS_BEFORE), ROWS_OF_MIDNIGHT)) {
      for (const part of this.#partsOf(row)) {
        for (const { times, periodMs, columns } of part.reports) {
          const [column, time] = [columns[0], times[0]];
          if (periodMs === undefined || column === undefined || time === undefined) continue;
          const to = this.#journal.date({ boot: row.boot, mono: time }).utc;
          const middle = to === null ? null : to - periodMs / 2;
          if (middle === null || middle < day || middle >= day + DAY_MS) continue;
          const { min, mean, max, n, qualities } = column;
          this.#steps.add({
            ...{ from: day, to: day + DAY_MS, min: min[0] ?? null, mean: mean[0] ?? null },
            ...{ max: max[0] ?? null, count: n[0] ?? 0, good: qualities[0] === 'good' },
          });
          return true;
        }
      }
    }
    return false;
  }

  /** Takes the report periods between two moments. */
  async periods(from: number, to: number): Promise<void> {
    for (let seq = Math.max(1, this.#firstAfter(from) - ROWS_BEFORE); ; ) {
      const rows = this.#rows.telemetry(seq, ROWS_A_TURN);
      for (const row of rows) if (row.evidence === null && this.#take(row, from, to) === 'beyond') return;
      const last = rows.at(-1);
      if (last === undefined) return;
      seq = last.seq + 1;
      await new Promise(setImmediate);
    }
  }

  #take(row: TelemetryRow, from: number, to: number): 'beyond' | 'taken' {
    const bounds = partBounds(row.body);
    const start = bounds.ok ? bounds.value[0]?.from : undefined;
    const began = start === undefined ? null : this.#journal.date({ boot: row.boot, mono: start }).utc;
    if (began !== null && began >= to) return 'beyond';
    if (began === null) this.undated = true;
    else for (const part of this.#partsOf(row)) this.#takePart(part, row.boot, from, to);
    return 'taken';
  }

  #takePart(part: Part, boot: string, from: number, to: number): void {
    const ended = this.#journal.date({ boot, mono: part.to }).utc;
    if (ended === null || ended <= from || ended > to) return;
    for (const { periodMs, times, columns } of part.reports) {
      const [column] = columns;
      if (periodMs !== undefined || column === undefined) continue;
      for (const [at, time] of times.entries()) {
        const until = ended - (part.to - time);
        this.#steps.add({
          ...{ from: until - (part.to - part.from), to: until, count: column.n[at] ?? 0 },
          ...{ min: column.min[at] ?? null, mean: column.mean[at] ?? null, max: column.max[at] ?? null },
          good: column.qualities[at] === 'good',
        });
      }
    }
    for (const { times, columns } of part.samples)
      for (const [at, time] of times.entries()) {
        const value = columns[0]?.values[at];
        if (typeof value === 'number') this.#steps.extreme(ended - (part.to - time), value);
      }
  }

  #partsOf(row: TelemetryRow): readonly Part[] {
    const channels = this.#journal.channels(row.birth);
    const channel = channels.find(({ point }) => point === this.#point);
    if (channel === undefined) return [];
    const parts = decodeParts(row.body, channels, channel.index);
    return parts.ok ? parts.value : [];
  }

  /**
   * The first row that begins after `utc`, by halving: rows come in the order of time, but for a clock that was set back. What cannot
   * be dated says nothing of where to look: the nearest row before it that can is asked instead.
   */
  #firstAfter(utc: number): number {
    const extent = this.#rows.extent('telemetry');
    if (extent === null) return 1;
    let [low, high] = [extent.first, extent.last + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const dated = this.#datedFrom(middle, low);
      // none from `low` on: whatever is to be found lies behind
      if (dated !== null && dated.utc > utc) high = dated.seq;
      else low = middle + 1;
    }
    return low;
  }

  /** The row at `seq`, or the nearest before it, no earlier than `low`, whose time is known; null: there is none. */
  #datedFrom(seq: number, low: number): { readonly seq: number; readonly utc: number } | null {
    for (let back = 0; seq - back >= low; back = back === 0 ? 1 : back * 2) {
      const start = this.#startOf(seq - back);
      if (start !== null && start.utc !== null && start.seq <= seq) return { seq: start.seq, utc: start.utc };
    }
    const start = this.#startOf(low);
    return start !== null && start.utc !== null && start.seq <= seq
      ? { seq: start.seq, utc: start.utc }
      : null;
  }

  #startOf(seq: number): { readonly seq: number; readonly utc: number | null } | null {
    const [row] = this.#rows.telemetry(seq, 1);
    if (row === undefined) return null;
    const bounds = partBounds(row.body);
    const first = bounds.ok ? bounds.value[0] : undefined;
    const utc = first && this.#journal.date({ boot: row.boot, mono: first.from }).utc;
    return { seq: row.seq, utc: utc ?? null };
  }
}
