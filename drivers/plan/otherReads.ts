import { hullOf, partsOf } from '../codec/layout.ts';
import { isBitTable } from '../image.ts';
import type { ProfilePoint } from '../profile/schema.ts';
import type { BlockRead, ReadLimits } from './blockRead.ts';
import { joined } from './planReads.ts';

/** A read of another length than a block's that brings some of its points, or all. */
export type OtherRead = {
  readonly address: number;
  readonly count: number;
  readonly points: readonly ProfilePoint[]; // of the block, whole in this read
  readonly isKnown: boolean; // every register of it is known to be readable
};

/** As many different lengths are enough: more replies than that are never owed at a time. */
const LENGTHS = 3;

/**
 * What may be asked for instead of a block, so that the reply has another length: more registers, where they are known to
 * be readable; then all points but the last or the first few, two of which together bring the whole block; last, one
 * register more than is known, which a device may refuse. Best first. Bits are counted in bytes, as their replies are.
 */
export function otherReads(block: BlockRead, limits: ReadLimits): OtherRead[] {
  const step = isBitTable(block.table) ? 8 : 1;
  const most = isBitTable(block.table) ? limits.maxBits : limits.maxRegisters;
  const open = joined([...limits.readable, block]).find(
    (span) => span.table === block.table && span.address <= block.address && end(span) >= end(block),
  );
  const longer = [1, 2, 3].flatMap((n): OtherRead[] => {
    const count = block.count + n * step;
    if (count > most || open === undefined || open.count < count) return [];
    const address = Math.min(block.address, end(open) - count);
    return [{ address, count, points: block.points, isKnown: true }];
  });
  const beyond: OtherRead[] =
    block.count + step > most || longer.length > 0 || block.address + block.count + step > 0x10000
      ? []
      : [{ address: block.address, count: block.count + step, points: block.points, isKnown: false }];
  return [...longer, ...partsOfBlock(block), ...beyond];
}

/** Without the last n ends and without the first n beginnings, for as long as the two together are everything. */
function partsOfBlock(block: BlockRead): OtherRead[] {
  const spans = block.points.map((point) => ({ point, span: spanOf(point) }));
  const ends = distinct(spans.map(({ span }) => end(span))).toReversed();
  const starts = distinct(spans.map(({ span }) => span.address));
  const parts: OtherRead[] = [];
  for (let n = 1; n <= LENGTHS; n++) {
    const [until, from] = [ends[n], starts[n]];
    if (until === undefined || from === undefined) break;
    const head = spans.filter(({ span }) => end(span) <= until);
    const tail = spans.filter(({ span }) => span.address >= from);
    if (head.length === 0 || spans.some((one) => !head.includes(one) && !tail.includes(one))) break;
    for (const part of [head, tail]) {
      const { address, count } = hullOf(part.map(({ span }) => span));
      parts.push({ address, count, points: part.map(({ point }) => point), isKnown: true });
    }
  }
  return parts;
}

function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

function spanOf(point: ProfilePoint) {
  return hullOf(partsOf(point));
}

function end({ address, count }: { readonly address: number; readonly count: number }): number {
  return address + count;
}
