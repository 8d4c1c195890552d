import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DecodeContext,
  decodePoint,
  encodePoint,
  isBitPoint,
  type ProfilePoint,
  RegisterImage,
  unitsOf,
  widthOf,
} from '../../drivers/index.ts';
import { builtinCatalog } from '../drivers/builtin.ts';
import { type PointInput, samplePoint } from '../drivers/samplePoint.ts';

const decimal = (low: number, high: number, digits: number) =>
  fc
    .integer({ min: Math.round(low * 10 ** digits), max: Math.round(high * 10 ** digits) })
    .map((whole) => whole / 10 ** digits);

/** Calibration sheets as laboratories write them, under which every transform is reversible. */
const sheet = fc.record({
  K: decimal(0.0001, 10, 7),
  f0: decimal(0, 3000, 1),
  C: decimal(-5, 5, 4),
  T0: decimal(-20, 40, 1),
  c0: decimal(-100, 100, 3),
  c1: decimal(0.001, 10, 6),
  c2: fc.constant(0),
  c3: decimal(1e-9, 1e-6, 12),
});

/** A device that shows random bits, but a decimals and unit register as the profile knows them. */
function shown(point: ProfilePoint): fc.Arbitrary<{ image: RegisterImage; context: DecodeContext }> {
  const word = fc.integer({ min: 0, max: isBitPoint(point) ? 1 : 0xffff });
  const codes = typeof point.unit === 'object' ? Object.keys(point.unit.codes).map(Number) : [0];
  return fc
    .record({
      words: fc.array(word, { minLength: widthOf(point), maxLength: widthOf(point) }),
      decimals: fc.nat('decimalsRegister' in point.scale ? point.scale.max : 0),
      code: fc.constantFrom(...codes),
      unit: fc.constantFrom(...unitsOf(point), ''),
      parameters: sheet,
      temperature: decimal(-40, 60, 1),
    })
    .map(({ words, decimals, code, unit, parameters, temperature }) => {
      const image = new RegisterImage();
      if ('decimalsRegister' in point.scale) image.set(point.table, point.scale.decimalsRegister, decimals);
      if (typeof point.unit === 'object') image.set(point.table, point.unit.register, code);
      image.write(point.table, point.address, words);
      return { image, context: { parameters, units: { [point.id]: unit }, values: { temperature } } };
    });
}

/** Whatever a device can show is shown again by encoding what it means. Returns how many showings had a value. */
function expectIdentity(point: ProfilePoint, numRuns: number): number {
  let values = 0;
  fc.assert(
    fc.property(shown(point), ({ image, context }) => {
      const first = decodePoint(point, image, context);
      if (first.value === null) return;
      values++;
      // start from registers that hold something else, so that an encoder that does nothing is seen
      image.write(
        point.table,
        point.address,
        first.raw.map((word) => (isBitPoint(point) ? 1 - word : word ^ (point.type === 'bool' ? 0 : 0x0101))),
      );
      expect(encodePoint(point, first.value, image, context)).toEqual({ ok: true, value: undefined });
      const again = decodePoint(point, image, context);
      expect(again.quality).toBe(first.quality);
      expect(again.value).toBe(first.value);
    }),
    { numRuns },
  );
  return values;
}

describe('decoding what was encoded gives the value back', () => {
  test.each([...builtinCatalog.profiles.keys()])('for every point of %s', (id) => {
    const points = builtinCatalog.profiles.get(id)?.points ?? [];
    expect(points.length).toBeGreaterThan(0);
    for (const point of points) expect(expectIdentity(point, 200)).toBeGreaterThan(5);
  });

  const orders = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
  const kinds: readonly Partial<PointInput>[] = [
    ...(
      ['u16', 's16', 'u32', 's32', 'f32', 'u8.8', 'sign-magnitude', 'sign-magnitude-pair'] as const
    ).flatMap((type) => [
      { type },
      { type, scale: { factor: 0.1 } },
      { type, scale: { factor: 0.0054931640625, offset: -40 } },
      { type, scale: { factor: -2.5, offset: 7 } },
      { type, address: 5, scale: { decimalsRegister: 4, max: 6 } },
    ]),
    { type: 'f64' },
    { type: 'u8.8', hundredths: true },
    { type: 'u8.8', hundredths: true, scale: { factor: 10 } },
    { type: 'string', length: 1 },
    { type: 'bool', bit: 11 },
    { type: 'bool', table: 'discrete' },
    { type: 'u16', scale: { factor: 0.1 }, transform: { name: 'vibrating-wire' } },
    {
      type: 'u16',
      scale: { factor: 0.1 },
      transform: { name: 'vibrating-wire', temperature: 'temperature' },
    },
    { type: 's16', transform: { name: 'polynomial', degree: 3 } },
    { type: 'u16', scale: { factor: 0.01 }, transform: { name: 'polynomial', degree: 1 } },
  ];
  test.each(kinds.map((said) => [JSON.stringify(said), said] as const))('for a point %s', (_, said) => {
    for (const order of orders)
      expect(expectIdentity(samplePoint({ ...said, order }), 150)).toBeGreaterThan(0);
  });
});

describe('a counter that a number holds exactly comes back from its registers', () => {
  const counters = [
    ['u64', 0, Number.MAX_SAFE_INTEGER, 1],
    ['s64', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 1],
    ['bcd', 0, 9999, 1],
    ['bcd', 0, 99_999_999, 2],
    ['bcd', 0, 999_999_999_999, 3],
  ] as const;
  test.each(counters)('%s from %d to %d', (type, min, max, length) => {
    const orders = fc.constantFrom('ABCD', 'CDAB', 'BADC', 'DCBA');
    const value = fc.oneof(
      type === 'bcd'
        ? fc.integer({ min, max: Math.min(max, 0x7fffffff) })
        : fc.maxSafeInteger().map((n) => (min < 0 ? n : Math.abs(n))),
      fc.constantFrom(min, max),
    );
    fc.assert(
      fc.property(orders, value, (order, number) => {
        const point = samplePoint({ type, order, ...(type === 'bcd' ? { length } : {}) });
        const image = new RegisterImage();
        expect(encodePoint(point, number, image, { parameters: {} }).ok).toBe(true);
        expect(decodePoint(point, image, { parameters: {} })).toMatchObject({
          value: number,
          quality: 'good',
        });
      }),
      { numRuns: 60 },
    );
    const beyond = samplePoint({ type, ...(type === 'bcd' ? { length } : {}) });
    expect(encodePoint(beyond, max + 2, new RegisterImage(), { parameters: {} }).ok).toBe(false);
  });
});
