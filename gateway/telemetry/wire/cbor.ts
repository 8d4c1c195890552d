import { Encoder } from 'cbor-x/encode'; // without the addon that reads strings in C++, see ARCHITECTURE.md
import { err, ok, type Problem, type Result } from '../../../drivers/result.ts';
import { notWellFormed } from './wellFormed.ts';

/**
 * The one place where cbor-x is set up: plain RFC 8949 without records, tags or indefinite lengths. Maps are `Map`s
 * with integer keys, written in the order given (ours is ascending); whole numbers beyond 32 bits go through
 * `integer`, because cbor-x would write them as floats.
 */
const codec = new Encoder({
  useRecords: false,
  mapsAsObjects: false,
  variableMapSize: true,
  tagUint8Array: false,
});

/** What CBOR holds on our wire, before encoding and after decoding. */
export type CborItem =
  | number
  | bigint
  | string
  | boolean
  | null
  | Uint8Array
  | readonly CborItem[]
  | ReadonlyMap<number, CborItem>
  | ReadonlyMap<number | string, CborItem>; // SenML's extensions have names

/** Encodes one item; the same item always gives the same bytes. The bytes are the caller's own. */
export function encodeItem(item: CborItem): Uint8Array {
  // cbor-x hands out windows of a shared pool: one kept message would keep the whole pool alive
  return Uint8Array.from(codec.encode(item));
}

/** Decodes exactly one item. Never throws, and never allocates more than a small multiple of the input. */
export function decodeItem(bytes: Uint8Array): Result<CborItem, Problem> {
  const broken = notWellFormed(bytes);
  if (broken !== null) return err({ code: 'telemetry.malformed', what: `this is not our CBOR: ${broken}` });
  return ok(codec.decode(bytes.subarray())); // of a view of its own, because cbor-x leaves marks on it
}

/** A whole number that CBOR writes as an integer whatever its size. Throws for what is not a safe integer. */
export function integer(value: number): number | bigint {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`);
  return value >= -(2 ** 31) && value < 2 ** 32 ? value + 0 : BigInt(value);
}

const ID = /^[0-9a-f]{16}$/;

/** An identifier: 16 hex digits travel as 8 bytes, anything else as text. */
export function encodeId(id: string): Uint8Array | string {
  return ID.test(id) ? Uint8Array.from(Buffer.from(id, 'hex')) : id;
}

/** The array of items that are encoded already, byte for byte. Up to 23 items. */
export function arrayOf(...encoded: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat([Uint8Array.of(0x80 | encoded.length), ...encoded]));
}
