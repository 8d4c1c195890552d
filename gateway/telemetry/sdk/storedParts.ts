import { err, type Problem, type Result } from '../../../drivers/result.ts';
import { isPack } from '../senml/senmlPack.ts';
import { bodyItem, readBody } from '../wire/body.ts';
import { encodeItem } from '../wire/cbor.ts';
import { asArray, decode, documentFields, Malformed } from '../wire/fields.ts';
import { readTelemetryHeader, type TelemetryHeader } from '../wire/header.ts';
import type { Birth, Part, TelemetryMessage, TombstoneMessage } from '../wire/model.ts';
import { encodeParts } from '../wire/parts.ts';
import { toBody, toParts } from '../wire/tables.ts';
import { readTombstone } from '../wire/tombstone.ts';

/** A part as a database keeps it: a body of this part alone, for `decodeParts` and the birth that the header names. */
export type StoredPart = {
  readonly part: number;
  readonly from: number; // mono, ms
  readonly to: number;
  readonly body: Uint8Array;
};

export type StoredTelemetry = {
  readonly kind: 'telemetry';
  readonly header: TelemetryHeader;
  readonly parts: readonly StoredPart[];
};

/**
 * Takes a message of the topic `tel` apart into what is kept, without its birth: equal content gives equal bytes, whether a part
 * came alone or with others. Null: it is a SenML pack, which only `decodeMessage` reads. Never throws.
 */
export function storedTelemetry(
  bytes: Uint8Array,
): Result<StoredTelemetry | TombstoneMessage | null, Problem> {
  if (bytes.length === 0) return err({ code: 'telemetry.empty', what: 'the message is empty', where: 'tel' });
  return decode(bytes, 'tel', (item) => {
    if (item instanceof Map) return readTombstone(item);
    if (isPack(item)) return null;
    const [head, body] = asArray(item);
    if (head === undefined || body === undefined) throw new Malformed('a message is [header, body]');
    const header = readTelemetryHeader(documentFields(head));
    const scaled = readBody(body);
    const { first, last } = header;
    if (scaled.bounds.length !== last - first + 1)
      throw new Malformed('the header and the body disagree about the number of parts');
    const [only] = scaled.bounds;
    if (scaled.bounds.length === 1 && only !== undefined)
      return { kind: 'telemetry', header, parts: [{ part: first, ...only, body: secondItem(bytes) }] };
    const parts = toParts(scaled).map((part, nth) => ({
      ...{ part: first + nth, from: part.from, to: part.to },
      body: encodeItem(bodyItem(toBody([part]))),
    }));
    return { kind: 'telemetry', header, parts };
  });
}

/** The same of a message that was decoded, in whatever encoding it came. */
export function storedFrom(message: TelemetryMessage, { channels }: Birth): StoredTelemetry {
  const { kind, parts, ...header } = message;
  return { kind, header, parts: parts.map((part, nth) => storedPart(part, header.first + nth, channels)) };
}

function storedPart(part: Part, number: number, channels: Birth['channels']): StoredPart {
  return { part: number, from: part.from, to: part.to, body: encodeParts([part], channels) };
}

/** The bytes of the second of two items; they were found well formed. */
function secondItem(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.slice(endOfItem(view, 1));
}

function endOfItem(view: DataView, start: number): number {
  const first = view.getUint8(start);
  const [major, info] = [first >> 5, first & 31];
  const width = info < 24 ? 0 : 1 << (info - 24);
  let at = start + 1 + width;
  if (major < 2 || major === 7) return at;
  const argument = argumentOf(view, start + 1, info);
  if (major < 4) return at + argument;
  for (let left = major === 4 ? argument : 2 * argument; left > 0; left--) at = endOfItem(view, at);
  return at;
}

function argumentOf(view: DataView, at: number, info: number): number {
  if (info < 24) return info;
  if (info === 24) return view.getUint8(at);
  if (info === 25) return view.getUint16(at);
  return info === 26 ? view.getUint32(at) : Number(view.getBigUint64(at));
}
