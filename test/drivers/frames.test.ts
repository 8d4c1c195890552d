import { describe, expect, test } from 'vitest';
import { checkFrames, readTranscript, withCrc } from '../../drivers/index.ts';
import { expectChinese } from '../text/inChinese.ts';
import { builtin, builtinText } from './builtin.ts';

const PATH = 'xinwei-lvdt/frames.txt';
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
const REQUEST = '>> 01 04 00 04 00 02 30 0A';
const REPLY = `<< ${hex(withCrc([1, 4, 4, 0x80, 0x01, 0x00, 0xfa]))}`;

function problems(...lines: string[]) {
  const transcript = readTranscript(PATH, lines.join('\n'));
  const found = checkFrames(builtin('xinwei-lvdt'), transcript, PATH);
  found.forEach(expectChinese);
  return found.map(({ where, what }) => `${where} ${what}`);
}

test('a golden exchange that agrees is silent, comments and empty lines aside', () => {
  expect(
    problems('# from the bench', '', REQUEST, REPLY, '== displacement -1.25  # one and a quarter'),
  ).toEqual([]);
});

test('a value that was captured in steps of its point agrees in them, and in no others', () => {
  const profile = builtin('xinwei-lvdt');
  const coarse = { ...profile, points: profile.points.map((point) => ({ ...point, decimals: 1 })) };
  const told = (value: string) => {
    const lines = [REQUEST, REPLY, `== displacement ${value}`];
    return checkFrames(coarse, readTranscript(PATH, lines.join('\n')), PATH);
  };
  expect([told('-1.3'), told('-1.25')]).toEqual([[], []]);
  expect([told('-1.4'), told('-1.26')].map(({ length }) => length)).toEqual([1, 1]);
});

describe('what does not hold is told with its line', () => {
  const told = (...lines: string[]) => problems(...lines)[0];

  test.each([
    ['a CRC of the request', [REQUEST.replace('0A', '0B')], `${PATH}:1 the CRC of the request does not hold`],
    [
      'a CRC of the reply',
      [REQUEST, `${REPLY.slice(0, -1)}0`],
      `${PATH}:1 the CRC of the reply does not hold`,
    ],
    [
      'a reply of another unit',
      [REQUEST, `<< ${hex(withCrc([2, 4, 4, 0, 0, 0, 0]))}`],
      `${PATH}:1 the reply is from another unit or for another function`,
    ],
    [
      'a reply with too few registers',
      [REQUEST, `<< ${hex(withCrc([1, 4, 2, 0, 0]))}`],
      `${PATH}:1 the reply does not hold the 2 values asked for`,
    ],
    [
      'a reply cut short',
      [REQUEST, `<< ${hex(withCrc([1, 4, 4, 0, 0]))}`],
      `${PATH}:1 the reply is longer or shorter than its first bytes say`,
    ],
    [
      'a wrong value',
      [REQUEST, REPLY, '== displacement 1.25'],
      `${PATH}:3 displacement decodes to -1.25 good, expected 1.25 good`,
    ],
    [
      'a wrong quality',
      [REQUEST, REPLY, '== displacement -1.25 out-of-spec'],
      `${PATH}:3 displacement decodes to -1.25 good, expected -1.25 out-of-spec`,
    ],
    ['an unknown point', [REQUEST, REPLY, '== crack -1.25'], `${PATH}:3 the profile has no point crack`],
    [
      'a point only half read',
      [`>> ${hex(withCrc([1, 4, 0, 4, 0, 1]))}`, `<< ${hex(withCrc([1, 4, 2, 0, 0]))}`, '== displacement 0'],
      `${PATH}:3 displacement is not wholly in this reply`,
    ],
    [
      'a checksum left to the tool',
      ['>> 01 04 00 04 00 02 crc'],
      `${PATH}:1 the checksum of this frame is not filled in`,
    ],
    ['an origin that names no place', [':: frames from'], `${PATH}:1 ":: frames from" is not understood`],
    ['bytes that are none', ['>> 01 0'], `${PATH}:1 "01 0" is not a frame`],
    ['a reply without a request', [REPLY], `${PATH}:1 this reply has no request`],
    [
      'an expectation without a reply',
      [REQUEST, '== displacement 1'],
      `${PATH}:2 no reply to expect this of`,
    ],
    [
      'a quality that is none',
      [REQUEST, REPLY, '== displacement 1 fine'],
      `${PATH}:3 "displacement 1 fine" is not an expectation`,
    ],
    ['a line nobody understands', ['hello'], `${PATH}:1 "hello" is not understood`],
  ])('%s', (_, lines, problem) => {
    expect(told(...lines)).toBe(problem);
  });

  test('a write whose echo differs', () => {
    const on = withCrc([1, 5, 0, 0, 0xff, 0]);
    const off = withCrc([1, 5, 0, 0, 0, 0]);
    expect(told(`>> ${hex(on)}`, `<< ${hex(off)}`)).toBe(
      `${PATH}:1 the reply does not confirm what was written`,
    );
    expect(told(`>> ${hex(on)}`, `<< ${hex(on)}`)).toContain('no golden reply shows displacement');
  });

  test('a point no reply shows', () => {
    expect(problems(REQUEST, REPLY)).toEqual([`${PATH} no golden reply shows displacement`]);
  });
});

test('golden frames catch a profile that is wrong in every way the codec and the simulated device would share', () => {
  const golden = readTranscript(PATH, builtinText('xinwei-lvdt', 'frames.txt'));
  const right = builtin('xinwei-lvdt');
  const wrong = [{ type: 's32' as const }, { order: 'CDAB' as const }, { scale: { factor: 0.1, offset: 0 } }];
  expect(checkFrames(right, golden, PATH)).toEqual([]);
  for (const change of wrong) {
    const points = right.points.map((point) => ({ ...point, ...change }));
    expect(checkFrames({ ...right, points }, golden, PATH)).not.toEqual([]);
  }
});

test('constants and units hold from where they are said', () => {
  const { exchanges } = readTranscript(
    PATH,
    [REQUEST, ':: parameter K 0.5', ':: unit level mm', REQUEST, ':: unit level cm', REQUEST].join('\n'),
  );
  expect(exchanges.map(({ parameters, units }) => ({ parameters, units }))).toEqual([
    { parameters: {}, units: {} },
    { parameters: { K: 0.5 }, units: { level: 'mm' } },
    { parameters: { K: 0.5 }, units: { level: 'cm' } },
  ]);
});

test('a refusal is held to the exception it stands for', () => {
  const monarch = builtin('monarch-nice3000plus');
  const text = builtinText('monarch-nice3000plus', 'frames.txt');
  expect(checkFrames(monarch, readTranscript(PATH, text), PATH)).toEqual([]);
  const other = readTranscript(PATH, text.replace('!! 6', '!! 2'));
  expect(checkFrames(monarch, other, PATH)).toMatchObject([
    { what: 'the reply does not refuse as exception 2 would' },
  ]);
});
