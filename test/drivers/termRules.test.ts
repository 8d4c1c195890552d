import { expect, test } from 'vitest';
import { checkTerms } from '../../drivers/profile/rules/termRules.ts';
import { profileSchema } from '../../drivers/profile/schema.ts';

const label = { en: 'sample', zh: '样本' };

function hints(points: readonly { readonly role?: string; readonly unit?: string }[]): string[] {
  const profile = profileSchema.parse({
    ...{ id: 'sample', names: label, vendor: label, kind: 'air-quality', source: 'made up' },
    ...{ verification: 'unverified', serial: { unit: 1, baud: 9600, bauds: [9600] } },
    timing: { turnaroundMs: 5, responseMs: 100 },
    points: points.map((point, i) => ({
      ...{ id: `p${i}`, names: label, table: 'holding', address: i, type: 'u16', class: 'trend' },
      ...{ periodMs: 1000, ...point },
    })),
  });
  return [...checkTerms(profile)].map(({ problem: { hint = '' } }) => hint);
}

// what the first own profile of a newcomer had: an air quality board
test('a role that is the end of a known one is suggested, the list is given once, and dust has its unit', () => {
  expect(hints([{ role: 'tvoc' }, { role: 'co2' }])).toEqual([
    'did you mean air.voc?',
    'did you mean air.co2?',
  ]);
  expect(hints([{ unit: 'µg/m³' }])).toEqual([]);
  const [first, second, ...more] = hints([{ role: 'pm10' }, { role: 'pm2.5' }]);
  expect(first).toContain('air.dust');
  expect(second).toBe('take one of those that are named above');
  expect(more).toEqual([]);
});
