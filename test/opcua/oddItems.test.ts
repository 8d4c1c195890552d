import { AttributeIds } from 'node-opcua-data-model';
import { coerceNodeId } from 'node-opcua-nodeid';
import { constructEventFilter } from 'node-opcua-service-filter';
import {
  DataChangeFilter,
  DataChangeTrigger,
  ModifyMonitoredItemsRequest,
} from 'node-opcua-service-subscription';
import {
  AggregateFilter,
  AttributeOperand,
  ContentFilter,
  ContentFilterElement,
  ElementOperand,
  EventFilter,
  LiteralOperand,
  FilterOperator as Op,
  SimpleAttributeOperand,
} from 'node-opcua-types';
import { DataType, Variant } from 'node-opcua-variant';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { houseSite } from '../harness/house.ts';
import { RawUaSession } from '../harness/rawUaSession.ts';
import { aScreen, openUaRoom, type UaRoom } from '../harness/uaRoom.ts';
import { until } from '../harness/until.ts';

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

test('a condition of a filter of events finds the alarm, or is refused: none is taken by which nothing would be heard', async () => {
  const raw = await RawUaSession.of((await room.session('viewer')).session);
  const subscriptionId = await raw.subscribe();
  const field = (name: string) =>
    new SimpleAttributeOperand({
      typeDefinitionId: coerceNodeId('i=2041'),
      browsePath: [{ name }],
      attributeId: 13,
    });
  const is = (dataType: DataType, value: unknown) =>
    new LiteralOperand({ value: new Variant({ dataType, value }) });
  const [red, gas, alarms] = [
    is(DataType.UInt16, 900),
    is(DataType.String, 'gas'),
    is(DataType.NodeId, coerceNodeId('i=2915')),
  ];
  const [severity, source] = [field('Severity'), field('SourceName')];
  const monitor = async (...elements: (readonly [Op, ...unknown[]])[]) => {
    const { selectClauses } = constructEventFilter(['ConditionName']);
    const whereClause = new ContentFilter({
      elements: elements.map(
        ([filterOperator, ...operands]) =>
          new ContentFilterElement({ filterOperator, filterOperands: operands as AttributeOperand[] }),
      ),
    });
    const filter = new EventFilter({ selectClauses, whereClause });
    return raw.monitor(subscriptionId, 'i=2253', { filter });
  };
  const of = (index: number) => new ElementOperand({ index });
  const JUDGED: Parameters<typeof monitor>[] = [
    [[Op.GreaterThanOrEqual, severity, red]],
    [[Op.GreaterThan, severity, is(DataType.Double, 800.5)]],
    [[Op.Between, severity, is(DataType.Int32, 700), is(DataType.UInt32, 1000)]],
    [[Op.Equals, source, gas]],
    [[Op.OfType, alarms]],
    [
      [Op.And, of(1), of(2)],
      [Op.OfType, alarms],
      [Op.Equals, source, gas],
    ],
    [
      [Op.Not, of(1)],
      [Op.LessThan, severity, red],
    ],
  ];
  for (const asked of JUDGED) expect((await monitor(...asked)).status).toBe('Good');
  const REFUSED: [Awaited<ReturnType<typeof monitor>>['status'], ...Parameters<typeof monitor>][] = [
    ['BadFilterOperatorUnsupported', [Op.Like, source, is(DataType.String, 'g%')]],
    ['BadFilterOperatorUnsupported', [Op.IsNull, field('ClientUserId')]],
    ['BadFilterOperatorUnsupported', [Op.BitwiseAnd, severity, red]],
    ['BadFilterOperatorUnsupported', [Op.Not, of(1)], [Op.InView, is(DataType.NodeId, coerceNodeId('i=85'))]],
    ['BadFilterLiteralInvalid', [Op.GreaterThan, severity, is(DataType.Float, 700)]],
    ['BadFilterLiteralInvalid', [Op.InList, severity, red]],
    [
      'BadFilterOperandInvalid',
      [Op.Equals, new AttributeOperand({ nodeId: coerceNodeId('i=2253'), attributeId: 13 }), gas],
    ],
  ];
  for (const [status, ...asked] of REFUSED) expect((await monitor(...asked)).status).toBe(status);
  room.shown.audience.alarms(aScreen({ rule: 'gas-high' }));
  const heard = () => raw.events('i=2253').filter(([name]) => name === 'gas-high');
  await until('all that were taken heard it', () => heard().length === JUDGED.length);
});
