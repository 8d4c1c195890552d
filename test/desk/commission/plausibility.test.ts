import { expect, test } from 'vitest';
import type { Reading } from '../../../drivers/reading.ts';
import { plausibilityOf } from '../../../gateway/desk/commission/plausibility.ts';
import { readSite } from '../../../gateway/site/load.ts';
import { readProfiles } from '../../../gateway/site/profiles.ts';

const SITE = `
gateway: { id: house-1 }
buses: [{ id: l, connection: { type: serial, path: /dev/null, baud: 9600 } }]
devices:
${['a', 'b', 'c', 'd'].map((id, i) => `  - { id: gas-${id}, profile: ya-k300-s, bus: l, unit: ${i + 1} }`).join('\n')}
`;

/** What is said of the first detector, and the last three show 0. */
function said(value: number, quality: Reading['quality'] = 'good', others: Reading['quality'] = 'good') {
  const site = readSite(SITE, 'site.yaml', readProfiles('site.yaml'), []);
  if (!site.ok) throw new Error(JSON.stringify(site.error));
  const at = { boot: 'b', mono: 1 };
  const readings = new Map<string, Reading>(
    ['a', 'b', 'c', 'd'].map((id, i) => {
      const point = `gas-${id}/concentration`;
      return [point, { point, value: i === 0 ? value : 0, quality: i === 0 ? quality : others, at }];
    }),
  );
  const point = site.value.points.get('gas-a/concentration');
  if (point === undefined) throw new Error('no point');
  return plausibilityOf(point, site.value, readings);
}

test('a sensor that shows something else than its siblings is asked about, and one beyond its range', () => {
  expect(said(0)).toBe(null);
  expect(said(60)).toMatchObject({ why: 'siblings', value: 60, siblings: 3, median: 0 });
  expect(said(130, 'out-of-spec')).toMatchObject({ why: 'range' });
});

test('values that nobody may trust say nothing, of it or of its siblings', () => {
  expect(said(60, 'warm-up')).toBe(null);
  expect(said(60, 'good', 'warm-up')).toBe(null);
});
