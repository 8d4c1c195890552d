import { describe, expect, test } from 'vitest';
import { problemsOf } from '../fixture.ts';

const SITE = `gateway: { id: tower }
buses:
  - { id: a, connection: { type: serial, path: /dev/ttyS1, baud: 9600 } }
  - { id: b, connection: { type: serial, path: /dev/ttyS2, baud: 9600 } }
devices:
  - { id: gas-1, profile: ya-k300-s, bus: a, unit: 1 }
  - { id: gas-2, profile: ya-k300-s, bus: a, unit: 2 }
  - { id: main, profile: keller-series30, bus: a, unit: 3 }
  - { id: board, profile: relay-8in-8out, bus: a, unit: 4 }
  - { id: tilt, profile: wit-wt901c-485, bus: b, unit: 80, calibrationDue: 2027-01-01 }
`;

const told = (rule: string) => problemsOf(`${SITE}rules:\n  - { id: r, ${rule} }\n`);

describe('a rule', () => {
  test.each([
    ['rate', 'kind: rate, point: main/pressure, unit: bar, windowS: 60, rising: { red: 1 }'],
    ['change', 'kind: change, point: tilt/tilt_x, unit: °, rising: { red: 0.2 }, step: { red: 1 }'],
    ['drop', 'kind: drop, point: main/pressure, unit: "%", windowS: 60, fall: { red: 15 }'],
    ['count', 'kind: count, point: board/input1, equals: true, windowS: 600, atLeast: { yellow: 5 }'],
    [
      'vote',
      'kind: vote, points: [gas-1/concentration, gas-2/concentration], atLeast: 2, unit: "%LEL", high: { red: 20 }',
    ],
    ['overdue', 'kind: overdue, device: tilt, of: calibration, severity: blue'],
    ['gateway', 'kind: gateway, concern: journal, severity: red'],
    ['annunciator', 'kind: annunciator, device: board, severity: orange'],
    [
      'limit of gas as close as the sensor errs',
      'kind: limit, point: gas-1/concentration, unit: "%LEL", high: { yellow: 8 }',
    ],
  ])('about a %s is taken as it is written', (_name, rule) => {
    expect(told(rule)).toEqual([]);
  });

  test.each([
    [
      'of 0.05° on a sensor accurate to 0.05°, as a change',
      'kind: change, point: tilt/tilt_x, unit: °, rising: { red: 0.05 }',
      'rules[0].rising.red',
      'too-tight',
      'tighter than three times the accuracy of tilt/tilt_x (±0.05 °): red 0.05 → the sensor itself would raise it: take at least 0.15 °',
    ],
    [
      'of 0.05° on a sensor accurate to 0.05°, as a limit',
      'kind: limit, point: tilt/tilt_x, unit: °, high: { red: 0.05 }',
      'rules[0].high.red',
      'too-tight',
      'take at least 0.15 °',
    ],
    [
      'about a rate that the sensor would make by itself',
      'kind: rate, point: main/pressure, unit: bar, windowS: 60, falling: { yellow: 0.05, red: 1 }',
      'rules[0].falling.yellow',
      'too-tight',
      'yellow 0.05 →',
    ],
    [
      'about a step that the sensor would make by itself',
      'kind: change, point: tilt/tilt_x, unit: °, step: { red: 0.1 }',
      'rules[0].step.red',
      'too-tight',
      'red 0.1',
    ],
    [
      'about a drop that the sensor would make by itself',
      'kind: drop, point: main/pressure, unit: bar, windowS: 60, fall: { red: 0.05 }',
      'rules[0].fall.red',
      'too-tight',
      'red 0.05',
    ],
    [
      'without a unit',
      'kind: rate, point: main/pressure, windowS: 60, rising: { red: 1 }',
      'rules[0].unit',
      'missing',
      'a limit without a unit is refused',
    ],
    [
      'in another unit',
      'kind: drop, point: main/pressure, unit: MPa, windowS: 60, fall: { red: 1 }',
      'rules[0].unit',
      'wrong-unit',
      'is in bar, the limit is in MPa',
    ],
    [
      'that is less severe farther out',
      'kind: rate, point: main/pressure, unit: bar, windowS: 60, rising: { orange: 2, red: 1 }',
      'rules[0].rising.red',
      'severity-order',
      'red 1 is not beyond orange 2',
    ],
    [
      'with a window in which nothing is seen to move',
      'kind: rate, point: main/pressure, unit: bar, windowS: 2, rising: { red: 1 }',
      'rules[0].windowS',
      'short-window',
      'make the window at least 3 s',
    ],
    [
      'with a window of more than thirty days',
      'kind: rate, point: main/pressure, unit: bar, windowS: 9999999, rising: { red: 1 }',
      'rules[0].windowS',
      'value',
      'at most 2592000',
    ],
    [
      'with a fall below nothing',
      'kind: rate, point: main/pressure, unit: bar, windowS: 60, falling: { red: -1 }',
      'rules[0].falling.red',
      'value',
      'too small',
    ],
    [
      'that would never end',
      'kind: drop, point: main/pressure, unit: bar, windowS: 60, fall: { red: 0.5 }, deadband: 0.5',
      'rules[0].fall.red',
      'never-clears',
      'would not end where nothing moves',
    ],
    [
      'without any limit',
      'kind: change, point: tilt/tilt_x, unit: °',
      'rules[0]',
      'no-limit',
      'step: { red: … }',
    ],
    [
      'about the course of a state',
      'kind: rate, point: gas-1/alarm, unit: "%LEL", windowS: 60, rising: { red: 1 }',
      'rules[0].point',
      'not-a-number',
      'is a state',
    ],
    [
      'that is compensated by what is no temperature',
      'kind: change, point: tilt/tilt_x, unit: °, rising: { red: 1 }, compensation: { temperature: tilt/yaw, perDegree: 0.1, reference: 20 }',
      'rules[0].compensation.temperature',
      'wrong-unit',
      'tilt/yaw is in °, not in °C',
    ],
    [
      'that is compensated by an unknown point',
      'kind: change, point: tilt/tilt_x, unit: °, rising: { red: 1 }, compensation: { temperature: tilt/temp, perDegree: 0.1, reference: 20 }',
      'rules[0].compensation.temperature',
      'unknown-point',
      'did you mean temperature?',
    ],
    [
      'that counts nothing in particular',
      'kind: count, point: board/input1, windowS: 600, atLeast: { yellow: 5 }',
      'rules[0]',
      'no-state',
      'equals: true',
    ],
    [
      'that counts a state which does not exist',
      'kind: count, point: gas-1/alarm, equals: 9, windowS: 600, atLeast: { yellow: 5 }',
      'rules[0].equals',
      'unknown-state',
      'has no state 9',
    ],
    [
      'with more votes than points',
      'kind: vote, points: [gas-1/concentration, gas-2/concentration], atLeast: 3, unit: "%LEL", high: { red: 20 }',
      'rules[0].atLeast',
      'too-many-votes',
      '3 of 2 points can never agree',
    ],
    [
      'with two votes for one point',
      'kind: vote, points: [gas-1/concentration, gas-1/concentration], atLeast: 2, unit: "%LEL", high: { red: 20 }',
      'rules[0].points[1]',
      'second-vote',
      'name it once',
    ],
    [
      'with a vote for a point that is not there',
      'kind: vote, points: [gas-1/concentration, gas-9/concentration], atLeast: 2, unit: "%LEL", high: { red: 20 }',
      'rules[0].points[1]',
      'unknown-device',
      'did you mean gas-1 or gas-2?',
    ],
    [
      'with a vote in another unit',
      'kind: vote, points: [gas-1/concentration, main/pressure], atLeast: 2, unit: "%LEL", high: { red: 20 }',
      'rules[0].unit',
      'wrong-unit',
      'main/pressure is in bar',
    ],
    [
      'about a bump test of a device that states none',
      'kind: overdue, device: gas-1, of: bump-test',
      'rules[0].of',
      'no-due-date',
      'bumpTest: { last: 2026-09-01, everyDays: 90 }',
    ],
    [
      'about an annunciator that is not there',
      'kind: annunciator, device: bord',
      'rules[0].device',
      'unknown-device',
      'did you mean board?',
    ],
    [
      'about a concern that the gateway does not have',
      'kind: gateway, concern: journals',
      'rules[0].concern',
      'value',
      'did you mean journal?',
    ],
  ])('%s is refused, with its place, the reason and what to do', (_name, rule, path, code, words) => {
    const problems = told(rule);
    const [problem] = problems;
    expect(problem).toMatchObject({ code: `site.${code}` });
    expect(`${problem?.what} → ${problem?.hint}`).toContain(words);
    expect(problem?.what.startsWith(path)).toBe(true);
    expect(problem?.where).toMatch(/^site.yaml:12:\d+$/);
    expect(problems).toHaveLength(1);
  });

  test('about the same as another one is refused', () => {
    const twice = ['x', 'y'].map((id) => `  - { id: ${id}, kind: gateway, concern: clock }\n`).join('');
    expect(problemsOf(`${SITE}rules:\n${twice}`)).toMatchObject([{ code: 'site.second-rule' }]);
  });
});

test('no device may be called gateway, which means the gateway itself', () => {
  expect(problemsOf(SITE.replace('id: main', 'id: gateway'))).toMatchObject([{ code: 'site.reserved-id' }]);
});

test('a point without a unit can have a limit, written with an empty one; a point that has one cannot', () => {
  const meter = SITE.replace(
    '  - { id: tilt,',
    '  - { id: meter, profile: eastron-sdm120, bus: b, unit: 5 }\n  - { id: tilt,',
  );
  const limit = (point: string) =>
    problemsOf(
      `${meter}rules:\n  - { id: r, kind: limit, point: ${point}, unit: "", low: { yellow: 0.8 } }\n`,
    );
  expect(limit('meter/power_factor')).toEqual([]);
  expect(limit('main/pressure')).toEqual([expect.objectContaining({ code: 'site.wrong-unit' })]);
});
