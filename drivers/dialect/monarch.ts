import { withCrc } from '../crc.ts';
import type { Dialect } from './dialect.ts';

const FRAME = 8; // of a write's echo and of an error alike
const READ_OVERHEAD = 6;
const CRC = 2;
/** Third and fourth byte of an error. A read cannot begin so: its byte count would be 32 769. */
const ERROR = [0x80, 0x01] as const;

/**
 * What Monarch/Inovance NICE lift controllers send (read in the maker's own service app; not from a manual). The reply
 * to a read has a byte count of two bytes, high byte first; an error keeps the function code and is eight bytes long:
 * `unit function 80 01 00 reason crc crc`. That other reads than 03 are answered alike is an assumption.
 */
export const monarch: Dialect = {
  readOverhead: READ_OVERHEAD,
  readHead: (unit, functionCode, dataBytes) => [unit, functionCode, dataBytes >> 8, dataBytes & 0xff],
  refusalHead: (unit, functionCode) => [unit, functionCode, ...ERROR],
  expectedReplyLength(prefix) {
    const [, code, high, low] = prefix;
    if (code === undefined) return 'more';
    if (code === 0x05 || code === 0x06) return FRAME;
    if (code < 0x01 || code > 0x04) return 'foreign';
    if (high === undefined) return 'more';
    if (high === ERROR[0]) return low === undefined ? 'more' : low === ERROR[1] ? FRAME : 'foreign';
    if (high !== 0) return 'foreign'; // more than 255 bytes were never asked for
    return low === undefined ? 'more' : READ_OVERHEAD + low;
  },
  toStandard(frame) {
    const [unit = 0, code = 0, high, low = 0] = frame;
    if (isError(frame)) return withCrc([unit, code | 0x80, EXCEPTION_OF[frame[5] ?? 0] ?? DEVICE_FAILURE]);
    if (code > 0x04 || high === undefined) return frame;
    return withCrc([unit, code, low, ...frame.subarray(4, -CRC)]);
  },
  fromStandard(frame) {
    const [unit = 0, code = 0, third = 0] = frame;
    if (code & 0x80) return withCrc([unit, code & 0x7f, ...ERROR, 0, reasonOf(third)]);
    return code > 0x04 ? frame : withCrc([unit, code, 0, ...frame.subarray(2, -CRC)]);
  },
};

const DEVICE_FAILURE = 4;

/** Reason of an error → the Modbus exception that has the same consequence for who asked. */
const EXCEPTION_OF: Readonly<Record<number, number>> = {
  1: 1, // password wanted: not to be had
  2: 1, // bad command: illegal function
  3: 0x0b, // CRC: the request came garbled, which is as if it had not come; ask again
  4: 2, // invalid address
  5: 3, // invalid parameter
  6: 1, // change not allowed
  7: 6, // system locked: busy
};

/** The usual reason behind an exception of a device that is none. */
function reasonOf(exception: number): number {
  const reasons: Readonly<Record<number, number>> = { 1: 2, 2: 4, 3: 5, 6: 7, 11: 3 };
  return reasons[exception] ?? 2;
}

function isError(frame: Uint8Array): boolean {
  return frame.length === FRAME && frame[2] === ERROR[0] && frame[3] === ERROR[1] && frame[4] === 0;
}
