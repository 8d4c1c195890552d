import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readThresholds } from '../../../gateway/site/thresholds/liftThresholds.ts';
import { THRESHOLDS, THRESHOLDS_FILE } from '../../lift/detection/lift.ts';

const TEXT = readFileSync(THRESHOLDS_FILE, 'utf8');

/** The values of the file, wherever they stand in it. */
function values(node: object): { confidence: string; source: string }[] {
  if ('confidence' in node && 'source' in node)
    return [{ confidence: String(node.confidence), source: String(node.source) }];
  return Object.values(node).flatMap((below) => values(below as object));
}

test('what is remembered says so, and only that; what is sourced names where it was read', () => {
  const all = values(THRESHOLDS);
  expect(all.length).toBeGreaterThan(60);
  for (const { confidence, source } of all) {
    expect([source, /remembered/.test(source)]).toEqual([source, confidence === 'from-memory']);
    if (confidence === 'sourced') expect(source).toMatch(/public code|as told by/);
  }
});

test.each([
  ['a misspelt name', TEXT.replace('runS:', 'ranS:'), 'ranS'],
  [
    'a mode that there is not',
    TEXT.replace('[inspection, maintenance, learning]', '[inspektion]'),
    'inhibitModes',
  ],
  ['a number below nothing', TEXT.replace('value: 90,', 'value: -90,'), 'atLevelConfirmedS'],
  ['a value without its source', TEXT.replace(/, confidence: sourced, source: .* }/, ' }'), 'source'],
])('%s is refused with its line', (_what, text, words) => {
  const result = readThresholds('thresholds.yaml', text);
  if (result.ok) throw new Error('it was taken');
  expect(result.error.map(({ what }) => what).join('\n')).toContain(words);
  expect(result.error[0]?.where).toMatch(/^thresholds\.yaml:\d+$/);
});
