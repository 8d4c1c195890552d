import { type CborItem, integer } from '../wire/cbor.ts';
import { asArray, asMap, Malformed } from '../wire/fields.ts';

/** The media type of a pack, for MQTT's content type (RFC 8428 §12.3.2). */
export const SENML_CONTENT_TYPE = 'application/senml+cbor';

// RFC 8428 §6, table 4.
const BASE_NAME = -2;
const BASE_TIME = -3;
const NAME = 0;
const UNIT = 1;
const NUMBER = 2;
const TEXT = 3;
const FLAG = 4;
const TIME = 6;
const BASE_LABELS_NOT_OURS = [-4, -5, -6, 5]; // base unit, base value, base sum; sum

/**
 * Ours: says that times are seconds since this boot began, and no more is known of them. It ends with `_`, so a reader that
 * does not know it must refuse the pack (§4.4) instead of taking those times for "a while from now".
 */
const BOOT = 'boot_';

export type Scalar = number | string | boolean;

/** One record: `name` follows the base name of its section; `at` in milliseconds of the monotonic clock. */
export type SenmlRecord = {
  readonly name: string;
  readonly value: Scalar;
  readonly at?: number;
  readonly unit?: string;
};
export type Section = { readonly base: string; readonly entries: readonly SenmlRecord[] };

/**
 * What times of a pack are counted from: `origin` on the monotonic clock is `base` seconds, of the Unix epoch (`utc`), from
 * now (`now`, base 0), or since the boot began (`boot`, base 0). Entries without a time are at the origin.
 */
export type Timing = { readonly origin: number; readonly base: number; readonly boot: string | null };

/** A record with base name and base time applied (§4.6); `time` in seconds. */
export type Resolved = {
  readonly name: string;
  readonly value: Scalar;
  readonly unit: string | null;
  readonly time: number;
};
export type ResolvedPack = { readonly records: readonly Resolved[]; readonly boot: string | null };

/** A pack: base name and base time are written where they change, sections in the order given. */
export function packItem(sections: readonly Section[], { origin, base, boot }: Timing): CborItem {
  const first: [number | string, CborItem][] = [
    ...(base === 0 ? [] : [[BASE_TIME, numeric(base)] as [number, CborItem]]),
    ...(boot === null ? [] : [[BOOT, boot] as [string, CborItem]]),
  ];
  return sections.flatMap(({ base: name, entries }, section) =>
    entries.map((entry, nth) => {
      const opening: [number | string, CborItem][] = nth === 0 ? [[BASE_NAME, name]] : [];
      if (section === 0 && nth === 0) opening.push(...first);
      return new Map<number | string, CborItem>([...opening, ...entryItems(entry, origin)]);
    }),
  );
}

/** Whether an item is a pack: our own messages begin with a map that names its version instead. */
export function isPack(item: CborItem): item is readonly CborItem[] {
  const [first] = Array.isArray(item) ? item : [];
  return first instanceof Map && first.has(BASE_NAME);
}

/** Applies base name and base time to every record; throws `Malformed` for what a gateway of ours does not write. */
export function resolvePack(item: CborItem): ResolvedPack {
  let [baseName, baseTime] = ['', 0];
  let boot: string | null = null;
  const records = asArray(item).map((record): Resolved => {
    const fields = asMap(record) as ReadonlyMap<number | string, CborItem>;
    for (const label of fields.keys()) {
      if (typeof label === 'string' && label.endsWith('_') && label !== BOOT)
        throw new Malformed(`a record has the label ${label}, which must be understood`);
      if (BASE_LABELS_NOT_OURS.some((other) => other === label))
        throw new Malformed(`a record has the label ${label}, which no gateway writes`);
    }
    baseName = asTextOr(fields.get(BASE_NAME), baseName);
    baseTime = asNumberOr(fields.get(BASE_TIME), baseTime);
    const bootLabel = fields.get(BOOT);
    if (typeof bootLabel === 'string') boot = bootLabel;
    return {
      name: baseName + asTextOr(fields.get(NAME), ''),
      value: scalarOf(fields),
      unit: asTextOr(fields.get(UNIT), '') || null,
      time: baseTime + asNumberOr(fields.get(TIME), 0),
    };
  });
  return { records, boot };
}

function entryItems({ name, value, unit, at }: SenmlRecord, origin: number): [number, CborItem][] {
  const seconds = at === undefined ? 0 : (Math.round(at) - origin) / 1000;
  const label = typeof value === 'number' ? NUMBER : typeof value === 'string' ? TEXT : FLAG;
  return [
    ...(name === '' ? [] : [[NAME, name] as [number, CborItem]]),
    ...(unit === undefined ? [] : [[UNIT, unit] as [number, CborItem]]),
    [label, typeof value === 'number' ? numeric(value) : value],
    ...(seconds === 0 ? [] : [[TIME, numeric(seconds)] as [number, CborItem]]),
  ];
}

function numeric(value: number): CborItem {
  return Number.isSafeInteger(value) ? integer(value) : value;
}

function scalarOf(fields: ReadonlyMap<number | string, CborItem>): Scalar {
  const number = fields.get(NUMBER);
  if (number !== undefined) return asNumberOr(number, 0);
  const value = fields.get(TEXT) ?? fields.get(FLAG);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  throw new Malformed('a record has no value');
}

function asNumberOr(item: CborItem | undefined, otherwise: number): number {
  if (item === undefined) return otherwise;
  if (typeof item === 'number' || typeof item === 'bigint') return Number(item);
  throw new Malformed('a number is missing');
}

function asTextOr(item: CborItem | undefined, otherwise: string): string {
  if (item === undefined) return otherwise;
  if (typeof item === 'string') return item;
  throw new Malformed('a text is missing');
}
