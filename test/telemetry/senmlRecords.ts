import type { Birth, TelemetryMessage } from '../../gateway/telemetry/index.ts';
import { runPython } from './python.ts';

/** One value that a pack has to hold: `name` is `<point> <suffix>`, `time` in milliseconds of the boot. */
export type Cell = { readonly name: string; readonly time: number; readonly value: unknown };

/**
 * Every value, count and quality of a message, sorted; what says nothing (no value, good) is left out.
 */
export function cellsOf({ parts }: TelemetryMessage, { channels }: Birth): Cell[] {
  const points = new Map(channels.map(({ index, point }) => [index, point]));
  const cells: Cell[] = [];
  const put = (channel: number, suffix: string, time: number, value: unknown) => {
    const name = `${points.get(channel)} ${suffix}`;
    if (value !== null && value !== undefined) cells.push({ name, time, value: value === 0 ? 0 : value });
  };
  for (const { samples, reports } of parts) {
    for (const { times, columns } of samples)
      for (const { channel, values, qualities } of columns)
        times.forEach((time, row) => {
          put(channel, '', time, values[row]);
          put(channel, 'q', time, qualities[row] === 'good' ? null : qualities[row]);
        });
    for (const { times, columns, periodMs } of reports)
      for (const { channel, min, mean, max, n, qualities } of columns)
        times.forEach((time, row) => {
          const day = periodMs === undefined ? '' : 'day-';
          put(channel, `${day}min`, time, min[row]);
          put(channel, `${day}mean`, time, mean[row]);
          put(channel, `${day}max`, time, max[row]);
          put(channel, `${day}n`, time, n[row]);
          put(channel, `${day}q`, time, qualities[row] === 'good' ? null : qualities[row]);
          if (periodMs !== undefined) put(channel, 'day-s', time, periodMs / 1000);
        });
  }
  const key = (cell: Cell) => JSON.stringify(cell);
  return cells.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** What a reader of the RFC alone makes of packs: their records, or why it refuses them. */
export function readIndependently(packs: readonly Uint8Array[]): unknown[] {
  return runPython(
    'test/telemetry/senmlReader.py',
    packs.map((bytes) => Buffer.from(bytes).toString('hex')),
  );
}

/** The values among records that a reader of the RFC resolved; `time` in milliseconds, since whenever the pack counts. */
export function cellsOfRecords(records: readonly Record<string, unknown>[], { channels }: Birth): Cell[] {
  const points = new Set(channels.map(({ point }) => point));
  return records.flatMap(({ n, t, u: _unit, ...value }): Cell[] => {
    const [, point = '', suffix = ''] = /^lifeline:[^/]*\/([^:]+)(?::([\w-]+))?$/.exec(String(n)) ?? [];
    if (!points.has(point) || suffix === 'unit') return [];
    return [
      { name: `${point} ${suffix}`, time: Math.round(Number(t) * 1000), value: Object.values(value)[0] },
    ];
  });
}
