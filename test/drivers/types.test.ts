import { describe, expect, test } from 'vitest';
import { otherOrder } from '../../drivers/codec/wordOrder.ts';
import { type DecodeContext, decodePoint, encodePoint, RegisterImage } from '../../drivers/index.ts';
import { type PointInput, samplePoint } from './samplePoint.ts';

const none: DecodeContext = { parameters: {} };

function decoded(said: Partial<PointInput>, words: number[]) {
  const image = new RegisterImage();
  image.write('holding', 0, words);
  const { value, quality } = decodePoint(samplePoint(said), image, none);
  return { value, quality };
}

const good = (value: number) => ({ value, quality: 'good' });
const failed = { value: null, quality: 'sensor-failure' };

describe('a number of every type found in the field', () => {
  test.each<[string, Partial<PointInput>, number[], unknown]>([
    ['four registers', { type: 'u64' }, [0, 1, 0, 2], good(4_294_967_298)],
    ['four registers, low word first', { type: 'u64', order: 'CDAB' }, [2, 0, 1, 0], good(4_294_967_298)],
    ['four registers, signed', { type: 's64' }, [0xffff, 0xffff, 0xffff, 0xfffe], good(-2)],
    ['four digits', { type: 'bcd', scale: { factor: 0.01 } }, [0x1234], good(12.34)],
    ['eight digits', { type: 'bcd', length: 2 }, [0x0001, 0x2345], good(12_345)],
    ['what is no digit', { type: 'bcd' }, [0x12a4], failed],
    ['a byte and its tenths', { type: 'u8.8' }, [0x1409], good(20.9)],
    ['a byte and its hundredths', { type: 'u8.8', hundredths: true }, [0x1463], good(20.99)],
    ['eleven tenths', { type: 'u8.8' }, [0x140b], failed],
    ['sign and magnitude', { type: 'sign-magnitude', scale: { factor: 0.01 } }, [0x80fa], good(-2.5)],
    ['minus nothing', { type: 'sign-magnitude' }, [0x8000], good(0)],
  ])('%s', (_, said, words, expected) => {
    expect(decoded(said, words)).toEqual(expected);
  });

  test('a negative code has a name of its own', () => {
    const said = { type: 's16' as const, states: { '-1': 'broken', '0': 'well' } };
    expect(decoded(said, [0xffff])).toEqual(good(-1));
    expect(decoded(said, [1])).toEqual({ value: 1, quality: 'out-of-spec' });
  });
});

describe('a float that is no measurement', () => {
  test.each([
    ['the largest', [0x7f7f, 0xffff]],
    ['the lowest', [0xff7f, 0xffff]],
    ['about the largest, as people write it', [0x7f7f, 0xc99e]],
    ['infinity', [0x7f80, 0]],
    ['no number', [0x7fc0, 0]],
  ])('%s is a sensor failure', (_, words) => {
    expect(decoded({ type: 'f32' }, words)).toEqual(failed);
  });

  test('the largest means what the profile says, where it says something', () => {
    const sentinels = [{ raw: 3.402_823_466_385_288_6e38, quality: 'out-of-service' as const }];
    expect(decoded({ type: 'f32', sentinels }, [0x7f7f, 0xffff])).toEqual({
      ...{ value: null, quality: 'out-of-service' },
    });
  });

  test('a sentinel may be a fraction that a float holds only roughly', () => {
    const sentinels = [{ raw: -999.9, quality: 'sensor-failure' as const }];
    expect(decoded({ type: 'f32', sentinels }, [0xc479, 0xf99a])).toEqual(failed);
    expect(decoded({ type: 'f64', sentinels }, [0xc08f, 0x3f33, 0x3333, 0x3333])).toEqual(failed);
  });

  // 2^64 − 1 as YAML reads it: a double holds no number nearer to it than 2^64
  test('all bits of a counter may say that there is none, and a failed one shows them', () => {
    const counter = samplePoint({
      type: 'u64',
      sentinels: [{ raw: 2 ** 64, quality: 'sensor-failure' }],
    });
    const image = new RegisterImage();
    expect(encodePoint(counter, null, image, none).ok).toBe(true);
    expect(image.read('holding', 0, 4)).toEqual([0xffff, 0xffff, 0xffff, 0xffff]);
    expect(decodePoint(counter, image, none)).toMatchObject(failed);
  });
});

describe('a float whose words are the other way round', () => {
  // 2.5 is 4020 0000
  test('is never 0 good, and the order it was sent in is known', () => {
    expect(decoded({ type: 'f32' }, [0x0000, 0x4020])).toEqual({ value: null, quality: 'protocol-error' });
    expect(otherOrder(samplePoint({ type: 'f32' }), [0x0000, 0x4020])).toBe('CDAB');
    expect(otherOrder(samplePoint({ type: 'f32', order: 'CDAB' }), [0x4020, 0x0000])).toBe('ABCD');
  });

  test('is told from a zero and from a number that is merely small', () => {
    expect(decoded({ type: 'f32' }, [0, 0])).toEqual(good(0));
    // what a filter leaves behind that decays towards 0
    expect(otherOrder(samplePoint({ type: 'f32' }), [0x0000, 0x0004])).toBeUndefined();
    expect(otherOrder(samplePoint({ type: 'f32' }), [0x3586, 0x37bd])).toBeUndefined();
  });
});
