import { type CborItem, integer } from './cbor.ts';
import { Malformed } from './fields.ts';

/** What legible details are made of: JSON, in CBOR. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/** As an item: whole numbers as integers, what is not finite as null. Names in the order given. */
export function plainItem(value: Plain): CborItem {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    return Number.isSafeInteger(value) ? integer(value) : value;
  }
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(plainItem);
  return new Map<number | string, CborItem>(
    Object.entries(value).map(([name, inner]) => [name, plainItem(inner)]),
  );
}

/** The reverse; throws `Malformed` for what has no place in JSON. */
export function readPlain(item: CborItem | undefined): Plain {
  if (item === null || typeof item === 'boolean' || typeof item === 'number' || typeof item === 'string')
    return item;
  if (typeof item === 'bigint') return Number(item);
  if (Array.isArray(item)) return item.map(readPlain);
  if (item instanceof Map) return readDetails(item);
  throw new Malformed('a detail is neither number, text, list nor map');
}

/** A map of names. */
export function readDetails(item: CborItem | undefined): Readonly<Record<string, Plain>> {
  if (!(item instanceof Map)) throw new Malformed('details are missing');
  return Object.fromEntries(
    [...item].map(([name, inner]) => {
      if (typeof name !== 'string') throw new Malformed('a detail has no name');
      return [name, readPlain(inner)];
    }),
  );
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
