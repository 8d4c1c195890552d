import { describe, expect, it } from 'vitest';
import { alarmTimeData, alarmTimeText } from '../../gateway/alarmTime/alarmTimeText.ts';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { profileOf } from '../guard/bus/fakeLine.ts';
import { catalog, gasSite, installationOf, siteOf } from '../site/fixture.ts';

const RULE = {
  ...{ id: 'gas-high', kind: 'limit', point: 'gas-1/concentration', unit: '%LEL' },
  ...{ high: { red: 50 } },
};
const BOARD = { id: 'board', profile: 'relay-8in-8out', bus: 'rs485', unit: 9 };
const SIREN = { device: 'board', outputs: [{ point: 'relay1', drives: 'siren' }] };

/** A controller as lifts have them: it wants 100 ms of silence before each question. */
const lift = {
  ...profileOf(
    [
      { id: 'door', periodMs: 300 },
      { id: 'hours', address: 100, class: 'trend', periodMs: 60_000 },
    ],
    { turnaroundMs: 10, responseMs: 100, gapMs: 100 },
  ),
  id: 'lift',
};
const slow = {
  ...catalog,
  profiles: new Map([
    ...catalog.profiles,
    ['lift', { ...lift, serial: { ...lift.serial, bauds: [9600, 19_200] } }],
  ]),
};
const lifts = (n: number, periodMs: number) => ({
  gateway: { id: 'test' },
  buses: [{ id: 'shaft', connection: { type: 'serial', path: '/dev/ttyS9', baud: 9600 } }],
  devices: Array.from({ length: n }, (_, i) => ({
    ...{ id: `lift-${i + 1}`, profile: 'lift', bus: 'shaft', unit: i + 1 },
    points: { door: { periodMs } },
  })),
});
const check = (site: object) => siteOf(JSON.stringify(site, null, 2), 'site.yaml', slow, LINE_JUDGES);

describe('the alarm times of a site', () => {
  it('sum up their terms, and grow with what goes wrong', () => {
    const { alarmTimes } = alarmTimeData(installationOf({ ...gasSite, rules: [{ ...RULE, onDelayS: 3 }] }));
    expect(alarmTimes).toHaveLength(1);
    const [time] = alarmTimes;
    expect(time).toMatchObject({ point: 'gas-1/concentration', line: 'rs485', delayS: 3, relay: null });
    expect(time?.bounds.map(({ dying, lost }) => [dying, lost])).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
    ]);
    for (const { totalMs, terms } of time?.bounds ?? [])
      expect(terms.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(totalMs, 6);
    const totals = time?.bounds.map(({ totalMs }) => totalMs) ?? [];
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    const named = time?.bounds[2]?.terms.map(({ name }) => name);
    expect(named).toEqual(
      expect.arrayContaining([
        'sampling',
        'blocking',
        'exchange',
        'adapter',
        'quarantine',
        'detection',
        'host',
      ]),
    );
  });

  it('end at the siren of the zone, with the line it hangs on', () => {
    const site = { ...gasSite, devices: [...gasSite.devices, BOARD], rules: [RULE], annunciators: [SIREN] };
    const { alarmTimes, cautions } = alarmTimeData(installationOf(site));
    expect(alarmTimes[0]?.relay).toEqual({ device: 'board', line: 'rs485', sharesLine: true });
    expect(alarmTimes[0]?.bounds[0]?.terms.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'urgent-writes',
        'relay-earlier',
        'relay-blocking',
        'relay-write',
        'relay-node',
      ]),
    );
    expect(cautions).toEqual([
      expect.stringContaining('one broken wire silences both'),
      expect.stringMatching(/^unverified profiles, .*: gas-1 \(ya-k300-s\)$/),
    ]);
    const apart = {
      ...site,
      buses: [
        ...gasSite.buses,
        { id: 'sirens', connection: { type: 'serial', path: '/dev/ttyS8', baud: 9600 } },
      ],
      devices: [...gasSite.devices, { ...BOARD, bus: 'sirens' }],
    };
    const there = alarmTimeData(installationOf(apart));
    expect(there.alarmTimes[0]?.relay).toMatchObject({ line: 'sirens', sharesLine: false });
    expect(there.cautions).toEqual([expect.stringMatching(/^unverified profiles, /)]);
  });

  it('promise nothing of a point that is read when there is time to spare, and say so', () => {
    const rule = { ...RULE, id: 'warm', point: 'gas-1/temperature', unit: '°C' };
    const { alarmTimes, cautions } = alarmTimeData(installationOf({ ...gasSite, rules: [rule] }));
    expect(alarmTimes).toEqual([]);
    expect(cautions.filter((caution) => !caution.startsWith('unverified profiles'))).toEqual([
      expect.stringMatching(/gas-1\/temperature is of class .* no alarm time is promised/),
    ]);
  });

  it('cannot be promised where quicker reads could keep the line for themselves, and that is said', () => {
    const { path, ...serial } = { type: 'serial', path: '/dev/ttyS9', baud: 9600, adapterMs: 400 };
    const installation = installationOf({
      ...gasSite,
      buses: [{ id: 'rs485', connection: { ...serial, path } }],
      devices: [...gasSite.devices, BOARD],
      rules: [RULE],
    });
    const { alarmTimes, cautions } = alarmTimeData(installation);
    expect(alarmTimes[0]?.bounds).toEqual([]);
    expect(cautions[0]).toMatch(
      /no alarm time can be promised for gas-1\/.*board\/input1 569 ms every 500 ms.*move/,
    );
    expect(alarmTimeText(installation, false, 'en').join('\n')).toContain('none can be promised');
    const chinese = alarmTimeText(installation, false, 'zh').join('\n');
    expect(chinese).toMatch(
      /无法保证 gas-1\/.*board\/input1 每 500 ms 占用 569 ms）。可行的办法：.*移到另一条总线/,
    );
  });

  it('are one line for each point, and every term with its meaning when asked for', () => {
    const installation = installationOf({ ...gasSite, rules: [RULE] });
    const brief = alarmTimeText(installation, false, 'en');
    expect(brief.filter((row) => row.includes('gas-1/concentration'))).toHaveLength(1);
    expect(brief.join('\n')).toMatch(/at most, from the change of a register/);
    const long = alarmTimeText(installation, true, 'en').join('\n');
    expect(long).toMatch(/1000 ms {2}the register had just been read/);
    expect(long).toMatch(/if another device dies just then and one reply is lost: \d+ ms/);
  });
});

describe('a line that cannot keep its periods', () => {
  it('is refused with the arithmetic and with remedies that were tried', () => {
    const refused = check(lifts(2, 300));
    expect(refused.ok).toBe(false);
    const [problem] = refused.ok ? [] : refused.error;
    expect(problem).toMatchObject({ code: 'site.infeasible', where: 'site.yaml:6:5' });
    // 8 + 7 characters of 10 ÷ 9.6 ms, 3.65 and 100 ms of silence, 10 ms: 129.3 ms, three times
    expect(problem?.what).toContain(
      'every 300 ms, and that may take 388 ms although every device answers as it usually does',
    );
    expect(problem?.what).toContain(
      '15 characters of 1.04 ms, 104 ms of silence, 10 ms until the device answers',
    );
    expect(problem?.hint).toMatch(/periodMs: 400 instead of 300/);
    expect(problem?.hint).toContain('move lift-1 to a second bus');
    expect(check(lifts(2, 400)).ok).toBe(true);
    expect(check(lifts(1, 300)).ok).toBe(true);
  });

  it('is told a baud rate where one would do', () => {
    const quick = {
      ...lift,
      points: lift.points.map((point) => ({ ...point, type: 'string' as const, length: 30 })),
      timing: { ...lift.timing, gapMs: 0 },
    };
    const profiles = new Map([
      ...catalog.profiles,
      ['lift', { ...quick, serial: { ...quick.serial, bauds: [9600, 19_200] } }],
    ]);
    const refused = siteOf(JSON.stringify(lifts(2, 250)), 'site.yaml', { ...catalog, profiles }, LINE_JUDGES);
    expect(refused.ok ? [] : refused.error.map(({ hint }) => hint)).toEqual([
      expect.stringContaining('set the line and its devices to 19200 baud'),
    ]);
  });
});
