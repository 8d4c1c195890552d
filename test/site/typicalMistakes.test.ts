import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkSite, reportText } from '../../gateway/reports/site/siteReport.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { edited, ROWS } from './typicalMistakeRows.ts';

/**
 * What people do to a site file, and what they are told, word by word: the first problem alone counts, because it is the
 * one that is read. Everybody who changes a sentence sees here who reads it, and beside it what it is in the other language.
 */

const folder = mkdtempSync(join(tmpdir(), 'mistakes-'));
afterAll(() => removeFolder(folder));

/** What `lifeline check` says first: two rows, the file left out. */
function told(bytes: string | Buffer, language: 'en' | 'zh'): string {
  const path = join(folder, 'site.yaml');
  writeFileSync(path, bytes);
  return reportText(checkSite(path), { language })
    .split('\n')
    .slice(0, 2)
    .join('\n')
    .replace(path, 'site.yaml');
}

describe('a typical mistake in a site file is told in its own words', () => {
  test.each(ROWS)('$name', ({ file, en, zh }) => {
    expect(told(file(), 'en')).toBe(en);
    expect(told(file(), 'zh')).toBe(zh);
  });
});

test('a name may have full-width characters in it, beside a mistake too', () => {
  const text = edited(
    '{ en: Gas detector in the kitchen, zh: 厨房燃气探测器 }',
    '厨房：燃气（三楼）',
  ).replace('unit: 1', 'unit: "1"');
  expect(told(text, 'en')).toContain('devices[0].unit: "1" is not a number');
});

test('a list whose name is misspelt is the one thing to mend: nothing is said of what refers to it', () => {
  const text = told(edited('devices:', 'device:'), 'en');
  expect(text).toBe('site.yaml:13:1: device: there is no key device here\n  → did you mean devices?');
  writeFileSync(join(folder, 'site.yaml'), edited('devices:', 'device:'));
  const { problems } = checkSite(join(folder, 'site.yaml'));
  expect(problems.map(({ code }) => code)).not.toContain('site.unknown-device');
});

test('a name that ends at a # is told, because two may then be called alike; a comment is none', () => {
  const path = join(folder, 'site.yaml');
  const name = '{ en: Gas detector in the kitchen, zh: 厨房燃气探测器 }';
  writeFileSync(path, edited(name, 'Kitchen #301').replace('unit: 1', 'unit: 1 # as on its label'));
  const { problems, warnings = [] } = checkSite(path);
  expect(problems).toEqual([]);
  const [cut, ...others] = warnings.filter(({ code }) => code === 'yaml.hash');
  expect(others).toEqual([]);
  expect(cut?.what).toBe('#301 is taken for a comment, and the text ends before it: Kitchen');
  expect(cut?.hint).toContain('"Kitchen #301"');
});
