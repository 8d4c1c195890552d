import { type CborItem, integer } from './cbor.ts';
import { asArray, asCount, asInteger, Malformed } from './fields.ts';
import { type DifferenceOrder, decodeIntegers, encodeIntegers } from './integers.ts';
import { type Cell, isRaw } from './tables.ts';

/**
 * A column of cells without nulls. All scaled numbers: a column of integers. Anything else, in which text and booleans
 * repeat themselves: `[dictionary, column of indices]`, with the distinct cells in the order they appear.
 */
export function encodeCells(cells: readonly Cell[], order: DifferenceOrder): CborItem {
  return areNumbers(cells) ? encodeIntegers(cells, order) : encodeDictionary(cells);
}

export function encodeDictionary(cells: readonly Cell[]): CborItem {
  const positions = new Map<unknown, number>();
  const entries: CborItem[] = [];
  const indices = cells.map((cell) => {
    const key = isRaw(cell) ? `raw ${cell[0]}` : typeof cell === 'string' ? `text ${cell}` : cell;
    const known = positions.get(key);
    if (known !== undefined) return known;
    positions.set(key, entries.length);
    return entries.push(typeof cell === 'number' ? integer(cell) : cell) - 1;
  });
  return [entries, encodeIntegers(indices, 0)];
}

/** Decodes `length` cells; throws `Malformed`. */
export function decodeCells(item: CborItem | undefined, length: number, order: DifferenceOrder): Cell[] {
  if (!Array.isArray(item)) return decodeIntegers(item, length, order);
  const entries = asArray(item[0]).map(asCell);
  return decodeIntegers(item[1], length, 0).map((index) => {
    const cell = entries[index];
    if (cell === undefined) throw new Malformed('an entry of a dictionary is missing');
    return cell;
  });
}

export function areNumbers(cells: readonly (Cell | null)[]): cells is readonly number[] {
  return cells.every((cell) => typeof cell === 'number');
}

function asCell(item: CborItem): Cell {
  if (typeof item === 'string' || typeof item === 'boolean') return item;
  if (!Array.isArray(item)) return asInteger(item);
  const [raw] = item;
  if (item.length !== 1 || (typeof raw !== 'number' && typeof raw !== 'bigint'))
    throw new Malformed('an entry of a dictionary is no value');
  return [Number(raw)];
}

/**
 * Where a column is not simply good and present: runs `[gap, length, code, …]`, the gap counted from the end of the
 * run before; code = 2 × quality + (1 where there is no value).
 */
export function encodeExceptions(codes: readonly number[]): CborItem[] {
  const runs: number[] = [];
  let end = 0;
  for (let at = 0; at < codes.length; ) {
    const code = codes[at] ?? 0;
    let next = at + 1;
    while (next < codes.length && codes[next] === code) next += 1;
    if (code !== 0) {
      runs.push(at - end, next - at, code);
      end = next;
    }
    at = next;
  }
  return runs;
}

export function decodeExceptions(item: CborItem | undefined, length: number): number[] {
  const codes = new Array<number>(length).fill(0);
  if (item === undefined) return codes;
  const runs = asArray(item).map(asCount);
  let at = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const [gap = 0, count = 0, code = 0] = runs.slice(run, run + 3);
    if (at + gap + count > length) throw new Malformed('a quality lies outside its column');
    codes.fill(code, at + gap, at + gap + count);
    at += gap + count;
  }
  return codes;
}
