import { readFileSync } from 'node:fs';
import { ClientMonitoredItem, ClientSubscription, TimestampsToReturn } from 'node-opcua-client';
import { AttributeIds, LocalizedText } from 'node-opcua-data-model';
import type { DataValue } from 'node-opcua-data-value';
import { DataType } from 'node-opcua-variant';
import { expect, test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { type UaEvent, UaEvents } from '../harness/uaEvents.ts';
import { openUaHouse } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

const GAS = 'rooms.kitchen.gas';
const GAS_HIGH = 'ns=1;s=alarm/gas-high';
const ACKNOWLEDGE = 'i=9111';
const isGas = ({ ConditionName }: UaEvent) => ConditionName === 'gas-high';
const MODEL_CHANGED = 'i=2133'; // GeneralModelChangeEventType
const point = (device: string, name: string) => `ns=1;s=${device}-ParameterSet-${name}`;

const [gas, main, heating, board] = houseSite.devices;
/** The same house a year later: one more probe, a point that nobody wants, a boiler, another limit, a rule more. */
const later = {
  ...houseSite,
  devices: [
    { ...gas, name: 'Kitchen gas' },
    { ...main, points: { temperature: { enabled: false } } },
    { ...heating, points: { ...heating?.points, temperature2: { periodMs: 1000 } } },
    { id: 'boiler', profile: 'r4dcb08-temperature', bus: 'water', unit: 9, place: 'Cellar' },
    board,
  ],
  rules: [
    { ...houseSite.rules[0], high: { yellow: 10, red: 40 } },
    { id: 'water-low', kind: 'limit', point: 'main/pressure', unit: 'bar', low: { yellow: 0.1 } },
  ],
};

test('a changed site is followed: clients keep their sessions and what they look at, new points come, and what is gone says so', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const { client, session } = await house.session('operator');
  let lost = false;
  for (const event of ['start_reconnection', 'connection_lost', 'close'] as const)
    client.on(event, () => {
      lost = true;
    });
  const events = await UaEvents.of(session);
  const read = async (nodeId: string, attributeId = AttributeIds.Value) =>
    session.read({ nodeId, attributeId });
  const kept = await follow(point('gas', 'concentration'));
  const gone = await follow(point('main', 'temperature'));
  await until('both are told', () => [kept, gone].every(({ last }) => last?.statusCode.name === 'Good'));
  await house.building.set(GAS, 58);
  await until('an alarm stands', () => events.last('gas-high')?.Retain === true);
  expect((await read(point('heating', 'temperature2'))).statusCode.name).toBe('BadNodeIdUnknown');

  const { opcua } = JSON.parse(readFileSync(house.stage.site, 'utf8')) as { opcua: object };
  house.stage.write('site.yaml', { ...later, opcua });
  const before = events.heard.length;
  await house.desk.ask({ verb: 'reload', actor: 'desk:Li' });

  await until('the new point is told', async () => {
    const { statusCode } = await read(point('heating', 'temperature2'));
    return statusCode.name !== 'BadNodeIdUnknown' && statusCode.name !== 'BadWaitingForInitialData';
  });
  const unit = await read(`${point('heating', 'temperature2')}-EngineeringUnits`);
  expect(unit.value.value).toMatchObject({ displayName: { text: '°C' } });
  expect((await read(point('heating', 'temperature2'), AttributeIds.AccessLevel)).value.value).toBe(0b101);
  expect((await read('ns=1;s=boiler-DeviceHealth')).statusCode.name).toBe('Good');
  expect((await read(`ns=1;s=house-1/Places/Cellar`, AttributeIds.NodeClass)).value.value).toBe(1);
  expect((await read('ns=1;s=gas', AttributeIds.DisplayName)).value.value.text).toBe('Kitchen gas');
  expect((await read('ns=1;s=alarm/water-low', AttributeIds.NodeClass)).value.value).toBe(1);

  expect((await read(point('main', 'temperature'))).statusCode.name).toBe('BadNodeIdUnknown');
  await until('whoever looked at it is told', () => gone.last?.statusCode.name === 'BadNodeIdInvalid');
  await until('that the model changed is told', () =>
    events.heard.some(({ EventType }) => String(EventType) === `ns=0;${MODEL_CHANGED}`),
  );

  // what was there is as it was, for the same session and the same item
  await house.building.set(GAS, 45);
  await until('the value is told', () => kept.last?.value.value === 45);
  // the alarm goes on, with the condition that its changed rule has now
  const red = await until('the alarm is told of', () => events.heard.slice(before).findLast(isGas));
  expect(red).toMatchObject({ Retain: true, 'ActiveState.Id': true, 'AckedState.Id': false });
  const note = { dataType: DataType.LocalizedText, value: new LocalizedText({ text: '' }) };
  const seen = { dataType: DataType.ByteString, value: red.EventId };
  expect(await events.call(GAS_HIGH, ACKNOWLEDGE, seen, note)).toBe('Good');
  await until('it is acknowledged', () => events.last('gas-high')?.['AckedState.Id'] === true);
  expect(await events.refresh()).toBe('Good');

  // and back again
  house.stage.write('site.yaml', { ...houseSite, opcua });
  await house.desk.ask({ verb: 'reload', actor: 'desk:Li' });
  await until(
    'what was gone is there',
    async () => (await read(point('main', 'temperature'))).value.value === 12.4,
  );
  expect((await read('ns=1;s=boiler-DeviceHealth')).statusCode.name).toBe('BadNodeIdUnknown');
  expect((await read('ns=1;s=alarm/water-low', AttributeIds.NodeClass)).statusCode.name).toBe(
    'BadNodeIdUnknown',
  );
  expect(await events.refresh()).toBe('Good');
  await house.building.set(GAS, 30);
  await until('the value is told still', () => kept.last?.value.value === 30);
  expect(lost).toBe(false);

  async function follow(nodeId: string): Promise<{ last: DataValue | null }> {
    const subscription = ClientSubscription.create(session, {
      ...{ requestedPublishingInterval: 250, publishingEnabled: true },
    });
    const item = ClientMonitoredItem.create(
      subscription,
      { nodeId, attributeId: AttributeIds.Value },
      { samplingInterval: 250, queueSize: 10, discardOldest: true },
      TimestampsToReturn.Both,
    );
    const told: { last: DataValue | null } = { last: null };
    item.on('changed', (value: DataValue) => {
      told.last = value;
    });
    return told;
  }
});
