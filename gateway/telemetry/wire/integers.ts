import { BitReader, BitWriter, codeLength } from './bits.ts';
import { type CborItem, integer } from './cbor.ts';
import { asInteger, Malformed } from './fields.ts';

/**
 * A column of whole numbers. `order` says how often neighbours are subtracted before coding: 0 for counts and distances
 * (never negative), 1 for a measured course, 2 for a clock that ticks evenly. Differences are zigzagged (0, −1, 1, −2 …
 * become 0, 1, 2, 3 …). On the wire: one integer where all values are the same, else a byte string: k, then the
 * Exp-Golomb codes of the order k that makes them shortest.
 */
export type DifferenceOrder = 0 | 1 | 2;

/** Encodes a column; |values| up to 2^50 (2^51 at order 0). The length is not in it. */
export function encodeIntegers(values: readonly number[], order: DifferenceOrder): CborItem {
  const [first = 0] = values;
  if (values.every((value) => value === first)) return integer(first);
  const codes = order === 0 ? values : difference(values, order).map(zigzag);
  const k = bestOrder(codes);
  const bits = new BitWriter();
  for (const code of codes) bits.writeCode(code, k);
  return Uint8Array.of(k, ...bits.bytes());
}

/** Decodes `length` numbers; throws `Malformed`. */
export function decodeIntegers(item: CborItem | undefined, length: number, order: DifferenceOrder): number[] {
  if (!(item instanceof Uint8Array)) return new Array<number>(length).fill(asInteger(item));
  const [k] = item;
  if (k === undefined || k > 53) throw new Malformed('a column has no order');
  const bits = new BitReader(item.subarray(1));
  const numbers: number[] = [];
  let slope = 0;
  let value = 0;
  for (let at = 0; at < length; at++) {
    const code = bits.readCode(k);
    if (code === null) throw new Malformed('a column is too short');
    if (order === 0) value = code;
    else {
      const step = code % 2 === 1 ? -(code + 1) / 2 : code / 2;
      slope = order === 2 ? slope + step : step;
      value += slope;
      if (!Number.isSafeInteger(value)) throw new Malformed('a number in a column is too large');
    }
    numbers.push(value);
  }
  return numbers;
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function difference(values: readonly number[], order: DifferenceOrder): number[] {
  const left = [...values];
  for (let round = 0; round < order; round++)
    for (let at = left.length - 1; at > 0; at--) left[at] = (left[at] ?? 0) - (left[at - 1] ?? 0);
  return left;
}

/** The k in which all codes together are shortest, the smallest of several. */
function bestOrder(codes: readonly number[]): number {
  const largest = codes.reduce((a, b) => Math.max(a, b), 0);
  let best = 0;
  let bestLength = Number.POSITIVE_INFINITY;
  for (let k = 0; 2 ** k <= largest + 1; k++) {
    const length = codes.reduce((total, code) => total + codeLength(code, k), 0);
    if (length < bestLength) {
      best = k;
      bestLength = length;
    }
  }
  return best;
}
