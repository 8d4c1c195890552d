import type { Problem, Result } from '../../../drivers/result.ts';
import { type CborItem, encodeId, encodeItem, integer } from './cbor.ts';
import { asArray, asCount, asId, asOneOf, decode, documentFields, VERSION } from './fields.ts';
import { type AckMessage, STREAMS, TOMBSTONE_REASONS, type TombstoneMessage } from './model.ts';

/** Encodes the word that sequences will never come. It travels on the topic of its stream, a map beside the arrays. */
export function encodeTombstone(tombstone: Omit<TombstoneMessage, 'kind'>): Uint8Array {
  return encodeItem(
    new Map<number, CborItem>([
      [0, VERSION],
      [1, encodeId(tombstone.epoch)],
      [2, STREAMS.indexOf(tombstone.stream)],
      [3, integer(tombstone.from)],
      [4, integer(tombstone.to)],
      [5, TOMBSTONE_REASONS.indexOf(tombstone.reason)],
    ]),
  );
}

/** Reads a decoded item as a tombstone; throws `Malformed`. */
export function readTombstone(item: CborItem): TombstoneMessage {
  const fields = documentFields(item);
  return {
    kind: 'tombstone',
    stream: asOneOf(fields.get(2), STREAMS),
    epoch: asId(fields.get(1)),
    from: asCount(fields.get(3)),
    to: asCount(fields.get(4)),
    reason: asOneOf(fields.get(5), TOMBSTONE_REASONS),
  };
}

/** Encodes the platform's acknowledgement: what it has stored. */
export function encodeAck(ack: AckMessage): Uint8Array {
  return encodeItem(
    new Map<number, CborItem>([
      [0, VERSION],
      [1, encodeId(ack.epoch)],
      [2, STREAMS.indexOf(ack.stream)],
      [3, ack.intervals.map(([from, to]) => [integer(from), integer(to)])],
    ]),
  );
}

/** Decodes an acknowledgement; never throws. */
export function decodeAck(bytes: Uint8Array): Result<AckMessage, Problem> {
  return decode(bytes, 'ack', (item) => {
    const fields = documentFields(item);
    return {
      epoch: asId(fields.get(1)),
      stream: asOneOf(fields.get(2), STREAMS),
      intervals: asArray(fields.get(3)).map((interval) => {
        const [from, to] = asArray(interval);
        return [asCount(from), asCount(to)] as const;
      }),
    };
  });
}
