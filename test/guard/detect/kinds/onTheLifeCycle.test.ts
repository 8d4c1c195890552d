import { describe, expect, test } from 'vitest';
import { installationOf } from '../../../site/fixture.ts';
import { Story } from '../story.ts';
import { kindsSite, NOVEMBER, withRule } from './watching.ts';

const GAS = 'gas-1/concentration';
const packed = () =>
  installationOf({ ...kindsSite, devices: [{ ...kindsSite.devices[0], pack: 'combustible-gas' }] });

/** A story of one rule; those that every site has keep out of it. */
function story(rule: Record<string, unknown>) {
  const installation = withRule(rule);
  return new Story({ ...installation, rules: installation.rules.filter(({ id }) => id === 'r') });
}

describe('levels that are told at once', () => {
  test('do not wait for the on-delay, the others do', () => {
    const told = new Story(packed());
    told.read(0, GAS, 30);
    expect(told.steps('gas-1.high')).toEqual([]);
    told.read(1, GAS, 55);
    expect(told.steps('gas-1.high')).toEqual(['raised red']);
  });

  test('and the others come after it', () => {
    const told = new Story(packed()).read(0, GAS, 30).read(1, GAS, 30).read(2, GAS, 30).wait(3);
    expect(told.steps('gas-1.high')).toEqual(['raised orange']);
  });
});

describe('a collapsed gas sensor', () => {
  const rule = { kind: 'limit', point: GAS, unit: '%LEL', high: { orange: 25, red: 50 } };

  test('keeps the alarm standing until it is reset by hand, and a reset is taken', () => {
    const told = story(rule).read(0, GAS, 80);
    for (let s = 1; s < 100; s++) told.read(s, GAS, 0);
    expect(told.steps('r')).toEqual(['raised red']);
    told.command(100, { verb: 'reset', occurrence: told.occurrence('r') });
    expect(told.steps('r')).toEqual(['raised red', 'reset red']);
    expect(told.alarms).toEqual([]);
    expect(told.read(101, GAS, 0).alarms).toEqual([]);
  });

  test('raises loss of sensing, which is reset by hand too', () => {
    const told = new Story(
      installationOf({
        ...kindsSite,
        devices: [
          {
            ...kindsSite.devices[0],
            points: Object.fromEntries(OTHERS.map((id) => [id, { enabled: false }])),
          },
        ],
      }),
    );
    told.read(0, GAS, 80).read(1, GAS, 0);
    expect(told.alarms).toMatchObject([{ quality: 'sensor-failure', point: GAS }]);
    for (let s = 2; s < 20; s++) told.read(s, GAS, 0);
    told.command(20, { verb: 'reset', occurrence: told.occurrence('gas-1.loss-of-sensing') });
    expect(told.refusal).toBeNull();
    expect(told.read(21, GAS, 0).alarms).toEqual([]);
  });

  test('cannot be reset while it shows gas', () => {
    const told = story(rule).read(0, GAS, 80).read(1, GAS, 0).read(2, GAS, 30);
    told.command(3, { verb: 'reset', occurrence: told.occurrence('r') });
    expect(told.refusal?.code).toBe('alarm.still-holds');
  });
});

const OTHERS = ['state', 'alarm', 'temperature', 'gas_type', 'range', 'low_setpoint', 'high_setpoint'];

test('an overdue calibration is told when its day is over, once civil time is known', () => {
  const told = new Story(
    installationOf({ ...kindsSite, devices: [{ ...kindsSite.devices[0], calibrationDue: '2026-10-01' }] }),
  );
  told.wait(1).clock(2, NOVEMBER).wait(3);
  expect(told.steps('gas-1.calibration-overdue')).toEqual(['raised yellow']);
});

test('medians go on through a restart', () => {
  const rule = {
    kind: 'change',
    point: 'tilt/tilt_x',
    unit: '°',
    rising: { orange: 0.2 },
    latch: ['orange'],
  };
  const installation = withRule(rule);
  const own = { ...installation, rules: installation.rules.filter(({ id }) => id === 'r') };
  const told = new Story(own).clock(0, NOVEMBER);
  for (let s = 60; s < 2.5 * 3600; s += 60) told.read(s, 'tilt/tilt_x', 0.3);
  told.restart(2.5 * 3600, own);
  for (let s = 2.5 * 3600; s <= 3 * 3600; s += 60) told.read(s, 'tilt/tilt_x', 0.3);
  expect(told.steps('r')).toEqual(['raised orange']);
});
