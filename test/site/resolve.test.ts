import { describe, expect, test } from 'vitest';
import { lineLoad } from '../../gateway/alarmTime/lineLoad.ts';
import { ruleText } from '../../gateway/site/rules/ruleText.ts';
import { knownKeys, siteJsonSchema } from '../../gateway/site/schema/jsonSchema.ts';
import { nearest } from '../../gateway/site/suggestion.ts';
import { gasSite, installationOf } from './fixture.ts';

describe('an installation', () => {
  const installation = installationOf({
    ...gasSite,
    report: { everyS: 30 },
    devices: [
      {
        ...gasSite.devices[0],
        points: {
          concentration: { periodMs: 250, report: { everyS: 10, deadband: 1 } },
          range: { enabled: false },
        },
      },
      { id: 'gas-2', profile: 'ya-k300-s', bus: 'rs485', unit: 2, name: 'Cellar' },
    ],
    rules: [{ kind: 'loss-of-sensing', id: 'cellar-dead', device: 'gas-2', severity: 'orange' }],
  });

  test('takes from the site what it says and from the profile what it leaves open', () => {
    expect(installation.points.get('gas-1/concentration')).toMatchObject({
      periodMs: 250,
      reportMs: 10_000,
      deadband: 1,
      unit: '%LEL',
      decimals: 1,
      class: 'safety',
    });
    expect(installation.points.get('gas-1/temperature')).toMatchObject({
      periodMs: 10_000,
      reportMs: 30_000,
    });
    expect(installation.devices.get('gas-2')?.name).toBe('Cellar');
    expect(installation.devices.get('gas-1')?.name).toMatchObject({ zh: '瑶安 YA-K300-S 可燃气体探测器' });
  });

  test('leaves out a point that is switched off', () => {
    expect(installation.points.has('gas-1/range')).toBe(false);
    expect(installation.points.has('gas-2/range')).toBe(true);
  });

  test('watches every device for loss of sensing, by its own rule where there is one', () => {
    expect(installation.rules.map((rule) => ruleText(rule, 'en'))).toEqual([
      'gas-2 is not heard, or says nothing usable: orange',
      'gas-1 is not heard, or says nothing usable: yellow, clears after 30 s',
      "the gateway's own journal is at fault: orange",
      "the gateway's own alarm-time is at fault: orange",
      "the gateway's own state is at fault: yellow",
      "the gateway's own clock is at fault: yellow, after 600 s",
      "the gateway's own internal is at fault: orange",
    ]);
  });
});

test('the load of a line is the time of its reads over their periods', () => {
  const points = Object.fromEntries(
    ['state', 'alarm', 'temperature', 'gas_type', 'range', 'low_setpoint', 'high_setpoint'].map((id) => [
      id,
      { enabled: false },
    ]),
  );
  const [line] = installationOf({ ...gasSite, devices: [{ ...gasSite.devices[0], points }] }).lines;
  if (line === undefined) throw new Error('no line');
  // one register a second at 9600 8N1: 8 + 7 characters and 3.5 of silence of 10/9.6 ms each, and 10 ms of turnaround
  expect(lineLoad(line).utilisation).toBeCloseTo(((18.5 * 10) / 9.6 + 10) / 1000, 6);
});

test('editors get a schema that knows every key', () => {
  const schema = siteJsonSchema();
  expect(Object.keys(schema.properties ?? {})).toEqual(
    expect.arrayContaining([
      'gateway',
      'buses',
      'devices',
      'rules',
      'uplinks',
      'journal',
      'report',
    ]) as string[],
  );
});

test('editors are offered the keys of the kind of rule that is being written', () => {
  const keys = (rule: Record<string, unknown>) =>
    knownKeys(siteJsonSchema(), ['rules', 0], { rules: [rule] });
  expect(keys({ kind: 'drop' })).toEqual(
    expect.arrayContaining(['fall', 'holdS', 'windowS', 'latch']) as string[],
  );
  expect(keys({ kind: 'drop' })).not.toContain('rising');
  expect(keys({ kind: 'change' })).toEqual(
    expect.arrayContaining(['rising', 'step', 'compensation']) as string[],
  );
});

test.each([
  ['nmae', ['name', 'place', 'unit'], ['name']],
  ['Gas-1', ['gas-1', 'gas-2', 'tilt'], ['gas-1', 'gas-2']],
  ['wt901c', ['wit-wt901c-485', 'wit-hwt9073-485'], ['wit-wt901c-485']],
  ['x', ['y', 'z'], []],
])('near %s among %j is %j', (wanted, names, near) => {
  expect(nearest(wanted, names)).toEqual(near);
});
