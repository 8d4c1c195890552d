import { describe, expect, test } from 'vitest';
import { floodView } from '../../../gateway/guard/detect/floodView.ts';
import { buildingInstallation, gas } from './gas.ts';
import { Story } from './story.ts';

const building = () => new Story(buildingInstallation());
const groups = (told: Story) => Object.fromEntries(told.alarms.map(({ rule, group }) => [rule, group]));

describe('alarms of one place within a minute', () => {
  test('belong to the one that came first', () => {
    const told = building().read(0, gas(1), 60).read(60, gas(2), 60);
    const first = told.occurrence('gas-1-high');
    expect(told.transitions.map(({ group }) => group)).toEqual([null, first]);
    expect(groups(told)).toEqual({ 'gas-1-high': first, 'gas-2-high': first });
    expect(told.acknowledge(61, first).transitions.at(-1)).toMatchObject({ group: first });
  });

  test('stay together in every later step, also across a restart', () => {
    const told = building().read(0, gas(1), 60).read(1, gas(2), 20);
    const first = told.occurrence('gas-1-high');
    told.restart(2, buildingInstallation()).read(500, gas(2), 60);
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'escalated', group: first });
  });

  test('belong to it although it has ended', () => {
    const told = building().read(0, gas(1), 60);
    const first = told.occurrence('gas-1-high');
    told.read(1, gas(1), 0).acknowledge(2, first).read(3, gas(2), 60);
    expect(groups(told)).toEqual({ 'gas-2-high': first });
  });

  test('are put together when maintenance ends and all come back at once', () => {
    const told = building().command(0, {
      ...{ verb: 'maintenance', scope: { zones: [], devices: [] }, forS: 300, reason: 'test' },
    });
    told.read(1, gas(1), 60).read(200, gas(2), 60).wait(300);
    expect(told.transitions.slice(-2).map(({ group }) => group)).toEqual([
      null,
      told.occurrence('gas-1-high'),
    ]);
  });
});

describe('alarms do not belong together', () => {
  test('after more than a minute', () => {
    const told = building().read(0, gas(1), 60).read(60.001, gas(2), 60);
    expect(groups(told)).toEqual({ 'gas-1-high': null, 'gas-2-high': null });
  });

  test('in different zones, although their places are the same', () => {
    expect(groups(building().read(0, gas(1), 60).read(1, gas(3), 60))).toEqual({
      ...{ 'gas-1-high': null, 'gas-3-high': null },
    });
  });

  test('when one is where nobody said, and the other in a place', () => {
    const told = building().read(0, gas(6), 60).read(1, gas(4), 60).read(2, gas(5), 60);
    const kitchen = told.occurrence('gas-4-high');
    expect(groups(told)).toEqual({ 'gas-4-high': kitchen, 'gas-5-high': kitchen, 'gas-6-high': null });
  });
});

describe('the list for an operator', () => {
  test('shows one place once, with the alarm that came first marked', () => {
    const told = building().read(0, gas(1), 20).read(1, gas(2), 60).read(2, gas(3), 20);
    const view = floodView(told.alarms).map(({ alarms }) =>
      alarms.map(({ rule, isFirstOut }) => (isFirstOut ? `${rule} first` : rule)),
    );
    expect(view).toEqual([['gas-2-high', 'gas-1-high first'], ['gas-3-high']]);
  });

  test('marks the first one also in the alarms as they were before the second came', () => {
    const told = building().read(0, gas(1), 20);
    const [alone] = told.alarms;
    const [, second] = told.read(1, gas(2), 20).alarms;
    if (alone === undefined || second === undefined) throw new Error('no alarms');
    const [group] = floodView([second, alone]);
    expect(group?.alarms.find(({ isFirstOut }) => isFirstOut)?.rule).toBe('gas-1-high');
  });

  test('puts a red alarm above forty yellow ones of one place', () => {
    const told = building().read(0, gas(6), 60).read(1, gas(1), 20);
    const [red, yellow] = told.alarms;
    if (red === undefined || yellow === undefined) throw new Error('no alarms');
    const flood = Array.from({ length: 40 }, (_, n) => ({
      ...yellow,
      ...{ rule: `main-${n}`, occurrence: `main-${n}`, group: 'main-0' },
    }));
    const view = floodView([...flood, red]);
    expect(view.map(({ alarms }) => alarms.length)).toEqual([1, 40]);
    expect(view[0]?.alarms[0]?.rule).toBe('gas-6-high');
  });

  test('puts what is shelved last, however severe', () => {
    const told = building().read(0, gas(3), 60).read(100, gas(6), 20);
    told.command(101, { verb: 'shelve', rule: 'gas-3-high', forS: 100, reason: 'known' });
    expect(floodView(told.alarms).map(({ alarms: [top] }) => top?.rule)).toEqual([
      'gas-6-high',
      'gas-3-high',
    ]);
  });

  test('of equals puts the unacknowledged one first', () => {
    const told = building().read(0, gas(3), 60).read(100, gas(6), 60);
    told.acknowledge(101, told.occurrence('gas-3-high'));
    expect(floodView(told.alarms).map(({ alarms: [top] }) => top?.rule)).toEqual([
      'gas-6-high',
      'gas-3-high',
    ]);
  });
});
