import { isBitTable } from '../../../drivers/image.ts';
import type { Span } from '../../../drivers/profile/schema.ts';
import type { Request } from '../../../drivers/request.ts';
import { charMs, gapMs } from '../../alarmTime/wire.ts';
import type { Overhear } from '../../core/overheard.ts';
import type { SerialFormat } from '../../core/serialFormat.ts';
import type { Met } from './fingerprint.ts';

/** Characters of a frame without what is read or written: unit, function, address, count, CRC. */
const FRAME = 8;
const STRAY = 2; // characters that may stand before a reply
/** Setting a port to another format and back takes so long on a busy host (engineering; 1 to 4 ms were seen). */
const REFORMAT_MS = 12;

/** A read of a stranger that takes no longer than it may. */
export function fittedRead(
  { unit, format }: Met,
  { table, address, count }: Span,
  patienceMs: number,
  limitMs: number,
): Overhear {
  return fittedRequest({ op: 'read', unit, table, address, count }, format, patienceMs, limitMs);
}

/** A request to a stranger that takes no longer than it may: with less patience where there is less time. */
export function fittedRequest(
  request: Request,
  format: SerialFormat,
  patienceMs: number,
  limitMs: number,
): Overhear {
  const characters = 2 * FRAME + STRAY + dataBytes(request);
  const besidesMs = characters * charMs(format) + 2 * gapMs(format) + REFORMAT_MS;
  return {
    ...{ request, format },
    patienceMs: Math.max(0, Math.min(patienceMs, limitMs - besidesMs)),
    limitMs: Math.min(limitMs, besidesMs + patienceMs),
  };
}

/** What is read comes in the reply, what is written goes in the request. */
function dataBytes(request: Request): number {
  if (request.op === 'read')
    return isBitTable(request.table) ? Math.ceil(request.count / 8) : 2 * request.count;
  return request.op === 'pulse-coil' ? 0 : 1 + 2 * request.values.length;
}
