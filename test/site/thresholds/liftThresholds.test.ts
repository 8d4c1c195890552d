import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Text } from '../../../gateway/core/result.ts';
import { readThresholds } from '../../../gateway/site/thresholds/liftThresholds.ts';
import { THRESHOLDS, THRESHOLDS_FILE } from '../../lift/detection/lift.ts';

const TEXT = readFileSync(THRESHOLDS_FILE, 'utf8');

/** The values of the file, wherever they stand in it. */
function values(node: object): { confidence: string; source: Text }[] {
  if ('confidence' in node && 'source' in node)
    return [{ confidence: String(node.confidence), source: node.source as Text }];
  return Object.values(node).flatMap((below) => values(below as object));
}

test('what is remembered says so, and only that; what is sourced names where it was read', () => {
  const all = values(THRESHOLDS);
  expect(all.length).toBeGreaterThan(60);
  for (const { confidence, source } of all) {
    const remembered = [/remembered/.test(source.en), /凭记忆/.test(source.zh)];
    expect([source.en, ...remembered]).toEqual([
      source.en,
      ...[1, 2].map(() => confidence === 'from-memory'),
    ]);
    if (confidence === 'sourced') {
      expect(source.en).toMatch(/public code|as told by/);
      expect(source.zh).toMatch(/公开代码|转述/);
    }
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
  ['a value without its source', TEXT.replace(/, confidence: engineering, source: \*ours }/, ' }'), 'source'],
])('%s is refused with its line', (_what, text, words) => {
  const result = readThresholds('thresholds.yaml', text);
  if (result.ok) throw new Error('it was taken');
  expect(result.error.map(({ what }) => what).join('\n')).toContain(words);
  expect(result.error[0]?.where).toMatch(/^thresholds\.yaml:\d+$/);
});
