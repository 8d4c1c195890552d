import type { BitField, ProfilePoint } from '../profile/schema.ts';
import { fromBytes, toBytes, widthOf } from './layout.ts';

/** Smallest and largest whole number of each integer type; the pair counts thousandths. */
export const LIMITS = {
  u16: [0, 0xffff],
  s16: [-0x8000, 0x7fff],
  u32: [0, 0xffff_ffff],
  s32: [-0x8000_0000, 0x7fff_ffff],
  'sign-magnitude-pair': [-32_767_999, 32_767_999],
} as const;

export type IntegerType = keyof typeof LIMITS;

/** Whether a type counts in whole steps (floats, bits and text do not). */
export function isInteger(type: ProfilePoint['type']): type is IntegerType {
  return type in LIMITS;
}

/** Registers → the number in them, unscaled (a pair in thousandths). NaN where they hold none. */
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
    case 'sign-magnitude-pair':
      return pairFrom(view.getUint16(0), view.getUint16(2));
    default:
      return Number.NaN;
  }
}

/** The number → registers, or undefined when the type cannot hold it. */
export function wordsFor(point: ProfilePoint, raw: number): number[] | undefined {
  if (isInteger(point.type)) {
    const [low, high] = LIMITS[point.type];
    if (!(raw >= low && raw <= (point.field === undefined ? high : fieldMask(point.field)))) return undefined;
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
  return [raw, words.length === 1 ? view.getUint16(0) : view.getUint32(0)];
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
  return whole & 0x8000 ? -magnitude : magnitude;
}
