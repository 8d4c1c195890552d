import { qualityCode } from '../../../drivers/quality.ts';
import type { EventBody, Part } from '../wire/model.ts';
import { CellHash } from './cellHash.ts';

/**
 * What two copies of the same part have in common, however they were encoded and grouped: 48 bits over `key` and every
 * cell by channel and time, whatever the order of the cells. Cells that say nothing (no value, good) do not count.
 */
export function partDigest(key: readonly unknown[], part: Part): number {
  const sum = new CellSum();
  hash.start();
  for (const one of key) hash.add(one);
  sum.take(hash.add(part.from).add(part.to));
  addSamples(sum, part);
  addReports(sum, part);
  return sum.bits48;
}

/** The same of an event: 48 bits over its boot and every field by name, in the order of the names. */
export function eventDigest(boot: string, event: EventBody): number {
  walk(hash.start().add(boot), event);
  return bits48(hash);
}

/** A list: how many, then each; what has names: how many, then each name with what it holds. */
function walk(into: CellHash, value: unknown): void {
  if (Array.isArray(value)) {
    into.mark(LIST).add(value.length);
    for (const one of value) walk(into, one);
  } else if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    into.mark(FIELDS).add(fields.length);
    for (const [name, inner] of fields.toSorted(([a], [b]) => (a < b ? -1 : 1))) walk(into.add(name), inner);
  } else into.add(value);
}

const hash = new CellHash();
const LIST = 6;
const FIELDS = 7;
const SAMPLE = 1;
const REPORT = 2;

function bits48({ low, high }: { readonly low: number; readonly high: number }): number {
  return (high & 0xffff) * 2 ** 32 + (low >>> 0);
}

class CellSum {
  #low = 0;
  #high = 0;

  take({ low, high }: CellHash): void {
    this.#low = (this.#low + low) | 0;
    this.#high = (this.#high + high) | 0;
  }

  get bits48(): number {
    return bits48({ low: this.#low, high: this.#high });
  }
}

function addSamples(sum: CellSum, { samples }: Part): void {
  for (const { times, columns } of samples)
    for (const { channel, values, qualities } of columns)
      for (let row = 0; row < times.length; row++) {
        const [value = null, quality = 'good'] = [values[row], qualities[row]];
        if (value === null && quality === 'good') continue;
        hash.start().add(SAMPLE).add(channel).add(times[row]).add(qualityCode(quality)).add(value);
        sum.take(hash);
      }
}

function addReports(sum: CellSum, { reports }: Part): void {
  for (const { times, columns, periodMs } of reports)
    for (const { channel, min, mean, max, n, qualities } of columns)
      for (let row = 0; row < times.length; row++) {
        hash
          .start()
          .add(REPORT)
          .add(periodMs)
          .add(channel)
          .add(times[row])
          .add(qualityCode(qualities[row] ?? 'good'));
        sum.take(hash.add(min[row]).add(mean[row]).add(max[row]).add(n[row]));
      }
}
