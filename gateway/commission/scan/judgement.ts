import { crcHolds } from '../../../drivers/crc.ts';
import { READ_FUNCTION } from '../../../drivers/functionCode.ts';
import { readRequest } from '../../../drivers/profile/frames/readFrames.ts';
import type { Span } from '../../../drivers/profile/schema.ts';

/**
 * What was heard after a probe.
 *
 * - `answer`: a whole frame of the unit that was asked; an exception counts, there is somebody. `twice`: one more followed
 * - `other`: a whole frame of somebody else: another master, or an answer that came late
 * - `broken`: begins like an answer of the unit, and is none
 * - `garbage`: bytes that are no frame
 * - `idle`: nothing but 0x00 or 0xFF
 */
export type ProbeAnswer = { readonly echo: boolean } & (
  | { readonly kind: 'silence' | 'broken' | 'garbage' | 'idle' }
  | {
      readonly kind: 'answer';
      readonly exception: number | null;
      readonly data: readonly number[];
      readonly twice: boolean;
    }
  | { readonly kind: 'other'; readonly unit: number }
);

/** A bus without a resting level shows one or two characters when a driver lets go. */
const STRAY = 2;
const SHORTEST_FRAME = 5;

/** Makes out what came after a read of `span` from `unit`. */
export function judge(bytes: Uint8Array, unit: number, span: Span): ProbeAnswer {
  const request = readRequest(unit, span);
  const echo = startsWith(bytes, request);
  const rest = echo ? bytes.subarray(request.length) : bytes;
  return { ...judgeReply(rest, unit, READ_FUNCTION[span.table]), echo };
}

/** The same after a request of any function. Where that is a write the own echo looks like its answer: reading back tells them apart. */
export function judgeReply(bytes: Uint8Array, unit: number, code: number): ProbeAnswer {
  const echo = false;
  for (let at = 0; at + SHORTEST_FRAME <= bytes.length; at++) {
    const frame = frameAt(bytes, at);
    if (frame === undefined) continue;
    const functionCode = frame[1] ?? 0;
    if (frame[0] !== unit || (functionCode & 0x7f) !== code)
      return { kind: 'other', unit: frame[0] ?? 0, echo };
    const refused = (functionCode & 0x80) !== 0;
    const behind = bytes.subarray(at + frame.length);
    return {
      ...{ kind: 'answer', echo, twice: holdsReply(behind, unit, code) },
      exception: refused ? (frame[2] ?? 0) : null,
      data: refused ? [] : [...frame.subarray(3, -2)],
    };
  }
  if (bytes.length === 0) return { kind: 'silence', echo };
  if (bytes.every((byte) => byte === 0 || byte === 0xff)) return { kind: 'idle', echo };
  const begins = bytes.findIndex((byte, i) => i <= STRAY && byte === unit && bytes[i + 1] === code);
  return { kind: begins >= 0 ? 'broken' : 'garbage', echo };
}

/** Whether one more whole reply stands there. */
function holdsReply(bytes: Uint8Array, unit: number, code: number): boolean {
  return bytes.some((byte, at) => byte === unit && ((frameAt(bytes, at)?.[1] ?? 0) & 0x7f) === code);
}

/** The whole reply that stands at `at`, if one does. */
function frameAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  const code = bytes[at + 1] ?? 0;
  const length = (code & 0x80) !== 0 ? SHORTEST_FRAME : code <= 4 ? SHORTEST_FRAME + (bytes[at + 2] ?? 0) : 8;
  const frame = bytes.subarray(at, at + length);
  const known = [1, 2, 3, 4, 5, 6, 15, 16].includes(code & 0x7f);
  return known && frame.length === length && crcHolds(frame) ? frame : undefined;
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, i) => bytes[i] === byte);
}
