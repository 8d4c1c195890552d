import { describe, expect, test } from 'vitest';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { BOOT, Story } from './story.ts';

const GAS = 'gas-1/concentration';

function story(rule: Record<string, unknown> = {}) {
  const installation = installationOf({
    ...gasSite,
    rules: [
      {
        kind: 'limit',
        id: 'gas-high',
        point: GAS,
        unit: '%LEL',
        high: { yellow: 10, orange: 25, red: 50 },
        deadband: 2,
        ...rule,
      },
    ],
  });
  // the default loss-of-sensing rule has its own tests
  return new Story({ ...installation, rules: installation.rules.filter(({ id }) => id === 'gas-high') });
}

describe('a limit without delay', () => {
  test('is raised by the very reading that reaches it, with its value, limit, unit and instant', () => {
    const { transitions } = story().read(0, GAS, 9.9).read(1, GAS, 10);
    expect(transitions).toEqual([
      {
        rule: 'gas-high',
        occurrence: `gas-high#${BOOT}-1000`,
        cause: 'raised',
        from: 'normal',
        to: 'unacknowledged-active',
        severity: 'yellow',
        point: GAS,
        device: 'gas-1',
        value: 10,
        limit: 10,
        unit: '%LEL',
        quality: 'good',
        onset: { boot: BOOT, mono: 1000 },
        declared: { boot: BOOT, mono: 1000 },
        actor: null,
        reason: null,
        until: null,
        condition: 'unacknowledged-active',
        announcement: 1,
        group: null,
      },
    ]);
  });

  test('is raised once at the level reached when the gas jumps over several', () => {
    expect(story().read(0, GAS, 60).steps('gas-high')).toEqual(['raised red']);
  });

  test('escalates and eases within one occurrence', () => {
    const told = story().read(0, GAS, 12).read(1, GAS, 30).read(2, GAS, 55).read(3, GAS, 40).read(4, GAS, 5);
    expect(told.steps('gas-high')).toEqual([
      'raised yellow',
      'escalated orange',
      'escalated red',
      'eased orange',
      'returned orange',
    ]);
    expect(new Set(told.transitions.map(({ occurrence }) => occurrence)).size).toBe(1);
  });

  test('stays while the value is inside the deadband and returns below it', () => {
    const told = story().read(0, GAS, 10).read(1, GAS, 8).read(2, GAS, 8.1);
    expect(told.steps('gas-high')).toEqual(['raised yellow']);
    expect(told.read(3, GAS, 7.9).steps('gas-high')).toEqual(['raised yellow', 'returned yellow']);
  });

  test('counts a low limit downwards', () => {
    const told = story({ high: undefined, low: { yellow: 20, red: 5 } });
    told
      .read(0, GAS, 21)
      .read(1, GAS, 20)
      .read(2, GAS, 5)
      .read(3, GAS, 7)
      .read(4, GAS, 7.5)
      .read(5, GAS, 22.5);
    expect(told.steps('gas-high')).toEqual([
      'raised yellow',
      'escalated red',
      'eased yellow',
      'returned yellow',
    ]);
  });

  test('announces anew when the value swings from too high to too low', () => {
    const told = story({ high: { red: 50 }, low: { red: 5 } }).read(0, GAS, 60);
    told.acknowledge(1, told.occurrence('gas-high')).read(2, GAS, 1);
    expect(told.steps('gas-high')).toEqual(['raised red', 'acknowledged red', 'escalated red']);
    expect(told.alarms[0]).toMatchObject({ to: 'unacknowledged-active', limit: 5 });
  });
});

describe('quality', () => {
  test('a reading without communication holds the alarm', () => {
    const told = story().read(0, GAS, 30);
    for (let s = 1; s < 100; s++) told.read(s, GAS, null);
    expect(told.steps('gas-high')).toEqual(['raised orange']);
    expect(told.alarms.map(({ rule }) => rule)).toContain('gas-high');
  });

  test('an over-range reading raises, and an uncertain low reading does not clear', () => {
    const told = story().read(0, GAS, 120, 'out-of-spec').read(1, GAS, 0, 'warm-up').read(2, GAS, 0, 'drift');
    expect(told.steps('gas-high')).toEqual(['raised red']);
    expect(told.read(3, GAS, 0).steps('gas-high')).toEqual(['raised red']); // driven beyond its range: see kinds/limit
  });

  test('an uncertain low reading does not clear, a good one does', () => {
    const told = story().read(0, GAS, 55).read(1, GAS, 0, 'warm-up').read(2, GAS, 0, 'drift');
    expect(told.steps('gas-high')).toEqual(['raised red']);
    expect(told.read(3, GAS, 0).steps('gas-high')).toEqual(['raised red', 'returned red']);
  });

  test('a stale value is no measurement: it neither raises nor clears', () => {
    expect(story().read(0, GAS, 60, 'stale').steps('gas-high')).toEqual([]);
    expect(story().read(0, GAS, 60).read(1, GAS, 0, 'stale').steps('gas-high')).toEqual(['raised red']);
  });

  test('a bad reading during the off-delay makes the return begin anew', () => {
    const told = story({ offDelayS: 3 }).read(0, GAS, 30).read(1, GAS, 0).read(3, GAS, null).read(4, GAS, 0);
    expect(told.read(6, GAS, 0).steps('gas-high')).toEqual(['raised orange']);
    expect(told.read(7, GAS, 0).steps('gas-high')).toEqual(['raised orange', 'returned orange']);
  });
});

describe('delays', () => {
  test('an on-delay expires by itself, between two readings', () => {
    const told = story({ onDelayS: 2.5 }).read(0, GAS, 30).read(1, GAS, 31).read(2, GAS, 32);
    expect(told.transitions).toEqual([]);
    const [raised] = told.wait(2.5).transitions;
    expect(raised).toMatchObject({
      cause: 'raised',
      value: 32,
      onset: { mono: 0 },
      declared: { mono: 2500 },
    });
  });

  test('a fall below the limit and the deadband starts the on-delay again', () => {
    const told = story({ onDelayS: 3 }).read(0, GAS, 11).read(2, GAS, 7).read(3, GAS, 11).read(5, GAS, 11);
    expect(told.wait(5.9).transitions).toEqual([]);
    expect(told.wait(6).steps('gas-high')).toEqual(['raised yellow']);
  });

  test('a dip into the deadband keeps the on-delay running but does not declare', () => {
    const told = story({ onDelayS: 3 }).read(0, GAS, 11).read(2, GAS, 9);
    expect(told.wait(3.5).transitions).toEqual([]);
    expect(told.read(4, GAS, 10.5).transitions[0]).toMatchObject({
      onset: { mono: 0 },
      declared: { mono: 4000 },
    });
  });

  test('an on-delay does not expire on a value that nobody has confirmed for three periods', () => {
    const told = story({ onDelayS: 10 }).read(0, GAS, 60).wait(30);
    expect(told.steps('gas-high')).toEqual([]);
    expect(told.read(31, GAS, 60).steps('gas-high')).toEqual(['raised red']);
  });

  test('a bad reading keeps a pending alarm from being declared until the next good one', () => {
    const told = story({ onDelayS: 3 }).read(0, GAS, 60).read(1, GAS, null).wait(4);
    expect(told.steps('gas-high')).toEqual([]);
    expect(told.read(5, GAS, 60).steps('gas-high')).toEqual(['raised red']);
  });

  test('a delay that ran out before a reading is declared before it, even if no tick came', () => {
    const told = story({ onDelayS: 3 }).read(0, GAS, 30).read(2, GAS, 30);
    const late = { point: GAS, value: 0, quality: 'good', at: { boot: BOOT, mono: 4000 } } as const;
    const { effects } = told.detector.step(told.state, { kind: 'readings', readings: [late] });
    expect(effects).toMatchObject([
      { transition: { cause: 'raised' } },
      { transition: { cause: 'returned' } },
    ]);
  });

  test('each level waits for itself', () => {
    const told = story({ onDelayS: 3 }).read(0, GAS, 12).read(2, GAS, 30).read(4, GAS, 30).read(5, GAS, 30);
    expect(told.effects.map(({ atS }) => atS)).toEqual([3, 5]);
    expect(told.steps('gas-high')).toEqual(['raised yellow', 'escalated orange']);
  });

  test('a return takes a good reading at the end of the off-delay, never time alone', () => {
    const told = story({ offDelayS: 30 }).read(0, GAS, 60).read(1, GAS, 0).wait(60);
    expect(told.steps('gas-high')).toEqual(['raised red']);
    expect(told.read(61, GAS, 0).steps('gas-high')).toEqual(['raised red', 'returned red']);
  });
});

describe('acknowledgement', () => {
  test('an alarm that has returned waits for its acknowledgement and then is gone', () => {
    const told = story().read(0, GAS, 30).read(1, GAS, 0);
    expect(told.alarms[0]).toMatchObject({ to: 'returned-unacknowledged' });
    told.acknowledge(2, told.occurrence('gas-high'));
    expect(told.alarms).toEqual([]);
    expect(told.transitions.at(-1)).toMatchObject({ cause: 'acknowledged', to: 'normal', actor: 'wang' });
  });

  test('an acknowledged alarm ends when the gas is gone', () => {
    const told = story().read(0, GAS, 30);
    told.acknowledge(1, told.occurrence('gas-high')).read(2, GAS, 0);
    expect(told.transitions.at(-1)).toMatchObject({ from: 'acknowledged-active', to: 'normal', actor: null });
  });

  test('an alarm that comes back before anybody acknowledged it is the same occurrence', () => {
    const told = story().read(0, GAS, 30).read(1, GAS, 0).read(2, GAS, 60);
    expect(told.steps('gas-high')).toEqual(['raised orange', 'returned orange', 'raised red']);
    expect(told.transitions[2]).toMatchObject({
      from: 'returned-unacknowledged',
      to: 'unacknowledged-active',
    });
    expect(new Set(told.transitions.map(({ occurrence }) => occurrence)).size).toBe(1);
  });

  test('two occurrences within one millisecond have two names', () => {
    const told = story().read(1, GAS, 30).read(1, GAS, 0);
    const first = told.occurrence('gas-high');
    told.acknowledge(1, first).read(1, GAS, 30);
    expect(told.occurrence('gas-high')).not.toBe(first);
  });

  test('acknowledging twice is answered well and changes nothing', () => {
    const told = story().read(0, GAS, 30);
    const occurrence = told.occurrence('gas-high');
    told.acknowledge(1, occurrence).acknowledge(2, occurrence);
    expect(told.steps('gas-high')).toEqual(['raised orange', 'acknowledged orange']);
    expect(told.effects.at(-1)?.effect).toMatchObject({ kind: 'answer', problem: null });
  });

  test('an old occurrence is answered with a problem and leaves the new one alone', () => {
    const told = story().read(0, GAS, 30);
    const old = told.occurrence('gas-high');
    told.acknowledge(1, old).read(2, GAS, 0).read(3, GAS, 30).acknowledge(4, old);
    expect(told.occurrence('gas-high')).not.toBe(old);
    expect(told.alarms[0]).toMatchObject({ to: 'unacknowledged-active' });
    expect(told.effects.at(-1)?.effect).toMatchObject({
      kind: 'answer',
      problem: { code: 'alarm.not-standing' },
    });
  });

  test('an escalation asks for a new acknowledgement', () => {
    const told = story().read(0, GAS, 30);
    told.acknowledge(1, told.occurrence('gas-high')).read(2, GAS, 60);
    expect(told.alarms[0]).toMatchObject({ to: 'unacknowledged-active', severity: 'red' });
  });

  test('a transition is durable once the journal has said so, and not by word of an older one', () => {
    const told = story().read(0, GAS, 30).read(1, GAS, 60);
    const tokens = told.effects.flatMap(({ effect }) => (effect.kind === 'transition' ? [effect.token] : []));
    const commit = (token = '') => {
      told.state = told.detector.step(told.state, { kind: 'committed', token }).state;
      return told.alarms[0]?.durable;
    };
    expect([commit(tokens[0]), commit(tokens[1])]).toEqual([false, true]);
  });
});
