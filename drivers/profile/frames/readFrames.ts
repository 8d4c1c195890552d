import { withCrc } from '../../crc.ts';
import { READ_FUNCTION } from '../../functionCode.ts';
import { isBitTable } from '../../image.ts';
import type { Span } from '../schema.ts';

/** A read on a serial line, standard dialect. */
export function readRequest(unit: number, { table, address, count }: Span): Uint8Array {
  return withCrc([unit, READ_FUNCTION[table], ...bytesOf(address), ...bytesOf(count)]);
}

/** The reply that brings `values`: registers, or 0 and 1 for bits. */
export function readReply(unit: number, { table }: Span, values: readonly number[]): Uint8Array {
  const data = isBitTable(table) ? packed(values) : values.flatMap(bytesOf);
  return withCrc([unit, READ_FUNCTION[table], data.length, ...data]);
}

/** The reply that refuses a read with this exception code. */
export function readRefusal(unit: number, { table }: Span, code: number): Uint8Array {
  return withCrc([unit, READ_FUNCTION[table] | 0x80, code]);
}

function bytesOf(word: number): [number, number] {
  return [(word >> 8) & 0xff, word & 0xff];
}

/** Eight bits a byte, the first in bit 0. */
function packed(bits: readonly number[]): number[] {
  const bytes = new Array<number>(Math.ceil(bits.length / 8)).fill(0);
  bits.forEach((bit, i) => {
    if (bit !== 0) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return bytes;
}
