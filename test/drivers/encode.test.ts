import { describe, expect, test } from 'vitest';
import { type DecodeContext, decodePoint, encodePoint, RegisterImage } from '../../drivers/index.ts';
import { builtin } from './builtin.ts';
import { type PointInput, samplePoint } from './samplePoint.ts';

const none: DecodeContext = { parameters: {} };

function point(id: string, name: string) {
  const found = builtin(id).points.find((candidate) => candidate.id === name);
  if (found === undefined) throw new Error(`${id} has no ${name}`);
  return found;
}

describe('a simulated device', () => {
  test('shows a value rounded to its own step', () => {
    const image = new RegisterImage();
    expect(encodePoint(point('ya-k300-s', 'concentration'), 12.34, image, none).ok).toBe(true);
    expect(image.get('holding', 0)).toBe(123);
  });

  test('shows sign and magnitude, not two’s complement', () => {
    const image = new RegisterImage();
    encodePoint(point('xinwei-lvdt', 'displacement'), -0.25, image, none);
    expect(image.read('input', 4, 2)).toEqual([0x8000, 250]);
  });

  test('sets unit and decimals that are unset and obeys those that are set', () => {
    const pressure = point('qdy30a-pressure', 'pressure');
    const image = new RegisterImage();
    encodePoint(pressure, 0.352, image, none);
    expect(image.read('holding', 2, 3)).toEqual([0, 3, 352]);
    image.set('holding', 3, 1);
    encodePoint(pressure, 0.352, image, none);
    expect(image.read('holding', 2, 3)).toEqual([0, 1, 4]);
    const other = new RegisterImage();
    encodePoint(pressure, 35, other, { parameters: {}, units: { pressure: 'cm' } });
    expect(other.get('holding', 2)).toBe(17);
  });

  test('leaves the other bits of a register alone', () => {
    const image = new RegisterImage();
    image.set('holding', 0, 0b1010);
    encodePoint(samplePoint({ type: 'bool', bit: 0 }), true, image, none);
    encodePoint(samplePoint({ type: 'bool', bit: 3 }), false, image, none);
    expect(image.get('holding', 0)).toBe(0b0011);
  });

  test('keeps a field of a register within its bits, and the others as they were', () => {
    const image = new RegisterImage();
    image.set('holding', 0, 0xf00f);
    const field = samplePoint({ field: { low: 4, width: 4 } });
    expect(encodePoint(field, 7, image, none).ok).toBe(true);
    expect(image.get('holding', 0)).toBe(0xf07f);
    expect(decodePoint(field, image, none)).toMatchObject({ value: 7, quality: 'good', raw: [0xf07f] });
    expect(encodePoint(field, 16, image, none).ok).toBe(false);
    expect(image.get('holding', 0)).toBe(0xf07f);
  });

  test.each([
    ['r4dcb08-temperature', 'temperature1'],
    ['keller-series30', 'pressure'],
    ['waveshare-analog-8ch', 'current1'],
  ])('%s can show a failed sensor', (id, name) => {
    const image = new RegisterImage();
    expect(encodePoint(point(id, name), null, image, none).ok).toBe(true);
    expect(decodePoint(point(id, name), image, none)).toMatchObject({
      value: null,
      quality: 'sensor-failure',
    });
  });

  test.each<[Partial<PointInput>, number | string | null]>([
    [{ type: 'u16' }, -1],
    [{ type: 'u16' }, 65536],
    [{ type: 's16', scale: { factor: 0.1 } }, 3277],
    [{ type: 'f32' }, 1e39],
    [{ type: 'u16' }, 'text'],
    [{ type: 'u16' }, null],
    [{ type: 'string', length: 1 }, 'three'],
    [{ transform: { name: 'vibrating-wire' } }, 5],
  ])('%j cannot show %j, says so, and shows nothing else', (said, value) => {
    const image = new RegisterImage();
    const result = encodePoint(samplePoint(said), value, image, none);
    expect(result).toMatchObject({ ok: false, error: { code: 'unrepresentable' } });
    expect(image.get('holding', 0)).toBeUndefined();
  });
});
