import { expect, test } from 'vitest';
import { withProfile } from '../../../drivers/catalog.ts';
import { type Profile, profileSchema } from '../../../drivers/profile/schema.ts';
import { stepWarnings } from '../../../gateway/reports/site/stepWarnings.ts';
import { readSite } from '../../../gateway/site/load.ts';
import { catalog } from '../../site/fixture.ts';
import { expectChinese } from '../../text/inChinese.ts';

const point = { table: 'holding', address: 0, type: 's16', unit: 'bar', class: 'safety', periodMs: 1000 };

function profileOf(decimals: number | undefined): Profile {
  const [some] = catalog.profiles.values();
  if (some === undefined) throw new Error('no profile');
  const { serial, timing, vendor } = some;
  return profileSchema.parse({
    ...{ id: 'gauge', names: 'gauge', vendor, kind: 'pressure', source: 'here', verification: 'unverified' },
    timing,
    serial: { ...serial, parity: 'none', stopBits: 1 },
    points: [
      {
        id: 'p',
        names: 'p',
        ...point,
        scale: { factor: 0.01 },
        ...(decimals === undefined ? {} : { decimals }),
      },
    ],
  });
}

function warningsOf(decimals: number | undefined, rule: Record<string, unknown>) {
  const site = readSite(
    JSON.stringify({
      gateway: { id: 'g' },
      buses: [{ id: 'l', connection: { type: 'serial', path: '/dev/null', baud: 9600 } }],
      devices: [{ id: 'd', profile: 'gauge', bus: 'l', unit: 1 }],
      rules: [{ id: 'r', point: 'd/p', unit: 'bar', ...rule }],
    }),
    'site.yaml',
    withProfile(catalog, profileOf(decimals)),
    [],
  );
  if (!site.ok) throw new Error(JSON.stringify(site.error));
  const found = stepWarnings(site.value);
  found.forEach(expectChinese);
  return found.map(({ what, hint }) => `${what} → ${hint}`);
}

const low = { kind: 'limit', low: { yellow: 2.5, red: 2 } };

test('a limit between two steps of a value that its profile made coarser is told, with what mends it', () => {
  expect(warningsOf(0, low)).toEqual([
    'r: the profile keeps d/p in whole steps of 1 bar (decimals: 0), and yellow 2.5 lies between two of them: the rule sees the rounded value, and meets it early, late or never → write decimals: 2 in the profile, or take limits that are whole steps',
  ]);
  expect(warningsOf(-1, { kind: 'drop', windowS: 60, fall: { orange: 3 } })).toHaveLength(1);
});

test.each([
  ['whole steps', 0, { kind: 'limit', low: { red: 2 } }],
  ['a device that is no finer itself', undefined, { kind: 'limit', low: { red: 2.005 } }],
  ['a drop in per cent', 0, { kind: 'drop', windowS: 60, unit: '%', fall: { orange: 2.5 } }],
])('nothing is said of %s', (_what, decimals, rule) => {
  expect(warningsOf(decimals, rule)).toEqual([]);
});
