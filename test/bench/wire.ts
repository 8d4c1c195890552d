import { readFileSync } from 'node:fs';
import {
  birthHash,
  type Channel,
  encodeBirth,
  encodeParts,
  type Part,
  type ReportGroup,
  type SampleGroup,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';

const DATA = 'test/bench/data/samples.csv'; // from the project's folder; built code has no copy of it
const MINUTE = 60_000;

type Row = { readonly time: number; readonly values: readonly number[] };
type DataSet = { readonly channels: readonly Channel[]; readonly rows: readonly Row[] };

/** The seeded data set: twenty channels, one row per second. */
export function readDataSet(file = DATA): DataSet {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const channels = head
    .split(',')
    .slice(1)
    .map((text, index) => {
      const [point = '', unit = '', exponent = '0'] = text.split('|');
      return { index, point, name: point, unit, exponent: Number(exponent), profile: 'bench' };
    });
  const rows = lines.map((line) => {
    const [time = 0, ...values] = line.split(',').map(Number);
    return { time, values };
  });
  return { channels, rows };
}

/** Samples of all channels, one group per device (the exchanges of a bus) or one for all (a snapshot). */
export function sampleParts(
  { channels, rows }: DataSet,
  perPart: number,
  grouped: 'snapshot' | 'device',
): Part[] {
  const devices = new Map<string, Channel[]>();
  for (const channel of channels) {
    const key = grouped === 'snapshot' ? '' : (channel.point.split('/')[0] ?? '');
    devices.set(key, [...(devices.get(key) ?? []), channel]);
  }
  return chunks(rows, perPart).map((part) => ({
    ...bounds(part),
    samples: [...devices.values()].map(
      (members, nth): SampleGroup => ({
        times: part.map(({ time }) => time + 37 * nth),
        columns: members.map(({ index }) => ({
          channel: index,
          values: part.map(({ values }) => values[index] ?? null),
          qualities: part.map(() => 'good' as const),
        })),
      }),
    ),
    reports: [],
  }));
}

/** One report record per channel and minute. */
export function reportParts({ channels, rows }: DataSet): Part[] {
  return chunks(rows, 60).map((part) => {
    const { to } = bounds(part);
    const group: ReportGroup = {
      times: [to],
      columns: channels.map(({ index }) => {
        const values = part.map((row) => row.values[index] ?? 0);
        return {
          channel: index,
          min: [Math.min(...values)],
          mean: [values.reduce((sum, value) => sum + value, 0) / values.length],
          max: [Math.max(...values)],
          n: [values.length],
          qualities: ['good' as const],
        };
      }),
    };
    return { ...bounds(part), samples: [], reports: [group] };
  });
}

/**
 * Bytes of MQTT payload, header included, per point: a raw sample in batches of 10 and 60 snapshots of 20 channels, and a
 * report record (min, mean, max, n) in full segments of ten periods. `live`: the same record sent at once, one period
 * per message. `devices60`: the 60 snapshots with a time column for each of the 15 devices instead of one.
 */
export function wireBytesPerPoint(
  file = DATA,
): Record<'10' | '60' | 'report' | 'live' | 'devices60', number> {
  const data = readDataSet(file);
  const reports = reportParts(data);
  return {
    '10': perPoint(data, sampleParts(data, 10, 'snapshot'), 1),
    '60': perPoint(data, sampleParts(data, 60, 'snapshot'), 1),
    report: perPoint(data, reports, 10),
    live: perPoint(data, reports, 1),
    devices60: perPoint(data, sampleParts(data, 60, 'device'), 1),
  };
}

/** Sends `parts` in messages of `perMessage`, with a header as in the field: large times, large sequences. */
function perPoint({ channels }: DataSet, parts: readonly Part[], perMessage: number): number {
  const epoch = '8f14e45fceea167a';
  const birth = birthHash(
    encodeBirth({ gateway: 'bench', software: 'bench', epoch, previous: null, channels, rules: [] }),
  );
  const started = 86_400_000 * 40; // up for forty days
  let bytes = 0;
  chunks(parts, perMessage).forEach((some, nth) => {
    const later = some.map((part) => shift(part, started));
    bytes += telemetryMessage(
      {
        epoch,
        boot: 'c9f0f895fb98ab91',
        seq: 100_000 + nth,
        birth,
        time: { mono: started, utc: 1_785_000_000_000, quality: 'ntp' },
        historical: false,
        first: 1,
        last: some.length,
        sealed: true,
        slice: null,
        evidence: null,
      },
      encodeParts(later, channels),
    ).length;
  });
  return bytes / parts.reduce((sum, part) => sum + points(part), 0);
}

function points(part: Part): number {
  const cells = (group: SampleGroup | ReportGroup) => group.times.length * group.columns.length;
  return [...part.samples, ...part.reports].reduce((sum, group) => sum + cells(group), 0);
}

function shift(part: Part, by: number): Part {
  const later = <G extends { readonly times: readonly number[] }>(group: G): G => ({
    ...group,
    times: group.times.map((time) => time + by),
  });
  return {
    from: part.from + by,
    to: part.to + by,
    samples: part.samples.map(later),
    reports: part.reports.map(later),
  };
}

/** The minute, or shorter period, that a chunk of rows lies in; a second begins 500 ms before its row. */
function bounds(rows: readonly Row[]): { from: number; to: number } {
  const from = Math.round((rows[0]?.time ?? 0) / 1000) * 1000 - 500;
  return { from, to: from + Math.min(MINUTE, rows.length * 1000) };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
