import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import type { Message } from '../wire/anyMessage.ts';
import { channelAt } from '../wire/channelIndex.ts';
import type {
  Birth,
  ClockQuality,
  EventBody,
  EventMessage,
  Part,
  TelemetryMessage,
  WireText,
} from '../wire/model.ts';
import type { Dated } from './dating.ts';
import type { PartArrival, PartKey } from './verify.ts';

/** Where a row of a table comes from: the same for everything in a part. An event is part 1. */
export type RowKey = PartKey & { readonly gateway: string };

type Place = {
  readonly key: RowKey;
  /** Civil time, Unix milliseconds, as far as it is known by now; null: not known. It may get better, `key` stays. */
  readonly utc: number | null;
  readonly clock: ClockQuality;
  readonly boot: string;
  readonly mono: number; // milliseconds of that boot
};

/** One sample, or (with `mean`) one report record: what a channel did up to that time in a period. */
export type FlatRow = Place & {
  readonly point: string; // `<device>/<point>`
  readonly name: WireText;
  readonly unit: string;
  readonly quality: Quality;
  /** The occurrence of the alarm that this full-rate sample belongs to; it is in the report records as well. */
  readonly evidence: string | null;
} & (
    | { readonly value: PointValue }
    | {
        readonly min: number | null;
        readonly mean: number | null;
        readonly max: number | null;
        readonly n: number; // good samples
        /** How long the period was where it is not the report period: a civil day. */
        readonly periodMs: number | null;
      }
  );

export type FlatEvent = Place & { readonly durable: boolean; readonly event: EventBody };

/** What dates a row and names its points: `GatewayView` is one. */
export type RowSource = {
  birthOf(hash: string): Birth | undefined;
  date(at: { readonly boot: string; readonly mono: number }): Dated;
};

/** The cells of a message as rows; `arrivals`: only of parts that are new by them. What was not sampled is no row. */
export function* flatRows(
  gateway: string,
  message: Message,
  source: RowSource,
  arrivals?: readonly PartArrival[],
): Iterable<FlatRow> {
  if (message.kind !== 'telemetry') return;
  const { epoch, seq, first } = message;
  for (const [nth, part] of message.parts.entries()) {
    const key: RowKey = { gateway, epoch, stream: 'telemetry', seq, part: first + nth };
    if (isWanted(key, arrivals)) yield* rowsOf(key, part, message, source);
  }
}

/** An event with its date; `arrivals`: only if it is new by them. */
export function* flatEvents(
  gateway: string,
  message: Message,
  source: RowSource,
  arrivals?: readonly PartArrival[],
): Iterable<FlatEvent> {
  if (message.kind !== 'event') return;
  const { epoch, seq, durable, event }: EventMessage = message;
  const key: RowKey = { gateway, epoch, stream: 'event', seq, part: 1 };
  if (isWanted(key, arrivals)) yield { ...placeOf(key, event.at, source), durable, event };
}

function* rowsOf(
  key: RowKey,
  { samples, reports }: Part,
  { boot, birth, evidence }: TelemetryMessage,
  source: RowSource,
): Iterable<FlatRow> {
  const channels = source.birthOf(birth)?.channels ?? [];
  for (const { times, columns } of samples) {
    const places = times.map((mono) => placeOf(key, { boot, mono }, source));
    for (const { channel, values, qualities } of columns)
      for (const [row, place] of places.entries()) {
        const [value = null, quality = 'good'] = [values[row], qualities[row]];
        if (value === null && quality === 'good') continue;
        yield { ...place, ...nameOf(channels, channel), quality, evidence, value };
      }
  }
  for (const { times, columns, periodMs = null } of reports) {
    const places = times.map((mono) => placeOf(key, { boot, mono }, source));
    for (const column of columns)
      for (const [row, place] of places.entries()) {
        const [min = null, mean = null, max = null] = [column.min[row], column.mean[row], column.max[row]];
        const [n = 0, quality = 'good'] = [column.n[row], column.qualities[row]];
        if (mean === null && n === 0 && quality === 'good') continue;
        const record = { min, mean, max, n, periodMs };
        yield { ...place, ...nameOf(channels, column.channel), quality, evidence, ...record };
      }
  }
}

function placeOf(
  key: RowKey,
  at: { readonly boot: string; readonly mono: number },
  source: RowSource,
): Place {
  const { utc, quality } = source.date(at);
  return { key, utc: utc === null ? null : Math.round(utc), clock: quality, boot: at.boot, mono: at.mono };
}

function nameOf(channels: Birth['channels'], index: number): Pick<FlatRow, 'point' | 'name' | 'unit'> {
  const { point = '', name = '', unit = '' } = channelAt(channels, index) ?? {};
  return { point, name, unit };
}

function isWanted(key: PartKey, arrivals: readonly PartArrival[] | undefined): boolean {
  if (arrivals === undefined) return true;
  return arrivals.some(
    ({ arrival, epoch, stream, seq, part }) =>
      arrival === 'new' &&
      epoch === key.epoch &&
      stream === key.stream &&
      seq === key.seq &&
      part === key.part,
  );
}
