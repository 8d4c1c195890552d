import { expect, test } from 'vitest';
import type { ControlAsk } from '../../gateway/control/client.ts';
import { UPLINK_TROUBLES, UplinkTroubles } from '../../gateway/control/uplinkTroubles.ts';
import { UplinkReport } from '../../gateway/courier/uplinkReport.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { expectChinese } from '../text/inChinese.ts';

const problem = (code: string) => ({ code, what: 'in the words of a broker' });

function reporting() {
  const clock = new VirtualClock();
  const asks: Extract<ControlAsk, { verb: 'uplink' }>[] = [];
  const report = new UplinkReport({ clock, send: async (ask) => asks.push(ask) });
  const told = () =>
    asks.splice(0).map(({ uplink, trouble, forMs }) => `${uplink} ${trouble} ${Math.round(forMs / 1000)}`);
  return { clock, report, told };
}

test('an uplink that is refused is told of at once, an outage when it has lasted, and a short one never', async () => {
  const { clock, report, told } = reporting();
  report.set('city', problem('broker.not-allowed'));
  report.set('firm', problem('broker.lost'));
  expect(told()).toEqual(['city refused 0']);
  await clock.advance(30_000);
  report.set('firm', problem('broker.refused')); // its kind changes, the outage goes on
  report.set('city', problem('broker.not-allowed'));
  await clock.advance(30_000);
  expect(told()).toEqual(['firm unreachable 60']);
  report.set('firm', null);
  report.set('firm', problem('broker.lost'));
  report.set('firm', null);
  expect(told()).toEqual(['firm null 0', 'firm null 0']);
  await clock.advance(600_000);
  report.set('firm', problem('uplink.secret-missing'));
  expect(told()).toEqual(['firm not-set-up 0']);
});

test('a guard that has come back is told how all of them are, and since when', async () => {
  const { clock, report, told } = reporting();
  report.set('city', problem('broker.certificate'));
  report.set('late', problem('broker.lost'));
  await clock.advance(20_000);
  told();
  report.retell(['city', 'late', 'well']);
  expect(told()).toEqual(['city certificate 20', 'well null 0']); // `late` may be back in a minute
  report.stop();
  await clock.advance(600_000);
  expect(told()).toEqual([]);
});

test('guard shows it in its own words in both languages with since when, of its own uplinks alone', () => {
  const clock = new VirtualClock({ mono: 100_000 });
  const troubles = new UplinkTroubles(clock);
  expect(troubles.take({ uplink: 'city', trouble: 'refused', forMs: 30_000 }, ['city'])).toMatchObject({
    ok: true,
  });
  expect(troubles.take({ uplink: 'forged', trouble: 'lost', forMs: 0 }, ['city'])).toMatchObject({
    error: { code: 'control.no-such-uplink' },
  });
  const [standing, ...more] = troubles.standing(['city', 'other']);
  expect(standing).toMatchObject({
    code: 'uplink.refused',
    what: 'uplink city: the broker refuses this gateway',
    hint: expect.stringContaining('access rules'),
    since: { boot: clock.boot, mono: 70_000 },
  });
  expect(more).toEqual([]);
  troubles.take({ uplink: 'city', trouble: 'refused', forMs: Number.MAX_VALUE }, ['city']); // said again
  expect(troubles.standing(['city'])[0]?.since?.mono).toBe(70_000);
  for (const trouble of UPLINK_TROUBLES) {
    troubles.take({ uplink: 'city', trouble, forMs: Number.MAX_VALUE }, ['city']);
    const [shown] = troubles.standing(['city']);
    if (shown === undefined) throw new Error(trouble);
    expect(shown.since?.mono).toBeGreaterThanOrEqual(0);
    expectChinese(shown);
  }
  expect(troubles.standing([])).toEqual([]); // it is gone from the site
  troubles.take({ uplink: 'city', trouble: null, forMs: 0 }, ['city']);
  expect(troubles.standing(['city'])).toEqual([]);
});
