import { expect, test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

test('an adapter is pulled out and put back: its points say so, its sensors are missed, the other line does not notice', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const guard = await stage.guard(siteWithoutSlowPoints());
  const desk = await stage.desk();
  const gasShows = () =>
    [...desk.readings.values()]
      .filter(({ point }) => point.startsWith('gas/'))
      .map(({ value, quality }) => `${value} ${quality}`);
  await building.set('rooms.kitchen.gas', 7.5);
  await until('both lines are read', () =>
    ['gas/concentration', 'main/pressure'].every((point) => desk.shows(point)?.[1] === 'good'),
  );
  const waterOk = () => desk.devices.get('main')?.ok ?? 0;

  await building.unplug('gas');
  await until('the line is lost', () => desk.lines.get('gas')?.state === 'lost');
  expect(desk.lines.get('gas')?.problem).toMatchObject({ where: `${stage.folder}/lines/gas` });
  await until('its points say so', () => gasShows().every((shown) => shown === 'null no-communication'));
  expect(gasShows()).toHaveLength(3);
  const missed = await until('the gas detector is missed', () => desk.alarm('gas-missed'));
  expect(missed).toMatchObject({ device: 'gas', quality: 'no-communication', to: 'unacknowledged-active' });
  const before = waterOk();
  await until('the other line goes on', () => waterOk() >= before + 2);
  expect(desk.shows('main/pressure')?.[1]).toBe('good');

  await building.plug('gas');
  await until('the line is back', () => desk.lines.get('gas')?.state === 'open');
  await until('the gas is read again', () => desk.shows('gas/concentration')?.[1] === 'good');
  expect(desk.shows('gas/concentration')).toEqual([7.5, 'good']);
  await until(
    'the loss is over a little later',
    () => desk.alarm('gas-missed')?.to === 'returned-unacknowledged',
  );
  expect(guard.words.filter((word) => word.includes('line gas'))).toEqual([
    expect.stringMatching(/^guard: \[port\.lost\] line gas, .*\/lines\/gas: /),
    'guard: line gas: well again',
  ]);
});

/** The loss of a device is over when each of its points was read twice: points read once a minute would take that long. */
function siteWithoutSlowPoints() {
  const slow = ['temperature', 'gas_type', 'range', 'low_setpoint', 'high_setpoint'];
  const points = Object.fromEntries(slow.map((point) => [point, { enabled: false }]));
  const devices = houseSite.devices.map((device) => (device.id === 'gas' ? { ...device, points } : device));
  const missed = {
    id: 'gas-missed',
    name: 'Gas detector missed',
    kind: 'loss-of-sensing',
    device: 'gas',
    offDelayS: 2,
  };
  return { ...houseSite, devices, rules: [...houseSite.rules, missed] };
}
