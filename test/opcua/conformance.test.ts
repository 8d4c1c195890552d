import type { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { TimestampsToReturn } from 'node-opcua-client';
import { AttributeIds } from 'node-opcua-data-model';
import { coerceNodeId } from 'node-opcua-nodeid';
import { NumericRange } from 'node-opcua-numeric-range';
import { constructEventFilter } from 'node-opcua-service-filter';
import { ReadValueId } from 'node-opcua-service-read';
import {
  ModifyMonitoredItemsRequest,
  SetTriggeringRequest,
  TransferSubscriptionsRequest,
} from 'node-opcua-service-subscription';
import {
  AddNodesRequest,
  CancelRequest,
  DataChangeFilter,
  DeleteNodesRequest,
  HistoryReadRequest,
  HistoryUpdateRequest,
  QueryFirstRequest,
  QueryNextRequest,
  ReadAtTimeDetails,
  ReadEventDetails,
  ReadRawModifiedDetails,
  RegisterNodesRequest,
  UnregisterNodesRequest,
} from 'node-opcua-types';
import { DataType } from 'node-opcua-variant';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPCUA_CAPS } from '../../gateway/opcua/server/caps.ts';
import { renewCertificate } from '../../gateway/opcua/server/ownCertificate.ts';
import { houseSite } from '../harness/house.ts';
import { RawUaSession } from '../harness/rawUaSession.ts';
import { UaEvents } from '../harness/uaEvents.ts';
import { aScreen, openUaRoom, type UaRoom } from '../harness/uaRoom.ts';
import { until } from '../harness/until.ts';

// What is claimed and refused in gateway/opcua/NOTES.md, by a client over a secured channel.

const CONCENTRATION = 'ns=1;s=gas-ParameterSet-concentration';
const KITCHEN = 'ns=1;s=house-1/Places/Kitchen';
const SERVER = 'i=2253';
const REFRESH = ['i=2782', 'i=3875'] as const;
const REFRESH2 = ['i=2782', 'i=12912'] as const;
const [START, END] = ['ns=0;i=2787', 'ns=0;i=2788'];

const point = 'gas/concentration';
const site = {
  ...houseSite,
  rules: [
    ...houseSite.rules,
    { id: 'gas-fast', kind: 'rate', point, unit: '%LEL', windowS: 60, rising: { red: 20 } },
    { id: 'door', kind: 'state', point: 'board/input1', equals: true, severity: 'yellow' },
  ],
};

let room: UaRoom;
beforeAll(async () => {
  room = await openUaRoom(site);
});
afterAll(() => room.close());

const filter = () => constructEventFilter(['EventType', 'ConditionName']);
const uint = (value: number) => ({ dataType: DataType.UInt32, value });

test('an item that could never be told anything is refused, and no item of one client keeps others from an alarm', async () => {
  const events = await UaEvents.of((await room.session('operator')).session);
  const raw = await RawUaSession.of((await room.session('viewer')).session);
  const subscription = await raw.subscribe();
  const create = async (nodeId: string, wanted: unknown, attributeId: number = AttributeIds.EventNotifier) =>
    (await raw.monitor(subscription, nodeId, { filter: wanted, attributeId })).status;
  for (const nodeId of ['ns=1;s=gas', 'ns=1;s=gas-ParameterSet', 'ns=1;s=alarm/gas-high', 'i=85'])
    expect(await create(nodeId, filter()), nodeId).toBe('BadNotSupported');
  for (const nodeId of [CONCENTRATION, 'ns=1;s=house-1/ReadPastAlarms'])
    expect(await create(nodeId, filter()), nodeId).toBe('BadAttributeIdInvalid');
  for (const nodeId of [SERVER, 'ns=1;s=house-1', KITCHEN])
    expect(await create(nodeId, filter()), nodeId).toBe('Good');
  for (const wrong of [null, new DataChangeFilter({})])
    expect(await create(SERVER, wrong)).toMatch(/^Bad(EventFilterInvalid|FilterNotAllowed)$/);
  expect(await create(CONCENTRATION, filter(), AttributeIds.Value)).toBe('BadFilterNotAllowed');

  // a number that is none: the library would fail, and the server with it
  const wild = { attributeId: AttributeIds.Value, samplingInterval: Number.NaN };
  expect((await raw.monitor(subscription, CONCENTRATION, wild)).status).toBe('Good');
  // of what a session asks of events all is looked up at every event
  const greedy = constructEventFilter(Array.from({ length: OPCUA_CAPS.selectClauses + 1 }, () => 'Message'));
  expect(await create(SERVER, greedy)).toBe('BadEventFilterInvalid');
  const { id } = await raw.monitor(subscription, SERVER, { filter: filter() });
  const others = await raw.subscribe();
  const more = Array.from({ length: OPCUA_CAPS.eventItems }, () =>
    raw.monitor(others, SERVER, { filter: filter() }),
  );
  expect((await Promise.all(more)).map(({ status }) => status)).toEqual([
    ...more.slice(4).map(() => 'Good'), // three are there already, and one comes
    ...more.slice(0, 4).map(() => 'BadTooManyMonitoredItems'),
  ]);

  // nor does it become one by being modified: the next alarm would end the server
  for (const wrong of [null, new DataChangeFilter({})])
    expect(await modify(id, wrong)).toMatch(/^Bad(EventFilterInvalid|FilterNotAllowed)$/);
  expect(await modify(id, filter())).toBe('Good');
  room.shown.audience.alarms(aScreen({ rule: 'gas-high' }));
  await until('the alarm is heard', () => events.last('gas-high')?.Retain === true);
  await until('by the other client too', () => raw.events(SERVER).some(([, name]) => name === 'gas-high'));

  async function modify(monitoredItemId: number, wanted: unknown) {
    const { results } = await raw.ask<{ results: { statusCode: { name: string } }[] }>(
      new ModifyMonitoredItemsRequest({
        ...{ subscriptionId: subscription, timestampsToReturn: TimestampsToReturn.Both },
        itemsToModify: [
          {
            monitoredItemId,
            requestedParameters: { filter: wanted as null, queueSize: 10, clientHandle: 1 },
          },
        ],
      }),
    );
    return results[0]?.statusCode.name;
  }
});

test('whatever an item throws when it is told of something ends its own subscription alone', async () => {
  const events = await UaEvents.of((await room.session('operator')).session);
  const raw = await RawUaSession.of((await room.session('viewer')).session);
  const [broken, whole] = [await raw.subscribe(), await raw.subscribe()];
  const { id } = await raw.monitor(broken, SERVER, { filter: filter() });
  await raw.monitor(whole, KITCHEN, { filter: filter() });
  const item = room.server.engine.findSubscription(broken)?.getMonitoredItem(id) as unknown as object;
  Object.assign(item, { filter: null }); // as nobody can bring it about any more
  room.shown.audience.alarms(aScreen());
  room.shown.audience.alarms(aScreen({ rule: 'gas-high', occurrence: 'o-2' }));
  await until('the alarm is heard', () => events.last('gas-high')?.Retain === true);
  await until('by the other item too', () => raw.events(KITCHEN).some(([, name]) => name === 'gas-high'));
  expect(await raw.call(...REFRESH, uint(broken))).toBe('BadSubscriptionIdInvalid');
  expect(await raw.call(...REFRESH, uint(whole))).toBe('Good');
  expect(room.said.join()).toContain('its subscription ends');
});

test('a refresh begins and ends for every item that hears events, and a refresh of one item is for it alone', async () => {
  room.shown.audience.alarms(aScreen({ rule: 'gas-high' }));
  const operator = await room.session('operator');
  const other = await UaEvents.of(operator.session);
  const raw = await RawUaSession.of((await room.session('viewer')).session);
  const subscription = await raw.subscribe();
  const server = await raw.monitor(subscription, SERVER, { filter: filter() });
  const kitchen = await raw.monitor(subscription, KITCHEN, { filter: filter() });
  const whole = [
    [START, null],
    [expect.any(String), 'gas-high'],
    [END, null],
  ];
  const heard = () => [raw.events(SERVER), raw.events(KITCHEN)];
  const before = other.heard.length;

  expect(await raw.call(...REFRESH, uint(subscription))).toBe('Good');
  await until('both are refreshed', () => heard().every((list) => list.length >= 3));
  expect(heard()).toEqual([whole, whole]);
  raw.forget();

  expect(await raw.call(...REFRESH2, uint(subscription), uint(kitchen.id))).toBe('Good');
  await until('the kitchen is refreshed', () => raw.events(KITCHEN).length >= 3);
  expect(await raw.call(...REFRESH2, uint(subscription), uint(server.id))).toBe('Good');
  await until('the server is refreshed', () => raw.events(SERVER).length >= 3);
  expect(heard()).toEqual([whole, whole]);

  expect(await raw.call(...REFRESH2, uint(subscription), uint(999_999))).toBe('BadMonitoredItemIdInvalid');
  expect(await raw.call(...REFRESH, uint(999_999))).toBe('BadSubscriptionIdInvalid');
  const theirs = other.subscription;
  expect(await raw.call(...REFRESH, uint(theirs))).toBe('BadSubscriptionIdInvalid');
  expect(await raw.call(...REFRESH2, uint(theirs), uint(server.id))).toBe('BadSubscriptionIdInvalid');
  expect(other.heard.length).toBe(before); // what one asks for is not told to others
});

test('services that are not here say so, and spoil nothing', async () => {
  const raw = await RawUaSession.of((await room.session('admin')).session);
  for (const request of [
    new HistoryUpdateRequest({}),
    new QueryFirstRequest({}),
    new QueryNextRequest({}),
    new AddNodesRequest({}),
    new DeleteNodesRequest({}),
    new CancelRequest({}),
  ])
    expect(await raw.refusal(request), request.schema.name).toBe('BadServiceUnsupported');

  const range = { startTime: new Date(Date.now() - 3_600_000), endTime: new Date() };
  const past = async (historyReadDetails: object, nodeId: string = CONCENTRATION) => {
    const answer = await raw.ask<{ results: { statusCode: { name: string } }[] }>(
      new HistoryReadRequest({
        historyReadDetails: historyReadDetails as ReadAtTimeDetails,
        timestampsToReturn: TimestampsToReturn.Both,
        nodesToRead: [{ nodeId: coerceNodeId(nodeId) }],
      }),
    );
    return answer.results[0]?.statusCode.name;
  };
  const UNSUPPORTED = 'BadHistoryOperationUnsupported';
  expect(await past(new ReadRawModifiedDetails({ ...range, isReadModified: true }))).toBe(UNSUPPORTED);
  expect(await past(new ReadAtTimeDetails({ reqTimes: [new Date()] }))).toBe(UNSUPPORTED);
  expect(await past(new ReadEventDetails({ ...range, numValuesPerNode: 1 }))).toBe(UNSUPPORTED);
  expect(await past(new ReadEventDetails({ ...range, numValuesPerNode: 1 }), SERVER)).toBe(UNSUPPORTED);
  expect(await past(new ReadRawModifiedDetails({ ...range }))).toBe('GoodNoData');
});

test('registered nodes are read as themselves; a subscription is taken over by the same person alone; an item waits for the one that triggers it', async () => {
  const viewer = await room.session('viewer');
  const raw = await RawUaSession.of(viewer.session);
  const { registeredNodeIds } = await raw.ask<{ registeredNodeIds: ReturnType<typeof coerceNodeId>[] }>(
    new RegisterNodesRequest({ nodesToRegister: [coerceNodeId('i=2259')] }),
  );
  const [alias] = registeredNodeIds;
  if (alias === undefined) throw new Error('not registered');
  const state = { nodeId: alias, attributeId: AttributeIds.Value };
  expect((await viewer.session.read(state)).value.value).toBe(0);
  await raw.ask(new UnregisterNodesRequest({ nodesToUnregister: [alias] }));

  const subscription = await raw.subscribe();
  const trigger = await raw.monitor(subscription, CONCENTRATION, { attributeId: AttributeIds.Value });
  const linked = await raw.monitor(subscription, 'i=2258', {
    ...{ attributeId: AttributeIds.Value, monitoringMode: 1 },
  });
  const links = (linksToAdd: number[]) =>
    raw.ask<{ addResults: { name: string }[] }>(
      new SetTriggeringRequest({ subscriptionId: subscription, triggeringItemId: trigger.id, linksToAdd }),
    );
  expect((await links([linked.id, 999_999])).addResults.map(({ name }) => name)).toEqual([
    ...['Good', 'BadMonitoredItemIdInvalid'],
  ]);
  await until('the trigger is told', () => raw.values(CONCENTRATION).length > 0);
  raw.forget();
  const at = { boot: room.clock.boot, mono: room.clock.mono() };
  room.shown.audience.readings([{ point: 'gas/concentration', value: 7, quality: 'good', at }]);
  await until('the trigger is told', () => raw.values(CONCENTRATION).includes(7));
  await until('and what it triggers', () => raw.values('i=2258').length > 0);

  const take = async (by: RawUaSession) =>
    (
      await by.ask<{ results: { statusCode: { name: string } }[] }>(
        new TransferSubscriptionsRequest({ subscriptionIds: [subscription], sendInitialValues: true }),
      )
    ).results[0]?.statusCode.name;
  const stranger = await RawUaSession.of((await room.session('operator')).session);
  expect(await take(stranger)).toBe('BadUserAccessDenied');
  const again = await RawUaSession.of((await room.session('viewer')).session);
  expect(await take(again)).toBe('Good');
});

test('an answer that is too large is had in pieces', async () => {
  const { session } = await room.session('viewer');
  const [BINARY, XML] = ['i=7617', 'i=8252']; // dictionaries of the standard's types
  const value = (nodeId: string) => ({ nodeId, attributeId: AttributeIds.Value });
  const read = await session.read([BINARY, XML, 'i=2259'].map(value));
  expect(read.map(({ statusCode }) => statusCode.name)).toEqual(['Good', 'BadResponseTooLarge', 'Good']);
  let text = '';
  for (let from = 0; !text.endsWith('</xs:schema>'); from += 60_000) {
    const indexRange = new NumericRange(from, from + 59_999);
    const piece = await session.read(new ReadValueId({ ...value(XML), indexRange }));
    expect(piece.statusCode.name).toBe('Good');
    text = (text.slice(-100) + String(piece.value.value)).trimEnd();
  }
  // ten nodes with nearly two hundred references each
  const described = { nodeId: BINARY, browseDirection: 0, referenceTypeId: 'i=47', includeSubtypes: true };
  const results = await session.browse(Array.from({ length: 10 }, () => ({ ...described, resultMask: 63 })));
  for (let { references, continuationPoint } of results) {
    let all = references?.length ?? 0;
    while ((continuationPoint?.length ?? 0) > 0) {
      ({ references, continuationPoint } = await session.browseNext(continuationPoint as Buffer, false));
      all += references?.length ?? 0;
    }
    expect(all).toBeGreaterThan(150);
  }
});

test('who made a device, and what a method wants, is told in the language of the session', async () => {
  const told = async (...locales: string[]) => {
    const { session } = await room.session('viewer', { locales });
    const value = async (nodeId: string) =>
      (await session.read({ nodeId, attributeId: AttributeIds.Value })).value.value;
    const method = 'ns=1;s=house-1/ReadLiftMonth';
    const [name, about] = await session.read(
      [AttributeIds.DisplayName, AttributeIds.Description].map((attributeId) => ({
        nodeId: method,
        attributeId,
      })),
    );
    const { inputArguments = [], outputArguments = [] } = await session.getArgumentDefinition(method);
    const texts = [...inputArguments, ...outputArguments].map(({ description }) => description.text);
    const maker = [await value('ns=1;s=gas-Manufacturer'), await value('ns=1;s=gas-Model')];
    await session.close();
    return [
      ...maker.map(({ text }) => text as string),
      ...[name?.value.value.text, about?.value.value.text, ...texts],
    ];
  };
  const [english, chinese] = [await told(), await told('zh-CN')];
  expect(english).toHaveLength(12);
  expect(english.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
  expect(english).toEqual(await told('de'));
  // a month and a name are written in figures and letters there too
  expect(chinese.filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
});

test('every rule is a condition of the type of its kind, and a device has what DI wants of it', async () => {
  const raw = await RawUaSession.of((await room.session('viewer')).session);
  const subscription = await raw.subscribe();
  await raw.monitor(subscription, SERVER, { filter: filter() });
  const rules = room.shown.installation.rules.map(({ id, kind }) => ({ id, kind }));
  expect(new Set(rules.map(({ kind }) => kind))).toEqual(
    new Set(['limit', 'rate', 'state', 'loss-of-sensing', 'gateway']),
  );
  room.shown.audience.alarms(aScreen());
  room.shown.audience.alarms(aScreen(...rules.map(({ id }) => ({ rule: id, occurrence: id }))));
  await until('all are told', () => rules.every(({ id }) => heard().has(id)));
  const told = rules.map(({ id, kind }) => `${kind} ${nameOf(heard().get(id))}`);
  expect(new Set(told)).toEqual(
    new Set([
      ...['limit ExclusiveLevelAlarmType', 'rate ExclusiveRateOfChangeAlarmType', 'state OffNormalAlarmType'],
      ...['loss-of-sensing InstrumentDiagnosticAlarmType', 'gateway SystemOffNormalAlarmType'],
    ]),
  );
  room.shown.audience.alarms(aScreen());

  const { session } = await room.session('viewer');
  const below = async (nodeId: string) =>
    (
      await session.browse({ nodeId, referenceTypeId: 'i=33', includeSubtypes: true, resultMask: 63 })
    ).references?.map(({ browseName }) => browseName.name);
  const wanted = ['DeviceHealth', 'Identification', 'ParameterSet', 'Manufacturer', 'Model', 'SerialNumber'];
  expect(await below('ns=1;s=gas')).toEqual(
    expect.arrayContaining([...wanted, 'ProductCode', 'RevisionCounter']),
  );
  expect(await below('ns=1;s=gas-Identification')).toEqual(
    expect.arrayContaining(['Manufacturer', 'Model', 'SerialNumber']),
  );

  function heard(): Map<unknown, unknown> {
    return new Map(raw.events(SERVER).map(([type, name]) => [name, type]));
  }
  function nameOf(type: unknown) {
    return room.server.engine.addressSpace?.findNode(String(type))?.browseName.name;
  }
});

test('a certificate of the server that is out of time is made anew while it runs; who is in stays', async () => {
  const { session } = await room.session('viewer');
  const { certificateFile, serverInfo } = room.server;
  const manager = room.server.serverCertificateManager as OPCUACertificateManager;
  const wanted = {
    ...{ applicationUri: String(serverInfo.applicationUri), names: ['127.0.0.1'], clock: room.clock },
  };
  const shown = () => String(room.server.endpoints[0]?.getCertificate().toString('hex'));
  const before = shown();
  expect(await renewCertificate(room.server, wanted)).toBe(false);
  await manager.createSelfSignedCertificate({
    ...{
      applicationUri: wanted.applicationUri,
      outputFile: certificateFile,
      subject: '/CN=Lifeline gateway',
    },
    ...{ ip: ['127.0.0.1'], dns: [], validity: 1, startDate: new Date(Date.now() - 10 * 86_400_000) },
  });
  expect(await renewCertificate(room.server, wanted)).toBe(true);
  expect(shown()).not.toBe(before);
  const read = async ({ session: one }: { session: typeof session }) =>
    (await one.read({ nodeId: 'i=2259', attributeId: AttributeIds.Value })).value.value;
  expect([await read({ session }), await read(await room.session('viewer'))]).toEqual([0, 0]);
  expect(await renewCertificate(room.server, wanted)).toBe(false);
});
