import type { ClientSession } from 'node-opcua-client';
import { AttributeIds, LocalizedText } from 'node-opcua-data-model';
import type { StatusCode } from 'node-opcua-status-code';
import { DataType } from 'node-opcua-variant';
import { expect, test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { UaEvents } from '../harness/uaEvents.ts';
import { openUaHouse } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

const CONCENTRATION = 'ns=1;s=gas-ParameterSet-concentration';
const SERVICE_LEVEL = 'i=2267';

test('a guard that hangs is taken for what it is: nothing is shown as of now, nobody is told that something was done, and all is back when it goes on', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const { session } = await house.session('operator');
  const events = await UaEvents.of(session);
  const quality = () => (events.last('gas-high')?.Quality as StatusCode | undefined)?.name;
  const acknowledge = (eventId: unknown) =>
    events.call(
      ...['ns=1;s=alarm/gas-high', 'i=9111'],
      { dataType: DataType.ByteString, value: eventId },
      { dataType: DataType.LocalizedText, value: new LocalizedText({ text: 'seen' }) },
    );
  await until('the sensor is read', () => house.desk.shows('gas/concentration'));
  await house.building.set('rooms.kitchen.gas', 58);
  const raised = await until('the alarm is heard', () => events.last('gas-high'));

  house.guard.signal('SIGSTOP');
  try {
    expect(await acknowledge(raised.EventId)).toBe('BadNoCommunication');
    await until('values are not of now', async () => (await read(session, CONCENTRATION)).status === BAD);
    await until('the condition tells it', () => quality() === BAD);
    expect((await read(session, SERVICE_LEVEL)).value).toBe(100);
    expect(events.last('gas-high')).toMatchObject({ 'ActiveState.Id': true, Retain: true, Severity: 900 });
    const heard = events.heard.length;
    expect(await acknowledge(raised.EventId)).toBe(BAD);
    expect(events.heard.length).toBe(heard); // it is told once, not at every try to reach guard
  } finally {
    house.guard.signal('SIGCONT');
  }
  await until('the condition is back', () => quality() === 'Good');
  await until('values are back', async () => (await read(session, CONCENTRATION)).status === 'Good');
  await until('all is whole', async () => (await read(session, SERVICE_LEVEL)).value === 255);
  // what was refused meanwhile was not done afterwards
  expect(house.desk.alarm('gas-high')?.condition).toBe('unacknowledged-active');
  expect(await acknowledge(events.last('gas-high')?.EventId)).toBe('Good');
});

const BAD = 'BadNoCommunication';

async function read(session: ClientSession, nodeId: string) {
  const { statusCode, value } = await session.read({ nodeId, attributeId: AttributeIds.Value });
  return { status: statusCode.name, value: value.value };
}
