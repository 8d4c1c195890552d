import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UAVariable } from 'node-opcua-address-space';
import type { DataValue } from 'node-opcua-data-value';
import { type HistoryReadResult, ReadRawModifiedDetails } from 'node-opcua-service-history';
import { expect, onTestFinished, test } from 'vitest';
import { ContinuationPoints } from '../../gateway/opcua/history/continuationPoints.ts';
import { type PastAggregate, readProcessed, readRaw } from '../../gateway/opcua/history/historyReads.ts';
import { HistoryService } from '../../gateway/opcua/history/historyService.ts';
import { JournalHistory } from '../../gateway/opcua/history/journalHistory.ts';
import { pastAlarms } from '../../gateway/opcua/methods/pastAlarms.ts';
import { OPCUA_CAPS } from '../../gateway/opcua/server/caps.ts';
import { writeOutage } from '../harness/outageJournal.ts';
import { removeFolder } from '../harness/removeFolder.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A midnight, UTC. */
const START = Date.UTC(2026, 8, 1);
const DAYS = 3;
const channel = {
  ...{ index: 0, point: 'd0/temperature', name: 'temperature', unit: '°C', exponent: -1 },
  profile: 'r4dcb08-temperature',
};

/** Days (three of them, or so many hours) of which the journal has a report an hour and the statistics of each whole day, and a thousand alarms. */
function threeDays(hours = DAYS * 24): JournalHistory {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-days-'));
  const report = (at: number, [min, mean, max, n]: readonly number[], periodMs?: number) => ({
    times: [at],
    columns: [
      {
        channel: 0,
        min: [min ?? 0],
        mean: [mean ?? 0],
        max: [max ?? 0],
        n: [n ?? 0],
        qualities: ['good' as const],
      },
    ],
    ...(periodMs === undefined ? {} : { periodMs }),
  });
  const parts = Array.from({ length: hours }, (_, nth) => {
    const [from, to] = [nth * HOUR, (nth + 1) * HOUR];
    const hour = nth % 24;
    const hourly = report(to, [hour, hour + 1, hour + 2, 60]);
    // other values than the hours would give, so that it is seen which were read
    const daily = (nth + 1) % 24 === 0 ? [report(to, [-5, 20, 45, 1_000 + nth], DAY)] : [];
    return { from, to, samples: [], reports: [hourly, ...daily] };
  });
  writeOutage(folder, {
    ...{ gateway: 'house-1', channels: [channel], parts, periods: parts.length, events: 1_000 },
    ...{ boot: 'b1', fromMono: 0, time: { mono: 0, utc: START, quality: 'ntp' } },
  });
  const history = new JournalHistory(folder);
  onTestFinished(() => {
    history.close();
    removeFolder(folder);
  });
  return history;
}

test('aggregates of hours come from report periods, of whole days from the statistics of days', async () => {
  const history = threeDays();
  const read = async (
    aggregate: PastAggregate,
    intervalMs: number,
    from = START,
    to = START + DAYS * DAY,
  ) => {
    const ask = { point: 'd0/temperature', from, to, intervalMs, most: 1_000 };
    return (await readProcessed(history, ask, aggregate)).buckets.map(({ value }) => value);
  };
  expect(await read('minimum', 2 * HOUR, START, START + 4 * HOUR)).toEqual([0, 2]);
  expect(await read('average', 2 * HOUR, START, START + 4 * HOUR)).toEqual([1.5, 3.5]);
  expect(await read('maximum', 2 * HOUR, START, START + 4 * HOUR)).toEqual([3, 5]);
  expect(await read('count', 2 * HOUR, START, START + 4 * HOUR)).toEqual([120, 120]);

  expect(await read('minimum', DAY)).toEqual([-5, -5, -5]);
  expect(await read('average', DAY)).toEqual([20, 20, 20]);
  expect(await read('maximum', DAY)).toEqual([45, 45, 45]);
  expect(await read('count', DAY)).toEqual([1_023, 1_047, 1_071]);
  // days that do not begin at midnight are no whole days of the journal
  expect(await read('maximum', DAY, START + HOUR, START + HOUR + DAY)).toEqual([25]);
  expect(await read('average', DAY, START - DAY, START)).toEqual([null]);
});

test('aggregates are read backwards as well, the newest interval first, in pieces too', async () => {
  const history = threeDays();
  const ask = { point: 'd0/temperature', from: START + 5 * HOUR, to: START, intervalMs: 2 * HOUR };
  const all = await readProcessed(history, { ...ask, most: 1_000 }, 'maximum');
  const shown = all.buckets.map(({ utc, value }) => [(utc - START) / HOUR, value]);
  expect([shown, all.next]).toEqual([
    [
      [5, 6],
      [3, 4],
      [1, 2],
    ],
    null,
  ]);
  const first = await readProcessed(history, { ...ask, most: 2 }, 'maximum');
  const rest = await readProcessed(history, { ...ask, from: first.next ?? 0, most: 2 }, 'maximum');
  expect([...first.buckets, ...rest.buckets]).toEqual(all.buckets);
  expect(rest.next).toBeNull();
});

test('a number of values without an end is all of that number, in as many answers as it takes', async () => {
  const history = threeDays(1_200);
  const variable = {} as UAVariable & { historyRead(...all: unknown[]): Promise<HistoryReadResult> };
  new HistoryService(history).bind(variable, 'd0/temperature', 'quantity');
  const read = async (asked: object, continuationPoint: Buffer | null) => {
    const details = new ReadRawModifiedDetails({ isReadModified: false, ...asked });
    const session = { getSessionId: () => 's1' };
    const result = await variable.historyRead({ session }, details, null, null, { continuationPoint });
    const { dataValues } = result.historyData as unknown as { dataValues: DataValue[] };
    return {
      times: dataValues.map(({ sourceTimestamp }) => Number(sourceTimestamp)),
      next: result.continuationPoint,
    };
  };
  const asked = { startTime: new Date(START), numValuesPerNode: 1_100 };
  const first = await read(asked, null);
  expect([first.times.length, first.next?.length]).toEqual([OPCUA_CAPS.historyValues, expect.any(Number)]);
  const rest = await read(asked, first.next);
  expect([...first.times, ...rest.times]).toEqual(
    Array.from({ length: 1_100 }, (_, nth) => START + (nth + 1) * HOUR),
  );
  expect(rest.next?.length ?? 0).toBe(0);
  // with the start and without the end, both ways; of one moment, that moment
  const day = {
    startTime: new Date(START + 10 * HOUR),
    endTime: new Date(START + 8 * HOUR),
    numValuesPerNode: 0,
  };
  const hoursOf = async (asked: object) => (await read(asked, null)).times.map((utc) => (utc - START) / HOUR);
  expect(await hoursOf(day)).toEqual([10, 9]);
  expect(await hoursOf({ ...day, startTime: day.endTime, endTime: day.startTime })).toEqual([8, 9]);
  expect(await hoursOf({ ...day, endTime: day.startTime })).toEqual([10]);
  const few = await read({ endTime: new Date(START + 30 * HOUR), numValuesPerNode: 2 }, null);
  expect([few.times, few.next?.length ?? 0]).toEqual([[START + 30 * HOUR, START + 29 * HOUR], 0]);
});

test('a continuation point holds for the session and the node it was given to', () => {
  const points = new ContinuationPoints();
  const mine = { session: 's1', point: 'd0/temperature' };
  const given = points.give({ next: 5 }, mine);
  expect(points.take(given, mine)).toEqual({ next: 5 });
  const changed = Buffer.from(given);
  changed[changed.length - 2] = (changed.at(-2) ?? 0) ^ 1;
  for (const [point, reading] of [
    [given, { ...mine, session: 's2' }],
    [given, { ...mine, point: 'd0/humidity' }],
    [changed, mine],
    [Buffer.from('{"next":5}'), mine],
    [Buffer.of(1), mine],
  ] as const)
    expect(points.take(point, reading)).toBe('bad');
  expect(new ContinuationPoints().take(given, mine)).toBe('bad');
});

test('raw history goes on from its cursor, also one that a client made up', async () => {
  const history = threeDays();
  const ask = { point: 'd0/temperature', from: START, to: START + DAYS * DAY + 1, most: 7 };
  const values: number[] = [];
  let next = null;
  do {
    const answer = await readRaw(history, ask, next);
    expect(answer.values.length).toBeLessThanOrEqual(7);
    values.push(...answer.values.map(({ utc }) => utc));
    next = answer.next;
  } while (next !== null);
  expect(values).toEqual(Array.from({ length: DAYS * 24 }, (_, nth) => START + (nth + 1) * HOUR));
  const { epoch } = (await history.open()) ?? { epoch: '' };
  for (const cursor of [
    { epoch, row: 1e15, skip: 0 },
    { epoch, row: 1, skip: 1e15 },
    { epoch: 'another', row: 5, skip: 5 },
  ])
    expect((await readRaw(history, ask, cursor)).values.length).toBeLessThanOrEqual(7);
});

test('past alarms come whole, newest first, in answers that fit into a message', async () => {
  const history = threeDays();
  const seen: number[] = [];
  let before: number | null = null;
  do {
    const { alarms, next } = await pastAlarms(history, before, 500);
    expect(Buffer.byteLength(alarms.join(''))).toBeLessThanOrEqual(OPCUA_CAPS.pastBytes);
    seen.push(...alarms.map((text) => (JSON.parse(text) as { seq: number }).seq));
    before = next;
  } while (before !== null);
  expect(seen).toEqual(Array.from({ length: 1_000 }, (_, nth) => 1_001 - nth)); // 1 is a clock row
});
