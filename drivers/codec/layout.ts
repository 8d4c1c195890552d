import { isBitTable } from '../image.ts';
import type { ProfilePoint, Span, WordOrder } from '../profile/schema.ts';

const REGISTERS = {
  bool: 1,
  u16: 1,
  s16: 1,
  u32: 2,
  s32: 2,
  u64: 4,
  s64: 4,
  f32: 2,
  f64: 4,
  'u8.8': 1,
  'sign-magnitude': 1,
  'sign-magnitude-pair': 2,
} as const;

/** How many registers (or bits, in a bit table) the value of a point fills. */
export function widthOf(point: ProfilePoint): number {
  return point.type === 'string' || point.type === 'bcd' ? (point.length ?? 1) : REGISTERS[point.type];
}

/**
 * Everything that must come in the same reply as the value, because it changes its meaning: the value's own registers,
 * then the decimals register and the unit register where there are any.
 */
export function partsOf(point: ProfilePoint): Span[] {
  const { table, address } = point;
  const parts = [{ table, address, count: widthOf(point) }];
  if ('decimalsRegister' in point.scale)
    parts.push({ table, address: point.scale.decimalsRegister, count: 1 });
  if (typeof point.unit === 'object') parts.push({ table, address: point.unit.register, count: 1 });
  return parts;
}

/** The smallest span of one table that covers all of `spans`, holes included. */
export function hullOf(spans: readonly Span[]): Span {
  const address = Math.min(...spans.map((span) => span.address));
  const end = Math.max(...spans.map((span) => span.address + span.count));
  return { table: spans[0]?.table ?? 'holding', address, count: end - address };
}

/** Registers in wire order → the value's bytes, most significant first. */
export function toBytes(words: readonly number[], order: WordOrder): DataView {
  const view = new DataView(new ArrayBuffer(words.length * 2));
  words.forEach((word, i) => {
    view.setUint16(2 * wordIndex(i, words.length, order), word, bytesSwapped(order));
  });
  return view;
}

/** The value's bytes, most significant first → registers in wire order. */
export function fromBytes(view: DataView, order: WordOrder): number[] {
  const count = view.byteLength / 2;
  return Array.from({ length: count }, (_, i) =>
    view.getUint16(2 * wordIndex(i, count, order), bytesSwapped(order)),
  );
}

/** Whether a point lives in coils or discrete inputs, where one value is one bit. */
export function isBitPoint(point: ProfilePoint): boolean {
  return isBitTable(point.table);
}

function wordIndex(i: number, count: number, order: WordOrder): number {
  return order === 'CDAB' || order === 'DCBA' ? count - 1 - i : i;
}

function bytesSwapped(order: WordOrder): boolean {
  return order === 'BADC' || order === 'DCBA';
}
