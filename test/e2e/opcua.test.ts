import { type ClientSession, TimestampsToReturn } from 'node-opcua-client';
import { AttributeIds, LocalizedText } from 'node-opcua-data-model';
import type { StatusCode } from 'node-opcua-status-code';
import { DataType } from 'node-opcua-variant';
import { expect, test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { type UaEvent, UaEvents } from '../harness/uaEvents.ts';
import { openUaHouse, uaCommands } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

const CONCENTRATION = 'ns=1;s=gas-ParameterSet-concentration';
const GAS_HIGH = 'ns=1;s=alarm/gas-high';
const GAS = 'rooms.kitchen.gas';
const ACKNOWLEDGE = 'i=9111';
const CONFIRM = 'i=9113';
const DISABLE = 'i=9028';
const ADD_COMMENT = 'i=9029';
const SERVICE_LEVEL = 'i=2267';

// the simulated detector knows no kind of gas, which is out of its range
const wellSite = {
  ...houseSite,
  devices: houseSite.devices.map((device) =>
    device.id === 'gas' ? { ...device, points: { gas_type: { enabled: false } } } : device,
  ),
};
const site = { ...houseSite, rules: houseSite.rules.map((rule) => ({ ...rule, latch: ['red'] })) };
const note = (text: string) => ({ dataType: DataType.LocalizedText, value: new LocalizedText({ text }) });
const eventId = (value: unknown) => ({ dataType: DataType.ByteString, value });

test('a client reads what guard reads, with unit, quality and source time; a sensor that dies says so', async () => {
  const house = await openUaHouse(houseBuilding, wellSite);
  const { session } = await house.session('viewer');
  await until(
    'the first reading',
    async () => (await read(session, CONCENTRATION)).statusCode.name === 'Good',
  );
  await house.building.set(GAS, 7);
  const seen = await until('the gas is seen', async () => {
    const now = await read(session, CONCENTRATION);
    return now.value.value === 7 ? now : null;
  });
  const known = house.desk.readings.get('gas/concentration');
  expect(known?.quality).toBe('good');
  expect(Math.abs((seen.sourceTimestamp?.getTime() ?? 0) - Date.now())).toBeLessThan(10_000);
  const unit = await read(session, `${CONCENTRATION}-EngineeringUnits`);
  // 20529 is the OPC Foundation's number of UNECE's P1, percent
  expect(unit.value.value).toMatchObject({ unitId: 20_529, displayName: { text: '%LEL' } });
  await until(
    'NE 107 says normal',
    async () => (await read(session, 'ns=1;s=gas-DeviceHealth')).value.value === 0,
  );

  await house.building.fault('gas', { kind: 'silent' });
  const dead = await until('the sensor is dead', async () => {
    const now = await read(session, CONCENTRATION);
    return now.statusCode.name === 'BadNoCommunication' ? now : null;
  });
  expect(dead.value.value).toBeNull();
  expect(dead.sourceTimestamp?.getTime()).toBeGreaterThan(seen.sourceTimestamp?.getTime() ?? 0);
  await until(
    'NE 107 says failure',
    async () => (await read(session, 'ns=1;s=gas-DeviceHealth')).value.value === 1,
  );

  await house.guard.kill();
  await until(
    'nobody reads',
    async () =>
      (await read(session, 'ns=1;s=main-ParameterSet-pressure')).statusCode.name === 'BadNoCommunication',
  );
});

test('an alarm is heard, acknowledged once, stays while it holds, and whoever did it stands in the event and in the journal', async () => {
  const house = await openUaHouse(houseBuilding, site);
  const { session } = await house.session('operator');
  const events = await UaEvents.of(session);
  await until('the sensor is read', () => house.desk.shows('gas/concentration'));
  await house.building.set(GAS, 58);
  const raised = await until('the alarm is heard', () => events.last('gas-high'));
  expect(raised).toMatchObject({
    ...{ 'ActiveState.Id': true, 'AckedState.Id': false, Retain: true, Severity: 900, SourceName: 'gas' },
    'LimitState.CurrentState': { text: 'HighHigh' },
  });
  expect(String((raised.Message as LocalizedText).text)).toContain(
    'Gas in the kitchen: 58 %LEL (limit 50 %LEL)',
  );

  expect(await events.call(GAS_HIGH, ACKNOWLEDGE, eventId(Buffer.from('no such event')), note(''))).toBe(
    'BadEventIdUnknown',
  );
  expect(await events.call(GAS_HIGH, ACKNOWLEDGE, eventId(raised.EventId), note('on my way'))).toBe('Good');
  const acked = await until('it is acknowledged', () => {
    const last = events.last('gas-high');
    return last?.['AckedState.Id'] === true ? last : null;
  });
  expect(acked).toMatchObject({ 'ActiveState.Id': true, Retain: true, ClientUserId: 'operator' });
  expect(house.desk.alarm('gas-high')).toMatchObject({ to: 'acknowledged-active', actor: 'opcua:operator' });
  expect(await events.call(GAS_HIGH, ACKNOWLEDGE, eventId(raised.EventId), note(''))).toBe(
    'BadConditionBranchAlreadyAcked',
  );
  expect(await events.call(GAS_HIGH, CONFIRM, eventId(acked.EventId), note(''))).toBe('BadNotSupported');
  expect(await events.call(GAS_HIGH, DISABLE)).toBe('BadUserAccessDenied');
  expect(await events.call(GAS_HIGH, `${GAS_HIGH}-Reset`)).toBe('BadInvalidState'); // the gas is still there
  expect(await events.call(GAS_HIGH, ADD_COMMENT, eventId(acked.EventId), note('fire brigade called'))).toBe(
    'Good',
  );
  await until(
    'the comment is heard',
    () => (events.last('gas-high')?.Comment as LocalizedText | undefined)?.text === 'fire brigade called',
  );

  const late = await house.session('viewer', { name: 'late' });
  const lateEvents = await UaEvents.of(late.session);
  expect(await lateEvents.refresh()).toBe('Good');
  await until('who comes later is told of it', () => lateEvents.last('gas-high')?.Retain === true);
  const seen = lateEvents.last('gas-high');
  expect(seen).toMatchObject({ 'ActiveState.Id': true, 'AckedState.Id': true });
  expect(await lateEvents.call(GAS_HIGH, ACKNOWLEDGE, eventId(seen?.EventId), note(''))).toBe(
    'BadUserAccessDenied',
  );

  await house.building.set(GAS, 0);
  await until('it is latched', () => events.last('gas-high')?.['LatchedState.Id'] === true);
  expect(await events.call(GAS_HIGH, `${GAS_HIGH}-Reset`)).toBe('Good');
  await until('it is over', () => events.last('gas-high')?.Retain === false);
  expect(uaCommands(house)).toEqual([
    ...['acknowledge opcua:operator false', 'acknowledge opcua:operator true'],
    ...['acknowledge opcua:operator false', 'confirm opcua:operator false', 'disable opcua:operator false'],
    'reset opcua:operator false',
    'comment opcua:operator true',
    'reset opcua:operator true',
  ]);
});

test('while guard does not answer no condition, no device and no line is shown as if it were of now; all is back with guard, and no transition is made up', async () => {
  const rules = [
    ...site.rules,
    { id: 'water-low', kind: 'limit', point: 'main/pressure', unit: 'bar', low: { yellow: 0.1 } },
  ];
  const house = await openUaHouse(houseBuilding, { ...site, rules });
  const { session } = await house.session('operator');
  const events = await UaEvents.of(session);
  const status = async (nodeId: string) => (await read(session, nodeId)).statusCode.name;
  const claims = () =>
    Promise.all(
      ['s=gas-DeviceHealth', 's=line/gas/Open', 's=line/gas/Utilisation'].map((id) => status(`ns=1;${id}`)),
    );
  const level = async () => (await read(session, SERVICE_LEVEL)).value.value;
  const qualityOf = (event: UaEvent | undefined) => (event?.Quality as StatusCode | undefined)?.name;
  const textOf = (event: UaEvent | undefined) => (event?.Message as LocalizedText | undefined)?.text;
  const states = (event: UaEvent | undefined) => [
    ...[event?.['ActiveState.Id'], event?.['AckedState.Id'], event?.['LatchedState.Id'], event?.Retain],
    ...[event?.Severity, (event?.Comment as LocalizedText | undefined)?.text, event?.ClientUserId],
  ];
  await until('the sensor is read', () => house.desk.shows('gas/concentration'));
  await house.building.set(GAS, 58);
  const raised = await until('the alarm is heard', () => events.last('gas-high'));
  await events.call(GAS_HIGH, ACKNOWLEDGE, eventId(raised.EventId), note('on my way'));
  const acked = await until('it is acknowledged', () => {
    const last = events.last('gas-high');
    return last?.['AckedState.Id'] === true ? last : null;
  });
  await events.call(GAS_HIGH, ADD_COMMENT, eventId(acked.EventId), note('fire brigade called'));
  const said = await until('the comment is heard', () => {
    const last = events.last('gas-high');
    return (last?.Comment as LocalizedText | undefined)?.text === 'fire brigade called' ? last : null;
  });
  await until('all is well', async () => (await claims()).every((name) => name === 'Good'));
  expect(await level()).toBe(255);
  const before = events.heard.length;

  const levels: number[] = [];
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: 250,
    publishingEnabled: true,
  });
  const item = await subscription.monitor(
    { nodeId: SERVICE_LEVEL, attributeId: AttributeIds.Value },
    { samplingInterval: 100, queueSize: 10, discardOldest: true },
    TimestampsToReturn.Both,
  );
  item.on('changed', ({ value }) => levels.push(value.value));

  await house.guard.kill();
  await until('every condition tells it', () =>
    ['gas-high', 'water-low'].every((rule) => qualityOf(events.last(rule)) === 'BadNoCommunication'),
  );
  const unheard = events.last('gas-high');
  expect(states(unheard)).toEqual(states(said));
  expect(textOf(unheard)).toBe(
    'Gas in the kitchen: 58 %LEL (limit 50 %LEL); guard does not answer, this is what it said last',
  );
  expect(events.last('water-low')).toMatchObject({ 'ActiveState.Id': false, Retain: false });
  expect((await read(session, `${GAS_HIGH}-Quality`)).value.value.name).toBe('BadNoCommunication');
  expect(await claims()).toEqual(['BadNoCommunication', 'BadNoCommunication', 'BadNoCommunication']);
  expect(await level()).toBe(100);
  const late = await house.session('viewer', { name: 'late' });
  const lateEvents = await UaEvents.of(late.session);
  expect(await lateEvents.refresh()).toBe('Good');
  await until('a refresh tells it', () => qualityOf(lateEvents.last('gas-high')) === 'BadNoCommunication');

  await house.stage.guard();
  await until('every condition is back', () =>
    ['gas-high', 'water-low'].every((rule) => qualityOf(events.last(rule)) === 'Good'),
  );
  await until('devices and lines are back', async () => (await claims()).every((name) => name === 'Good'));
  expect(await level()).toBe(255);
  await until('who looks at the service level is told', () => levels.join() === '255,100,255');
  const since = events.heard.slice(before).filter(({ ConditionName }) => ConditionName === 'gas-high');
  expect(since.map(states)).toEqual(since.map(() => states(said)));
  expect(since.map(qualityOf).slice(0, 2)).toEqual(['BadNoCommunication', expect.any(String)]);
  expect(textOf(events.last('gas-high'))).toBe('Gas in the kitchen: 58 %LEL (limit 50 %LEL)');
});

function read(session: ClientSession, nodeId: string) {
  return session.read({ nodeId, attributeId: AttributeIds.Value });
}
