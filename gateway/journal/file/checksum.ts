import { crc32 } from 'node:zlib';

/**
 * CRC-32 over the key and the body of a row, so that a flipped bit in either is seen, and so is a row that a damaged
 * page hands out under another row's number.
 */

/** Of an event row. `mono` is in milliseconds. */
export function eventChecksum(row: {
  readonly seq: number;
  readonly boot: string;
  readonly mono: number;
  readonly birth: string;
  readonly body: Uint8Array;
}): number {
  return crc32(row.body, crc32(`event ${row.seq} ${row.boot} ${row.mono} ${row.birth}`));
}

/** Of a telemetry row, its state (parts so far, sealed) included. */
export function telemetryChecksum(row: {
  readonly seq: number;
  readonly boot: string;
  readonly birth: string;
  readonly parts: number;
  readonly sealed: boolean;
  readonly evidence: string | null;
  readonly body: Uint8Array;
}): number {
  const key = `telemetry ${row.seq} ${row.boot} ${row.birth} ${row.parts} ${row.sealed} ${row.evidence}`;
  return crc32(row.body, crc32(key));
}

/** Of a row of bookkeeping: what was delivered, what is gone. One that fails is treated as not there. */
export function entryChecksum(...fields: readonly (string | number)[]): number {
  return crc32(fields.join(' '));
}

/** Of a birth document. */
export function birthChecksum(hash: string, body: Uint8Array): number {
  return crc32(body, crc32(`birth ${hash}`));
}
