import { createHash } from 'node:crypto';
import { qualityCode } from '../../../drivers/quality.ts';
import type { Part } from '../wire/model.ts';
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

/** The first 48 bits of a SHA-256 over what JSON makes of `content`. */
export function digest(content: unknown): number {
  return createHash('sha256').update(JSON.stringify(content)).digest().readUIntBE(0, 6);
}

const hash = new CellHash();
const SAMPLE = 1;
const REPORT = 2;

class CellSum {
  #low = 0;
  #high = 0;

  take({ low, high }: CellHash): void {
    this.#low = (this.#low + low) | 0;
    this.#high = (this.#high + high) | 0;
  }

  get bits48(): number {
    return (this.#high & 0xffff) * 2 ** 32 + (this.#low >>> 0);
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
