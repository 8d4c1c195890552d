import { describe, expect, it } from 'vitest';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { formatProblem } from '../../gateway/core/result.ts';
import { catalog, siteOf } from '../site/fixture.ts';

type Extra = Readonly<Record<string, unknown>>;

/** A lift controller and six sensors that all know both rates. */
const SENSORS = [
  ...['waveshare-analog-8ch', 'qdy30a-pressure', 'qdy30a-pressure'],
  ...['wit-hwt9073-485', 'wit-wt901c-485', 'relay-8in-8out'],
];

function check(baud: number, lift: Extra = {}, sensors: readonly string[] = SENSORS) {
  const device = (id: string, profile: string, unit: number) => ({ id, profile, bus: 'shaft', unit });
  const site = {
    gateway: { id: 'test' },
    buses: [{ id: 'shaft', connection: { type: 'serial', path: '/dev/ttyS9', baud, adapterMs: 2 } }],
    devices: [
      { ...device('lift-1', 'monarch-nice3000plus', 1), ...lift },
      ...sensors.map((profile, i) => device(`sensor-${i + 1}`, profile, 10 + i)),
    ],
  };
  return siteOf(JSON.stringify(site, null, 2), 'site.yaml', catalog, LINE_JUDGES);
}

describe('a lift controller and six sensors on one line', () => {
  it('at 9600 baud with the documented 100 ms are refused with the arithmetic and the remedies', () => {
    const refused = check(9600);
    const [problem, ...more] = refused.ok ? [] : refused.error;
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'site.overloaded', where: 'site.yaml:6:5' });
    // 10 live reads a second and what is read more slowly: 12.4, each after 100 ms of silence
    expect(problem?.what).toMatch(
      /shaft would be busy 193 % of the time \(lift-1 168 %, of which 124 % is silence: 12\.4 reads a second, 100 ms before each; /,
    );
    expect(problem?.hint).toMatch(/raise the baud rate, make periods \d\.\d times longer, or move devices/);
    expect(problem?.hint).toMatch(/give lift-1 \(100 ms\) gapMs: \d+ where a trial shows/);
  });

  it('at 38400 baud are refused for the same silence, and taken with the shorter one that is named', () => {
    const refused = check(38_400);
    const hint = refused.ok ? '' : (refused.error[0]?.hint ?? '');
    const gapMs = Number(/gapMs: (\d+)/.exec(hint)?.[1]);
    expect(gapMs).toBeGreaterThan(0);
    const taken = check(38_400, { gapMs });
    expect(taken.ok ? [] : taken.error.map(formatProblem)).toEqual([]);
  });

  it('a controller alone asks for more than a line at 9600 baud has, unless its silence is shorter', () => {
    expect(check(9600, {}, []).ok).toBe(false);
    expect(check(9600, { gapMs: 20 }, []).ok).toBe(true);
  });
});

it('a number of the commissioning is one of those allowed, and a name that is none is told', () => {
  const problems = (parameters: Extra) => {
    const read = check(9600, { gapMs: 20, parameters }, []);
    return read.ok ? [] : read.error.map(({ code, what }) => [code, what]);
  };
  expect(problems({ directionSense: -1, doorZoneTerminal: 3 })).toEqual([]);
  expect(problems({ directionSense: 2 })).toEqual([
    [
      'site.bad-constant',
      'devices[0].parameters.directionSense: directionSense of monarch-nice3000plus cannot be 2',
    ],
  ]);
  expect(problems({ directionsense: 1 })[0]?.[0]).toBe('site.unknown-constant');
});

it('a controller with a dialect of its own does not hang behind a converter that reads replies itself', () => {
  const site = (type: string) => ({
    gateway: { id: 'test' },
    buses: [
      {
        id: 'shaft',
        connection: { type, host: '10.0.0.9', port: 502, ...(type === 'modbus-tcp' ? {} : { baud: 38_400 }) },
      },
    ],
    devices: [{ id: 'lift-1', profile: 'monarch-nice3000plus', bus: 'shaft', unit: 1, gapMs: 20 }],
  });
  const codes = (type: string) => {
    const read = siteOf(JSON.stringify(site(type)), 'site.yaml', catalog, LINE_JUDGES);
    return read.ok ? [] : read.error.map(({ code }) => code);
  };
  expect(codes('modbus-tcp')).toEqual(['site.dialect']);
  expect(codes('rtu-over-tcp')).toEqual([]);
});
