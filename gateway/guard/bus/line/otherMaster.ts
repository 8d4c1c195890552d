import { crcHolds } from '../../../../drivers/crc.ts';
import type { ForeignAsk, Habit } from '../types.ts';
import type { Shape } from './shape.ts';

/** So often must it be heard, within so long, before somebody else is said to ask here. */
const OFTEN = 3;
const LATELY_MS = 30_000;
/** Of what was heard so much is kept: a broadcast that writes some registers, and half of what comes next. */
const ROOM = 64;
const READ_BYTES = 8;
const MOST_REGISTERS = 125;
const MOST_BITS = 2000;

/**
 * Requests that this line did not send: an RS-485 pair has one master, and a second one (a PLC, a display, a gateway that somebody
 * forgot) brings replies that nobody here asked for. Devices never send requests, so that a sound one tells a second master from a
 * second device on one address. Writes to a single unit look like their own replies and tell nothing. Times are `mono`.
 */
export class OtherMaster {
  #bytes: Uint8Array = new Uint8Array();
  #seen: { readonly last: ForeignAsk; readonly count: number; readonly at: number } | undefined;

  /**
   * @param own what this line has just asked, which an adapter that hears itself brings back
   * @param known shapes of all that was ever asked here: a refusal of some makes is as long as a request, and looks like one
   */
  heard(chunk: Uint8Array, at: number, own: Uint8Array | null, known: readonly Shape[]): void {
    const bytes = Buffer.concat([this.#bytes, chunk]);
    let from = 0;
    for (let offset = 0; offset + READ_BYTES <= bytes.length; offset++) {
      const request = requestAt(bytes, offset);
      if (request === null) continue;
      from = offset + request.length;
      const isEcho = own !== null && Buffer.compare(request, own) === 0;
      if (!isEcho && !known.some(({ prefix }) => startsWith(request, prefix))) this.#saw(request, at);
      offset = from - 1;
    }
    this.#bytes = bytes.subarray(Math.max(from, bytes.length - ROOM));
  }

  /** What another master asked for last, if there is one on the line. */
  at(now: number): ForeignAsk | undefined {
    const seen = this.#seen;
    return seen !== undefined && seen.count >= OFTEN && now - seen.at <= LATELY_MS ? seen.last : undefined;
  }

  /** A second device on an address, or answers that come twice, are a second master where there is one. */
  explained(habit: Habit | undefined, now: number): Habit | undefined {
    const master = habit?.kind === 'shared' || habit?.kind === 'twice' ? this.at(now) : undefined;
    return habit === undefined || master === undefined ? habit : { ...habit, master };
  }

  #saw([unit = 0, functionCode = 0, high = 0, low = 0]: Uint8Array, at: number): void {
    const before = this.#seen;
    const count = before !== undefined && at - before.at <= LATELY_MS ? before.count + 1 : 1;
    this.#seen = { last: { unit, functionCode, address: high * 0x100 + low }, count, at };
  }
}

function startsWith(frame: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, i) => frame[i] === byte);
}

/** The read, or the broadcast, that stands whole at `offset`. */
function requestAt(bytes: Uint8Array, offset: number): Uint8Array | null {
  const [unit = 0, code = 0, , , high = 0, low = 0, following = 0] = bytes.subarray(offset, offset + 7);
  const count = high * 0x100 + low;
  const isRead = unit >= 1 && unit <= 247 && code >= 1 && code <= 4;
  if (isRead && (count === 0 || count > (code <= 2 ? MOST_BITS : MOST_REGISTERS))) return null;
  const isBroadcast = unit === 0 && (code === 5 || code === 6 || code === 15 || code === 16);
  if (!isRead && !isBroadcast) return null;
  const length = code >= 15 ? 9 + following : READ_BYTES;
  const frame = bytes.subarray(offset, offset + length);
  return frame.length === length && crcHolds(frame) ? frame : null;
}
