import { qualityCode, qualityFromCode } from '../../../drivers/quality.ts';
import { allGood } from './allGood.ts';
import { type CborItem, integer } from './cbor.ts';
import {
  areNumbers,
  decodeCells,
  decodeExceptions,
  encodeCells,
  encodeDictionary,
  encodeExceptions,
} from './cells.ts';
import { asArray, asCount, asInteger, asMap, documentFields, Malformed, VERSION } from './fields.ts';
import { decodeIntegers, encodeIntegers } from './integers.ts';
import type { Body, Cell, Column, ColumnTable } from './tables.ts';

// A few bytes can claim any number of equal rows. A full segment of a large building is a tenth of this.
const MOST_CELLS = 2 ** 20;
const MOST_PARTS = 2 ** 12;

/** A body as CBOR; see telemetry.cddl. */
export function bodyItem(body: Body): CborItem {
  const { bounds } = body;
  const start = bounds[0]?.from ?? 0;
  const gaps = bounds.map(({ from }, at) => from - (bounds[at - 1]?.to ?? start));
  const lengths = bounds.map(({ from, to }) => to - from);
  const item = new Map<number, CborItem>([
    [0, VERSION],
    [1, [bounds.length, integer(start), encodeIntegers(gaps, 1), encodeIntegers(lengths, 1)]],
  ]);
  if (body.samples.length > 0)
    item.set(
      2,
      body.samples.map((table) => tableItem(table, start, 'samples')),
    );
  if (body.reports.length > 0)
    item.set(
      3,
      body.reports.map((table) => tableItem(table, start, 'reports')),
    );
  return item;
}

/** The reverse of `bodyItem`; throws `Malformed`. */
export function readBody(item: CborItem): Body {
  const fields = documentFields(item);
  const bounds = readBounds(item);
  const start = bounds[0]?.from ?? 0;
  const frame = { parts: bounds.length, start, room: { cells: MOST_CELLS } };
  const tables = (key: number, kind: Kind) =>
    asArray(fields.get(key) ?? []).map((table) => readTable(table, kind, frame));
  return { bounds, samples: tables(2, 'samples'), reports: tables(3, 'reports') };
}

/** The bounds of the parts alone; throws `Malformed`. */
export function readBounds(item: CborItem): Body['bounds'] {
  const [count, start, gaps, lengths] = asArray(documentFields(item).get(1));
  const parts = asCount(count);
  if (parts > MOST_PARTS) throw new Malformed('too many parts for one body');
  const gap = decodeIntegers(gaps, parts, 1);
  let end = asInteger(start);
  return decodeIntegers(lengths, parts, 1).map((length, at) => {
    const from = end + (gap[at] ?? 0);
    end = from + length;
    return { from, to: end };
  });
}

type Kind = 'samples' | 'reports';

function tableItem({ rows, times, columns, periodMs }: ColumnTable, start: number, kind: Kind): CborItem {
  const sharedN = columns[0]?.series[3];
  const item = new Map<number, CborItem>([
    [0, encodeIntegers(rows, 0)],
    [
      1,
      encodeIntegers(
        times.map((time) => time - start),
        2,
      ),
    ],
    [
      2,
      encodeIntegers(
        columns.map(({ channel }) => channel),
        2,
      ),
    ],
    [3, columns.map((column) => (kind === 'samples' ? samplesItem(column) : reportsItem(column, sharedN)))],
  ]);
  const exceptions = columns.flatMap((column, at): [number, CborItem][] => {
    const runs = encodeExceptions(exceptionCodes(column));
    return runs.length > 0 ? [[at, runs]] : [];
  });
  if (exceptions.length > 0) item.set(4, new Map(exceptions));
  if (sharedN !== undefined) item.set(5, encodeIntegers(sharedN as readonly number[], 0));
  if (periodMs !== undefined) item.set(6, integer(periodMs));
  return item;
}

function exceptionCodes({ qualities, series: [values = []] }: Column): number[] {
  return qualities.map((quality, row) => 2 * qualityCode(quality) + (values[row] === null ? 1 : 0));
}

function samplesItem({ series: [values = []] }: Column): CborItem {
  return encodeCells(present(values), 1);
}

/** `[mean, mean − min, max − mean, ? n]`. Where there is no distance (a number too large), min or max itself as a dictionary. */
function reportsItem({ series }: Column, sharedN: Column['series'][number] | undefined): CborItem {
  const [mean = [], min = [], max = [], n = []] = series.map(present);
  const item = [encodeCells(mean, 1), spreadItem(mean, min, -1), spreadItem(mean, max, 1)];
  const sameN = sharedN?.every((count, row) => count === n[row]);
  return sameN ? item : [...item, encodeIntegers(n as number[], 0)];
}

function spreadItem(mean: readonly Cell[], end: readonly Cell[], sign: 1 | -1): CborItem {
  const spread = areNumbers(mean) && areNumbers(end) ? distances(mean, end, sign) : [-1];
  return spread.some((distance) => distance < 0) ? encodeDictionary(end) : encodeIntegers(spread, 0);
}

function distances(mean: readonly number[], end: readonly number[], sign: 1 | -1): number[] {
  return mean.map((value, row) => sign * ((end[row] ?? 0) - value));
}

function present(cells: readonly (Cell | null)[]): Cell[] {
  return cells.filter((cell) => cell !== null);
}

type Frame = { readonly parts: number; readonly start: number; readonly room: { cells: number } };

function readTable(item: CborItem, kind: Kind, { parts, start, room }: Frame): ColumnTable {
  const fields = asMap(item);
  const rows = decodeIntegers(fields.get(0), parts, 0);
  const columns = asArray(fields.get(3));
  const length = rows.reduce((sum, count) => sum + asCount(count), 0);
  room.cells -= length * (columns.length + 1);
  if (room.cells < 0) throw new Malformed('too many values for one body');
  const channels = decodeIntegers(fields.get(2), columns.length, 2);
  const exceptions = asMap(fields.get(4) ?? new Map());
  const sharedN = kind === 'reports' ? decodeIntegers(fields.get(5), length, 0) : [];
  const period = kind === 'reports' ? fields.get(6) : undefined;
  return {
    rows,
    times: decodeIntegers(fields.get(1), length, 2).map((time) => time + start),
    ...(period === undefined ? {} : { periodMs: asCount(period) }),
    columns: columns.map((column, at) => {
      const { there, qualities, spread } = readExceptions(exceptions.get(at), length);
      return {
        channel: channels[at] ?? 0,
        qualities,
        series:
          kind === 'samples'
            ? [spread(decodeCells(column, there, 1))]
            : readReports(column, there, length, sharedN, spread),
      };
    }),
  };
}

type Spread = (cells: readonly Cell[]) => readonly (Cell | null)[];

/** How many cells of a column are there, how good each row is, and how to put the cells where they belong. */
function readExceptions(
  item: CborItem | undefined,
  length: number,
): { readonly there: number; readonly qualities: Column['qualities']; readonly spread: Spread } {
  if (item === undefined) return { there: length, qualities: allGood(length), spread: (cells) => cells };
  const codes = decodeExceptions(item, length);
  return {
    there: codes.filter((code) => code % 2 === 0).length,
    qualities: codes.map((code) => qualityFromCode(code >> 1)),
    spread: (cells) => {
      let next = 0;
      return codes.map((code) => (code % 2 === 0 ? (cells[next++] ?? null) : null));
    },
  };
}

function readReports(
  item: CborItem,
  there: number,
  length: number,
  sharedN: readonly number[],
  spread: Spread,
): Column['series'] {
  const [meanItem, minItem, maxItem, nItem] = asArray(item);
  const mean = decodeCells(meanItem, there, 1);
  const numbers = areNumbers(mean) ? mean : null;
  const from = (end: CborItem | undefined, sign: 1 | -1) => {
    const cells = decodeCells(end, there, 0);
    if (Array.isArray(end)) return cells;
    if (numbers === null || !areNumbers(cells)) throw new Malformed('a spread without a mean');
    return ends(numbers, cells, sign);
  };
  return [
    spread(mean),
    spread(from(minItem, -1)),
    spread(from(maxItem, 1)),
    nItem === undefined ? sharedN : decodeIntegers(nItem, length, 0),
  ];
}

function ends(mean: readonly number[], distance: readonly number[], sign: 1 | -1): number[] {
  return mean.map((value, row) => value + sign * (distance[row] ?? 0));
}
