import { expect, test } from 'vitest';
import { newBumpTest, stepBumpTest } from '../../../gateway/commission/check/bumpTest.ts';
import { type DoneChecks, NOTHING_DONE } from '../../../gateway/desk/commission/doneChecks.ts';
import { recordOf } from '../../../gateway/desk/papers/recordFacts.ts';
import { gapsOf, statementOf } from '../../../gateway/reports/commissioning/commissioningRecord.ts';
import { readSite } from '../../../gateway/site/load.ts';
import { readProfiles } from '../../../gateway/site/profiles.ts';

const SITE = `
gateway: { id: house-1 }
buses: [{ id: l, connection: { type: serial, path: /dev/null, baud: 9600 } }]
devices:
  - { id: gas, profile: ya-k300-s, bus: l, unit: 1, calibrationDue: 2027-11-30 }
  - { id: wall, profile: wit-hwt9073-485, bus: l, unit: 2, baseline: { tilt_x: 0.8 } }
rules:
  - { id: gas-high, name: Gas, kind: limit, point: gas/concentration, unit: '%LEL', high: { red: 50 }, deadband: 2 }
`;
const NOW = { utc: '2026-11-30T05:12:00.000Z', quality: 'ntp' };
const BY = { actor: 'desk:li', utc: Date.UTC(2026, 10, 30) };

function drafted(done: Partial<DoneChecks>, text = SITE) {
  const site = readSite(text, 'site.yaml', readProfiles('site.yaml'), []);
  if (!site.ok) throw new Error(JSON.stringify(site.error));
  const at = { boot: 'b', mono: 1 };
  return recordOf({
    ...{ installation: site.value, screen: null, software: '1', now: NOW, exceptions: [], people: [] },
    done: { ...NOTHING_DONE, ...done },
    photoOf: (device) => (device === 'wall' ? 'data:image/jpeg;base64,/9j/' : null),
    readings: new Map(
      [
        { point: 'gas/concentration', value: 0, quality: 'good' as const, at },
        { point: 'wall/tilt_x', value: 0, quality: 'good' as const, at },
      ].map((reading) => [reading.point, reading]),
    ),
  });
}

const LIMITS = { sensor: 1, decision: 1, siren: null, heard: null, platform: null, recovery: 1 };
const failed = stepBumpTest(newBumpTest(LIMITS, 0), { kind: 'tick', at: Number.POSITIVE_INFINITY });

test('a record says what was found and left, and what nobody proved is a gap', () => {
  const zero = { kind: 'taken' as const, value: 0.001, spread: 0.01, count: 50 };
  const record = drafted({
    zeros: { 'wall/tilt_x': { zero, asFound: 0.8, baseline: 0.8, ...BY } },
    identified: { 'l/2': { profile: 'wit-hwt9073-485', certainty: 'sure' } },
  });
  const [gas, wall] = record.devices;
  expect(wall).toMatchObject({
    zero: { as_found: 0.8, as_left: 0.001, spread: 0.01, unit: '°' },
    ...{ certainty: 'sure', bump_due: false, photo: 'data:image/jpeg;base64,/9j/' },
  });
  expect(gas).toMatchObject({ bump_due: true, bump: null, certainty: null, calibration_due: '2027-11-30' });
  // without guard nothing of the box is proven, and the wall needs no bump test
  expect(gapsOf(record)).toEqual(['gas', 'power', 'clock', 'disk']);
  expect(statementOf(record)).toBe('incomplete');
});

test('a bump test that failed is printed with its legs, and one of another kind of sensor at the address proves no certainty', () => {
  const record = drafted({
    bumps: {
      'gas/concentration': { test: failed, passed: false, gas: null, alarmMs: 912, asFound: null, ...BY },
    },
    identified: { 'l/1': { profile: 'qdy30a-pressure', certainty: 'sure' } },
  });
  expect(record.devices[0]?.bump).toMatchObject({ passed: false });
  expect(record.devices[0]?.certainty).toBe(null);
  expect(record.alarm_times).toEqual([
    {
      point: 'gas/concentration',
      name: { en: 'Gas concentration', zh: '气体浓度' },
      promised_ms: expect.any(Number),
      measured_ms: 912,
    },
  ]);
  expect(gapsOf(record)).toContain('gas');
});

test('a wall that is watched and has no zero in force is a gap, and so is one whose zero was not written into the site', () => {
  const rule = `
  - { id: lean, name: Lean, kind: change, point: wall/tilt_y, unit: '°', step: { red: 1 } }`;
  const zero = { kind: 'taken' as const, value: -0.3, spread: 0.01, count: 50 };
  const taken = { 'wall/tilt_y': { zero, asFound: -0.3, baseline: 0, ...BY } };
  const wallOf = (zeros: DoneChecks['zeros'], text: string) =>
    drafted({ zeros }, text).devices.find(({ id }) => id === 'wall')?.zero_open;
  expect(wallOf({}, SITE)).toBe(false); // no rule looks at it
  expect(wallOf({}, `${SITE.trimEnd()}${rule}`)).toBe(true);
  expect(wallOf(taken, `${SITE.trimEnd()}${rule}`)).toBe(true);
  const written = SITE.replace('tilt_x: 0.8', 'tilt_x: 0.8, tilt_y: -0.3');
  expect(wallOf(taken, `${written.trimEnd()}${rule}`)).toBe(false);
  expect(gapsOf(drafted({}, `${SITE.trimEnd()}${rule}`))).toContain('wall');
});

test('a record says when and by whom each test was done, and how the first one ended', () => {
  const asFound = { passed: false, failed: ['sensor' as const], utc: Date.UTC(2026, 10, 29) };
  const bumps = {
    'gas/concentration': { test: failed, passed: false, gas: 'CH4', alarmMs: 912, asFound, ...BY },
  };
  const power = { outcome: 'passed' as const, why: null, detail: null, ...BY };
  const record = drafted({ bumps, building: { power } });
  const when = { utc: '2026-11-30T00:00:00.000Z', quality: 'ntp' };
  expect(record.devices[0]?.bump).toMatchObject({
    ...{ done: when, by: 'desk:li' },
    as_found: { passed: false, failed: ['sensor'], done: { utc: '2026-11-29T00:00:00.000Z' } },
  });
  expect(record.building_tests.find(({ test }) => test === 'power')).toMatchObject({
    done: when,
    by: 'desk:li',
  });
});
