import { describe, expect, test } from 'vitest';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { Story } from './story.ts';

const LOSS = 'gas-1.loss-of-sensing';
const off = { enabled: false };
const SITE = {
  ...gasSite,
  devices: [
    {
      ...gasSite.devices[0],
      points: {
        temperature: off,
        gas_type: off,
        range: off,
        low_setpoint: off,
        high_setpoint: off,
        alarm: off,
      },
    },
  ],
};
/** The rule by itself: what a device has by default also waits half a minute before it clears. */
const AT_ONCE = { kind: 'loss-of-sensing', id: 'loss', device: 'gas-1' };
const story = (rules: unknown[] = []) => new Story(installationOf({ ...SITE, rules }));

/** One good poll of the whole device a second. */
function poll(told: Story, fromS: number, toS: number, concentration: number | null = 1): Story {
  for (let s = fromS; s <= toS; s++)
    told.readAll(s, [
      {
        point: 'gas-1/concentration',
        value: concentration,
        quality: concentration === null ? 'sensor-failure' : 'good',
      },
      { point: 'gas-1/state', value: 0, quality: 'good' },
    ]);
  return told;
}

describe('loss of sensing', () => {
  test('is quiet while every point is heard', () => {
    expect(poll(story(), 0, 100).transitions).toEqual([]);
  });

  test('is raised when nothing was heard for longer than the bus would have taken to say so', () => {
    const [lost] = poll(story(), 0, 10).wait(20).transitions;
    expect(lost).toMatchObject({
      rule: LOSS,
      cause: 'raised',
      severity: 'yellow',
      point: null,
      quality: 'no-communication',
      value: null,
      declared: { mono: 16_600 }, // period 1 s, the bus gives up after 1 s and six times 600 ms, and a second more
    });
  });

  test('is raised for a device that never answers', () => {
    expect(story().wait(10).steps(LOSS)).toEqual(['raised yellow']);
  });

  test('is raised when one point is silent while the others are heard', () => {
    const told = poll(story(), 0, 2);
    for (let s = 3; s < 14; s++) told.read(s, 'gas-1/state', 0);
    expect(told.steps(LOSS)).toEqual(['raised yellow']);
  });

  test('waits longer after a start: while every answer is asked for again nobody is silent who waits for his turn', () => {
    // the line forgets after 2.3 s what others may have asked before, and its devices may be silent for 6.6 s
    const told = poll(story(), 0, 1);
    expect(told.wait(8.9).steps(LOSS)).toEqual([]);
    expect(told.wait(9).steps(LOSS)).toEqual(['raised yellow']);
  });

  test('waits no longer after a start over Modbus TCP: a new connection brings no answers of the run before', () => {
    const bus = { id: 'rs485', connection: { type: 'modbus-tcp', host: '10.0.0.9' } };
    const told = poll(new Story(installationOf({ ...SITE, buses: [bus] })), 0, 1);
    expect(told.wait(8.1).steps(LOSS)).toEqual(['raised yellow']);
  });

  test('is raised at once by a failed sensor, and names the point', () => {
    const told = poll(poll(story(), 0, 2), 3, 3, null);
    expect(told.transitions).toMatchObject([
      { point: 'gas-1/concentration', quality: 'sensor-failure', declared: { mono: 3000 } },
    ]);
  });

  test('is over after two usable polls, not after one', () => {
    const told = poll(poll(poll(story([AT_ONCE]), 0, 2), 3, 5, null), 6, 6);
    expect(told.steps('loss')).toEqual(['raised yellow']);
    expect(poll(told, 7, 7).steps('loss')).toEqual(['raised yellow', 'returned yellow']);
  });

  test('is over, where nobody configured it, when the device has been well for half a minute', () => {
    const told = poll(poll(poll(story(), 0, 2), 3, 5, null), 6, 36);
    expect(told.steps(LOSS)).toEqual(['raised yellow']);
    expect(poll(told, 37, 37).steps(LOSS)).toEqual(['raised yellow', 'returned yellow']);
  });

  test('is over with the first usable poll, where nobody configured it, of a device that has slow points alone', () => {
    const points = Object.fromEntries(['concentration', 'state'].map((id) => [id, { periodMs: 600_000 }]));
    const site = {
      ...SITE,
      devices: [{ ...SITE.devices[0], points: { ...SITE.devices[0]?.points, ...points } }],
    };
    const told = new Story(installationOf(site));
    const both = (value: number | null) =>
      ['gas-1/concentration', 'gas-1/state'].map((point) => ({
        ...{ point, value },
        quality: value === null ? ('no-communication' as const) : ('good' as const),
      }));
    told.readAll(0, both(null)).readAll(600, both(1));
    expect(told.steps(LOSS)).toEqual(['raised yellow', 'returned yellow']);
  });

  test('is over after one usable poll of a slow point', () => {
    const slow = { ...SITE.devices[0]?.points, gas_type: { periodMs: 60_000 } };
    const site = { ...SITE, devices: [{ ...SITE.devices[0], points: slow }], rules: [AT_ONCE] };
    const told = new Story(installationOf(site));
    const all = (atS: number, value: number | null) =>
      told.readAll(
        atS,
        ['concentration', 'state', 'gas_type'].map((point) => ({
          point: `gas-1/${point}`,
          value,
          quality: value === null ? ('no-communication' as const) : ('good' as const),
        })),
      );
    all(0, 1);
    all(1, null);
    all(2, 1);
    poll(told, 3, 3);
    expect(told.steps('loss')).toEqual(['raised yellow', 'returned yellow']);
  });

  test('is not over while polls alternate between good and bad', () => {
    const told = poll(story(), 0, 2);
    for (let s = 3; s < 50; s++) poll(told, s, s, s % 2 === 0 ? 1 : null);
    expect(told.steps(LOSS)).toEqual(['raised yellow']);
  });

  test('is not raised by a device that warms up', () => {
    const told = story();
    for (let s = 0; s < 20; s++)
      told.readAll(s, [
        { point: 'gas-1/concentration', value: 3, quality: 'warm-up' },
        { point: 'gas-1/state', value: 0, quality: 'warm-up' },
      ]);
    expect(told.steps(LOSS)).toEqual([]);
  });

  test('takes the severity and the delay that the site gives it', () => {
    const told = story([
      { kind: 'loss-of-sensing', id: 'gas-dead', device: 'gas-1', severity: 'orange', onDelayS: 10 },
    ]);
    poll(told, 0, 2).wait(18.9);
    expect(told.transitions).toEqual([]);
    expect(told.wait(19).steps('gas-dead')).toEqual(['raised orange']);
  });
});

describe('two devices on one address', () => {
  const OWN = 'gas-1/address.own';

  test("are red where one of them is to watch gas, and over when the address is one device's own", () => {
    const told = poll(story(), 0, 3).read(4, OWN, false);
    expect(told.steps(LOSS)).toEqual(['raised red']);
    poll(told.read(10, OWN, true), 11, 100);
    expect(told.steps(LOSS).at(-1)).toContain('returned');
  });

  test('are still told of by a guard that was started anew', () => {
    const told = poll(story(), 0, 3)
      .read(4, OWN, false)
      .restart(6, installationOf({ ...SITE, rules: [] }));
    expect(poll(told, 7, 60).alarms).toMatchObject([{ rule: LOSS, severity: 'red' }]);
  });

  test('are no more than a loss of sensing where nothing is a matter of safety', () => {
    const slow = { id: 'meter', profile: 'eastron-sdm120', bus: 'rs485', unit: 9 };
    const site = installationOf({ ...SITE, devices: [slow], rules: [] });
    const told = new Story(site).read(4, 'meter/address.own', false);
    expect(told.steps('meter.loss-of-sensing')).toEqual(['raised yellow']);
  });
});
