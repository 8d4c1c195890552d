import type { Quality } from '../../drivers/quality.ts';
import type { PointValue } from '../../drivers/reading.ts';
import { byIndex } from './channelIndex.ts';
import type { Dating } from './dating.ts';
import type { Birth, Header, TelemetryMessage } from './model.ts';

/** The newest word about a point: a sample, or the mean of a report period with what belongs to it. */
export type Latest = {
  readonly value: PointValue;
  readonly quality: Quality;
  readonly record: { readonly min: number | null; readonly max: number | null; readonly n: number } | null;
  readonly stamp: HistoryPlace;
};

/** Where in a gateway's history something stands. */
export type HistoryPlace = {
  readonly epoch: string;
  readonly seq: number;
  readonly boot: string;
  readonly mono: number;
};

/** Whether `a` is to replace `b`, although a drain or a redelivery may bring them in any order. */
export function isLater(a: HistoryPlace, b: HistoryPlace, dating: Dating): boolean {
  if (a.boot === b.boot && a.mono !== b.mono) return a.mono > b.mono;
  if (a.epoch === b.epoch) return a.seq >= b.seq;
  const [left, right] = [dating.date(a).utc, dating.date(b).utc];
  return left === null || right === null || left >= right; // not known: what comes later is later
}

/**
 * The last value of every channel in a message, by point. Rows in which a channel was not sampled do not count. Parts
 * follow each other in time, so the last one that has the channel is enough.
 */
export function* lastValues(message: TelemetryMessage, birth: Birth): Iterable<[point: string, Latest]> {
  const channels = byIndex(birth.channels);
  const done = new Set<number>();
  for (const part of message.parts.toReversed()) {
    if (done.size === channels.size) return;
    const found: number[] = [];
    for (const [channel, latest] of valuesOf(message, part)) {
      if (done.has(channel)) continue;
      found.push(channel);
      yield [channels.get(channel)?.point ?? '', latest];
    }
    for (const channel of found) done.add(channel);
  }
}

/** The last values in a part, those of single samples first. */
function* valuesOf(
  message: TelemetryMessage,
  part: TelemetryMessage['parts'][number],
): Iterable<[channel: number, Latest]> {
  for (const { times, columns } of part.samples)
    for (const { channel, values, qualities } of columns) {
      const row = qualities.findLastIndex((quality, at) => quality !== 'good' || values[at] !== null);
      const at = stampOf(message, times[row]);
      const [value = null, quality = 'good'] = [values[row], qualities[row]];
      if (at !== null) yield [channel, { value, quality, record: null, stamp: at }];
    }
  for (const { times, columns, periodMs } of part.reports)
    for (const { channel, min, mean, max, n, qualities } of columns) {
      if (periodMs !== undefined) continue; // statistics of a day are no news
      const row = times.length - 1;
      const at = stampOf(message, times[row]);
      const [value = null, quality = 'good'] = [mean[row], qualities[row]];
      const record = { min: min[row] ?? null, max: max[row] ?? null, n: n[row] ?? 0 };
      if (at !== null) yield [channel, { value, quality, record, stamp: at }];
    }
}

function stampOf({ epoch, seq, boot }: Header, mono: number | undefined): HistoryPlace | null {
  return mono === undefined ? null : { epoch, seq, boot, mono };
}
