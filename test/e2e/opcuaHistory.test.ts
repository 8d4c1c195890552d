import type { ClientSession } from 'node-opcua-client';
import { coerceNodeId } from 'node-opcua-nodeid';
import {
  type HistoryData,
  HistoryReadRequest,
  ReadProcessedDetails,
  ReadRawModifiedDetails,
} from 'node-opcua-service-history';
import { expect, test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openUaHouse } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

const CONCENTRATION = 'ns=1;s=gas-ParameterSet-concentration';
const GAS = 'rooms.kitchen.gas';
const AVERAGE = 'i=2342';
const MAXIMUM = 'i=2347';
const COUNT = 'i=2352';
const OBJECT = 'ns=1;s=gas';

test('the past of a point is read in pieces, both ways, with our times, and as averages and maxima', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const { session } = await house.session('viewer');
  const began = Date.now();
  const past = async (count: number, from: number, to: number, continuationPoint: Buffer | null = null) => {
    const details = new ReadRawModifiedDetails({
      ...{ startTime: new Date(from), endTime: new Date(to), numValuesPerNode: count, isReadModified: false },
    });
    return read(session, details, continuationPoint);
  };
  await house.building.set(GAS, 5);
  await until('five is seen', () => house.desk.shows('gas/concentration')?.[0] === 5);
  // report periods of a second: eight whole ones of five
  const all = await until('the journal has eight means of five', async () => {
    const found = await past(0, began - 60_000, Date.now() + 60_000);
    return found.values.filter(({ value }) => value.value === 5).length >= 8 ? found : null;
  });
  expect(all.status).toBe('Good');
  const times = all.values.map(({ sourceTimestamp }) => sourceTimestamp?.getTime() ?? 0);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  expect(first).toBeGreaterThan(began - 60_000);
  expect(last - first).toBeGreaterThan(6_000);

  const pieces: number[] = [];
  let point: Buffer | null = null;
  do {
    const piece = await past(3, first, last + 1, point);
    expect(piece.values.length).toBeLessThanOrEqual(3);
    pieces.push(...piece.values.map(({ sourceTimestamp }) => sourceTimestamp?.getTime() ?? 0));
    point = piece.next;
  } while (point !== null);
  expect(pieces).toEqual(times);
  const newest = await past(3, last, first);
  expect(newest.values.map(({ sourceTimestamp }) => sourceTimestamp?.getTime())).toEqual(
    times.toReversed().slice(0, 3),
  );
  expect((await past(3, first, last, Buffer.from('{"epoch":"x","row":-1}'))).status).toBe(
    'BadContinuationPointInvalid',
  );
  // bounds: the values next outside the range, whole or in pieces
  const bounds = {
    startTime: new Date(first + 1),
    endTime: new Date(last - 1),
    isReadModified: false,
    returnBounds: true,
  };
  const bounded = await read(session, new ReadRawModifiedDetails({ ...bounds, numValuesPerNode: 0 }), null);
  expect(bounded.status).toBe('Good');
  expect(bounded.values.map(({ sourceTimestamp }) => sourceTimestamp?.getTime())).toEqual(times);
  const before = {
    ...bounds,
    startTime: new Date(began - 86_400_000),
    endTime: new Date(began - 80_000_000),
  };
  const nothing = await read(session, new ReadRawModifiedDetails({ ...before, numValuesPerNode: 0 }), null);
  expect(nothing.values[0]?.statusCode.name).toBe('BadBoundNotFound');
  const { next: mine } = await past(3, first, last);
  const { session: other } = await house.session('viewer');
  const onwards = new ReadRawModifiedDetails({
    ...{ startTime: new Date(first), endTime: new Date(last), numValuesPerNode: 3, isReadModified: false },
  });
  expect((await read(other, onwards, mine)).status).toBe('BadContinuationPointInvalid');
  expect((await read(session, onwards, mine)).status).toBe('Good');

  const fives = all.values
    .filter(({ value }) => value.value === 5)
    .map(({ sourceTimestamp }) => sourceTimestamp?.getTime() ?? 0);
  const steady = fives[2] ?? 0; // by then the change itself is over
  const processed = async (aggregate: string, intervalMs: number) => {
    const details = new ReadProcessedDetails({
      ...{ startTime: new Date(steady), endTime: new Date(steady + 4_000), processingInterval: intervalMs },
      aggregateType: [coerceNodeId(aggregate)],
      aggregateConfiguration: { useServerCapabilitiesDefaults: true },
    });
    return (await read(session, details, null)).values.map(({ value }) => value.value);
  };
  expect(await processed(AVERAGE, 4_000)).toEqual([5]);
  expect(await processed(MAXIMUM, 2_000)).toEqual([5, 5]);
  expect((await processed(COUNT, 4_000))[0]).toBeGreaterThanOrEqual(3);
  expect(
    (
      await read(
        session,
        new ReadProcessedDetails({
          ...{ startTime: new Date(steady), endTime: new Date(steady + 4_000), processingInterval: 1_000 },
          aggregateType: [coerceNodeId('i=2341')],
          aggregateConfiguration: { useServerCapabilitiesDefaults: true },
        }),
        null,
      )
    ).status,
  ).toBe('BadAggregateNotSupported');
  for (const processingInterval of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const details = new ReadProcessedDetails({
      ...{ startTime: new Date(steady), endTime: new Date(steady + 4_000), processingInterval },
      aggregateType: [coerceNodeId(AVERAGE)],
      aggregateConfiguration: { useServerCapabilitiesDefaults: true },
    });
    expect((await read(session, details, null)).status).toBe('BadInvalidArgument');
  }
  const ofAnObject = new ReadRawModifiedDetails({ startTime: new Date(first), numValuesPerNode: 1 });
  expect((await read(session, ofAnObject, null, OBJECT)).status).toBe('BadHistoryOperationUnsupported');
});

async function read(
  session: ClientSession,
  historyReadDetails: ReadRawModifiedDetails | ReadProcessedDetails,
  continuationPoint: Buffer | null,
  nodeId: string = CONCENTRATION,
) {
  const response = await session.historyRead(
    new HistoryReadRequest({
      historyReadDetails,
      timestampsToReturn: 2,
      releaseContinuationPoints: false,
      nodesToRead: [
        { nodeId: coerceNodeId(nodeId), ...(continuationPoint === null ? {} : { continuationPoint }) },
      ],
    }),
  );
  const result = response.results?.[0];
  const point = result?.continuationPoint ?? null;
  return {
    status: result?.statusCode.name,
    values: (result?.historyData as HistoryData | null)?.dataValues ?? [],
    next: point === null || point.length === 0 ? null : (point as Buffer),
  };
}
