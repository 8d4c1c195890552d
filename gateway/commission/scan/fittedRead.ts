import { isBitTable } from '../../../drivers/image.ts';
import type { Span } from '../../../drivers/profile/schema.ts';
import { charMs, gapMs } from '../../alarmTime/wire.ts';
import type { Overhear } from '../../core/overheard.ts';
import type { Met } from './fingerprint.ts';

const REQUEST = 8; // characters
const REPLY = 7; // unit, function, count, CRC, and what may stray before them
/** Setting a port to another format and back takes so long on a busy host (engineering; 1 to 4 ms were seen). */
const REFORMAT_MS = 12;

/** A read of a stranger that takes no longer than it may. */
export function fittedRead(
  { unit, format }: Met,
  { table, address, count }: Span,
  patienceMs: number,
  limitMs: number,
): Overhear {
  const data = isBitTable(table) ? Math.ceil(count / 8) : 2 * count;
  const besidesMs = (REQUEST + REPLY + data) * charMs(format) + 2 * gapMs(format) + REFORMAT_MS;
  return {
    request: { op: 'read', unit, table, address, count },
    format,
    patienceMs: Math.max(0, Math.min(patienceMs, limitMs - besidesMs)),
    limitMs: Math.min(limitMs, besidesMs + patienceMs),
  };
}
