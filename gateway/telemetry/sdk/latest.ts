import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import { channelAt } from '../wire/channelIndex.ts';
import type { Channel, Header, TelemetryMessage } from '../wire/model.ts';
import type { Dating } from './dating.ts';

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
 * The last value of every channel in a message. Rows in which a channel was not sampled do not count. Parts follow each other
 * in time, so the last one that has the channel is enough.
 */
export function* lastValues(
  message: TelemetryMessage,
  channels: readonly Channel[],
): Iterable<[channel: Channel, Latest]> {
  const done = new Set<number>();
  for (const part of message.parts.toReversed()) {
    if (done.size === channels.length) return;
    const found: number[] = [];
    for (const [index, latest] of valuesOf(message, part)) {
      if (done.has(index)) continue;
      found.push(index);
      const channel = channelAt(channels, index);
      if (channel !== undefined) yield [channel, latest];
    }
    for (const index of found) done.add(index);
  }
}

/** The last values in a part, those of single samples first. What stands at the same time shares its stamp. */
function* valuesOf(
  message: TelemetryMessage,
  part: TelemetryMessage['parts'][number],
): Iterable<[channel: number, Latest]> {
  for (const { times, columns } of part.samples) {
    const stamps = stampsOf(message, times);
    for (const { channel, values, qualities } of columns) {
      const row = qualities.findLastIndex((quality, at) => quality !== 'good' || values[at] !== null);
      const stamp = stamps(row);
      const [value = null, quality = 'good'] = [values[row], qualities[row]];
      if (stamp !== null) yield [channel, { value, quality, record: null, stamp }];
    }
  }
  for (const { times, columns, periodMs } of part.reports) {
    if (periodMs !== undefined) continue; // statistics of a day are no news
    const row = times.length - 1;
    const stamp = stampsOf(message, times)(row);
    if (stamp === null) continue;
    for (const { channel, min, mean, max, n, qualities } of columns) {
      const [value = null, quality = 'good'] = [mean[row], qualities[row]];
      const record = { min: min[row] ?? null, max: max[row] ?? null, n: n[row] ?? 0 };
      yield [channel, { value, quality, record, stamp }];
    }
  }
}

function stampsOf(
  { epoch, seq, boot }: Header,
  times: readonly number[],
): (row: number) => HistoryPlace | null {
  const made: HistoryPlace[] = [];
  return (row) => {
    const mono = times[row];
    if (mono === undefined) return null;
    made[row] ??= { epoch, seq, boot, mono };
    return made[row];
  };
}
