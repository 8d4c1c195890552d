import { err, ok, type Problem, type Result } from '../../../drivers/result.ts';
import { type CborItem, decodeItem } from './cbor.ts';

/** What arrived is CBOR but not what it claims to be. Stays inside this folder: `decode` turns it into a problem. */
export class Malformed extends Error {}

/**
 * Decodes bytes and gives the item to `read`. Bytes come from strangers, so whatever is wrong with them is a value;
 * other exceptions are bugs and pass.
 */
export function decode<T>(bytes: Uint8Array, what: string, read: (item: CborItem) => T): Result<T, Problem> {
  const item = decodeItem(bytes);
  if (!item.ok) return err({ ...item.error, where: what });
  try {
    return ok(read(item.value));
  } catch (error) {
    if (error instanceof Malformed)
      return err({ code: 'telemetry.malformed', what: error.message, where: what });
    throw error;
  }
}

/** The format's version, key 0 of every document. */
export const VERSION = 1;

export type Fields = ReadonlyMap<number, CborItem>;

/** A map that says it is of our version. */
export function documentFields(item: CborItem | undefined): Fields {
  const fields = asMap(item);
  if (fields.get(0) !== VERSION)
    throw new Malformed(`version ${String(fields.get(0))} is not one this decoder knows`);
  return fields;
}

export function asMap(item: CborItem | undefined): Fields {
  if (item instanceof Map) return item;
  throw new Malformed('a map is missing');
}

export function asArray(item: CborItem | undefined): readonly CborItem[] {
  if (Array.isArray(item)) return item;
  throw new Malformed('an array is missing');
}

export function asText(item: CborItem | undefined): string {
  if (typeof item === 'string') return item;
  throw new Malformed('a text is missing');
}

export function asTextOrNull(item: CborItem | undefined): string | null {
  return item === undefined || item === null ? null : asText(item);
}

export function asBoolean(item: CborItem | undefined): boolean {
  if (typeof item === 'boolean') return item;
  throw new Malformed('true or false is missing');
}

/** A whole number; cbor-x gives those beyond 32 bits as bigint. */
export function asInteger(item: CborItem | undefined): number {
  const value = typeof item === 'bigint' ? Number(item) : item;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new Malformed('a whole number is missing or too large');
}

/** A whole number ≥ 0. */
export function asCount(item: CborItem | undefined): number {
  const value = asInteger(item);
  if (value < 0) throw new Malformed('a count is negative');
  return value;
}

/** The entry of a closed list that an index stands for. */
export function asOneOf<T extends string>(item: CborItem | undefined, names: readonly T[]): T {
  const name = names[asCount(item)];
  if (name === undefined) throw new Malformed(`${String(item)} is not one of ${names.join(', ')}`);
  return name;
}

/** The reverse of `encodeId`: 16 hex digits, or the text. */
export function asId(item: CborItem | undefined): string {
  if (item instanceof Uint8Array && item.length === 8) return Buffer.from(item).toString('hex');
  return asText(item);
}
