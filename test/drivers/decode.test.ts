import { describe, expect, test } from 'vitest';
import { type DecodeContext, decodeBlock, decodePoint, RegisterImage } from '../../drivers/index.ts';
import { type PointInput, samplePoint } from './samplePoint.ts';

const none: DecodeContext = { parameters: {} };

/** Decodes holding registers from address 0 on. */
function decode(said: Partial<PointInput>, words: readonly number[], context = none) {
  const image = new RegisterImage();
  image.write(said.table ?? 'holding', 0, words);
  const { value, quality } = decodePoint(samplePoint(said), image, context);
  return [value, quality];
}

describe('numbers', () => {
  test.each([
    ['u16', [0xfffe], 65534],
    ['s16', [0xfffe], -2],
    ['u32', [0xffff, 0xfffe], 4294967294],
    ['s32', [0xffff, 0xfffe], -2],
    ['f32', [0x42c8, 0x8000], 100.25],
    ['f64', [0xc059, 0x1000, 0, 0], -100.25],
    ['sign-magnitude-pair', [0x8001, 250], -1.25],
    ['sign-magnitude-pair', [0x0001, 250], 1.25],
  ] as const)('%s %j reads %d', (type, words, value) => {
    expect(decode({ type }, words)).toEqual([value, 'good']);
  });

  test.each([
    ['ABCD', [0x1122, 0x3344]],
    ['CDAB', [0x3344, 0x1122]],
    ['BADC', [0x2211, 0x4433]],
    ['DCBA', [0x4433, 0x2211]],
  ] as const)('the word order %s gives the same number', (order, words) => {
    expect(decode({ type: 'u32', order }, words)).toEqual([0x11223344, 'good']);
  });

  test('a low-word-first double reverses all four registers', () => {
    expect(decode({ type: 'f64', order: 'CDAB' }, [0, 0, 0x1000, 0xc059])).toEqual([-100.25, 'good']);
  });

  test('a scale of a tenth gives clean decimals', () => {
    expect(decode({ scale: { factor: 0.1 } }, [3])).toEqual([0.3, 'good']);
    expect(decode({ scale: { factor: 0.1, offset: -40 } }, [3])).toEqual([-39.7, 'good']);
  });

  test('minus zero is zero', () => {
    expect(Object.is(decode({ type: 'f32' }, [0x8000, 0])[0], 0)).toBe(true);
    expect(Object.is(decode({ type: 'sign-magnitude-pair' }, [0x8000, 0])[0], 0)).toBe(true);
  });
});

describe('what is not a measurement has no value', () => {
  test('registers never heard mean no communication', () => {
    expect(decode({ type: 'u32' }, [1])).toEqual([null, 'no-communication']);
  });

  test.each([
    ['NaN', [0x7fc0, 0]],
    ['infinity', [0x7f80, 0]],
    ['minus infinity', [0xff80, 0]],
  ] as const)('a float %s is a sensor failure', (_, words) => {
    expect(decode({ type: 'f32' }, words)).toEqual([null, 'sensor-failure']);
  });

  test('a pair with more than 999 thousandths is a sensor failure', () => {
    expect(decode({ type: 'sign-magnitude-pair' }, [1, 1000])).toEqual([null, 'sensor-failure']);
  });

  test('a sentinel is recognised in its signed and its unsigned spelling', () => {
    for (const raw of [0x8000, -0x8000])
      expect(decode({ type: 's16', sentinels: [{ raw, quality: 'sensor-failure' }] }, [0x8000])).toEqual([
        null,
        'sensor-failure',
      ]);
    const sentinels = [{ raw: 0x7fffffff, quality: 'no-communication' }] as const;
    expect(decode({ type: 's32', sentinels: [...sentinels] }, [0x7fff, 0xffff])).toEqual([
      null,
      'no-communication',
    ]);
  });

  test('a sentinel is compared before the scale', () => {
    const said = { scale: { factor: 0.1 }, sentinels: [{ raw: 9999, quality: 'sensor-failure' as const }] };
    expect(decode(said, [9999])).toEqual([null, 'sensor-failure']);
    expect(decode(said, [9998])).toEqual([999.8, 'good']);
  });

  test.each([
    [3599, null, 'sensor-failure'],
    [3600, 3.6, 'out-of-spec'],
    [3799, 3.799, 'out-of-spec'],
    [3800, 3.8, 'good'],
    [20500, 20.5, 'good'],
    [21000, 21, 'out-of-spec'],
    [21001, null, 'sensor-failure'],
  ])('a loop of %d µA follows NE 43', (raw, value, quality) => {
    const said = {
      scale: { factor: 0.001 },
      range: [3.8, 20.5],
      failure: [3.6, 21],
    } satisfies Partial<PointInput>;
    expect(decode(said, [raw])).toEqual([value, quality]);
  });
});

describe('decimals and units from registers', () => {
  const said = {
    address: 2,
    type: 's16',
    scale: { decimalsRegister: 1, max: 4 },
    unit: { register: 0, codes: { 0: 'MPa', 1: 'kPa', 17: ['mm', 'cm'] } },
  } satisfies Partial<PointInput>;
  const commissioned = (unit: string): DecodeContext => ({ parameters: {}, units: { value: unit } });

  test('the decimals register moves the point', () => {
    expect(decode(said, [0, 3, 352])).toEqual([0.352, 'good']);
    expect(decode(said, [0, 0, 0xffff])).toEqual([-1, 'good']);
  });

  test('more decimals than the profile allows make the value unusable', () => {
    expect(decode(said, [0, 5, 352])).toEqual([null, 'protocol-error']);
  });

  test('a unit other than the commissioned one makes the value unusable', () => {
    expect(decode(said, [1, 0, 352], commissioned('kPa'))).toEqual([352, 'good']);
    expect(decode(said, [0, 0, 352], commissioned('kPa'))).toEqual([null, 'protocol-error']);
    expect(decode(said, [99, 0, 352], commissioned('kPa'))).toEqual([null, 'protocol-error']);
  });

  test('a value without its decimals or its unit is unusable', () => {
    const image = new RegisterImage();
    image.write('holding', 1, [0, 352]);
    expect(decodePoint(samplePoint(said), image, none)).toMatchObject({
      value: null,
      quality: 'protocol-error',
    });
    const { unit, ...unitless } = said;
    expect(unit.register).toBe(0);
    image.set('holding', 9, 1);
    const far = samplePoint({ ...unitless, scale: { decimalsRegister: 8 } });
    expect(decodePoint(far, image, none)).toMatchObject({ value: null, quality: 'protocol-error' });
  });

  test('until a unit is confirmed only the first of the map counts', () => {
    expect(decode(said, [0, 0, 352])).toEqual([352, 'good']);
    expect(decode(said, [1, 0, 352])).toEqual([null, 'protocol-error']);
  });

  test('a code with two meanings means what was confirmed on site', () => {
    expect(decode(said, [17, 1, 15], commissioned('cm'))).toEqual([1.5, 'good']);
    expect(decode(said, [17, 1, 15], commissioned('mm'))).toEqual([1.5, 'good']);
    expect(decode(said, [17, 1, 15])).toEqual([null, 'protocol-error']);
  });
});

describe('bits, states and text', () => {
  test('a coil and a bit of a register are booleans', () => {
    expect(decode({ type: 'bool', table: 'coil' }, [1])).toEqual([true, 'good']);
    expect(decode({ type: 'bool', bit: 15 }, [0x8000])).toEqual([true, 'good']);
    expect(decode({ type: 'bool', bit: 14 }, [0x8000])).toEqual([false, 'good']);
  });

  test('a state nobody named keeps its number and is out of spec', () => {
    const states = { 0: { en: 'normal', zh: '正常' } };
    expect(decode({ states }, [0])).toEqual([0, 'good']);
    expect(decode({ states }, [7])).toEqual([7, 'out-of-spec']);
  });

  test('text ends at its padding and refuses what is not text', () => {
    expect(decode({ type: 'string', length: 3 }, [0x4142, 0x4320, 0])).toEqual(['ABC', 'good']);
    expect(decode({ type: 'string', length: 2, order: 'BADC' }, [0x4241, 0x0043])).toEqual(['ABC', 'good']);
    expect(decode({ type: 'string', length: 1 }, [0x41ff])).toEqual([null, 'protocol-error']);
  });
});

describe('transforms', () => {
  const wire = {
    scale: { factor: 0.1 },
    transform: { name: 'vibrating-wire', temperature: 'temperature' },
  } satisfies Partial<PointInput>;
  const sheet = { K: 0.002, f0: 1000, C: -0.5, T0: 20 };

  test('a vibrating wire is K·(f² − f0²) + C·(T − T0)', () => {
    const context = { parameters: sheet, values: { temperature: 30 } };
    expect(decode(wire, [11000], context)).toEqual([0.002 * (1100 ** 2 - 1000 ** 2) - 5, 'good']);
  });

  test('constants of one point win over those of the device', () => {
    const context = { parameters: { ...sheet, C: 0, 'value.K': 0.004 }, values: { temperature: 30 } };
    expect(decode(wire, [11000], context)).toEqual([840, 'good']);
  });

  test('without its constants it is out of service, without its temperature not heard', () => {
    expect(decode(wire, [11000])).toEqual([null, 'out-of-service']);
    expect(decode(wire, [11000], { parameters: sheet })).toEqual([null, 'no-communication']);
    const failed = { parameters: sheet, values: { temperature: null } };
    expect(decode(wire, [11000], failed)).toEqual([null, 'no-communication']);
  });

  test('a polynomial takes its coefficients from the site', () => {
    const said = { transform: { name: 'polynomial', degree: 2 } } satisfies Partial<PointInput>;
    expect(decode(said, [10], { parameters: { c0: 1, c1: 2, c2: 3 } })).toEqual([321, 'good']);
  });

  test('in one reply the fresh temperature compensates, not the one from before', () => {
    const strain = samplePoint({ ...wire, id: 'strain', address: 1 });
    const temperature = samplePoint({ id: 'temperature', address: 2, type: 's16', scale: { factor: 0.1 } });
    const block = { table: 'holding', address: 1, count: 2, class: 'trend', periodMs: 1000 } as const;
    const context = { parameters: sheet, values: { temperature: 99 } };
    const [first, second] = decodeBlock({ ...block, points: [strain, temperature] }, [11000, 300], context);
    expect(first).toEqual({ pointId: 'strain', value: 415, quality: 'good', raw: [11000] });
    expect(second).toEqual({ pointId: 'temperature', value: 30, quality: 'good', raw: [300] });
  });
});
