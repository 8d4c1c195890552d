import { describe, expect, test } from 'vitest';
import { GAS, gasInstallation, gasStory } from './gas.ts';

const LATCHING = { latch: ['red'] };
const states = (told: ReturnType<typeof gasStory>) => told.transitions.map(({ to }) => to);

describe('a latching severity', () => {
  test('keeps the alarm after the gas is gone, until it is reset', () => {
    const told = gasStory(LATCHING).read(0, GAS, 60).read(1, GAS, 0).read(100, GAS, 0);
    const occurrence = told.occurrence('gas-high');
    expect(told.alarm('gas-high')).toMatchObject({ to: 'latched-unacknowledged', severity: 'red' });
    told.acknowledge(101, occurrence);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'latched-acknowledged' });
    told.command(102, { verb: 'reset', occurrence });
    expect(told.refusal).toBeNull();
    expect(told.alarms).toEqual([]);
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'reset', to: 'normal', actor: 'wang' });
  });

  test('of an alarm acknowledged while it was active latches as acknowledged', () => {
    const told = gasStory(LATCHING).read(0, GAS, 60);
    told.acknowledge(1, told.occurrence('gas-high')).read(2, GAS, 0);
    expect(states(told)).toEqual(['unacknowledged-active', 'acknowledged-active', 'latched-acknowledged']);
  });

  test('that was not reached lets the alarm return', () => {
    const told = gasStory(LATCHING).read(0, GAS, 30).read(1, GAS, 0);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'returned-unacknowledged' });
  });

  test('counts although the alarm had eased before it returned, and is not eased below', () => {
    const told = gasStory(LATCHING).read(0, GAS, 60).read(1, GAS, 30).read(2, GAS, 12).read(3, GAS, 0);
    expect(told.steps('gas-high')).toEqual(['raised red', 'returned red']);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'latched-unacknowledged' });
  });

  test('below the one that was reached latches as well, and eases down to itself', () => {
    const told = gasStory({ latch: ['orange'] })
      .read(0, GAS, 60)
      .read(1, GAS, 12)
      .read(2, GAS, 0);
    expect(told.steps('gas-high')).toEqual(['raised red', 'eased orange', 'returned orange']);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'latched-unacknowledged' });
  });
});

describe('a latched alarm', () => {
  const latched = () => gasStory(LATCHING).read(0, GAS, 60).read(1, GAS, 0);

  test('is the same occurrence when the gas comes back, and is announced again', () => {
    const told = latched();
    const occurrence = told.occurrence('gas-high');
    told.acknowledge(2, occurrence).read(3, GAS, 30);
    expect(told.alarm('gas-high')).toMatchObject({
      occurrence,
      to: 'unacknowledged-active',
      announcement: 2,
      severity: 'red', // it has been: only a reset takes that back
      limit: 25,
      value: 30,
    });
  });

  test('is not touched by silence, bad quality or time', () => {
    const told = latched().read(2, GAS, null).read(3, GAS, 0, 'warm-up').wait(100_000);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'latched-unacknowledged' });
  });

  test('is reset without an acknowledgement before it', () => {
    const told = latched();
    told.command(2, { verb: 'reset', occurrence: told.occurrence('gas-high') });
    expect(told.alarms).toEqual([]);
  });

  test('that is raised after its reset is a new occurrence and may return without a reset', () => {
    const told = latched();
    const occurrence = told.occurrence('gas-high');
    told.command(2, { verb: 'reset', occurrence }).read(3, GAS, 30).read(4, GAS, 0);
    expect(told.alarm('gas-high')?.occurrence).not.toBe(occurrence);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'returned-unacknowledged', announcement: 1 });
  });

  test('outlives a restart of the computer', () => {
    const told = latched().restart(5, gasInstallation(LATCHING), 'another-boot').read(6, GAS, 0);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'latched-unacknowledged', severity: 'red' });
    told.command(7, { verb: 'reset', occurrence: told.occurrence('gas-high') });
    expect(told.alarms).toEqual([]);
  });

  test('ends with the rule that the site file no longer has', () => {
    const told = latched().reload(5, { ...gasInstallation(), rules: [] });
    expect(told.steps('gas-high').at(-1)).toBe('removed-by-configuration red');
    expect(told.alarms).toEqual([]);
  });
});

describe('a reset', () => {
  test('is refused while the gas is there, in words that say what to do', () => {
    const told = gasStory(LATCHING).read(0, GAS, 60);
    told.command(1, { verb: 'reset', occurrence: told.occurrence('gas-high') });
    expect(told.refusal).toMatchObject({
      code: 'alarm.still-holds',
      hint: expect.stringContaining('acknowledge'),
    });
    expect(told.alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active' });
  });

  test('is refused while nobody knows whether the gas is there', () => {
    const told = gasStory(LATCHING).read(0, GAS, 60).read(1, GAS, null);
    told.command(2, { verb: 'reset', occurrence: told.occurrence('gas-high') });
    expect(told.refusal).toMatchObject({ code: 'alarm.still-holds' });
  });

  test('is refused while the gas is back and its on-delay runs', () => {
    const told = gasStory({ ...LATCHING, onDelayS: 3 })
      .read(0, GAS, 60)
      .read(3, GAS, 60)
      .read(4, GAS, 0);
    told.read(5, GAS, 60).command(6, { verb: 'reset', occurrence: told.occurrence('gas-high') });
    expect(told.refusal).toMatchObject({ code: 'alarm.still-holds' });
    expect(told.read(8, GAS, 60).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active' });
  });

  test('of an alarm that has returned acknowledges it', () => {
    const told = gasStory().read(0, GAS, 30).read(1, GAS, 0);
    told.command(2, { verb: 'reset', occurrence: told.occurrence('gas-high') });
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'reset', to: 'normal' });
  });

  test('of an old occurrence is answered with a problem and leaves the new one alone', () => {
    const told = gasStory(LATCHING).read(0, GAS, 60).read(1, GAS, 0);
    const old = told.occurrence('gas-high');
    told.command(2, { verb: 'reset', occurrence: old }).read(3, GAS, 60).read(4, GAS, 0);
    told.command(5, { verb: 'reset', occurrence: old });
    expect(told.refusal).toMatchObject({ code: 'alarm.not-standing' });
    expect(told.alarm('gas-high')).toMatchObject({ to: 'latched-unacknowledged' });
  });
});
