import { describe, expect, test } from 'vitest';
import type { Scope } from '../../../gateway/control/alarm.ts';

import { buildingInstallation, GAS, gas, gasInstallation, gasStory } from './gas.ts';
import { Story } from './story.ts';

const WHOLE_SITE: Scope = { zones: [], devices: [] };
const maintain = (forS: number, scope: Partial<typeof WHOLE_SITE> = {}, reason = 'sensors are tested') =>
  ({ verb: 'maintenance', scope: { ...WHOLE_SITE, ...scope }, forS, reason }) as const;
const shelve = (forS: number) => ({ verb: 'shelve', rule: 'gas-high', forS, reason: 'welding' }) as const;
const building = () => new Story(buildingInstallation());
const periods = (told: Story) =>
  told.effects.flatMap(({ atS, effect }) =>
    effect.kind === 'maintenance' ? [{ atS, what: effect.what, period: effect.maintenance.period }] : [],
  );
const shown = (told: Story) =>
  Object.fromEntries(told.alarms.map(({ rule, to }) => [rule, to] as const).toSorted());

describe('a maintenance period', () => {
  test('is told when it begins and, by itself, when it ends', () => {
    const told = gasStory().command(1, maintain(100)).wait(101);
    const [began, ended] = periods(told);
    expect([began, ended]).toMatchObject([
      { atS: 1, what: 'began' },
      { atS: 101, what: 'ended', period: began?.period },
    ]);
    expect(told.state.maintenance).toEqual([]);
  });

  test('suppresses what stands, and what is raised while it lasts, and leaves normal rules alone', () => {
    const told = building().read(0, gas(1), 60).command(1, maintain(100)).read(2, gas(2), 60);
    expect(shown(told)).toEqual({ 'gas-1-high': 'suppressed', 'gas-2-high': 'suppressed' });
    expect(told.transitions).toMatchObject([
      { cause: 'raised', announcement: 1 },
      { cause: 'suppressed', actor: 'wang', reason: 'sensors are tested', until: { mono: 101_000 } },
      { cause: 'raised', from: 'normal', to: 'suppressed', announcement: 0, actor: null },
    ]);
  });

  test('brings back, announced, what still stands when it ends', () => {
    const told = building().read(0, gas(1), 60).command(1, maintain(100)).read(2, gas(2), 60);
    told.acknowledge(3, told.occurrence('gas-1-high')).wait(101);
    expect(told.transitions.slice(-2)).toMatchObject([
      {
        rule: 'gas-1-high',
        cause: 'unsuppressed',
        to: 'unacknowledged-active',
        announcement: 2,
        until: null,
      },
      { rule: 'gas-2-high', cause: 'unsuppressed', to: 'unacknowledged-active', announcement: 1 },
    ]);
  });

  test('ends with what only it has seen, and forgets no alarm that was announced before it', () => {
    const told = building().read(0, gas(1), 60).read(1, gas(1), 0).command(2, maintain(100));
    told.read(3, gas(2), 60).read(4, gas(2), 0).wait(102);
    expect(shown(told)).toEqual({ 'gas-1-high': 'returned-unacknowledged' });
  });

  test('ends an acknowledged alarm that returns under it at once', () => {
    const told = building().read(0, gas(1), 60);
    told.acknowledge(1, told.occurrence('gas-1-high')).command(2, maintain(100)).read(3, gas(1), 0);
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'returned', from: 'suppressed', to: 'normal' });
  });

  test('is ended by hand, once', () => {
    const told = gasStory().read(0, GAS, 60).command(1, maintain(100));
    const period = periods(told)[0]?.period ?? '';
    told.command(5, { verb: 'end-maintenance', period });
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'unsuppressed', actor: 'wang', announcement: 2 });
    expect(told.command(6, { verb: 'end-maintenance', period }).refusal).toMatchObject({
      code: 'alarm.unknown-period',
    });
    expect(periods(told.wait(200)).map(({ what }) => what)).toEqual(['began', 'ended']);
  });
});

describe('the scope of a maintenance period', () => {
  const all = (scope: Partial<typeof WHOLE_SITE>) => {
    const told = building().command(0, maintain(100, scope));
    for (let n = 1; n <= 6; n++) told.read(n, gas(n), 60);
    return told.alarms.flatMap(({ rule, to }) => (to === 'suppressed' ? [rule] : []));
  };
  test('is the site where nothing is named', () => expect(all({})).toHaveLength(6));
  test('may be a zone', () => expect(all({ zones: ['cellar'] })).toEqual(['gas-1-high', 'gas-2-high']));
  test('may be a device', () => expect(all({ devices: ['gas-6'] })).toEqual(['gas-6-high']));
  test('may be both', () =>
    expect(all({ zones: ['roof'], devices: ['gas-1'] })).toEqual(['gas-1-high', 'gas-3-high']));

  test('must be known: a period that covers nothing by mistake is refused', () => {
    expect(building().command(0, maintain(9, { zones: ['celar'] })).refusal).toMatchObject({
      code: 'alarm.unknown-scope',
      what: expect.stringContaining('celar'),
    });
    expect(building().command(0, maintain(9, { devices: ['gas-9'] })).refusal).toMatchObject({
      code: 'alarm.unknown-scope',
    });
  });

  test('follows a device that the site file moves to another zone', () => {
    const told = building()
      .read(0, gas(1), 60)
      .command(1, maintain(100, { zones: ['cellar'] }));
    const installation = buildingInstallation();
    const device = installation.devices.get('gas-1');
    if (device === undefined) throw new Error('no device');
    const devices = new Map(installation.devices).set('gas-1', { ...device, zone: 'roof' });
    told.reload(2, { ...installation, devices });
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'unsuppressed', announcement: 2 });
  });
});

describe('periods that overlap', () => {
  test('suppress an alarm while any of them covers it, shown with the one that ends last', () => {
    const told = building().read(0, gas(1), 60).command(1, maintain(10));
    told.command(2, maintain(100, { zones: ['cellar'] }, 'longer'));
    expect(told.alarm('gas-1-high')).toMatchObject({ until: { mono: 102_000 }, reason: 'longer' });
    expect(told.wait(50).alarm('gas-1-high')).toMatchObject({ to: 'suppressed', announcement: 1 });
    expect(told.wait(102).alarm('gas-1-high')).toMatchObject({ to: 'unacknowledged-active' });
    expect(told.steps('gas-1-high')).toEqual(['raised red', 'suppressed red', 'unsuppressed red']);
  });
});

describe('a shelf and a maintenance period', () => {
  test('show the shelf; when it ends the alarm stays suppressed', () => {
    const told = gasStory().read(0, GAS, 60).command(1, shelve(10)).command(2, maintain(100));
    expect(told.alarm('gas-high')?.to).toBe('shelved');
    told.wait(11);
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'unshelved', from: 'shelved', to: 'suppressed' });
    expect(told.wait(102).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active', announcement: 2 });
  });

  test('over clean air end with the shelf', () => {
    const told = gasStory().command(1, shelve(10)).command(2, maintain(100)).wait(11);
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'unshelved', to: 'normal' });
  });

  test('show the shelf when it comes second', () => {
    const told = gasStory().read(0, GAS, 60).command(1, maintain(10)).command(2, shelve(100)).wait(50);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'shelved', until: { mono: 102_000 } });
    expect(told.steps('gas-high')).toEqual(['raised red', 'suppressed red', 'shelved red']);
  });
});

describe('a restart', () => {
  test('of the computer leaves a period what remained of it', () => {
    const told = gasStory().read(0, GAS, 60).command(1, maintain(100)).read(41, GAS, 60);
    told.restart(7, gasInstallation(), 'another-boot');
    expect(told.alarm('gas-high')?.until).toEqual({ boot: 'another-boot', mono: 67_000 });
    expect(told.wait(66.9).alarm('gas-high')).toMatchObject({ to: 'suppressed' });
    expect(told.wait(67).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active', announcement: 2 });
    expect(periods(told).map(({ what }) => what)).toEqual(['began', 'ended']);
  });

  test('within the boot counts', () => {
    const told = gasStory()
      .read(0, GAS, 60)
      .command(1, maintain(100))
      .restart(90, gasInstallation())
      .wait(101);
    expect(told.alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active' });
  });
});

test('a period that is over before a reading does not suppress what the reading raises, tick or no tick', () => {
  const told = gasStory().command(1, maintain(10));
  const late = { point: GAS, value: 60, quality: 'good', at: { boot: told.boot, mono: 12_000 } } as const;
  const { effects } = told.detector.step(told.state, { kind: 'readings', readings: [late] });
  expect(effects).toMatchObject([
    { kind: 'maintenance', what: 'ended' },
    { transition: { to: 'unacknowledged-active', announcement: 1 } },
  ]);
});

test.each([0, -5, Number.NaN, 72 * 3600 + 1])('maintenance for %d s is refused', (forS) => {
  const told = gasStory().command(1, maintain(forS));
  expect(told.refusal).toMatchObject({ code: 'alarm.unlimited-time', what: expect.stringContaining('72 h') });
  expect(told.state.maintenance).toEqual([]);
});

test('maintenance without a reason is refused', () => {
  expect(gasStory().command(1, maintain(10, {}, '')).refusal).toMatchObject({ code: 'alarm.no-reason' });
});
