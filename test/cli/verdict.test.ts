import { expect, it } from 'vitest';
import { type DeviceTally, type GuardAccount, judge, verdictLine } from '../../gateway/cli/demo/verdict.ts';
import type { GatewayTotals } from '../../gateway/platform/listen/listener.ts';

/** A kitchen that answered ten times, of which guard used so many, and of which the platform has so many samples. */
function verdictOf(
  samples: number,
  used: number,
  { max = 18.4, missing = 0, lost = [] as string[], beside = 0 } = {},
) {
  const kitchen: DeviceTally = { clean: 10, points: { gas: { answers: 10, max: 18.4 } } };
  const totals: GatewayTotals = {
    ...{ received: 3, missing, outstanding: 0, held: 0, duplicates: 0, conflicts: 0, tombstoned: 0 },
    complete: missing === 0,
    channels: new Map([['kitchen/gas', { samples, max } as never]]),
    evidence: new Map(),
    latest: new Map(),
    alarms: new Map(),
    state: null,
  };
  return judge(
    { devices: { kitchen } },
    { devices: new Map([['kitchen', { ok: used, beside }]]), lost: new Set(lost) } satisfies GuardAccount,
    totals,
    new Map([['kitchen/gas', 0.1]]),
  );
}

it('everything that was answered is there', () => {
  expect(verdictLine(verdictOf(10, 10))).toBe(
    'verdict: complete — 10 samples taken, 10 received, 0 missing, 0 duplicated, 0 in tombstones; every peak arrived',
  );
});

it('an answer that guard gave up is not missing, and is told', () => {
  const verdict = verdictOf(8, 8);
  expect(verdict).toMatchObject({ complete: true, missing: 0, givenUp: 2 });
  expect(verdictLine(verdict)).toBe(
    'verdict: complete — 10 samples taken, 8 received, 0 missing, 0 duplicated, 0 in tombstones; every peak arrived; 2 were too late to be used, as guard itself counted',
  );
});

it('an answer that guard asked for to be sure was not too late', () => {
  const verdict = verdictOf(6, 6, { beside: 3 });
  expect(verdict).toMatchObject({ complete: true, missing: 0, beside: 3, givenUp: 1 });
  expect(verdictLine(verdict)).toContain(
    'every peak arrived; 3 were asked for twice or beside the plan, to be sure; 1 were too late to be used',
  );
});

it('an answer that guard had and the platform has not is missing', () => {
  expect(verdictOf(9, 10)).toMatchObject({ complete: false, missing: 1, givenUp: 0 });
  expect(verdictOf(7, 8)).toMatchObject({ complete: false, missing: 1, givenUp: 2 });
  expect(verdictOf(11, 8)).toMatchObject({ complete: false, missing: 1, givenUp: 0 });
  expect(verdictOf(10, 10, { missing: 1 })).toMatchObject({ complete: false, missing: 1 });
});

it('what a device says that guard had taken for lost, and that warms up, is not missing', () => {
  expect(verdictOf(3, 7, { lost: ['kitchen'] })).toMatchObject({ complete: true, givenUp: 7 });
  expect(verdictOf(3, 7, { lost: ['cellar'] })).toMatchObject({ complete: false, missing: 4 });
  // it was lost because the building was silent: what it answered afterwards has to be there
  expect(verdictOf(9, 10, { lost: ['kitchen'] })).toMatchObject({ complete: false, missing: 1 });
});

it('a peak may be missing only where an answer was given up, and is named', () => {
  expect(verdictOf(10, 10, { max: 17 })).toMatchObject({ complete: false, lostPeaks: ['kitchen/gas'] });
  const verdict = verdictOf(9, 9, { max: 17 });
  expect(verdict).toMatchObject({ complete: true, lostPeaks: [], givenUpPeaks: ['kitchen/gas'] });
  expect(verdictLine(verdict)).toContain('every peak that was in time arrived (not in time: kitchen/gas)');
});
