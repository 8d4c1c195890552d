import { createHash } from 'node:crypto';
import { AttributeIds } from 'node-opcua-data-model';
import { DataType, Variant } from 'node-opcua-variant';
import { expect, test } from 'vitest';
import { civilDate } from '../../gateway/site/civilDate.ts';
import { LIFT_HOUSE, liftBuilding, liftSite } from '../harness/liftHouse.ts';
import { openUaHouse } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

test('a lift is looked at as BACnet names it, its trips as they were, and its month, past alarms and the examination are had by methods', async () => {
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
  const today = civilDate(Date.now(), liftSite.gateway.timeZone);
  const text = (value: string): [DataType, unknown] => [DataType.String, value];
  const piece = async (method: string, asked: readonly string[], nth: number) => {
    const { statusCode, outputArguments } = await call(method, ...asked.map(text), [DataType.UInt32, nth]);
    const [report, pieces, sha256] = (outputArguments ?? []).map(({ value }) => value as unknown);
    return { status: statusCode.name, report: String(report), pieces: Number(pieces), sha256 };
  };
  const paper = async (method: string, ...asked: readonly string[]) => {
    const first = await piece(method, asked, 0);
    expect(first.status).toBe('Good');
    let all = first.report;
    for (let nth = 2; nth <= first.pieces; nth++) all += (await piece(method, asked, nth)).report;
    expect(first.sha256).toBe(createHash('sha256').update(all).digest('hex'));
    return all;
  };
  const month = today.slice(0, 7);
  expect(await paper('ReadLiftMonth', 'lift-a', month, 'html', 'zh')).toContain('A 梯');
  const told = JSON.parse(await paper('ReadLiftMonth', 'lift-a', month, 'json', 'en'));
  expect(told).toMatchObject({ lift: 'lift-a', month });
  expect((await piece('ReadLiftMonth', ['nobody', month, 'html', 'en'], 0)).status).toBe('BadNoData');

  // the examination is written beside the loop: others are answered meanwhile
  let answered = 0;
  let done = false;
  const writing = paper('ReadExamination', today, today, 'html', 'zh').finally(() => {
    done = true;
  });
  while (!done) await Promise.race([read('Car-CarMode').then(() => answered++), writing]);
  expect(answered).toBeGreaterThan(1);
  expect(await writing).toMatch(/房屋体检报告.*未签名/s);
  const examined = JSON.parse(await paper('ReadExamination', today, today, 'json', 'en'));
  expect(examined).toMatchObject({ kind: 'lifeline/examination/1', from: today, to: today });
  expect(JSON.stringify(examined.alarms)).toContain('box');

  for (const [method, nth, ...asked] of [
    ['ReadLiftMonth', 0, 'lift-a', 'May', 'html', 'en'],
    ['ReadLiftMonth', 0, 'lift-a', month, 'pdf', 'en'],
    ['ReadLiftMonth', 0, 'lift-a', month, 'html', 'fr'],
    ['ReadLiftMonth', 99, 'lift-a', month, 'html', 'zh'],
    ['ReadExamination', 0, today, '2000-01-01', 'html', 'en'],
    ['ReadExamination', 0, '2026-02-30', today, 'html', 'en'],
  ] as const)
    expect((await piece(method, asked, nth)).status, asked.join(' ')).toBe('BadInvalidArgument');
});

test('a client reads and browses names in the language that it asks for', async () => {
  const house = await openUaHouse(liftBuilding, liftSite);
  const names = async (...locales: string[]) => {
    const { session } = await house.session('viewer', { locales });
    const ids = ['lift/lift-a', 'lift/lift-a-Car', 'controller'].map((id) => `ns=1;s=${id}`);
    const read = await session.read(ids.map((nodeId) => ({ nodeId, attributeId: AttributeIds.DisplayName })));
    const { references } = await session.browse('ns=1;s=lift/lift-a');
    const car = references?.find(({ browseName }) => browseName.name === 'Car')?.displayName.text;
    await session.close();
    return [...read.map(({ value }) => value.value.text), car].join();
  };
  const english = await names();
  expect(english).toMatch(/^Lift A,Car,[^,]*,Car$/);
  expect(await names('en-US')).toBe(english);
  expect(await names('de')).toBe(english);
  expect(await names('zh-CN')).toMatch(/^A 梯,轿厢,[^,]*,轿厢$/);
});
