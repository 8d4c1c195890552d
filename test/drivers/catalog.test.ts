import { describe, expect, test } from 'vitest';
import { buildCatalog, checkCatalog, type Problem } from '../../drivers/index.ts';
import { expectChinese } from '../text/inChinese.ts';
import { builtinCatalog, builtinFiles, builtinText } from './builtin.ts';

const PATH = 'profiles/ya-k300-s/profile.yaml';
const text = builtinText('ya-k300-s', 'profile.yaml');

/** The gas profile with one thing said differently, and the problems that follow, each of which is there in Chinese too. */
function spoiled(from: string, to: string, path = PATH): readonly Problem[] {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to spoil: ${from}`);
  const catalog = buildCatalog([{ path, text: changed }]);
  expect(catalog.profiles.size).toBe(0);
  catalog.problems.forEach(expectChinese);
  return catalog.problems;
}

function lineOf(fragment: string): number {
  return text.slice(0, text.indexOf(fragment)).split('\n').length;
}

test('every profile of the house is there and without a fault', () => {
  const folders = builtinFiles.filter(({ path }) => path.endsWith('/profile.yaml'));
  expect(builtinCatalog.profiles.size).toBe(folders.length);
  expect(builtinCatalog.problems).toEqual([]);
});

test('every profile has golden frames that hold, and no warnings', () => {
  const checks = checkCatalog(builtinFiles);
  expect(checks).toHaveLength(builtinCatalog.profiles.size);
  for (const { errors, warnings } of checks) expect([...errors, ...warnings]).toEqual([]);
});

describe('the catalogue', () => {
  const profiles = [...builtinCatalog.profiles.values()];

  test('has fifty profiles and more, half of them with something seen outside this project', () => {
    const outside = [...builtinCatalog.evidence.values()].filter(({ of }) => of !== 'none');
    expect(profiles.length).toBeGreaterThanOrEqual(50);
    expect(outside.length).toBeGreaterThanOrEqual(25);
  });

  test('calls no profile more than unverified that nothing outside confirms', () => {
    const claims = profiles.filter(
      ({ id, verification }) =>
        verification !== 'unverified' && builtinCatalog.evidence.get(id)?.of === 'none',
    );
    // our own node is its own document
    expect(claims.map(({ id }) => id)).toEqual(['lifeline-annunciator']);
  });

  test('speaks both languages, although an own profile may speak one', () => {
    for (const { path, text: yaml } of builtinFiles.filter(({ path }) => path.endsWith('/profile.yaml'))) {
      const names = [...yaml.matchAll(/^\s*(?:- )?(?:names|vendor): (.*)$/gm)].map(([, said]) => said);
      expect(names.length, path).toBeGreaterThan(2);
      for (const said of names) expect(said, path).toMatch(/^\{ en: .+, zh: .+ \}$/);
    }
  });

  test('numbers alarms of detectors as the rule packs read them', () => {
    for (const { id, points } of profiles)
      for (const { role, states } of points) {
        if (role === 'gas.alarm')
          expect([states?.[1]?.en, states?.[2]?.en], id).toEqual(['low alarm', 'high alarm']);
        if (role === 'gas.state') expect(states?.[2]?.en, id).toBe('fault');
      }
  });
});

test('the gas detector nobody has checked says so', () => {
  expect(builtinCatalog.profiles.get('ya-k300-s')?.verification).toBe('unverified');
});

describe('a wrong profile is left out and says where, what, and what to do', () => {
  test('an unknown key', () => {
    expect(spoiled('    periodMs: 1000', '    periodMS: 1000')).toContainEqual(
      expect.objectContaining({
        code: 'unknown-key',
        what: 'points.0.periodMS is not known here',
        where: `${PATH}:${lineOf('    periodMs: 1000')}`,
        hint: 'correct the spelling or remove it',
      }),
    );
  });

  test('a word that is not one of those allowed', () => {
    const [problem] = spoiled('verification: unverified', 'verification: surely');
    expect(problem?.where).toBe(`${PATH}:${lineOf('verification:')}`);
    expect(problem?.what).toContain('verification');
    expect(problem?.hint).toBe('use one of official, bench, third-party, unverified');
  });

  test('a number out of bounds', () => {
    const [problem] = spoiled('  unit: 1\n', '  unit: 300\n');
    expect(problem).toMatchObject({ where: `${PATH}:${lineOf('  unit: 1\n')}`, hint: 'use at most 247' });
  });

  test('an entry that is missing', () => {
    const [problem] = spoiled('  responseMs: 200\n', '');
    expect(problem?.what).toContain('timing.responseMs');
    expect(problem?.where).toBe(`${PATH}:${lineOf('  turnaroundMs: 10')}`);
    expect(problem?.hint).toBe('this entry is required: add it');
  });

  test('YAML that cannot be read', () => {
    const [problem] = spoiled('    unit: "%LEL"', '    unit: %LEL');
    expect(problem).toMatchObject({ code: 'yaml.quotes', where: `${PATH}:${lineOf('    unit: "%LEL"')}` });
  });

  test.each([
    [
      'a factor of nought',
      'scale: { factor: 0.1 }',
      'scale: { factor: 0 }',
      'points.0.scale.factor: a factor of 0 would lose the value',
    ],
    [
      'a scale of neither kind',
      'scale: { factor: 0.1 }',
      'scale: { times: 2 }',
      'points.0.scale: write { factor, offset }',
    ],
    [
      'a unit of neither kind',
      'unit: "%LEL"',
      'unit: { register: 2 }',
      'points.0.unit: write a unit, or { register, codes',
    ],
  ])('%s', (_, from, to, what) => {
    const [problem] = spoiled(from, to);
    expect(problem?.what).toContain(what);
    expect(problem?.where).toBe(`${PATH}:${lineOf(from)}`);
  });

  test('an alias to nothing', () => {
    const [problem] = spoiled('kind: combustible-gas', 'kind: *gas');
    expect(problem).toMatchObject({ code: 'yaml', where: `${PATH}:${lineOf('kind: combustible')}` });
  });

  test('an id that is not its folder', () => {
    const [problem] = spoiled('id: ya-k300-s', 'id: ya-k300');
    expect(problem).toMatchObject({ where: `${PATH}:1`, what: 'the id is ya-k300, the folder is ya-k300-s' });
  });

  test('a factory rate the device does not have', () => {
    const [problem] = spoiled('baud: 9600', 'baud: 4800');
    expect(problem).toMatchObject({ code: 'baud', where: `${PATH}:${lineOf('  baud: 9600')}` });
  });

  test('two points on one register', () => {
    const [problem] = spoiled('address: 0x0001', 'address: 0x0000');
    expect(problem?.code).toBe('overlap');
    expect(problem?.where).toBe(`${PATH}:${lineOf('    address: 0x0001')}`);
    expect(problem?.what).toBe('state and concentration read the same holding registers as different things');
  });

  test('two points of one name', () => {
    expect(spoiled('- id: state', '- id: concentration').map(({ code }) => code)).toContain('duplicate');
  });
});

describe('what the schema cannot say is checked as well', () => {
  test.each([
    [
      'a sentinel the type cannot hold',
      'resolution: 0.1',
      'sentinels: [{ raw: 70000, quality: sensor-failure }]',
      'sentinel',
    ],
    [
      'a sentinel with a good quality',
      'resolution: 0.1',
      'sentinels: [{ raw: 7, quality: good }]',
      'sentinel',
    ],
    ['a range that falls', 'range: [0, 100]', 'range: [100, 0]', 'range'],
    ['failure limits inside the range', 'range: [0, 100]', 'range: [0, 100]\n    failure: [5, 90]', 'range'],
    ['a register as one bit without a bit', 'type: u16', 'type: bool', 'bit'],
    [
      'a field of something that is no u16',
      'type: s16',
      'type: s16\n    field: { low: 0, width: 4 }',
      'field',
    ],
    ['text without a length', 'type: u16', 'type: string', 'length'],
    ['labels on a float', '    states:', '    type_: f32\n    states:', 'unknown-key'],
    [
      'decimals too far from the value',
      'scale: { factor: 0.1 }',
      'scale: { decimalsRegister: 0x0009 }',
      'refused-hole',
    ],
    [
      'a temperature that is not there',
      'resolution: 0.1',
      'transform: { name: vibrating-wire, temperature: core }',
      'temperature',
    ],
    ['a response bound below the usual time', 'responseMs: 200', 'responseMs: 5', 'timing'],
    ['hundredths of something that has none', 'type: u16', 'type: u16\n    hundredths: true', 'hundredths'],
    ['more decimal digits than a number holds', 'type: u16', 'type: bcd\n    length: 4', 'length'],
    ['states of a float', '    type: u16\n    states:', '    type: f32\n    states:', 'labels'],
    ['bits of a signed register', '    type: u16\n    states:', '    type: s16\n    bits:', 'labels'],
    [
      'a sentinel that is no whole number of an integer',
      'resolution: 0.1',
      'sentinels: [{ raw: 1.5, quality: sensor-failure }]',
      'sentinel',
    ],
    [
      'a setting of two registers that is written as one',
      'points:',
      'settings:\n  - { id: zero, names: zero, table: holding, address: 90, type: f32 }\npoints:',
      'setting',
    ],
    [
      'an identity that says nothing',
      'points:',
      'identify: [{ table: holding, address: 90, count: 1 }]\npoints:',
      'identify',
    ],
    [
      'an identity with fewer values than registers',
      'points:',
      'identify: [{ table: holding, address: 90, count: 2, equals: [1] }]\npoints:',
      'identify',
    ],
    ['an input that is written', 'table: holding', 'table: input\n    writable: true', 'writable'],
  ])('%s', (_, from, to, code) => {
    expect(spoiled(from, to).map((problem) => problem.code)).toContain(code);
  });

  test.each([
    ['a safety point without an accuracy', '    accuracy: 5\n', '', 'accuracy'],
    ['decimals coarser than the device', '    decimals: 1\n', '    decimals: 0\n', 'decimals'],
    ['a slow device on a shared line', 'responseMs: 200', 'responseMs: 5000', 'timing'],
    ['a unit nobody knows', 'unit: "%LEL"', 'unit: "%lel"', 'unit'],
    ['a role nobody knows', 'role: gas.concentration', 'role: gas.concentratoin', 'role'],
    ['a role like no other', 'role: gas.concentration', 'role: qqqqqqqqqqqqqqqq', 'role'],
    ['a kind nobody knows', 'kind: combustible-gas', 'kind: combustable-gas', 'kind'],
  ])('%s is a warning, not a reason to leave the profile out', (_, from, to, code) => {
    const file = { path: PATH, text: text.replace(from, to) };
    expect(buildCatalog([file]).profiles.size).toBe(1);
    const [check] = checkCatalog([file]);
    expect(check?.warnings.map((problem) => problem.code)).toEqual([code]);
    check?.warnings.forEach(expectChinese);
  });
});

test('the other profiles stay usable, and the first of two with one id is kept', () => {
  const catalog = buildCatalog([
    { path: PATH, text },
    { path: 'more/relay-8in-8out/profile.yaml', text: 'id: [' },
    { path: `more/${PATH}`, text },
    { path: 'profiles/ya-k300-s/frames.txt', text: 'not looked at' },
  ]);
  expect([...catalog.profiles.keys()]).toEqual(['ya-k300-s']);
  expect(catalog.problems.map(({ code, where }) => [code, where?.replace(/:\d+$/, '')])).toEqual([
    ['yaml.bracket-open', 'more/relay-8in-8out/profile.yaml'],
    ['duplicate-profile', `more/${PATH}`],
  ]);
  catalog.problems.forEach(expectChinese);
});

test('an author may name things in the one language he speaks', () => {
  const one = text
    .replace(/^names: .*$/m, 'names: 燃气探测器')
    .replace(/^vendor: .*$/m, 'vendor: { zh: 瑶安 }')
    .replace('names: { en: Gas concentration, zh: 气体浓度 }', 'names: { en: Gas }');
  const profile = buildCatalog([{ path: PATH, text: one }]).profiles.get('ya-k300-s');
  expect(profile?.names).toEqual({ en: '燃气探测器', zh: '燃气探测器' });
  expect(profile?.vendor).toEqual({ en: '瑶安', zh: '瑶安' });
  expect(profile?.points[0]?.names).toEqual({ en: 'Gas', zh: 'Gas' });
});

test('a profile is believed no more than its frames show', () => {
  const claims = text.replace('verification: unverified', 'verification: bench');
  const frames = builtinText('ya-k300-s', 'frames.txt');
  const said = (transcript: string) => {
    const files = [
      { path: PATH, text: claims },
      { path: PATH.replace('profile.yaml', 'frames.txt'), text: transcript },
    ];
    const [check] = checkCatalog(files);
    check?.errors.forEach(expectChinese);
    return [
      buildCatalog(files).profiles.get('ya-k300-s')?.verification,
      check?.errors.map(({ code }) => code),
    ];
  };
  expect(said(frames)).toEqual(['unverified', ['frames-unconfirmed']]);
  expect(said(`:: frames from a bench\n${frames}`)).toEqual(['bench', []]);
  expect(said(`:: values from its leaflet\n${frames}`)).toEqual(['bench', []]);
  // a request alone proves nothing of what the reply means
  const asked = ':: frames from its leaflet\n>> 01 03 00 00 00 08 44 0C\n:: computed\n';
  expect(said(`${asked}${frames}`)).toEqual(['unverified', ['frames-unconfirmed']]);
});

test('a profile without golden frames does not pass the check', () => {
  const [check] = checkCatalog([{ path: PATH, text }]);
  expect(check?.errors.map(({ code }) => code)).toEqual(['frames-missing']);
  check?.errors.forEach(expectChinese);
});

describe('a device of a lift is said to be one everywhere, and never written', () => {
  const lift = builtinText('techwind-sdk500', 'profile.yaml');
  const codes = (text: string) => {
    const { problems } = buildCatalog([{ path: 'profiles/techwind-sdk500/profile.yaml', text }]);
    problems.forEach(expectChinese);
    return problems.map(({ code }) => code);
  };

  test.each([
    ['without the section that keeps writes from it', /^lift:\n( .*\n)+/m, ''],
    ['of a kind that is none', 'kind: lift-door-controller', 'kind: door'],
    ['that tells nothing of it', /^ {2}tells:\n( {4}.*\n)+/m, ''],
    ['that tells it in two ways', 'table: sdk500', 'mapping: nice3000plus'],
    ['that tells of a point it does not have', 'point: door_state', 'point: dor_state'],
    ['that takes a number for a yes or no', 'point: error, is: [1] }', 'point: error }'],
    ['with an output', 'role: lift.door.1.state', 'role: lift.door.1.state\n    writable: true'],
  ])('%s it is refused', (_, from, to) => {
    expect(codes(lift)).toEqual([]);
    expect(codes(lift.replace(from, to))).toContain('lift');
  });
});

test('where a shipped profile comes from, and what an installer must know of it, is said in both languages', () => {
  const chinese = /\p{Script=Han}/u;
  for (const { id, source, notes } of builtinCatalog.profiles.values())
    for (const { en, zh } of [source, ...notes]) {
      expect(en, id).not.toMatch(chinese);
      expect(zh, id).toMatch(chinese);
    }
});
