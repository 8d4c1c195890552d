import { AttributeIds } from 'node-opcua-data-model';
import {
  DataChangeFilter,
  DataChangeTrigger,
  ModifyMonitoredItemsRequest,
} from 'node-opcua-service-subscription';
import { AggregateFilter } from 'node-opcua-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { houseSite } from '../harness/house.ts';
import { RawUaSession } from '../harness/rawUaSession.ts';
import { openUaRoom, type UaRoom } from '../harness/uaRoom.ts';

const CONCENTRATION = 'ns=1;s=gas-ParameterSet-concentration';
const PUBLISHING_MS = 250; // of the client's subscription

let room: UaRoom;
beforeAll(async () => {
  room = await openUaRoom(houseSite);
});
afterAll(() => room.close());

type Revised = { statusCode: { name: string }; revisedSamplingInterval: number };

/** An item on a value, and what becomes of it when it is modified. */
async function anItem() {
  const raw = await RawUaSession.of((await room.session('viewer')).session);
  const subscriptionId = await raw.subscribe();
  const create = async (wanted: { filter?: unknown; samplingInterval?: number }) =>
    (await raw.monitor(subscriptionId, CONCENTRATION, { attributeId: AttributeIds.Value, ...wanted })).status;
  const { id } = await raw.monitor(subscriptionId, CONCENTRATION, { attributeId: AttributeIds.Value });
  const modify = async (wanted: { filter?: unknown; samplingInterval?: number }) => {
    const { filter = null, samplingInterval = PUBLISHING_MS } = wanted;
    const requestedParameters = { clientHandle: 1, queueSize: 3, samplingInterval, filter: filter as null };
    const itemsToModify = [{ monitoredItemId: id, requestedParameters }];
    const { results } = await raw.ask<{ results: Revised[] }>(
      new ModifyMonitoredItemsRequest({ subscriptionId, timestampsToReturn: 2, itemsToModify }),
    );
    return results[0];
  };
  return { create, modify };
}

test('an interval below nothing is that of the subscription, when an item is made and when it is changed', async () => {
  const { create, modify } = await anItem();
  const settled = (await modify({ samplingInterval: -1 }))?.revisedSamplingInterval;
  for (const samplingInterval of [-5, -0.001, Number.NEGATIVE_INFINITY, Number.NaN]) {
    expect(await create({ samplingInterval }), String(samplingInterval)).toBe('Good');
    const { statusCode, revisedSamplingInterval } = (await modify({ samplingInterval })) ?? {};
    expect([statusCode?.name, revisedSamplingInterval], String(samplingInterval)).toEqual(['Good', settled]);
  }
});

test('a filter by which nothing, or something else than was asked for, would be told is refused', async () => {
  const { create, modify } = await anItem();
  const trigger = DataChangeTrigger.StatusValue;
  const deadband = (deadbandType: number, deadbandValue: number) =>
    new DataChangeFilter({ trigger, deadbandType, deadbandValue });
  const WRONG = 'BadDeadbandFilterInvalid';
  for (const [filter, status] of [
    [deadband(1, -3), WRONG],
    [deadband(1, Number.NaN), WRONG],
    [deadband(1, Number.POSITIVE_INFINITY), WRONG],
    [deadband(2, Number.NaN), WRONG],
    [deadband(2, 101), WRONG],
    [deadband(9, 3), WRONG],
    [new AggregateFilter({}), 'BadMonitoredItemFilterUnsupported'],
    [deadband(0, Number.NaN), 'Good'], // of no deadband there is no width
    [deadband(1, 0), 'Good'],
    [deadband(2, 10), 'Good'],
  ] as const) {
    expect(await create({ filter }), String(filter)).toBe(status);
    expect((await modify({ filter }))?.statusCode.name, String(filter)).toBe(status);
  }
});
