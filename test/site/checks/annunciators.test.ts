import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../gateway/core/result.ts';
import { annunciatorWarnings } from '../../../gateway/reports/site/annunciatorWarnings.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { installationOf, problemsOf } from '../fixture.ts';

const HEAD = `gateway: { id: tower }
buses:
  - id: rs485
    connection: { type: serial, path: /dev/ttyS9, baud: 9600 }
zones: [{ id: east }]
devices:
  - { id: gas-1, profile: ya-k300-s, bus: rs485, unit: 1, zone: east }
  - { id: board, profile: relay-8in-8out, bus: rs485, unit: 2, points: { relay8: { enabled: false } } }
annunciators:
`;

/** Every problem of a site with these annunciators: what stands at its place in the file, its code, all its words. */
function found(...annunciators: readonly string[]) {
  const source = `${HEAD}${annunciators.map((one) => `  - ${one}\n`).join('')}`;
  const lines = source.split('\n');
  return problemsOf(source).map(({ code, what, where, hint }) => {
    const [line = 0, column = 0] = where?.replace('site.yaml:', '').split(':').map(Number) ?? [];
    return { at: (lines[line - 1] ?? '').slice(column - 1), code, words: `${what} → ${hint}` };
  });
}
const withOutputs = (...outputs: readonly string[]) =>
  found(`{ device: board, outputs: [${outputs.map((one) => `{ ${one} }`).join(', ')}] }`);

describe('a mistake about an annunciator', () => {
  test.each([
    [
      'a device that is not there',
      found('{ device: bord, outputs: [{ point: relay1, drives: siren }] }'),
      'bord',
      'site.unknown-device',
      'did you mean board?',
    ],
    [
      'a sensor',
      found('{ device: gas-1, outputs: [{ point: concentration, drives: siren }] }'),
      'gas-1',
      'site.no-annunciator',
      'never written to',
    ],
    [
      'a point that is not there',
      withOutputs('point: relay9, drives: siren'),
      'relay9',
      'site.unknown-point',
      'relay',
    ],
    ['an input', withOutputs('point: input1, drives: siren'), 'input1', 'site.not-writable', 'relay1'],
    [
      'an output nobody reads back',
      withOutputs('point: relay8, drives: siren'),
      'relay8',
      'site.disabled-point',
      'does not obey',
    ],
    [
      'two outputs on one relay',
      withOutputs('point: relay1, drives: siren', 'point: relay1, drives: strobe'),
      'relay1, drives: strobe',
      'site.point-taken',
      'one output, one point',
    ],
    [
      'a zone that is not there',
      withOutputs('point: relay1, drives: siren, zones: [aest]'),
      'aest',
      'site.unknown-zone',
      'did you mean east?',
    ],
    [
      'a fail state that re-opens a gas valve',
      withOutputs('point: relay1, drives: gas-valve, onLoss: rest'),
      'rest',
      'site.valve-would-open',
      're-opened by hand alone',
    ],
    [
      'a lease beyond a minute',
      found('{ device: board, leaseS: 90, outputs: [{ point: relay1, drives: siren }] }'),
      '90',
      'site.value',
      'at most 60',
    ],
  ] as const)('%s is refused with its place and what to do', (_, problems, at, code, words) => {
    expect(problems).toHaveLength(1);
    expect(problems[0]?.at.startsWith(at)).toBe(true);
    expect(problems[0]?.code).toBe(code);
    expect(problems[0]?.words).toContain(words);
  });

  test.each([
    ['point: fault_lamp, drives: siren', 'site.wrong-output', 'write drives: fault-lamp'],
    ['point: siren, drives: healthy', 'site.wrong-output', 'pulse train by itself'],
    ['point: tamper, drives: siren', 'site.not-writable', 'siren, strobe, fault_lamp, gas_valve and fan'],
  ])('an output that a node does not have is refused: %s', (output, code, words) => {
    const head = HEAD.replace('relay-8in-8out', 'lifeline-annunciator').replace(/, points: .* } }/, ' }');
    const [problem, ...more] = problemsOf(`${head}  - { device: board, outputs: [{ ${output} }] }\n`);
    expect(more).toEqual([]);
    expect(problem?.code).toBe(code);
    expect(`${problem?.what} → ${problem?.hint}`).toContain(words);
  });

  test('one device described twice is refused', () => {
    const siren = '{ device: board, outputs: [{ point: relay1, drives: siren }] }';
    const strobe = '{ device: board, outputs: [{ point: relay2, drives: strobe }] }';
    expect(found(siren, strobe).map(({ code }) => code)).toEqual(['site.second-annunciator']);
  });

  test('a zone of a device that is not there is refused', () => {
    const source = `${HEAD.replace('zone: east', 'zone: west')}  - { device: board, outputs: [{ point: relay1, drives: siren }] }\n`;
    expect(problemsOf(source).map(({ code }) => code)).toEqual(['site.unknown-zone']);
  });

  test('what is right is accepted, and a fault lamp lights by itself when the gateway is gone', () => {
    expect(
      withOutputs(
        'point: relay1, drives: siren, onLoss: rest, zones: [east]',
        'point: relay2, drives: gas-valve',
      ),
    ).toEqual([]);
    const { annunciators } = house([
      { point: 'relay1', drives: 'fault-lamp', energised: 'at-rest' },
      { point: 'relay2', drives: 'siren' },
    ]);
    expect(annunciators[0]?.outputs.map(({ onLoss }) => onLoss)).toEqual(['act', 'hold']);
  });
});

const serial = (path: string) => ({ type: 'serial', path, baud: 9600 });

/** A gas detector on one line, a board on another (or the same). */
function house(outputs: readonly object[], { board = 'b', zone = 'east' } = {}) {
  return installationOf({
    gateway: { id: 'tower' },
    buses: ['a', 'b'].map((id) => ({ id, connection: serial(`/dev/tty${id}`) })),
    zones: [{ id: 'east' }, { id: 'west' }],
    devices: [
      { id: 'gas-1', profile: 'ya-k300-s', bus: 'a', unit: 1, zone },
      { id: 'board', profile: 'relay-8in-8out', bus: board, unit: 2 },
    ],
    annunciators: [{ device: 'board', outputs }],
  });
}
function told(problems: readonly Problem[]): readonly Problem[] {
  problems.forEach(expectChinese);
  return problems;
}
const warnings = (...args: Parameters<typeof house>) =>
  told(annunciatorWarnings(house(...args))).map(({ code, where }) => `${code} ${where ?? ''}`.trim());

describe('a warning about an annunciator', () => {
  test('there is none where every fail state is what the wiring gives', () => {
    expect(
      warnings([
        { point: 'relay1', drives: 'siren', onLoss: 'rest' },
        { point: 'relay2', drives: 'fault-lamp', energised: 'at-rest' },
        { point: 'relay3', drives: 'gas-valve' },
        { point: 'relay4', drives: 'healthy' },
      ]),
    ).toEqual([]);
  });

  test('a relay that can only fall cannot make a siren sound when the gateway is gone, nor light a lamp', () => {
    expect(
      warnings([
        { point: 'relay1', drives: 'siren', onLoss: 'act' },
        { point: 'relay2', drives: 'fault-lamp' },
        { point: 'relay3', drives: 'fan', energised: 'at-rest', onLoss: 'rest' },
      ]),
    ).toEqual([
      'site.cannot-fail-safe board/relay1',
      'site.cannot-fail-safe board/relay2',
      'site.cannot-fail-safe board/relay3',
    ]);
  });

  test('a board without timed pulses cannot fail safe at all', () => {
    const installation = house([
      { point: 'relay1', drives: 'siren', onLoss: 'rest' },
      { point: 'relay2', drives: 'strobe' },
    ]);
    const device = installation.devices.get('board');
    if (device === undefined) throw new Error('no board');
    const plain = { ...device, profile: { ...device.profile, annunciator: { protocol: 'coils' as const } } };
    const devices = new Map(installation.devices).set('board', plain);
    expect(
      told(annunciatorWarnings({ ...installation, devices })).map(({ code, where }) => `${code} ${where}`),
    ).toEqual([
      'site.no-lease board',
      'site.cannot-fail-safe board/relay1',
      'site.goes-on-without-guard board/relay2',
    ]);
  });

  test('a sensor that shares its line with the only siren for it is named; a second siren elsewhere is enough', () => {
    const siren = { point: 'relay1', drives: 'siren', onLoss: 'rest' };
    expect(warnings([siren], { board: 'a' })).toEqual(['site.siren-on-sensor-line a']);
    const two = annunciatorWarnings(
      installationOf({
        gateway: { id: 'tower' },
        buses: ['a', 'b'].map((id) => ({ id, connection: serial(`/dev/tty${id}`) })),
        devices: [
          { id: 'gas-1', profile: 'ya-k300-s', bus: 'a', unit: 1 },
          { id: 'one', profile: 'relay-8in-8out', bus: 'a', unit: 2 },
          { id: 'two', profile: 'relay-8in-8out', bus: 'b', unit: 2 },
        ],
        annunciators: ['one', 'two'].map((device) => ({ device, outputs: [siren] })),
      }),
    );
    expect(two).toEqual([]);
  });

  test('a zone in which nothing sounds is named', () => {
    const siren = { point: 'relay1', drives: 'siren', onLoss: 'rest', zones: ['west'] };
    expect(warnings([siren])).toEqual(['site.zone-without-siren']);
    expect(warnings([siren], { zone: 'west' })).toEqual([]);
  });
});
