import type { RegisterImage } from '../image.ts';
import type { ProfilePoint } from '../profile/schema.ts';
import type { PointValue } from '../reading.ts';
import type { Problem, Result } from '../result.ts';
import type { DecodeContext } from './context.ts';
import { fromBytes, isBitPoint, widthOf } from './layout.ts';
import { countsWhole, fieldMask, isInteger, limitsOf, sentinelWords, wordsFor } from './number.ts';
import { constantsOf, type LinearScale, lineOf } from './scale.ts';
import { temperatureFor, untransformed } from './transform.ts';
import { codeFor, defaultUnit } from './unit.ts';

/**
 * Puts a value into the image the way the device shows it, rounded to the device's step: the reverse of `decodePoint`.
 * `null` becomes what the device shows when its sensor has failed. A decimals or unit register that is still unset is
 * set to what the profile keeps and the site confirmed; one that is set is obeyed. Nothing is written on an error.
 */
export function encodePoint(
  point: ProfilePoint,
  value: PointValue,
  image: RegisterImage,
  context: DecodeContext,
): Result<void, Problem> {
  const words = isBitPoint(point)
    ? [Number(value === true)]
    : point.type === 'bool'
      ? bitIn(point, value, image)
      : point.type === 'string'
        ? textWords(point, value)
        : numberWords(point, value, image, context);
  if (words === undefined)
    return {
      ok: false,
      error: {
        code: 'unrepresentable',
        what: `${point.id} cannot show ${JSON.stringify(value)} as ${point.type}`,
        hint: 'give a value the registers of this point can hold',
      },
    };
  image.write(point.table, point.address, point.field === undefined ? words : merged(point, words, image));
  return { ok: true, value: undefined };
}

function bitIn(point: ProfilePoint, value: PointValue, image: RegisterImage): number[] {
  const mask = 1 << (point.bit ?? 0);
  const word = image.get(point.table, point.address) ?? 0;
  return [value === true ? word | mask : word & ~mask];
}

/** The bits of the field put into the register, whose other bits stay. */
function merged(point: ProfilePoint, words: readonly number[], image: RegisterImage): number[] {
  const { field, table, address } = point;
  const [bits = 0] = words;
  if (field === undefined) return [bits];
  const mask = fieldMask(field) << field.low;
  return [((image.get(table, address) ?? 0) & ~mask) | (bits << field.low)];
}

function textWords(point: ProfilePoint, value: PointValue): number[] | undefined {
  const text = value ?? '';
  const bytes = widthOf(point) * 2;
  if (typeof text !== 'string' || text.length > bytes || !/^[\x20-\x7e]*$/.test(text)) return undefined;
  const view = new DataView(new ArrayBuffer(bytes));
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
  return fromBytes(view, point.order);
}

function numberWords(
  point: ProfilePoint,
  value: PointValue,
  image: RegisterImage,
  context: DecodeContext,
): number[] | undefined {
  settle(point, image, context);
  if (value === null) return failureWords(point, image);
  const line = lineOf(point, image);
  if (typeof value !== 'number' || line === undefined) return undefined;
  const scaled = scaledFor(point, value, line, context);
  return scaled === undefined ? undefined : rounded(point, line.undo(scaled));
}

/** Fills the registers that give the value its meaning, as far as the device does not show them yet. */
function settle(point: ProfilePoint, image: RegisterImage, context: DecodeContext): void {
  if ('decimalsRegister' in point.scale) {
    const { decimalsRegister, max } = point.scale;
    if (image.get(point.table, decimalsRegister) === undefined)
      image.set(point.table, decimalsRegister, Math.max(0, Math.min(point.decimals, max)));
  }
  if (typeof point.unit === 'object' && image.get(point.table, point.unit.register) === undefined) {
    const code = codeFor(point, context.units?.[point.id] ?? defaultUnit(point));
    if (code !== undefined) image.set(point.table, point.unit.register, code);
  }
}

function scaledFor(
  point: ProfilePoint,
  value: number,
  line: LinearScale,
  context: DecodeContext,
): number | undefined {
  if (point.transform === undefined) return value;
  const constants = constantsOf(point, context);
  const temperature = temperatureFor(point, context);
  if (constants === undefined || temperature === undefined) return undefined;
  const [low, high] = countsWhole(point) ? limitsOf(point) : [-1e9, 1e9];
  return untransformed(point.transform, value, constants, temperature, [line.apply(low), line.apply(high)]);
}

function rounded(point: ProfilePoint, raw: number): number[] | undefined {
  return wordsFor(point, isInteger(point.type) ? Math.round(raw) : raw);
}

/** What a failed sensor shows: its sentinel, NaN, or a current beyond NE 43. Undefined where the device cannot say it. */
function failureWords(point: ProfilePoint, image: RegisterImage): number[] | undefined {
  const sentinel = point.sentinels.find(({ quality }) => quality === 'sensor-failure') ?? point.sentinels[0];
  if (sentinel !== undefined) {
    return sentinelWords(point, sentinel.raw);
  }
  if (point.type === 'f32' || point.type === 'f64') return wordsFor(point, Number.NaN);
  const line = lineOf(point, image);
  if (point.failure === undefined || line === undefined || point.transform !== undefined) return undefined;
  const below = point.failure[0] - (point.failure[1] - point.failure[0]) / 20;
  return rounded(point, line.undo(below)) ?? rounded(point, line.undo(point.failure[1] * 1.05));
}
