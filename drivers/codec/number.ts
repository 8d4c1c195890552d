import type { BitField, ProfilePoint } from '../profile/schema.ts';
import { fromBytes, toBytes, widthOf } from './layout.ts';

/**
 * Smallest and largest whole number of each integer type, as far as a number is exact. The pair counts thousandths;
 * `bcd` and `u8.8` are given for their widest form, see `limitsOf`.
 */
const LIMITS = {
  u16: [0, 0xffff],
  s16: [-0x8000, 0x7fff],
  u32: [0, 0xffff_ffff],
  s32: [-0x8000_0000, 0x7fff_ffff],
  u64: [0, Number.MAX_SAFE_INTEGER],
  s64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  bcd: [0, 999_999_999_999],
  'u8.8': [0, 25_599],
  'sign-magnitude': [-0x7fff, 0x7fff],
  'sign-magnitude-pair': [-32_767_999, 32_767_999],
} as const;

export type IntegerType = keyof typeof LIMITS;

/** Whether a type counts in whole steps (floats, bits and text do not). */
export function isInteger(type: ProfilePoint['type']): type is IntegerType {
  return type in LIMITS;
}

/** Smallest and largest whole number a point can hold before it is scaled. */
export function limitsOf(point: ProfilePoint & { type: IntegerType }): readonly [number, number] {
  if (point.field !== undefined) return [0, fieldMask(point.field)];
  if (point.type === 'bcd') return [0, 10 ** (4 * widthOf(point)) - 1];
  if (point.type === 'u8.8') return [0, 0xff * partsOfOne(point) + partsOfOne(point) - 1];
  return LIMITS[point.type];
}

/** What the smallest step of a number in the registers is one part of: the pair counts thousandths, a u8.8 tenths. */
export function partsOfOne({ type, hundredths }: ProfilePoint): number {
  if (type === 'sign-magnitude-pair') return 1000;
  return type === 'u8.8' ? (hundredths === true ? 100 : 10) : 1;
}

/** Whether a point counts in whole steps: the same as `isInteger`, for the point. */
export function countsWhole(point: ProfilePoint): point is ProfilePoint & { type: IntegerType } {
  return isInteger(point.type);
}

/** Registers → the number in them, unscaled (a pair in thousandths, a u8.8 in its parts). NaN where they hold none. */
export function numberFrom(point: ProfilePoint, words: readonly number[]): number {
  const view = toBytes(words, point.order);
  switch (point.type) {
    case 'u16':
      return point.field === undefined ? view.getUint16(0) : fieldIn(view.getUint16(0), point.field);
    case 's16':
      return view.getInt16(0);
    case 'u32':
      return view.getUint32(0);
    case 's32':
      return view.getInt32(0);
    case 'f32':
      return view.getFloat32(0);
    case 'f64':
      return view.getFloat64(0);
    case 'u64':
      return Number(view.getBigUint64(0));
    case 's64':
      return Number(view.getBigInt64(0));
    case 'bcd':
      return digitsFrom(view);
    case 'u8.8':
      return view.getUint8(1) < partsOfOne(point)
        ? view.getUint8(0) * partsOfOne(point) + view.getUint8(1)
        : Number.NaN;
    case 'sign-magnitude':
      return signed(view.getUint16(0), view.getUint16(0) & 0x7fff);
    case 'sign-magnitude-pair':
      return pairFrom(view.getUint16(0), view.getUint16(2));
    default:
      return Number.NaN;
  }
}

/** The number → registers, or undefined when the type cannot hold it. */
export function wordsFor(point: ProfilePoint, raw: number): number[] | undefined {
  if (countsWhole(point)) {
    const [low, high] = limitsOf(point);
    if (!(raw >= low && raw <= high)) return undefined;
  }
  const view = new DataView(new ArrayBuffer(widthOf(point) * 2));
  switch (point.type) {
    case 'u16':
    case 's16':
      view.setInt16(0, raw);
      break;
    case 'u32':
    case 's32':
      view.setInt32(0, raw);
      break;
    case 'f32':
      if (Number.isFinite(raw) && !Number.isFinite(Math.fround(raw))) return undefined;
      view.setFloat32(0, raw);
      break;
    case 'f64':
      view.setFloat64(0, raw);
      break;
    case 'u64':
    case 's64':
      view.setBigInt64(0, BigInt(raw));
      break;
    case 'bcd':
      putDigits(view, raw);
      break;
    case 'u8.8':
      view.setUint8(0, Math.trunc(raw / partsOfOne(point)));
      view.setUint8(1, raw % partsOfOne(point));
      break;
    case 'sign-magnitude':
      view.setUint16(0, (raw < 0 ? 0x8000 : 0) | Math.abs(raw));
      break;
    case 'sign-magnitude-pair':
      view.setUint16(0, (raw < 0 ? 0x8000 : 0) | Math.trunc(Math.abs(raw) / 1000));
      view.setUint16(2, Math.abs(raw) % 1000);
      break;
    default:
      return undefined;
  }
  return fromBytes(view, point.order);
}

/** The registers as a sentinel may spell them: the number itself, or the same bits without a sign. */
export function spellings(point: ProfilePoint, words: readonly number[]): number[] {
  const raw = numberFrom(point, words);
  if (!isInteger(point.type) || point.field !== undefined) return [raw];
  const view = toBytes(words, point.order);
  return [raw, unsigned(view)];
}

/** A sentinel → registers: the number itself, or where the type cannot count so far, its bits. */
export function sentinelWords(point: ProfilePoint, raw: number): number[] | undefined {
  const words = wordsFor(point, raw);
  if (words !== undefined || !isInteger(point.type) || point.field !== undefined) return words;
  const count = widthOf(point);
  // 2^64 − 1 is no number a double can hold: it is read as 2^64
  const bits = BigInt.asUintN(16 * count, BigInt(raw) - (raw >= 2 ** (16 * count) ? 1n : 0n));
  const view = new DataView(new ArrayBuffer(2 * count));
  for (let i = 0; i < count; i++)
    view.setUint16(2 * i, Number((bits >> BigInt(16 * (count - 1 - i))) & 0xffffn));
  return fromBytes(view, point.order);
}

/** Whether the registers hold what a sentinel says; a float, as far as a float of that width can. */
export function isSentinel(point: ProfilePoint, words: readonly number[], sentinel: number): boolean {
  return spellings(point, words).includes(point.type === 'f32' ? Math.fround(sentinel) : sentinel);
}

/** The largest float of either sign stands for "no value" in many devices, and is a measurement in none. */
export function isLargestFloat(type: ProfilePoint['type'], raw: number): boolean {
  const most = type === 'f32' ? LARGEST_F32 : type === 'f64' ? Number.MAX_VALUE : undefined;
  // some devices write the decimal 3.4e38 instead of the very largest
  return most !== undefined && Math.abs(raw) >= 0.999 * most;
}

const LARGEST_F32 = (2 - 2 ** -23) * 2 ** 127;

function unsigned(view: DataView): number {
  if (view.byteLength === 2) return view.getUint16(0);
  if (view.byteLength === 4) return view.getUint32(0);
  if (view.byteLength === 8) return Number(view.getBigUint64(0));
  return Number.NaN;
}

/** Four bits a digit; NaN where four bits are no digit. */
function digitsFrom(view: DataView): number {
  let value = 0;
  for (let i = 0; i < view.byteLength; i++) {
    const [tens, ones] = [view.getUint8(i) >> 4, view.getUint8(i) & 0xf];
    if (tens > 9 || ones > 9) return Number.NaN;
    value = value * 100 + tens * 10 + ones;
  }
  return value;
}

function putDigits(view: DataView, value: number): void {
  let rest = value;
  for (let i = view.byteLength - 1; i >= 0; i--) {
    const pair = rest % 100;
    view.setUint8(i, (Math.trunc(pair / 10) << 4) | (pair % 10));
    rest = Math.trunc(rest / 100);
  }
}

/** Largest number in a field. */
export function fieldMask({ width }: BitField): number {
  return 2 ** width - 1;
}

function fieldIn(word: number, field: BitField): number {
  return (word >> field.low) & fieldMask(field);
}

function pairFrom(whole: number, thousandths: number): number {
  if (thousandths > 999) return Number.NaN;
  const magnitude = (whole & 0x7fff) * 1000 + thousandths;
  return signed(whole, magnitude);
}

/** Bit 15 is the sign. A device that shows −0 means 0. */
function signed(word: number, magnitude: number): number {
  return word & 0x8000 && magnitude !== 0 ? -magnitude : magnitude;
}
