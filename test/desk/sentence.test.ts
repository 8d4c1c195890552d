import { describe, expect, test } from 'vitest';
import type { LiveValue, PageAlarm, PageScreen } from '../../gateway/desk/http/api/liveApi.ts';
import { proofOf, type Reach, sentences, wrongOf } from '../../gateway/desk/page/state/sentence.ts';

const good: LiveValue = { point: 'gas/concentration', value: 1, quality: 'good', at: 9_000 };
const reach: Reach = { lost: false, guardAlive: true, values: [good], overdue: 0, empty: false };
const health: PageScreen['health'] = {
  devices: { online: 1, failing: 0, offline: 0, unknown: 0 },
  ...{ unwell: [], lines: [] },
};
const screen = (changed: Partial<PageScreen> = {}) =>
  ({ alarms: [], maintenance: [], problems: [], health, ...changed }) as unknown as PageScreen;
const alarm = (to: string) =>
  ({
    ...{ to, severity: 'red', kind: 'limit', sounding: false, latched: false },
    ...{ since: { boot: 'b', mono: 1 }, ruleName: 'Gas', place: 'Kitchen', deviceName: 'Detector' },
  }) as unknown as PageAlarm;
const unwell = (state: 'unknown' | 'offline') => ({
  ...health,
  unwell: [{ device: 'gas', name: 'Detector', place: null, state, since: null, lastOk: null }],
});
const keys = (shown: PageScreen | null, how: Partial<Reach> = {}) =>
  sentences(shown, { ...reach, ...how }).map(({ key }) => key);

describe('that everything is fine', () => {
  test('is said of a building whose devices all answer and bring good values', () => {
    expect(keys(screen())).toEqual(['sentence.fine']);
  });

  test.each<[string, PageScreen | null, Partial<Reach>, string]>([
    ['nothing comes any more', screen(), { lost: true }, 'sentence.lost'],
    ['nothing has come yet and nothing comes', null, { lost: true }, 'sentence.lost'],
    ['guard is away', screen(), { guardAlive: false }, 'sentence.guard-away'],
    ['no value has come', screen(), { values: [] }, 'sentence.nothing'],
    ['there is no sensor yet', screen(), { values: [], empty: true }, 'sentence.empty'],
    ['no value is good', screen(), { values: [{ ...good, quality: 'stale' }] }, 'sentence.nothing'],
    ['a device was not heard yet', screen({ health: unwell('unknown') }), {}, 'sentence.blind-one'],
    ['a device does not answer', screen({ health: unwell('offline') }), {}, 'sentence.blind-one'],
    ['an alarm is put aside', screen({ alarms: [alarm('shelved')] }), {}, 'sentence.aside'],
    ['a calibration is overdue', screen(), { overdue: 1 }, 'sentence.overdue'],
    ['an alarm stands', screen({ alarms: [alarm('unacknowledged-active')] }), {}, 'sentence.unacknowledged'],
  ])('is not said while %s', (_why, shown, how, key) => {
    expect(keys(shown, how)[0]).toBe(key);
  });

  test('is not said of a sensor that is lost in part, or came back and nobody acknowledged it, while its device answers', () => {
    const lost = (to: string) => ({ ...alarm(to), kind: 'loss-of-sensing', device: 'gas' }) as PageAlarm;
    for (const to of ['unacknowledged-active', 'acknowledged-active', 'unacknowledged-returned']) {
      expect(keys(screen({ alarms: [lost(to)] }))[0]).not.toBe('sentence.fine');
      // a device that does not answer stands under what is not watched, and is not counted twice
      const both = screen({ alarms: [lost(to)], health: unwell('offline') });
      expect([keys(both), wrongOf(both).length]).toEqual([['sentence.blind-one'], 0]);
    }
  });

  test('is never hidden behind another truth: what is put aside is counted beside what is wrong', () => {
    const alarms = [alarm('unacknowledged-active'), alarm('suppressed')];
    expect(sentences(screen({ alarms, health: unwell('offline') }), reach)).toMatchObject([
      { key: 'sentence.unacknowledged', of: { what: 'Gas', where: 'Kitchen' } },
      { key: 'sentence.also-blind', of: { count: 1 } },
      { key: 'sentence.also-aside', of: { count: 1 } },
    ]);
  });
});

test('what proves it is the oldest of the good values, not the newest of all', () => {
  const values = [
    good,
    { ...good, at: 2_000 },
    { ...good, at: 1, value: null },
    { ...good, quality: 'drift' as const },
  ];
  expect(proofOf(values)).toEqual({ good: 2, all: 4, oldestMono: 2_000 });
});
