import type { Reading } from '../../../drivers/reading.ts';
import type { SampleGroup } from '../../telemetry/wire/model.ts';

/** One reading of a channel, to be put in a row with others of the same exchange. */
export type SampleCell = { readonly channel: number; readonly reading: Reading };

type SampleRow = { readonly time: number; readonly cells: readonly SampleCell[] };

/**
 * Collects samples into groups: rows of the same channels share a group, so that their times are written once. Times
 * are whole milliseconds and rise strictly within a group.
 */
export class SampleRows {
  readonly #groups = new Map<string, SampleRow[]>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** Cells in the order they were read. Those of one instant make a row, a channel twice makes two. */
  add(cells: readonly SampleCell[]): void {
    let row: SampleCell[] = [];
    for (const cell of cells) {
      const fits = row.every(
        ({ channel, reading }) => channel !== cell.channel && reading.at.mono === cell.reading.at.mono,
      );
      if (!fits) {
        this.#addRow(row);
        row = [];
      }
      row.push(cell);
    }
    this.#addRow(row);
  }

  get empty(): boolean {
    return this.#groups.size === 0;
  }

  /** Time of the first and last row; infinities while there is none. */
  get span(): readonly [first: number, last: number] {
    return [this.#first, this.#last];
  }

  #addRow(cells: readonly SampleCell[]): void {
    const [head] = cells;
    if (head === undefined) return;
    const ordered = cells.toSorted((a, b) => a.channel - b.channel);
    const key = ordered.map(({ channel }) => channel).join();
    const rows = this.#groups.get(key) ?? [];
    const time = Math.max(
      Math.round(head.reading.at.mono),
      (rows.at(-1)?.time ?? Number.NEGATIVE_INFINITY) + 1,
    );
    rows.push({ time, cells: ordered });
    this.#groups.set(key, rows);
    this.#first = Math.min(this.#first, time);
    this.#last = Math.max(this.#last, time);
  }

  /** Everything collected; then starts anew. */
  take(): SampleGroup[] {
    const groups = [...this.#groups.values()].map(groupOf);
    this.#groups.clear();
    this.#first = Number.POSITIVE_INFINITY;
    this.#last = Number.NEGATIVE_INFINITY;
    return groups;
  }
}

function groupOf(rows: readonly SampleRow[]): SampleGroup {
  const channels = rows[0]?.cells ?? [];
  return {
    times: rows.map(({ time }) => time),
    columns: channels.map(({ channel }, at) => {
      const readings = rows.flatMap(({ cells }) => cells[at]?.reading ?? []);
      return {
        channel,
        values: readings.map(({ value }) => value),
        qualities: readings.map(({ quality }) => quality),
      };
    }),
  };
}
