import { expect, test } from 'vitest';
import type { Reading } from '../../../drivers/reading.ts';
import type { AlarmScreen } from '../../../gateway/control/alarmScreen.ts';
import { CommissionChecks } from '../../../gateway/desk/commission/commissionChecks.ts';
import { type DoneChecks, doneChecksOf, NOTHING_DONE } from '../../../gateway/desk/commission/doneChecks.ts';
import { readSite } from '../../../gateway/site/load.ts';
import { readProfiles } from '../../../gateway/site/profiles.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

const SITE = `
gateway: { id: house-1 }
buses: [{ id: l, connection: { type: serial, path: /dev/null, baud: 9600 } }]
devices:
  - { id: gas, profile: ya-k300-s, bus: l, unit: 1 }
  - { id: main, profile: qdy30a-pressure, bus: l, unit: 2 }
  - { id: box, profile: lifeline-annunciator, bus: l, unit: 3 }
annunciators: [{ device: box, outputs: [{ point: siren, drives: siren }] }]
rules:
  - { id: gas-high, name: Gas, kind: limit, point: gas/concentration, unit: '%LEL', high: { yellow: 10, red: 50 }, deadband: 2 }
uplinks: [{ id: city, url: mqtts://city.example }]
`;

/** Checks on a virtual clock; what guard says is said by hand. */
function checking() {
  const clock = new VirtualClock();
  const site = readSite(SITE, 'site.yaml', readProfiles('site.yaml'), []);
  if (!site.ok) throw new Error(JSON.stringify(site.error));
  const kept: DoneChecks[] = [];
  const delivered: string[] = [];
  const told: string[] = [];
  const standing: string[] = [];
  const checks = new CommissionChecks(
    {
      installation: () => site.value,
      clock,
      deliveredTo: async (occurrence) => {
        if (delivered.includes('unreadable')) throw new Error('the disk does not answer');
        return delivered.includes(occurrence) ? ['city'] : [];
      },
      silence: (occurrence) => void told.push(`silence ${occurrence}`),
      settle: (occurrence) => void told.push(`settle ${occurrence}`),
      hasAlarm: (point) => standing.includes(point),
      sirenTested: () => standing.includes('siren'),
      valueOf: () => null,
      alarmMsOf: async () => 912,
      tell: (command, _actor, detail) => void told.push(`${command} ${detail}`),
      changed: () => {},
      keep: (done) => void kept.push(done),
    },
    NOTHING_DONE,
  );
  checks.start();
  const reads = (point: string, value: Reading['value'], quality: Reading['quality'] = 'good') =>
    checks.readings([{ point, value, quality, at: { boot: clock.boot, mono: clock.mono() } }]);
  const shows = (condition: string, obeys: boolean | null) =>
    checks.screen({
      alarms: [
        {
          ...{ occurrence: 'gas-high#1', point: 'gas/concentration', severity: 'red', condition },
          declared: { boot: clock.boot, mono: declared },
        },
      ],
      annunciation: {
        outputs: [
          {
            point: 'box/siren',
            drives: 'siren',
            acting: true,
            obeys,
            acted: obeys === true,
            because: ['gas-high#1'],
          },
        ],
      },
    } as unknown as AlarmScreen);
  let declared = 0;
  const alarm = () => {
    declared = clock.mono();
  };
  return { clock, checks, kept, delivered, standing, told, reads, shows, alarm };
}

test('a bump test is passed leg by leg by what guard says, and its ear by a person', async () => {
  const { clock, checks, kept, delivered, reads, shows, alarm } = checking();
  expect(checks.beginBump('gas/concentration', '甲烷 25 %LEL', 'desk:li').ok).toBe(true);
  await clock.advance(3_000);
  reads('gas/concentration', 22.4);
  alarm();
  shows('unacknowledged-active', null);
  await clock.advance(500);
  shows('unacknowledged-active', true);
  delivered.push('gas-high#1');
  await clock.advance(1_000);
  expect(checks.heard('gas/concentration', true).ok).toBe(true);
  await clock.advance(20_000);
  shows('latched-unacknowledged', true);
  expect(checks.bump).toBe(null);
  await clock.advance(1); // guard's own measurement of the alarm comes after it
  const done = kept.at(-1)?.bumps['gas/concentration'];
  expect(done).toMatchObject({ passed: true, gas: '甲烷 25 %LEL', actor: 'desk:li', alarmMs: 912 });
  expect(done?.test.legs).toMatchObject({
    sensor: { outcome: 'passed', ms: 3_000, detail: '22.4' },
    decision: { outcome: 'passed', ms: 3_000, detail: 'red' },
    siren: { outcome: 'passed', ms: 3_500, detail: 'box/siren' },
    platform: { outcome: 'passed', detail: 'city' },
    heard: { outcome: 'passed' },
    recovery: { outcome: 'passed' },
  });
  // what was kept is what is read again
  expect(doneChecksOf(JSON.stringify(kept.at(-1)))).toEqual(kept.at(-1));
});

test('a siren that nobody reads back is not said to have been proven, and one that is not heard has failed', async () => {
  const { clock, checks, kept, told, reads, shows, alarm } = checking();
  checks.beginBump('gas/concentration', null, 'desk:li');
  reads('gas/concentration', 60);
  alarm();
  shows('unacknowledged-active', null);
  await clock.advance(3_500);
  shows('unacknowledged-active', null);
  expect(checks.bump?.test.legs.siren).toMatchObject({ outcome: 'unproven', detail: 'box/siren' });
  checks.heard('gas/concentration', false);
  await clock.advance(70_000); // the city does not answer
  shows('returned-unacknowledged', null);
  const done = kept.at(-1)?.bumps['gas/concentration'];
  expect(done?.passed).toBe(false);
  expect([done?.test.legs.heard?.outcome, done?.test.legs.platform?.outcome]).toEqual(['failed', 'failed']);
  // the city is told of it, in words that are legible alone
  expect(told).toEqual([
    'bump-test gas/concentration begun',
    'silence gas-high#1',
    'bump-test gas/concentration FAILED: heard, platform; not proven: siren',
    'settle gas-high#1',
  ]);
});

test('a value of bad quality, an alarm from before, and a second test at once prove nothing', async () => {
  const { clock, checks, reads, shows, alarm } = checking();
  alarm();
  await clock.advance(1_000);
  checks.beginBump('gas/concentration', null, 'desk:li');
  reads('gas/concentration', 60, 'warm-up');
  shows('unacknowledged-active', true); // declared before the test began
  expect(checks.bump?.test.legs).toEqual({});
  expect(checks.beginBump('gas/concentration', null, 'desk:wang')).toMatchObject({
    ok: false,
    error: { code: 'commission.bump-runs' },
  });
  expect(checks.beginBump('main/pressure', null, 'desk:wang').ok).toBe(false);
  checks.endBump('gas/concentration');
  expect(checks.bump).toBe(null);
  expect(checks.done.bumps['gas/concentration']?.passed).toBe(false);
  expect(checks.beginBump('main/pressure', null, 'a')).toMatchObject({
    ok: false,
    error: { code: 'commission.no-rule' },
  });
});

test('a zero is taken from a minute of good readings; when guard falls silent it is not', async () => {
  const { clock, checks, kept, reads } = checking();
  checks.beginZero('main/pressure', 'desk:li');
  for (let i = 0; i < 70; i++) {
    reads('main/pressure', 0.02);
    await clock.advance(1_000);
  }
  expect(kept.at(-1)?.zeros['main/pressure']?.zero).toMatchObject({ kind: 'taken', value: 0.02, spread: 0 });
  checks.beginZero('main/pressure', 'desk:li');
  await clock.advance(70_000);
  expect(kept.at(-1)?.zeros['main/pressure']?.zero.kind).toBe('too-few');
});

test('a journal that cannot be looked into is asked again, and ends nothing', async () => {
  const { clock, checks, delivered, reads, shows, alarm } = checking();
  checks.beginBump('gas/concentration', null, 'desk:li');
  reads('gas/concentration', 60);
  alarm();
  delivered.push('unreadable');
  shows('unacknowledged-active', true);
  await clock.advance(2_000);
  expect(checks.bump?.test.legs.platform).toBeUndefined();
  delivered.splice(0, 1, 'gas-high#1');
  await clock.advance(2_000);
  expect(checks.bump?.test.legs.platform).toMatchObject({ outcome: 'passed', detail: 'city' });
});

test('a test is not begun while an alarm of its point stands: it would fail, and nobody would know why', () => {
  const { checks, standing } = checking();
  standing.push('gas/concentration');
  expect(checks.beginBump('gas/concentration', null, 'desk:li')).toMatchObject({
    ok: false,
    error: { code: 'commission.alarm-stands' },
  });
  standing.pop();
  expect(checks.beginBump('gas/concentration', null, 'desk:li').ok).toBe(true);
});

test('while a sensor is tested it gives no zero; a test that is done again keeps how the first one ended', async () => {
  const { clock, checks, kept } = checking();
  checks.beginBump('gas/concentration', null, 'desk:li');
  expect(checks.beginZero('gas/temperature', 'desk:li')).toMatchObject({
    ok: false,
    error: { code: 'commission.bump-runs' },
  });
  expect(checks.beginZero('main/pressure', 'desk:li').ok).toBe(true);
  checks.endBump('gas/concentration');
  expect(kept.at(-1)?.bumps['gas/concentration']).toMatchObject({ passed: false, asFound: null });
  await clock.advance(1000);
  for (let again = 0; again < 2; again++) {
    checks.beginBump('gas/concentration', null, 'desk:li');
    checks.endBump('gas/concentration');
  }
  const first = kept.find(({ bumps }) => bumps['gas/concentration'] !== undefined)?.bumps[
    'gas/concentration'
  ];
  expect(kept.at(-1)?.bumps['gas/concentration']?.asFound).toMatchObject({
    ...{ passed: false, utc: first?.utc },
    failed: expect.arrayContaining(['sensor', 'decision']),
  });
});

test('nobody has heard a siren before it was told to sound, and beside the test of a siren no other is begun', () => {
  const { checks, standing, kept } = checking();
  standing.push('siren');
  expect(checks.beginBump('gas/concentration', null, 'desk:li')).toMatchObject({
    error: { code: 'commission.siren-tested' },
  });
  standing.pop();
  checks.beginBump('gas/concentration', null, 'desk:li');
  for (const yes of [true, false])
    expect(checks.heard('gas/concentration', yes)).toMatchObject({
      error: { code: 'commission.not-sounding' },
    });
  expect(checks.bump?.test.legs.heard).toBeUndefined();
  expect(kept).toEqual([]);
});
