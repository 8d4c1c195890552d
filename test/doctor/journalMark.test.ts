import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepMark, keptMark, markOf } from '../../gateway/doctor/journalMark.ts';
import { temporaryFolder } from '../journal/samples.ts';

const QUARTER_MS = 900_000;
const PER_QUARTER = 10_000;

/** What a doctor knows who looks every quarter of an hour, for so many days, and how often it wrote that down. */
async function quarters(file: string, days: number, start = 0) {
  let written = 0;
  let perDay: number | null = null;
  const unknown: number[] = [];
  for (let n = 0; n <= days * 96; n++) {
    const before = keptMark(file);
    const now = markOf(before, 1_000_000 + n * PER_QUARTER, start + n * QUARTER_MS);
    perDay = now.perDay;
    if (perDay === null) unknown.push(n);
    const text = before === null ? '' : readFileSync(file, 'utf8');
    expect(await keepMark(file, before, now)).toBeNull();
    if (readFileSync(file, 'utf8') !== text) written++;
  }
  return { written, perDay, unknown };
}

test('growth is known after six hours of looks every quarter of an hour, and stays known; one small file is written a day', async () => {
  const { written, perDay, unknown } = await quarters(join(temporaryFolder(), 'journal-size.json'), 3);
  expect(perDay).toBeCloseTo(96 * PER_QUARTER, 0);
  expect(unknown).toEqual(Array.from({ length: 24 }, (_, n) => n));
  expect(written).toBe(4);
});

test('a clock that was set back begins anew, a file that cannot be read is none, and one that cannot be written is told', async () => {
  const file = join(temporaryFolder(), 'journal-size.json');
  const later = { utc: 1e12, bytes: 5, perDay: 7 };
  await keepMark(file, null, later);
  const back = markOf(keptMark(file), 6, 1e12 - QUARTER_MS);
  expect(back.perDay).toBe(7);
  await keepMark(file, later, back);
  expect(keptMark(file)?.utc).toBe(1e12 - QUARTER_MS);
  writeFileSync(file, '{"utc": 1, "checks": []}');
  expect(keptMark(file)).toBeNull();
  expect(await keepMark(join(file, 'below'), null, later)).not.toBeNull();
});
