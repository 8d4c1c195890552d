import { describe, expect, test } from 'vitest';
import { type DailyRecord, recordOf } from '../../../gateway/lift/health/dailyRecord.ts';
import { findingsOf, urgencyOf } from '../../../gateway/lift/health/findings.ts';
import { BASELINE_DAYS, WINDOW_DAYS } from '../../../gateway/lift/health/health.ts';
import { ratesOf } from '../../../gateway/lift/health/rates.ts';
import { type HealthEffect, NO_TALLY, tallied } from '../../../gateway/lift/health/tally.ts';
import { findingText } from '../../../gateway/text/liftMessages.ts';

const AT = { boot: 'test', mono: 0 };
const DAY_MS = 86_400_000;

function door(floor: number, openMs: number, reversals = 0): HealthEffect {
  const times = { openMs, dwellMs: 3000, closeMs: 2800, blockedMs: 0, plusMinusMs: 125 };
  return { kind: 'door', cycle: { door: 1, floor, startedAt: AT, endedAt: AT, reversals, ...times } };
}
function stop(floor: number, relevelMs: number | null, errorMm: number | null = null): HealthEffect {
  return { kind: 'stop', stop: { floor, direction: 'up', at: AT, errorMm, relevelMs } };
}
function fault(code: number, floor: number): HealthEffect {
  const one = {
    class: 'doorLockCircuit',
    vendor: 'monarch',
    code,
    sub: null,
    level: 5,
    suffix: null,
  } as const;
  return { kind: 'fault-on', fault: one, at: AT, notBefore: null, floor };
}

/** Days of a lift in order, but for what `extra` says of a day (from 0). */
function days(count: number, extra: (day: number) => readonly HealthEffect[]): DailyRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const usual = [2, 3].flatMap((floor) => [door(floor, 2200), door(floor, 2250), stop(floor, null)]);
    const tally = [...usual, ...extra(i)].reduce(tallied, { ...NO_TALLY, trips: 50 });
    const times = i % 10 === 0 ? { normal: DAY_MS - 3_600_000, inspection: 3_600_000 } : { normal: DAY_MS };
    return recordOf(`2026-01-${String(i).padStart(3, '0')}`, tally, times);
  });
}

const split = (all: readonly DailyRecord[]) => ({
  first: all.slice(0, BASELINE_DAYS),
  recent: all.slice(-WINDOW_DAYS),
});
const keys = (all: readonly DailyRecord[]) => findingsOf(split(all)).map(({ key }) => key);

describe('what to look at first', () => {
  test('is nothing on a lift in order', () => {
    expect(keys(days(60, () => []))).toEqual([]);
  });

  test('names the floor whose door has become slower than in its own first thirty days', () => {
    const slow = days(60, (day) => (day < 45 ? [] : Array.from({ length: 5 }, () => door(2, 2700))));
    expect(findingsOf(split(slow))).toMatchObject([
      {
        key: 'door-opens-slower',
        parameters: { floor: '2', before: '2.2', now: '2.7', percent: '23' },
        evidence: { samples: 7, limit: { confidence: 'engineering' } },
      },
    ]);
  });

  test('names it before the thirty days are over, from two weeks that differ', () => {
    const slow = days(21, (day) => (day < 14 ? [] : Array.from({ length: 5 }, () => door(2, 2700))));
    expect(keys(slow)).toEqual(['door-opens-slower']);
    expect(keys(slow.slice(8))).toEqual([]);
  });

  test('puts people trapped before a fault that comes back, and that before wear', () => {
    const ill = days(40, (day) => [
      ...(day % 8 === 7 ? [fault(53, 3)] : []),
      ...(day === 35 ? [{ kind: 'entrapment', floor: 3 } as const] : []),
      ...Array.from({ length: 2 }, () => stop(2, 1200)),
    ]);
    const found = findingsOf(split(ill));
    expect(found.map(({ key }) => key)).toEqual(['entrapments', 'fault-repeats-floor', 'relevels']);
    expect(found[1]?.parameters).toMatchObject({ code: 53, floor: 3, times: 4 });
  });

  test('says that nobody came, of a lift that was watched for long enough', () => {
    const lonely = days(15, () => []).map((one) => ({ ...one, inspectionMs: 0 }));
    expect(keys(lonely)).toEqual(['no-visit']);
    expect(keys(lonely.slice(1))).toEqual([]);
  });

  test('has words in both languages for every finding, with nothing left between braces', () => {
    const ill = days(60, (day) => [
      ...(day > 40 ? [door(2, 3300, 1), door(2, 3300, 1), stop(2, 900, 14), fault(53, 3)] : []),
      ...(day > 40 ? [fault(41, day % 3), { kind: 'entrapment', floor: 3 } as const] : []),
      { kind: 'door-balked', door: 1, floor: 4, from: AT, to: AT },
    ]);
    for (const language of ['en', 'zh'] as const) {
      const found = findingsOf(split(ill));
      expect(found.length).toBeGreaterThan(6);
      for (const finding of found) {
        const text = findingText(finding, language);
        expect(text).not.toBe(finding.key);
        expect(text).not.toMatch(/[{}]/);
        expect(text.length).toBeGreaterThan(6);
      }
    }
  });
});

test('rates count what took the lift out of service, and time in inspection neither way', () => {
  const rates = ratesOf(days(20, (day) => (day === 3 || day === 9 ? [fault(53, 2)] : [])));
  expect(rates).toMatchObject({
    trips: 1000,
    failures: 2,
    mcbf: 500,
    faultsPer1000Trips: 2,
    availability: 1,
  });
  expect(rates.inspectionMs).toBe(2 * 3_600_000);
  expect(rates.mtbfMs).toBe((20 * DAY_MS - 2 * 3_600_000) / 2);
  expect(rates.repeats).toMatchObject([{ code: 53, times: 2, floor: 2 }]);
});

test('what may hurt somebody stands before what stops service, and that before wear, however often wear shows', () => {
  const once = (kind: 'brakeFault' | 'doorLockCircuit'): HealthEffect => {
    const one = { class: kind, vendor: 'monarch', code: kind === 'brakeFault' ? 37 : 53 } as const;
    return { ...fault(0, 2), fault: { ...one, sub: null, level: 5, suffix: null } } as HealthEffect;
  };
  const ill = days(60, (day) => [
    ...(day > 40 ? [door(2, 4400, 1), door(2, 4400, 1), stop(2, 900, 14)] : []),
    ...Array.from(
      { length: 20 },
      () => ({ kind: 'door-balked', door: 1, floor: 2, from: AT, to: AT }) as const,
    ),
    ...(day === 59 ? [once('brakeFault'), once('doorLockCircuit')] : []),
    ...(day % 2 === 0 ? [{ kind: 'sensor', sensor: 'doorLock', door: 1 } as const] : []),
  ]);
  const found = findingsOf(split(ill));
  const concerns = found.map(urgencyOf);
  const order = ['safety', 'service', 'wear', 'watching'];
  expect(concerns).toEqual(concerns.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  expect(found.slice(0, 2)).toMatchObject([
    { key: 'fault-once', parameters: { code: 37, floor: 2 } },
    { key: 'fault-once', parameters: { code: 53, floor: 2 } },
  ]);
  expect(concerns.slice(0, 3)).toEqual(['safety', 'service', 'wear']);
});
