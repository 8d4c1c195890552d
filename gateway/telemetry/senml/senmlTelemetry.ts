import type { PointValue } from '../../../drivers/reading.ts';
import { encodeItem } from '../wire/cbor.ts';
import type { Birth, Channel, ReportColumn, SampleColumn, TelemetryMessage } from '../wire/model.ts';
import { ownBase, pointBase } from './senmlName.ts';
import { packItem, type Section, type SenmlRecord } from './senmlPack.ts';
import { partHolding } from './senmlPlace.ts';
import { telemetryRow, timingOf } from './senmlRow.ts';
import { senmlUnit } from './senmlUnit.ts';

/**
 * Telemetry as a SenML pack in CBOR (RFC 8428). Numbers go as they are given, which is rounded where they come from a
 * journaled body. Records: see senmlName.ts. `now`: the moment of sending on the monotonic clock, where it is the boot
 * of the row; then samples without a date are still "so long ago". Throws for a channel that the birth does not list.
 */
export function senmlTelemetry(
  message: TelemetryMessage,
  birth: Birth,
  now: number | null = null,
): Uint8Array {
  const { kind: _, parts, ...header } = message;
  const timing = timingOf(header, parts[0]?.from ?? header.time.mono, now);
  const row = telemetryRow(birth.gateway, { ...header, now: timing.now });
  return encodeItem(packItem([row, boundsOf(message, birth), ...pointsOf(message, birth)], timing));
}

function boundsOf({ parts, first }: TelemetryMessage, { gateway }: Birth): Section {
  const entries = parts.flatMap(({ from, to }, nth) => [
    { name: 'from', value: first + nth, at: from },
    { name: 'to', value: first + nth, at: to },
  ]);
  return { base: ownBase(gateway, 'part'), entries };
}

/** One section a channel: names and units are said once. */
function pointsOf({ parts, first }: TelemetryMessage, birth: Birth): Section[] {
  const channels = new Map(birth.channels.map((channel) => [channel.index, channel]));
  const entries = new Map<Channel, SenmlRecord[]>();
  const bounds = parts.map(({ from, to }) => ({ from: Math.round(from), to: Math.round(to) }));
  const put = (
    index: number,
    nth: number,
    at: number,
    row: (channel: Channel) => SenmlRecord[],
    part = ':p',
  ): void => {
    const channel = channels.get(index);
    if (channel === undefined) throw new RangeError(`channel ${index} is not in the birth`);
    const of = entries.get(channel) ?? foreignUnit(channel);
    entries.set(channel, of);
    const made = row(channel);
    of.push(...made);
    if (made.length > 0 && partHolding(bounds, Math.round(at)) !== nth)
      of.push({ name: part, value: first + nth, at });
  };
  parts.forEach(({ samples, reports }, nth) => {
    for (const { times, columns } of samples)
      for (const column of columns)
        for (const [row, at] of times.entries())
          put(column.channel, nth, at, (channel) => sampleEntries(column, row, at, channel));
    for (const { times, columns, periodMs } of reports)
      for (const column of columns)
        for (const [row, at] of times.entries()) {
          const day = periodMs === undefined ? '' : 'day-';
          const length = periodMs === undefined ? [] : [{ name: ':day-s', value: periodMs / 1000, at }];
          const made = (channel: Channel) => [...reportEntries(column, row, at, channel, day), ...length];
          put(column.channel, nth, at, made, `:${day}p`);
        }
  });
  return [...entries]
    .toSorted(([a], [b]) => a.index - b.index)
    .map(([{ point }, of]) => ({ base: pointBase(birth.gateway, point), entries: of }));
}

function foreignUnit({ unit }: Channel): SenmlRecord[] {
  return unit === '' || senmlUnit(unit) !== null ? [] : [{ name: ':unit', value: unit }];
}

function sampleEntries(column: SampleColumn, nth: number, at: number, { unit }: Channel): SenmlRecord[] {
  const quality = column.qualities[nth] ?? 'good';
  return [
    ...valueEntry('', column.values[nth] ?? null, at, unit),
    ...(quality === 'good' ? [] : [{ name: ':q', value: quality, at }]),
  ];
}

/** `n` comes first: it opens the record. Statistics of a day have names of their own, or they would be one more record. */
function reportEntries(
  column: ReportColumn,
  nth: number,
  at: number,
  { unit }: Channel,
  day: '' | 'day-',
): SenmlRecord[] {
  const quality = column.qualities[nth] ?? 'good';
  return [
    { name: `:${day}n`, value: column.n[nth] ?? 0, at },
    ...valueEntry(`:${day}mean`, column.mean[nth] ?? null, at, unit),
    ...valueEntry(`:${day}min`, column.min[nth] ?? null, at, unit),
    ...valueEntry(`:${day}max`, column.max[nth] ?? null, at, unit),
    ...(quality === 'good' ? [] : [{ name: `:${day}q`, value: quality, at }]),
  ];
}

function valueEntry(name: string, value: PointValue, at: number, unit: string): SenmlRecord[] {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return [];
  const known = typeof value === 'number' ? senmlUnit(unit) : null;
  return [{ name, value, at, ...(known === null ? {} : { unit: known }) }];
}
