import { describe, expect, test } from 'vitest';
import { installationOf } from '../../../site/fixture.ts';
import { Story } from '../story.ts';
import { DAY, kindsSite, NOVEMBER, Watching } from './watching.ts';

const due = (device: Record<string, unknown>, of: string) =>
  new Watching(
    {},
    installationOf({
      ...kindsSite,
      devices: [{ ...kindsSite.devices[0], ...device }],
      rules: [{ id: 'r', kind: 'overdue', device: 'gas-1', of }],
    }),
  );

describe('what is overdue', () => {
  test('a calibration is from the end of its day on', () => {
    const watching = due({ calibrationDue: '2026-11-03' }, 'calibration'); // mono 0 is 2026-11-01
    expect(watching.tick(0)).toMatchObject({ verdicts: ['off'] });
    expect(watching.watch.nextDue(watching.memory, NOVEMBER)).toBe(3 * DAY * 1000);
    expect(watching.tick(3 * DAY - 1)).toBeNull();
    expect(watching.tick(3 * DAY)).toMatchObject({ verdicts: ['on'], quality: 'drift', clears: true });
    expect(watching.watch.nextDue(watching.memory, NOVEMBER)).toBeNull();
  });

  test('a bump test is so many days after the last one, leap days counted', () => {
    const watching = due({ bumpTest: { last: '2027-12-30', everyDays: 90 } }, 'bump-test');
    watching.tick(0);
    const at = watching.watch.nextDue(watching.memory, NOVEMBER) ?? 0;
    expect(new Date(NOVEMBER + at).toISOString()).toBe('2028-03-30T00:00:00.000Z');
  });

  test('while civil time is not sure nothing is said, and nothing is due', () => {
    const watching = due({ calibrationDue: '2026-10-01' }, 'calibration');
    watching.utcOffset = null;
    expect(watching.tick(100)).toBeNull();
    expect(watching.watch.nextDue(watching.memory, null)).toBeNull();
    watching.utcOffset = NOVEMBER;
    expect(watching.tick(101)).toMatchObject({ verdicts: ['on'] });
  });

  test('a new day in the site file is looked at anew', () => {
    const watching = due({ calibrationDue: '2026-10-01' }, 'calibration');
    watching.tick(0);
    watching.restart(1, 1);
    expect(watching.watch.nextDue(watching.memory, NOVEMBER)).toBe(1000);
  });
});

describe("the gateway's own faults and its annunciators", () => {
  const site = {
    ...kindsSite,
    annunciators: [{ device: 'board', outputs: [{ point: 'relay1', drives: 'siren' }] }],
  };
  const story = () => new Story(installationOf({ ...site, devices: [site.devices[4]] }));

  test('a fault that guard tells of is an alarm of the gateway until it tells of its end', () => {
    const told = story().read(0, 'gateway/journal', true).read(1, 'gateway/journal', false);
    expect(told.alarms).toMatchObject([
      { rule: 'gateway.journal', device: 'gateway', severity: 'orange', point: 'gateway/journal' },
    ]);
    told.read(2, 'gateway/journal', true);
    expect(told.steps('gateway.journal')).toEqual(['raised orange', 'returned orange']);
  });

  test.each([
    ['does not do what it is told', false, 'good'],
    ['cannot be reached', null, 'no-communication'],
  ] as const)('an annunciator that %s is a red alarm', (_how, value, quality) => {
    const told = story().read(0, 'board/annunciator.obeys', value, quality);
    expect(told.alarms).toMatchObject([
      { rule: 'board.annunciator', device: 'board', severity: 'red', quality },
    ]);
    told.read(1, 'board/annunciator.obeys', true);
    expect(told.steps('board.annunciator')).toEqual(['raised red', 'returned red']);
  });
});
