import { expect, test } from 'vitest';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { judge } from '../../gateway/cli/demo/verdict.ts';
import { isQuantity } from '../../gateway/guard/record/pointRecord.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { expectPythonAgrees } from '../telemetry/agreement.ts';

test('an alarm raised while the broker is down arrives first, then everything that was measured, and nothing is missing', async () => {
  const stage = openStage();
  const broker = await stage.broker();
  const platform = await stage.platform(broker, HOUSE);
  const building = await stage.simulate(houseBuilding);
  const guard = await stage.guard(houseSiteWithUplink(broker.url));
  await stage.courier();
  const desk = await stage.desk();
  const telemetryRows = () => desk.heads?.telemetry.seq ?? 0;
  await until('live telemetry arrives', () => platform.messages.some(({ kind }) => kind === 'telemetry'));

  await broker.stop();
  await building.set('rooms.kitchen.gas', 60);
  await building.fault('heating', { kind: 'silent' });
  await building.send({ verb: 'contact', contact: 'door', closed: false });
  const raised = await until('guard raises the alarm by itself', () => desk.alarm('gas-high'));
  expect(raised).toMatchObject({ severity: 'red', value: 60, limit: 50, to: 'unacknowledged-active' });
  await building.spike('rooms.kitchen.gas', 88.8);
  const rows = telemetryRows();
  await until('telemetry has piled up', () => telemetryRows() > rows);
  await until('and the dead thermometer is missed', () =>
    desk.alarms.some(({ device }) => device === 'heating'),
  );

  const heard = platform.messages.length;
  await broker.start();
  await until('the platform hears of the alarm', () =>
    platform.steps.find(({ rule }) => rule === 'gas-high'),
  );
  await until('and of what was measured', () =>
    platform.messages.slice(heard).some(({ kind }) => kind === 'telemetry'),
  );
  const order = platform.messages.slice(heard).map(({ kind }) => kind);
  const alarmAt = platform.messages.findIndex((one) => one.kind === 'event' && one.event.type === 'alarm');
  expect(alarmAt - heard).toBeLessThan(order.indexOf('telemetry'));

  // guard ends in order and courier delivers the rest
  expect(await guard.stop()).toBe(0);
  const tally = await building.tally();
  const site = loadSite(stage.site, readProfiles(), LINE_JUDGES);
  if (!site.ok) throw new Error('the site file is wrong');
  const quantities = [...site.value.points.values()].filter(isQuantity);
  const steps = new Map(quantities.map(({ id, decimals }) => [id, 10 ** -decimals]));
  const verdict = await until('nothing is outstanding', () => {
    const { totals } = platform;
    if (totals === null || totals.outstanding > 0) return null;
    return judge(tally, desk, totals, steps);
  });
  // `complete`: point by point, but for what a busy machine looked at too late and guard counted as lost
  expect(verdict).toMatchObject({ missing: 0, tombstones: 0, conflicts: 0, lostPeaks: [], complete: true });
  expect(verdict.received + verdict.givenUp + verdict.beside).toBe(verdict.samples);
  expect(verdict.received).toBeGreaterThan(10);
  if (!verdict.givenUpPeaks.includes('gas/concentration'))
    expect(platform.totals?.channels.get('gas/concentration')?.max).toBe(88.8);
  expect(platform.totals?.latest.get('board/input1')).toMatchObject({ value: false });
  expect(platform.undecoded).toEqual([]);

  // the platform's decoder in Python reads the same messages, and agrees value by value
  const beyondGateway = (topic: string) => topic.split('/').slice(3).join('/');
  expectPythonAgrees(platform.wire.map(({ topic, bytes }) => ({ topic: beyondGateway(topic), bytes })));
});
