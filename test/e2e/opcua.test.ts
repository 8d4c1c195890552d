import type { ClientSession } from 'node-opcua-client';
import { AttributeIds, LocalizedText } from 'node-opcua-data-model';
import { DataType } from 'node-opcua-variant';
import { expect, test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { UaEvents } from '../harness/uaEvents.ts';
import { openUaHouse, uaCommands } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

const CONCENTRATION = 'ns=1;s=gas-ParameterSet-concentration';
const GAS_HIGH = 'ns=1;s=alarm/gas-high';
const GAS = 'rooms.kitchen.gas';
const ACKNOWLEDGE = 'i=9111';
const CONFIRM = 'i=9113';
const DISABLE = 'i=9028';
const ADD_COMMENT = 'i=9029';

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

function read(session: ClientSession, nodeId: string) {
  return session.read({ nodeId, attributeId: AttributeIds.Value });
}
