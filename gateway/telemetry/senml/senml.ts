import type { Problem, Result } from '../../../drivers/result.ts';
import type { CborItem } from '../wire/cbor.ts';
import { decode, Malformed } from '../wire/fields.ts';
import type { TelemetryHeader } from '../wire/header.ts';
import type { Birth, EventMessage, TelemetryMessage } from '../wire/model.ts';
import { ChannelCells, type PartDraft } from './senmlCells.ts';
import { readSenmlEvent } from './senmlEvent.ts';
import { escaped, meaningOf } from './senmlName.ts';
import { type Resolved, type ResolvedPack, resolvePack, type Scalar } from './senmlPack.ts';
import { monoOf, readTelemetryRow } from './senmlRow.ts';

/** The answer where telemetry cannot be read, because its birth is not known. */
export type BirthMissing = { readonly birth: string; readonly header: TelemetryHeader };
type Read = TelemetryMessage | EventMessage | BirthMissing;

/**
 * Decodes a pack of `senmlTelemetry` or `senmlEvent`. Values, qualities, times and the key are those of the message;
 * telemetry comes with a group of its own for every channel. Never throws, whatever the bytes.
 */
export function decodeSenml(
  bytes: Uint8Array,
  birthOf: (hash: string) => Birth | undefined,
): Result<Read, Problem> {
  return decode(bytes, 'SenML pack', (item) => readSenml(item, birthOf));
}

/** Reads a decoded item as a pack of ours; throws `Malformed`. */
export function readSenml(item: CborItem, birthOf: (hash: string) => Birth | undefined): Read {
  const pack = resolvePack(item);
  const sorted = sort(pack);
  if (sorted.event.size > 0) return readSenmlEvent(sorted.row, sorted.event);
  return readTelemetry(pack, sorted, birthOf);
}

type Sorted = {
  readonly row: Map<string, Scalar>;
  readonly event: Map<string, Scalar>;
  readonly parts: Resolved[];
  readonly points: Resolved[];
};

function sort({ records }: ResolvedPack): Sorted {
  const sorted: Sorted = { row: new Map(), event: new Map(), parts: [], points: [] };
  for (const record of records) {
    const meaning = meaningOf(record.name);
    if (meaning === null) continue;
    if (meaning.kind === 'point') sorted.points.push(record);
    else if (meaning.kind === 'part') sorted.parts.push(record);
    else sorted[meaning.kind].set(meaning.field, record.value);
  }
  return sorted;
}

function readTelemetry(
  pack: ResolvedPack,
  sorted: Sorted,
  birthOf: (hash: string) => Birth | undefined,
): TelemetryMessage | BirthMissing {
  const { now, ...header } = readTelemetryRow(sorted.row);
  const birth = birthOf(header.birth);
  if (birth === undefined) return { birth: header.birth, header };
  const mono = monoOf({ time: header.time, now }, pack);
  const parts = readBounds(sorted.parts, header, mono).map((bounds): PartDraft => {
    return { ...bounds, samples: [], reports: [] };
  });
  for (const cells of cellsByChannel(sorted.points, birth, mono)) cells.place(parts, header.first);
  return { kind: 'telemetry', ...header, parts };
}

function readBounds(
  records: readonly Resolved[],
  { first, last }: Pick<TelemetryMessage, 'first' | 'last'>,
  mono: (seconds: number) => number,
): { from: number; to: number }[] {
  const at = (field: string) =>
    new Map(
      records
        .filter(({ name }) => name.endsWith(`:part:${field}`))
        .map(({ value, time }) => [value, mono(time)]),
    );
  const [from, to] = [at('from'), at('to')];
  if (from.size !== last - first + 1) throw new Malformed('the parts are not those that the row names');
  return Array.from({ length: from.size }, (_, nth) => {
    const bounds = { from: from.get(first + nth), to: to.get(first + nth) };
    if (bounds.from === undefined || bounds.to === undefined) throw new Malformed('a part has no bounds');
    return { from: bounds.from, to: bounds.to };
  });
}

function cellsByChannel(
  records: readonly Resolved[],
  { channels }: Birth,
  mono: (seconds: number) => number,
): ChannelCells[] {
  const indices = new Map(channels.map(({ index, point }) => [escaped(point), index]));
  const cells = new Map<number, ChannelCells>();
  for (const { name, value, time } of records) {
    const meaning = meaningOf(name);
    if (meaning?.kind !== 'point') continue;
    const index = indices.get(meaning.point);
    if (index === undefined) throw new Malformed(`${meaning.point} is not in the birth`);
    const of = cells.get(index) ?? new ChannelCells(index);
    cells.set(index, of);
    of.take(meaning.suffix, value, mono(time));
  }
  return [...cells.values()].toSorted((a, b) => a.channel - b.channel);
}
