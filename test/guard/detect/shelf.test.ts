import { describe, expect, test } from 'vitest';
import { GAS, gasInstallation, gasStory } from './gas.ts';
import { BOOT, type Story } from './story.ts';

const shelve = (forS: number, reason = 'welding in the cellar') =>
  ({ verb: 'shelve', rule: 'gas-high', forS, reason }) as const;
const unshelve = { verb: 'unshelve', rule: 'gas-high' } as const;
const shown = (told: Story) =>
  told.transitions.map(({ cause, from, to, condition }) => [cause, from, to, condition]);

describe('a shelved alarm', () => {
  test('goes on being judged and told, and is not announced', () => {
    const told = gasStory().read(0, GAS, 30).command(1, shelve(100)).read(2, GAS, 60).read(3, GAS, 0);
    expect(shown(told)).toEqual([
      ['raised', 'normal', 'unacknowledged-active', 'unacknowledged-active'],
      ['shelved', 'unacknowledged-active', 'shelved', 'unacknowledged-active'],
      ['escalated', 'shelved', 'shelved', 'unacknowledged-active'],
      ['returned', 'shelved', 'shelved', 'returned-unacknowledged'],
    ]);
    expect(told.transitions.map(({ announcement }) => announcement)).toEqual([1, 1, 1, 1]);
  });

  test('says who put it there, why and until when', () => {
    const told = gasStory().read(0, GAS, 30).command(1, shelve(100)).read(2, GAS, 60);
    const until = { boot: BOOT, mono: 101_000 };
    expect(told.transitions.slice(1)).toMatchObject([
      { cause: 'shelved', actor: 'wang', reason: 'welding in the cellar', until },
      { cause: 'escalated', actor: null, reason: 'welding in the cellar', until },
    ]);
  });

  test.each([
    ['unacknowledged', false],
    ['acknowledged', true],
  ])('comes back when its time is over and the gas stands, although it was %s before', (_name, seen) => {
    const told = gasStory().read(0, GAS, 30);
    const occurrence = told.occurrence('gas-high');
    if (seen) told.acknowledge(0.5, occurrence);
    told.command(1, shelve(100)).acknowledge(2, occurrence).wait(101);
    expect(told.transitions.at(-1)).toMatchObject({
      occurrence,
      cause: 'unshelved',
      from: 'shelved',
      to: 'unacknowledged-active',
      announcement: 2,
      declared: { mono: 0 },
      reason: null,
      until: null,
      actor: null,
    });
    expect(told.effects.at(-1)?.atS).toBe(101);
  });

  test('comes back by hand, told with who did it', () => {
    const told = gasStory().read(0, GAS, 30).command(1, shelve(100)).command(5, unshelve);
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'unshelved', actor: 'wang', announcement: 2 });
    expect(told.wait(200).transitions).toHaveLength(3);
  });

  test('that latched meanwhile comes back latched and unacknowledged', () => {
    const told = gasStory({ latch: ['red'] })
      .command(0, shelve(100))
      .read(1, GAS, 60)
      .read(2, GAS, 0);
    told.acknowledge(3, told.occurrence('gas-high')).wait(100);
    expect(told.transitions.at(-1)).toMatchObject({ to: 'latched-unacknowledged', announcement: 1 });
  });

  test('that nobody was told of, and that is gone again, ends with the shelf', () => {
    const told = gasStory().command(0, shelve(100)).read(1, GAS, 60).read(2, GAS, 0).wait(100);
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'unshelved', to: 'normal', announcement: 0 });
    expect(told.alarms).toEqual([]);
  });

  test('that was announced and never acknowledged still waits for that when the shelf ends', () => {
    const told = gasStory().read(0, GAS, 60).command(1, shelve(100)).read(2, GAS, 0).wait(101);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'returned-unacknowledged', announcement: 1 });
  });

  test('is in the list, below those that are not', () => {
    const told = gasStory().read(0, GAS, 60).command(1, shelve(100));
    expect(told.alarms).toMatchObject([
      { to: 'shelved', condition: 'unacknowledged-active', severity: 'red', until: { mono: 101_000 } },
    ]);
  });

  test('is shelved for longer by shelving it again', () => {
    const told = gasStory().read(0, GAS, 60).command(1, shelve(100)).command(50, shelve(100)).wait(149);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'shelved', until: { mono: 150_000 } });
    expect(told.wait(150).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active' });
  });

  test('ends with the rule that the site file no longer has', () => {
    const told = gasStory()
      .read(0, GAS, 60)
      .command(1, shelve(100))
      .reload(2, { ...gasInstallation(), rules: [] });
    expect(told.transitions.at(-1)).toMatchObject({
      ...{ cause: 'removed-by-configuration', from: 'shelved', to: 'normal', reason: null, until: null },
    });
  });
});

describe('a rule shelved while it is normal', () => {
  test('begins an occurrence that ends with the shelf', () => {
    const told = gasStory().command(1, shelve(100)).wait(101);
    expect(shown(told)).toEqual([
      ['shelved', 'normal', 'shelved', 'normal'],
      ['unshelved', 'shelved', 'normal', 'normal'],
    ]);
    expect(new Set(told.transitions.map(({ occurrence }) => occurrence)).size).toBe(1);
    expect(told.transitions.map(({ announcement }) => announcement)).toEqual([0, 0]);
    expect(told.alarms).toEqual([]);
  });

  test('is announced for the first time when the shelf ends over gas', () => {
    const told = gasStory().command(1, shelve(100)).read(50, GAS, 30).wait(101);
    expect(told.transitions.map(({ announcement }) => announcement)).toEqual([0, 0, 1]);
    expect(told.transitions.at(-1)).toMatchObject({ to: 'unacknowledged-active', severity: 'orange' });
  });

  test('may be acknowledged and reset to no effect', () => {
    const told = gasStory().command(1, shelve(100));
    const occurrence = told.occurrence('gas-high');
    told.acknowledge(2, occurrence).command(3, { verb: 'reset', occurrence });
    expect(told.refusal).toBeNull();
    expect(told.transitions).toHaveLength(1);
  });
});

describe('a restart', () => {
  test('within the boot counts towards the shelf', () => {
    const told = gasStory().read(0, GAS, 60).command(1, shelve(100)).restart(90, gasInstallation());
    expect(told.wait(100.9).alarm('gas-high')).toMatchObject({ to: 'shelved' });
    expect(told.wait(101).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active' });
  });

  test('that lasted longer than the shelf brings the alarm back at once', () => {
    const told = gasStory().read(0, GAS, 60).command(1, shelve(100)).restart(500, gasInstallation());
    expect(told.detector.nextDue(told.state)).toBeLessThanOrEqual(500_000);
    expect(told.wait(500).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active', announcement: 2 });
  });

  test('of the computer leaves the shelf what remained of it when the state was saved', () => {
    const told = gasStory().read(0, GAS, 60).command(1, shelve(100)).read(41, GAS, 60);
    told.restart(7, gasInstallation(), 'another-boot');
    expect(told.alarm('gas-high')).toMatchObject({
      to: 'shelved',
      until: { boot: 'another-boot', mono: 67_000 },
    });
    expect(told.wait(66.9).alarm('gas-high')).toMatchObject({ to: 'shelved' });
    expect(told.wait(67).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active', announcement: 2 });
  });
});

describe('a shelf is refused', () => {
  test.each([
    [0, 'alarm.unlimited-time'],
    [-1, 'alarm.unlimited-time'],
    [Number.NaN, 'alarm.unlimited-time'],
    [Number.POSITIVE_INFINITY, 'alarm.unlimited-time'],
    [24 * 3600 + 1, 'alarm.unlimited-time'],
  ])('for %d s', (forS, code) => {
    const told = gasStory().read(0, GAS, 60).command(1, shelve(forS));
    expect(told.refusal).toMatchObject({
      code,
      what: expect.stringContaining('24 h'),
      hint: expect.any(String),
    });
    expect(told.alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active' });
  });

  test('without a reason', () => {
    expect(gasStory().command(1, shelve(10, ' ')).refusal).toMatchObject({ code: 'alarm.no-reason' });
  });

  test('for a rule that is not there; so is taking it off again', () => {
    const told = gasStory().command(1, { ...shelve(10), rule: 'gas-low' });
    expect(told.refusal).toMatchObject({
      code: 'alarm.unknown-rule',
      what: expect.stringContaining('gas-low'),
    });
    expect(told.command(2, { ...unshelve, rule: 'gas-low' }).refusal).toMatchObject({
      code: 'alarm.unknown-rule',
    });
  });

  test('but 24 hours are not, nor is taking off what is not shelved', () => {
    expect(gasStory().command(1, shelve(24 * 3600)).refusal).toBeNull();
    expect(gasStory().command(1, unshelve).refusal).toBeNull();
  });
});
