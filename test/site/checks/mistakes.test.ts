import { describe, expect, test } from 'vitest';
import { problemsOf } from '../fixture.ts';

const HEAD = `gateway: { id: tower }
buses:
  - id: rs485
    connection: { type: serial, path: /dev/ttyS9, baud: 9600 }
`;
const GAS = `devices:
  - { id: gas-1, profile: ya-k300-s, bus: rs485, unit: 1 }
`;

/** Every problem: its place, what stands there in the file, its code and all its words. */
function found(source: string) {
  const lines = source.split('\n');
  return problemsOf(source).map(({ code, what, where, hint }) => {
    const place = where?.replace('site.yaml:', '');
    const [line = 0, column = 0] = place?.split(':').map(Number) ?? [];
    const at = lines[line - 1]?.slice(column - 1) ?? '';
    return { place, at, code, words: `${what} → ${hint}` };
  });
}

/** A site with one gas detector and `rule` in line 8. */
const withRule = (rule: string) => found(`${HEAD}${GAS}rules:\n  - { id: r, ${rule} }\n`);
/** A site with `device` in line 6. */
const withDevice = (device: string) => found(`${HEAD}devices:\n  - { ${device} }\n`);

describe('a mistake in the site file', () => {
  test.each([
    ['a tab', 'gateway:\n\tid: x\n', '\tid', 'yaml.tabs', 'indent with spaces'],
    ['a key twice', `${HEAD}buses: []\n`, 'buses: []', 'yaml.twice', 'twice'],
    ['an open bracket', `${HEAD}devices: [\n`, '[', 'yaml.bracket-open', 'write ]'],
    ['nothing at all', '', undefined, 'site.empty', 'start from'],
    ['a list instead of keys', '- a\n', '- a', 'site.value', 'the file: a list is not a group of keys'],
    [
      'no gateway',
      HEAD.replace('gateway: { id: tower }\n', ''),
      'buses',
      'site.missing',
      'gateway is missing',
    ],
    ['no bus', 'gateway: { id: a }\nbuses: []\n', '[]', 'site.value', 'must not be empty'],
    [
      'a dot in the gateway id',
      HEAD.replace('tower', 'a.b'),
      'a.b',
      'site.value',
      'letters, digits, _ and -',
    ],
    ['an unknown key', `${HEAD}reprot: {}\n`, 'reprot', 'site.unknown-key', 'did you mean report?'],
    [
      'an unknown key of a connection',
      HEAD.replace('baud:', 'parity: none, buad: 1, baud:'),
      'buad',
      'site.unknown-key',
      'did you mean baud?',
    ],
    [
      'an unknown kind of connection',
      HEAD.replace('serial', 'searial'),
      'searial',
      'site.value',
      'did you mean serial?',
    ],
    [
      'a unit in quotes',
      `${HEAD}${GAS.replace('unit: 1', 'unit: "1"')}`,
      '"1"',
      'site.value',
      'is not a number',
    ],
    [
      'an uplink to a web page',
      `${HEAD}uplinks: [{ id: u, url: http://x }]\n`,
      'http',
      'site.value',
      'mqtts://host',
    ],
    [
      'a certificate without key',
      `${HEAD}uplinks: [{ id: u, url: mqtts://x, clientCertificate: c.pem }]\n`,
      'c.pem',
      'site.half-key-pair',
      'add clientKey',
    ],
    [
      'a key of the same name',
      `${HEAD}uplinks: [{ id: u, url: mqtt://x, commandKeys: [{ id: ops, publicKey: a.pem, may: [ping] }, { id: "ops", publicKey: b.pem, may: [ping] }] }]\n`,
      '"ops"',
      'site.key-id-twice',
      'name it otherwise',
    ],
    [
      'the private half of a key',
      `${HEAD}uplinks: [{ id: u, url: mqtt://x, commandKeys: [{ id: ops, publicKey: "-----BEGIN PRIVATE KEY-----", may: [ping] }] }]\n`,
      '"-----BEGIN',
      'site.private-key',
      'make a new pair',
    ],
    [
      'two buses on one adapter',
      HEAD + HEAD.split('\n').slice(2).join('\n').replace('rs485', 'other'),
      '{ type',
      'site.shared-adapter',
      '/dev/ttyS9 is used by buses[0] (rs485) too',
    ],
  ])('%s is told with its place and remedy', (_name, source, token, code, words) => {
    const [problem, ...others] = found(source);
    expect(problem).toMatchObject({ code, words: expect.stringContaining(words) as string });
    if (token !== undefined) expect(problem?.at.startsWith(token)).toBe(true);
    expect(others).toEqual([]);
  });

  test.each([
    [
      'an unknown profile',
      'id: a, profile: ya-k300, bus: rs485, unit: 1',
      'ya-k300,',
      'unknown-profile',
      'did you mean ya-k300-s?',
    ],
    [
      'an unknown bus',
      'id: a, profile: ya-k300-s, bus: rs484, unit: 1',
      'rs484',
      'unknown-bus',
      'did you mean rs485?',
    ],
    ['the broadcast address', 'id: a, profile: ya-k300-s, bus: rs485, unit: 0', '0 }', 'unit', 'broadcast'],
    [
      'an unknown point',
      'id: a, profile: ya-k300-s, bus: rs485, unit: 1, points: { consentration: { periodMs: 500 } }',
      'consentration',
      'unknown-point',
      'did you mean concentration?',
    ],
    [
      'a baseline of an unknown point',
      'id: a, profile: ya-k300-s, bus: rs485, unit: 1, baseline: { gas: 1 }',
      'gas: 1',
      'unknown-point',
      'gas_type',
    ],
    [
      'a unit that the device does not speak',
      'id: a, profile: qdy30a-pressure, bus: rs485, unit: 1, points: { pressure: { unit: furlong } }',
      'furlong',
      'wrong-unit',
      'not furlong',
    ],
    [
      'a constant nobody uses',
      'id: a, profile: ya-k300-s, bus: rs485, unit: 1, parameters: { K: 2 }',
      'K: 2',
      'unknown-constant',
      'ya-k300-s has no constant K',
    ],
    [
      'a day that does not exist',
      'id: a, profile: ya-k300-s, bus: rs485, unit: 1, calibrationDue: 2026-02-30',
      '2026-02-30',
      'value',
      'YYYY-MM-DD',
    ],
  ])('%s of a device is told with its place and remedy', (_name, device, token, code, words) => {
    const [problem, ...others] = withDevice(device);
    expect(problem).toMatchObject({ code: `site.${code}`, words: expect.stringContaining(words) as string });
    if (token !== undefined) expect(problem?.at.startsWith(token)).toBe(true);
    expect(others).toEqual([]);
  });

  test.each([
    [
      'without a unit',
      'kind: limit, point: gas-1/concentration, high: { red: 50 }',
      'missing',
      'a limit without a unit is refused',
    ],
    [
      'in the wrong unit',
      'kind: limit, point: gas-1/concentration, unit: ppm, high: { red: 50 }',
      'wrong-unit',
      'is in %LEL, the limit is in ppm',
    ],
    [
      'without a limit',
      'kind: limit, point: gas-1/concentration, unit: "%LEL"',
      'no-limit',
      'there is no limit',
    ],
    [
      'whose high limits fall',
      'kind: limit, point: gas-1/concentration, unit: "%LEL", high: { yellow: 30, red: 20 }',
      'severity-order',
      'red 20 is not beyond yellow 30',
    ],
    [
      'whose low limits rise',
      'kind: limit, point: gas-1/concentration, unit: "%LEL", low: { yellow: 20, red: 30 }',
      'severity-order',
      'red 30 is not beyond yellow 20',
    ],
    [
      'beyond what the sensor measures',
      'kind: limit, point: gas-1/concentration, unit: "%LEL", high: { red: 120 }',
      'out-of-reach',
      '0 to 100',
    ],
    [
      'that could never clear',
      'kind: limit, point: gas-1/concentration, unit: "%LEL", deadband: 5, high: { red: 4 }',
      'never-clears',
      'clears only beyond -1',
    ],
    [
      'that leaves no normal value',
      'kind: limit, point: gas-1/concentration, unit: "%LEL", deadband: 5, high: { red: 20 }, low: { red: 12 }',
      'no-normal-band',
      'no value that is normal',
    ],
    [
      'with a limit on a state',
      'kind: limit, point: gas-1/alarm, unit: "%LEL", high: { red: 1 }',
      'not-a-number',
      'kind: state',
    ],
    [
      'about an unknown device',
      'kind: limit, point: gas-2/concentration, unit: "%LEL", high: { red: 50 }',
      'unknown-device',
      'did you mean gas-1?',
    ],
    [
      'about an unknown point',
      'kind: limit, point: gas-1/gas, unit: "%LEL", high: { red: 50 }',
      'unknown-point',
      'has no point gas',
    ],
    [
      'about a state that does not exist',
      'kind: state, point: gas-1/alarm, equals: 7, severity: red',
      'unknown-state',
      '2 (high alarm)',
    ],
    [
      'about a state of the wrong type',
      'kind: state, point: gas-1/alarm, equals: true, severity: red',
      'wrong-type',
      'it is a number',
    ],
    [
      'for the loss of an unknown device',
      'kind: loss-of-sensing, device: gas-9',
      'unknown-device',
      'did you mean gas-1?',
    ],
    [
      'with an unknown severity',
      'kind: limit, point: gas-1/concentration, unit: "%LEL", high: { purple: 50 }',
      'unknown-key',
      'blue, yellow, orange and red',
    ],
    ['of an unknown kind', 'kind: limits, point: gas-1/concentration', 'value', 'did you mean limit?'],
  ])('a rule %s is refused', (_name, rule, code, words) => {
    const [problem] = withRule(rule);
    expect(problem).toMatchObject({ code: `site.${code}`, words: expect.stringContaining(words) as string });
    expect(problem?.place?.startsWith('8:')).toBe(true);
  });

  test('two devices on one address of a line', () => {
    const again = '  - { id: gas-2, profile: ya-k300-s, bus: rs485, unit: 1 }\n';
    expect(found(HEAD + GAS + again)).toMatchObject([
      {
        place: '7:56',
        code: 'site.duplicate-unit',
        words: expect.stringContaining('taken by gas-1') as string,
      },
    ]);
  });

  test('two things of one name', () => {
    const again = '  - { id: gas-1, profile: ya-k300-s, bus: rs485, unit: 2 }\n';
    expect(found(HEAD + GAS + again)).toMatchObject([{ place: '7:11', code: 'site.duplicate-id' }]);
  });

  test('a line that its devices cannot speak, with the rate that all of them can', () => {
    const tilt = '  - { id: tilt, profile: wit-wt901c-485, bus: rs485, unit: 80 }\n';
    const fast = HEAD.replace('9600', '115200, parity: even');
    const problems = found(fast + GAS + tilt);
    expect(problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['site.baud', 'site.parity']) as string[],
    );
    expect(problems.find(({ code }) => code === 'site.baud')?.words).toContain(
      'set rs485 and its devices to 9600',
    );
    expect(problems.find(({ code }) => code === 'site.parity')?.words).toContain('set parity: none on rs485');
  });

  test('periods that the line cannot keep, with who asks most', () => {
    const devices = Array.from(
      { length: 12 },
      (_, i) =>
        `  - { id: gas-${i}, profile: ya-k300-s, bus: rs485, unit: ${i + 1}, points: { concentration: { periodMs: ${i === 3 ? 50 : 500} } } }`,
    );
    const [problem] = found(`${HEAD}devices:\n${devices.join('\n')}\n`);
    expect(problem).toMatchObject({ place: '3:5', code: 'site.overloaded' });
    expect(problem?.words).toMatch(/rs485 would be busy \d{3} % of the time \(gas-3 \d+ %; /);
    expect(problem?.words).toContain('raise the baud rate');
  });

  test('is not told alone: all of them are, in the order of the file', () => {
    const source = `gateway: { id: a.b }
buses:
  - { id: x, connection: { type: serial, path: /dev/a, baud: 9600 } }
devices:
  - { id: d, profile: nonsense, bus: y, unit: 1, nmae: z }
  - { id: e, profile: ya-k300-s, bus: x, unit: 300 }
rules:
  - { id: r, kind: limit, point: e/concentration, unit: ppm, high: { red: 1 } }
  - { id: r, kind: limit, point: f/concentration, unit: ppm, high: { red: 1 } }
extra: 1
`;
    expect(found(source).map(({ place, code }) => `${place} ${code}`)).toEqual([
      '1:16 site.value',
      '5:23 site.unknown-profile',
      '5:38 site.unknown-bus',
      '5:50 site.unknown-key',
      '6:48 site.value',
      '9:11 site.duplicate-id',
      '9:34 site.unknown-device',
      '10:1 site.unknown-key',
    ]);
  });
});
