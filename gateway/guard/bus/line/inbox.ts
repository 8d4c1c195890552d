import { crcHolds } from '../../../../drivers/crc.ts';
import type { Shape } from './shape.ts';

/** Received bytes not yet understood, and when each stretch of them was seen. Immutable. */
export type Inbox = {
  readonly bytes: Uint8Array;
  readonly stretches: readonly { readonly from: number; readonly at: number }[];
};

/** A whole frame with a good CRC, found somewhere in the inbox. */
export type Found = {
  readonly shape: Shape;
  readonly frame: Uint8Array;
  readonly offset: number;
  readonly firstAt: number; // when its first byte was seen
};

export const EMPTY: Inbox = { bytes: new Uint8Array(0), stretches: [] };

// Two of the longest frames. A line that babbles may fill it; what falls out at the front was no frame.
const ROOM = 512;

/** The inbox with a chunk behind it. */
export function receive(inbox: Inbox, chunk: Uint8Array, at: number): Inbox {
  if (inbox.bytes.length === 0)
    return keepLast({ bytes: new Uint8Array(chunk), stretches: [{ from: 0, at }] });
  const bytes = new Uint8Array(inbox.bytes.length + chunk.length);
  bytes.set(inbox.bytes);
  bytes.set(chunk, inbox.bytes.length);
  return keepLast({ bytes, stretches: [...inbox.stretches, { from: inbox.bytes.length, at }] });
}

function keepLast(inbox: Inbox): Inbox {
  return inbox.bytes.length <= ROOM ? inbox : dropped(inbox, inbox.bytes.length - ROOM);
}

/** The inbox without its first `count` bytes. */
export function dropped(inbox: Inbox, count: number): Inbox {
  if (count <= 0) return inbox;
  if (count >= inbox.bytes.length) return EMPTY;
  const at = seenAt(inbox, count);
  const later = inbox.stretches.filter(({ from }) => from > count);
  return {
    bytes: inbox.bytes.slice(count),
    stretches: [{ from: 0, at }, ...later.map((stretch) => ({ from: stretch.from - count, at: stretch.at }))],
  };
}

/** The inbox with `found` cut out, what stood before and behind it closed up. */
export function without(inbox: Inbox, { offset, frame }: Found): Inbox {
  const end = offset + frame.length;
  if (offset === 0) return dropped(inbox, end);
  const head: Inbox = {
    bytes: inbox.bytes.slice(0, offset),
    stretches: inbox.stretches.filter(({ from }) => from < offset),
  };
  const tail = dropped(inbox, end);
  return tail.stretches.reduce(
    (joined, stretch, i) =>
      receive(joined, tail.bytes.subarray(stretch.from, tail.stretches[i + 1]?.from), stretch.at),
    head,
  );
}

/** When the last byte was seen; -Infinity when there is none. */
export function lastAt(inbox: Inbox): number {
  return inbox.stretches.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
}

function seenAt(inbox: Inbox, offset: number): number {
  return inbox.stretches.findLast(({ from }) => from <= offset)?.at ?? Number.NEGATIVE_INFINITY;
}

/**
 * The first whole frame of one of these shapes, wherever it starts. While `patient`, a frame that has begun to arrive
 * (its prefix stands complete) is waited for, so that nothing inside it is taken for a frame of its own.
 */
export function findFrame(inbox: Inbox, shapes: readonly Shape[], patient: boolean): Found | null {
  const { bytes } = inbox;
  for (let offset = 0; offset < bytes.length; offset++) {
    let begun = false;
    for (const shape of shapes) {
      if (!startsWith(bytes, offset, shape.prefix)) continue;
      if (bytes.length - offset < shape.length) begun = true;
      else if (crcHolds(bytes.subarray(offset, offset + shape.length)))
        return {
          shape,
          frame: bytes.slice(offset, offset + shape.length),
          offset,
          firstAt: seenAt(inbox, offset),
        };
    }
    if (begun && patient) return null;
  }
  return null;
}

/** Where from `start` on a frame of this shape stands in full length, its prefix intact and its CRC not; -1 if nowhere. */
export function findGarbled(inbox: Inbox, shape: Shape, start: number): number {
  const { bytes } = inbox;
  for (let offset = start; offset + shape.length <= bytes.length; offset++)
    if (startsWith(bytes, offset, shape.prefix)) return offset;
  return -1;
}

/** Whether a frame of this shape may stand from `start` on, as far as it has come; its prefix may be cut short by the end. */
export function mayHaveBegun(inbox: Inbox, shape: Shape, start: number): boolean {
  const { bytes } = inbox;
  for (let offset = start; offset < bytes.length; offset++) {
    const seen = Math.min(shape.prefix.length, bytes.length - offset);
    if (startsWith(bytes, offset, shape.prefix.subarray(0, seen))) return true;
  }
  return false;
}

/** How many bytes are missing of the frame of this shape that stands at `start`, its prefix whole; 0 where none stands there. */
export function missingOf(inbox: Inbox, shape: Shape, start: number): number {
  const seen = inbox.bytes.length - start;
  return seen >= shape.prefix.length && startsWith(inbox.bytes, start, shape.prefix)
    ? shape.length - seen
    : 0;
}

/**
 * Whether any whole frame of this unit is there from `start` on, of whatever function and length: as long as its byte count says,
 * or as all that came.
 */
export function holdsFrameOf(inbox: Inbox, unit: number, start: number): boolean {
  const { bytes } = inbox;
  for (let offset = start; offset + 5 <= bytes.length; offset++) {
    if (bytes[offset] !== unit) continue;
    const length = frameLength(bytes[offset + 1] ?? 0, bytes[offset + 2] ?? 0);
    if (offset + length <= bytes.length && crcHolds(bytes.subarray(offset, offset + length))) return true;
    if (crcHolds(bytes.subarray(offset))) return true;
  }
  return false;
}

/** The unit of a whole frame of somebody else that answers this function; null where there is none. */
export function strangerIn(inbox: Inbox, unit: number, functionCode: number, start: number): number | null {
  const { bytes } = inbox;
  for (let offset = start; offset + 5 <= bytes.length; offset++) {
    const [other = 0, code = 0, third = 0] = bytes.subarray(offset, offset + 3);
    if (other === unit || other === 0 || other > 247 || (code & 0x7f) !== functionCode) continue;
    const length = frameLength(code, third);
    if (offset + length <= bytes.length && crcHolds(bytes.subarray(offset, offset + length))) return other;
  }
  return null;
}

function frameLength(functionCode: number, third: number): number {
  if (functionCode & 0x80) return 5;
  return functionCode <= 4 ? 5 + third : 8;
}

function startsWith(bytes: Uint8Array, offset: number, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[offset + i] !== prefix[i]) return false;
  return true;
}
