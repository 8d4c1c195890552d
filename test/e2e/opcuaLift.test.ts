import { AttributeIds } from 'node-opcua-data-model';
import { DataType, Variant } from 'node-opcua-variant';
import { expect, test } from 'vitest';
import { LIFT_HOUSE, liftBuilding, liftSite } from '../harness/liftHouse.ts';
import { openUaHouse } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

test('a lift is looked at as BACnet names it, its trips as they were, and its month and past alarms are had by a method', async () => {
  const house = await openUaHouse(liftBuilding, liftSite);
  const { session } = await house.session('viewer');
  const read = async (path: string) =>
    await session.read({ nodeId: `ns=1;s=lift/lift-a-${path}`, attributeId: AttributeIds.Value });
  await until('the lift is known', async () => (await read('Car-CarPosition')).value.value === 1);
  await house.building.lift({ verb: 'ride', lift: 'a', from: 1, to: 2 });
  await until('it has gone up', async () => (await read('Car-CarPosition')).value.value === 2);
  expect((await read('Car-CarPositionLabel')).value.value).toBe('1');
  expect((await read('Car-CarMode')).value.value).toBe(1); // BACnet: NORMAL
  expect(Array.from((await read('Landings-FloorText')).value.value)).toEqual(['B1', '1', '2']);
  await until(
    'the trip is shown',
    async () => Array.from((await read('LastTrips-TripTo')).value.value ?? []).join() === '2',
  );

  expect((await read('People-Entrapment')).value.value).toBe(0);
  await house.building.fault('box', { kind: 'silent' });
  await until('the box is missed', () => house.desk.alarm('box.loss-of-sensing')?.durable);
  const call = async (name: string, ...inputs: [DataType, unknown][]) =>
    session.call({
      ...{ objectId: `ns=1;s=${LIFT_HOUSE}`, methodId: `ns=1;s=${LIFT_HOUSE}/${name}` },
      inputArguments: inputs.map(([dataType, value]) => new Variant({ dataType, value })),
    });
  const past = await call('ReadPastAlarms', [DataType.UInt32, 0], [DataType.UInt32, 100]);
  expect(past.statusCode.name).toBe('Good');
  const alarms = ((past.outputArguments?.[0]?.value ?? []) as string[]).map(
    (text) => JSON.parse(text) as { rule: string; cause: string; utc: number },
  );
  expect(alarms.map(({ rule, cause }) => `${rule} ${cause}`)).toContain('box.loss-of-sensing raised');
  const month = new Date().toISOString().slice(0, 7);
  const report = await call(
    'ReadLiftMonth',
    [DataType.String, 'lift-a'],
    [DataType.String, month],
    [DataType.String, 'html'],
    [DataType.String, 'zh'],
  );
  expect(report.statusCode.name).toBe('Good');
  expect(report.outputArguments?.[0]?.value).toContain('A 梯');
  const wrong = await call(
    'ReadLiftMonth',
    [DataType.String, 'lift-a'],
    [DataType.String, 'May'],
    [DataType.String, 'html'],
    [DataType.String, 'en'],
  );
  expect(wrong.statusCode.name).toBe('BadInvalidArgument');
});
