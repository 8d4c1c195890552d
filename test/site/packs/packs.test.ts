import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../gateway/reports/site/rulesReport.ts';
import { reportText } from '../../../gateway/reports/site/siteReport.ts';
import { dayOf } from '../../../gateway/site/civilDate.ts';
import { packRules } from '../../../gateway/site/packs/packRules.ts';
import { readPacks, shippedPacks } from '../../../gateway/site/packs/packs.ts';
import { ruleText } from '../../../gateway/site/rules/ruleText.ts';
import { deviceSchema } from '../../../gateway/site/schema/siteSchema.ts';
import { inUnit } from '../../../gateway/site/unitConversion.ts';
import { catalog, installationOf, problemsOf } from '../fixture.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'gateway', 'site', 'packs', 'shipped');
const { packs, problems } = shippedPacks();
const shipped = [...packs.values()];

const BUSES = [
  { id: 'a', connection: { type: 'serial', path: '/dev/ttyS1', baud: 9600 } },
  { id: 'b', connection: { type: 'serial', path: '/dev/ttyS2', baud: 9600 } },
];
const site = (...devices: Record<string, unknown>[]) => ({
  gateway: { id: 'tower' },
  buses: BUSES,
  devices: devices.map((device, i) => ({ bus: 'a', unit: i + 1, ...device })),
});
const told = (device: Record<string, unknown>) => problemsOf(JSON.stringify(site(device)));

describe('the rule packs that come with the gateway', () => {
  test('are all usable', () => {
    expect(problems).toEqual([]);
    expect(packs.size).toBe(readdirSync(FOLDER).length);
  });

  test('cover the ten kinds of sensors, and lifts', () => {
    expect([...packs.keys()]).toEqual([
      'carbon-monoxide',
      'combustible-gas',
      'contact',
      'crack',
      'domestic-water',
      'fire-main',
      'heating',
      'level',
      'lift',
      'settlement',
      'tilt',
    ]);
  });

  test.each(shipped.map((pack) => [pack.id, pack] as const))(
    '%s makes a rule of each of its rules',
    (_id, pack) => {
      const [some] = catalog.profiles.values();
      if (some === undefined) throw new Error('no profile');
      for (const [id, rule] of Object.entries(pack.rules)) {
        const [point] = some.points;
        if (point === undefined) throw new Error('no point');
        const profile = {
          ...some,
          kind: rule.kinds?.[0] ?? pack.kinds[0] ?? '',
          points: [{ ...point, id: 'p', role: rule.roles[0], unit: rule.unit === '%' ? 'MPa' : rule.unit }],
        };
        const device = deviceSchema.parse({
          id: 'd',
          profile: some.id,
          bus: 'a',
          unit: 1,
          packSettings: Object.fromEntries(Object.keys(pack.settings).map((name) => [name, 3])),
        });
        const made = packRules(device, profile, pack).filter(({ packRule }) => packRule === id);
        expect(made).toMatchObject([{ rule: { id: `d.${id}`, kind: rule.kind } }]);
      }
    },
  );

  test('are honest: what is called sourced names where it was read, what names a clause is no proposal out of thin air', () => {
    const values = shipped.flatMap(({ id, rules }) =>
      Object.entries(rules).flatMap(([rule, { values }]) =>
        Object.entries(values).map(([path, value]) => ({ at: `${id}.${rule}.${path}`, ...value })),
      ),
    );
    // none was read in the standard itself; adding one means having read it
    expect(values.filter(({ confidence }) => confidence === 'sourced')).toEqual([]);
    // the only numbers that were read where somebody quotes it
    expect(values.filter(({ confidence }) => confidence === 'quoted').map(({ at }) => at)).toEqual([
      'carbon-monoxide.high.high.yellow',
      'carbon-monoxide.high.high.red',
      'combustible-gas.high.high.orange',
      'combustible-gas.high.high.red',
    ]);
    for (const { confidence, source } of values)
      if (confidence === 'from-memory')
        expect([source.en, source.zh]).toEqual([
          expect.stringMatching(/remembered/),
          expect.stringMatching(/凭记忆/),
        ]);
      else if (confidence === 'engineering')
        expect(`${source.en} ${source.zh}`).not.toMatch(/as remembered|凭记忆/);
  });

  test('have their limits and moments in the order of the table they come from', () => {
    const { rules } = installationOf(site({ id: 'g', profile: 'ya-k300-s', pack: 'combustible-gas' }));
    expect(rules.slice(0, 4).map((rule) => ruleText(rule, 'en'))).toEqual([
      'g/concentration high yellow 10, orange 25, red 50 %LEL; deadband 2, after 3 s (red at once), clears after 30 s, latches orange, red',
      'g/alarm is 1: orange, clears after 30 s, latches orange',
      'g/alarm is 2: red, clears after 30 s, latches red',
      'g/state is 2: yellow, clears after 30 s',
    ]);
    expect(rules[0]?.signals).toMatchObject({
      orange: { tone: 'pulsed', strobe: true, closeGasValve: false },
      red: { tone: 'continuous', strobe: true, closeGasValve: true, runFan: false },
    });
    expect(rules[0]?.signals?.yellow).toBeUndefined();
  });
});

describe('a device with a rule pack', () => {
  test('names its rules after itself in both languages', () => {
    const name = { en: 'Kitchen', zh: '厨房' };
    const { rules } = installationOf(site({ id: 'g', profile: 'ya-k300-s', pack: 'combustible-gas', name }));
    expect(rules[0]?.name).toEqual({ en: 'Kitchen: gas', zh: '厨房：燃气浓度' });
  });

  test('has one rule for each point of a role, named after the point', () => {
    const { rules } = installationOf(
      site({
        id: 'i',
        profile: 'relay-8in-8out',
        pack: 'contact',
        packPoints: ['input2', 'input3'],
        name: 'Hall',
      }),
    );
    expect(rules.slice(0, 2).map(({ id, name }) => [id, name])).toEqual([
      ['i.alarm.input2', { en: 'Hall: Input 2 alarms', zh: 'Hall：输入 2报警' }],
      ['i.alarm.input3', { en: 'Hall: Input 3 alarms', zh: 'Hall：输入 3报警' }],
    ]);
  });

  test('has its values in the unit of its point', () => {
    const { rules, provenance } = installationOf(
      site({ id: 'm', profile: 'keller-series30', pack: 'fire-main' }),
    );
    expect(rules[0]).toMatchObject({ unit: 'bar', low: { yellow: 1.4, orange: 1, red: 0.7 }, deadband: 0.1 });
    expect(rules[1]).toMatchObject({ unit: '%', fall: { yellow: 10, orange: 15 } });
    expect(provenance.get('m.low')?.values[0]).toMatchObject({
      path: 'low.yellow',
      value: 1.4,
      unit: 'bar',
      clause: 'GB 50974',
      confidence: 'from-memory',
    });
  });

  test('counts levels down from what the place is like', () => {
    const points = { pressure: { unit: 'cm' } };
    const pit = { id: 'p', profile: 'qdy30a-pressure', pack: 'level', points };
    const { rules } = installationOf(site({ ...pit, packSettings: { cover: 3.2 } }));
    expect(rules[0]).toMatchObject({ unit: 'cm', high: { yellow: 220, orange: 270, red: 300 }, deadband: 5 });
    expect(told(pit)).toMatchObject([{ code: 'site.missing-setting' }, { code: 'site.no-limit' }]);
  });

  test('changes what is different here, takes levels away and whole rules', () => {
    const { rules, provenance } = installationOf(
      site({
        id: 'g',
        profile: 'ya-k300-s',
        pack: 'combustible-gas',
        packChanges: {
          high: { onDelayS: 1, latch: [], high: { yellow: 'off', red: 40 } },
          'detector-low': 'off',
          'detector-fault': 'off',
        },
      }),
    );
    expect(rules.filter(({ id }) => id.startsWith('g.')).map(({ id }) => id)).toEqual([
      'g.high',
      'g.detector-high',
      'g.loss-of-sensing',
    ]);
    expect(rules[0]).toMatchObject({ high: { orange: 25, red: 40 }, onDelayS: 1, latch: [], offDelayS: 30 });
    expect(provenance.get('g.high')?.values.find(({ path }) => path === 'high.red')).toMatchObject({
      value: 40,
      confidence: 'site',
    });
  });

  test.each([
    ['an unknown pack', { pack: 'combustible' }, 'devices[0].pack', 'unknown-pack', 'combustible-gas'],
    [
      'a pack for something else',
      { pack: 'tilt' },
      'devices[0].pack',
      'pack-kind',
      'pack tilt is for tilt, ya-k300-s is combustible-gas → take combustible-gas',
    ],
    [
      'a change of a rule that the pack has not',
      { packChanges: { hihg: 'off' } },
      'devices[0].packChanges.hihg',
      'unknown-pack-key',
      'did you mean high?',
    ],
    [
      'a change that a rule does not take',
      { packChanges: { high: { onDelay: 3 } } },
      'devices[0].packChanges.high.onDelay',
      'pack-change',
      'a rule made from high does not take this',
    ],
    [
      'a change of the wrong kind',
      { packChanges: { high: { high: { red: 'x' } } } },
      'devices[0].packChanges.high.high.red',
      'pack-change',
      'write it as in a rule',
    ],
    [
      'a change that makes a rule absurd',
      { packChanges: { high: { high: { red: 20 } } } },
      'devices[0].packChanges.high.high.red',
      'severity-order',
      'red 20 is not beyond orange 25',
    ],
    [
      'a point that the pack has no rule for',
      { packPoints: ['temperature'] },
      'devices[0].packPoints[0]',
      'unknown-point',
      'concentration',
    ],
    [
      'a setting that the pack has not',
      { packSettings: { cover: 3 } },
      'devices[0].packSettings.cover',
      'unknown-pack-key',
      'has no setting cover',
    ],
    [
      'changes without a pack',
      { pack: undefined, packChanges: { high: 'off' } },
      'devices[0].packChanges',
      'no-pack',
      'pack: …',
    ],
  ])('%s is refused', (_name, change, path, code, words) => {
    const [problem, ...others] = told({ id: 'g', profile: 'ya-k300-s', pack: 'combustible-gas', ...change });
    expect(problem).toMatchObject({ code: `site.${code}` });
    expect(problem?.what.startsWith(path)).toBe(true);
    expect(`${problem?.what} → ${problem?.hint}`).toContain(words);
    expect(others).toEqual([]);
  });

  test('whose sensor cannot see so little is refused once a rule, and the hint can be taken as it is', () => {
    const tilt = { id: 't', profile: 'wit-wt901c-485', pack: 'tilt' };
    const refused = told(tilt);
    expect(refused.map(({ code }) => code)).toEqual(['site.too-tight', 'site.too-tight']);
    expect(refused[0]?.hint).toContain(
      'packChanges: { change: { rising: { blue: off, yellow: off }, falling: { blue: off, yellow: off } } }',
    );
    expect(refused[1]?.hint).toContain('packChanges: { rate: off }');
    const off = { blue: 'off', yellow: 'off' };
    const { rules } = installationOf(
      site({ ...tilt, packChanges: { change: { rising: off, falling: off }, rate: 'off' } }),
    );
    expect(rules.filter(({ kind }) => kind === 'change').map(({ id }) => id)).toEqual([
      't.change.tilt_x',
      't.change.tilt_y',
      't.step.tilt_x',
      't.step.tilt_y',
    ]);
  });

  test('of another quantity than the pack speaks of is refused', () => {
    const points = { pressure: { unit: 'm' } };
    const [problem] = told({ id: 'p', profile: 'qdy30a-pressure', pack: 'domestic-water', points });
    expect(problem).toMatchObject({ code: 'site.pack-unit' });
    expect(problem?.what).toContain('rule low of pack domestic-water is in MPa, pressure is in m');
  });
});

describe('what lifeline check says of rules', () => {
  const report = (installation: ReturnType<typeof installationOf>) =>
    reportText({ site: 'site.yaml', problems: [], installation }, { verbose: true });

  test('shows every value of a pack with how sure we are of it and where it comes from', () => {
    const text = report(
      installationOf(
        site({
          id: 'g',
          profile: 'ya-k300-s',
          pack: 'combustible-gas',
          packChanges: { high: { onDelayS: 2 } },
        }),
      ),
    );
    expect(text).toContain(
      'quoted, GB/T 50493-2019 §5.5.2 (quoted at fire114.cn i=141920: second alarm at most 50 %LEL): high.red 50 %LEL',
    );
    expect(text).toMatch(/engineering \(our proposal\): .*offDelayS 30 s/);
    expect(text).toContain('chosen on site: onDelayS 2 s');
    expect(text).toContain('note on combustible-gas: A supplementary monitor.');
  });

  test('warns of safety points that no rule watches, without refusing the site', () => {
    const bare = installationOf(site({ id: 'g', profile: 'ya-k300-s' }));
    expect(unwatched(bare)).toEqual(['g']);
    expect(report(bare)).toContain('warning: g has safety points but no rule');
    expect(report(bare)).toContain('site.yaml is fine');
    const watched = installationOf(site({ id: 'g', profile: 'ya-k300-s', pack: 'combustible-gas' }));
    expect(unwatched(watched)).toEqual([]);
  });
});

test('devices that state a calibration or bump tests, and annunciators, have rules of their own', () => {
  const { rules } = installationOf({
    ...site(
      { id: 'g', profile: 'ya-k300-s', bumpTest: { last: '2026-09-01', everyDays: 90 } },
      { id: 'board', profile: 'relay-8in-8out', calibrationDue: '2027-01-01' },
    ),
    annunciators: [{ device: 'board', outputs: [{ point: 'relay1', drives: 'siren' }] }],
    rules: [{ id: 'mine', kind: 'overdue', device: 'board', of: 'calibration', severity: 'blue' }],
  });
  expect(rules.map(({ id }) => id)).toEqual([
    'mine',
    'g.loss-of-sensing',
    'board.loss-of-sensing',
    'g.bump-test-overdue',
    'board.annunciator',
    'gateway.journal',
    'gateway.alarm-time',
    'gateway.state',
    'gateway.clock',
    'gateway.internal',
  ]);
});

test.each([
  [0.2, 'MPa', 'bar', 2],
  [14, 'psi', 'kPa', 96.5266021044],
  [1, 'm', 'cm', 100],
  [25, '%LEL', '%LEL', 25],
  [25, '%LEL', 'ppm', null],
  [1, 'bar', 'm', null],
])('%d %s is in %s %s', (value, from, to, expected) => {
  expect(inUnit(value, from, to)).toBe(expected);
});

test.each(['1970-01-01', '2000-02-29', '2026-11-25', '2028-03-01', '2100-02-28', '1969-12-31'])(
  '%s has the number that every calendar gives it',
  (date) => {
    expect(dayOf(date)).toBe(Date.parse(date) / 86_400_000);
  },
);

test('a pack that is damaged is left out and told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packs-'));
  writeFileSync(join(folder, 'half.yaml'), 'id: half\nnames: { en: Half');
  writeFileSync(join(folder, 'other.yaml'), 'id: x\nnames: { en: O, zh: O }\nkinds: [x]\nrules: {}\n');
  const { packs: none, problems: damaged } = readPacks(folder);
  expect([...none.keys()]).toEqual([]);
  expect(damaged.map(({ code, where }) => [code, where?.split('/').at(-1)])).toEqual([
    ['pack.damaged', 'half.yaml'],
    ['pack.damaged', 'other.yaml'],
  ]);
});
