import { type ClientSession, TimestampsToReturn } from 'node-opcua-client';
import { AttributeIds } from 'node-opcua-data-model';
import { DataChangeFilter, DataChangeTrigger, DeadbandType } from 'node-opcua-service-subscription';
import { DataType, Variant } from 'node-opcua-variant';
import { expect, test } from 'vitest';
import { listCertificates, moveCertificate } from '../../gateway/trust/trustStore.ts';
import { ForeignUaClient, foreignUser, trustForeign } from '../harness/foreignUaClient.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openUaHouse, uaFolder } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

const CONCENTRATION = 'ns=1;s=gas-ParameterSet-concentration';

test('who came in by a password or a certificate that counts no more is out; all others stay', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  await trustForeign(house, foreignUser('viewer'));
  const [viewer, operator] = await Promise.all(
    ['viewer', 'operator'].map((id) => ForeignUaClient.open(house, foreignUser(id))),
  );
  if (viewer === undefined || operator === undefined) throw new Error('no client');
  const isIn = async (client: ForeignUaClient) =>
    (await client.do('read', 'i=2258')).some(({ value }) => value !== undefined);
  expect([await isIn(viewer), await isIn(operator)]).toEqual([true, true]);

  const changed = await house.people.resetPassword('operator', 'quite another one', Date.now());
  expect(changed.ok).toBe(true);
  await until('the old password counts no more', async () => !(await isIn(operator)));
  expect(await isIn(viewer)).toBe(true);

  const shown = listCertificates(uaFolder(house)).find(({ subject }) => subject.includes('foreign-client'));
  moveCertificate(uaFolder(house), shown?.thumbprint ?? '', 'rejected');
  await until('the client is trusted no more', async () => !(await isIn(viewer)));
  await until('it is told', () =>
    house.server.words.some((line) => /certificate of .* is not trusted any more/.test(line)),
  );
});

test('a deadband in percent is of the range that the profile knows, and refused where there is none', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const { session } = await house.session('viewer');
  await until('the sensor is read', () => house.desk.shows('gas/concentration'));
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: 250,
    publishingEnabled: true,
  });
  // a durable one would keep what all share for a hundred days
  expect(await durable(session, subscription.subscriptionId)).toBe('BadNotExecutable');
  const heard: string[] = [];
  const monitor = async (nodeId: string) => {
    const filter = new DataChangeFilter({
      ...{ trigger: DataChangeTrigger.StatusValue, deadbandType: DeadbandType.Percent, deadbandValue: 10 },
    });
    const item = await subscription.monitor(
      { nodeId, attributeId: AttributeIds.Value },
      { samplingInterval: 250, queueSize: 10, discardOldest: true, filter },
      TimestampsToReturn.Both,
    );
    return item;
  };
  const item = await monitor(CONCENTRATION); // 0 to 100 %LEL
  item.on('changed', ({ value, statusCode }) => heard.push(`${value.value} ${statusCode.name}`));
  await until('what is there is told', () => heard.length > 0);
  await house.building.set('rooms.kitchen.gas', 4);
  await until('four is seen', () => house.desk.shows('gas/concentration')?.[0] === 4);
  await house.building.set('rooms.kitchen.gas', 20);
  await until('twenty is told', () => heard.includes('20 Good'));
  expect(heard.some((one) => one.startsWith('4 '))).toBe(false);
  await house.building.fault('gas', { kind: 'silent' });
  await until('that it died is told', () => heard.at(-1) === 'null BadNoCommunication');

  const unknown = await monitor('ns=1;s=gas-ParameterSet-high_setpoint').then(
    ({ statusCode }) => statusCode.name,
    (error: Error) => error.message,
  );
  expect(unknown).toContain('BadMonitoredItemFilterUnsupported');
});

async function durable(session: ClientSession, subscription: number) {
  const called = await session.call({
    ...{ objectId: 'i=2253', methodId: 'i=12749' },
    inputArguments: [subscription, 1].map((value) => new Variant({ dataType: DataType.UInt32, value })),
  });
  return called.statusCode.name;
}
