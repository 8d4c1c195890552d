import { describe, expect, it } from 'vitest';
import { CivilTimes } from '../../../gateway/reports/lift/civilTimes.ts';
import { historiesOf } from '../../../gateway/reports/lift/history.ts';
import { happenedIn } from '../../../gateway/reports/lift/monthEvents.ts';
import type { LiftHappening } from '../../../gateway/telemetry/wire/liftHappening.ts';
import { BOOT, LOST_BOOT, madeUpRows, OCTOBER, recordsUntil, trip } from './madeUpJournal.ts';
import { clockRow, dayHappening, liftEvent } from './simulatedMonth.ts';

const times = new CivilTimes('UTC');
const monthOf = (utc: number) => times.month(utc);

function historyOf(rows: Parameters<typeof historiesOf>[0]) {
  const [history] = historiesOf(rows);
  if (history === undefined) throw new Error('no lift');
  return history;
}

describe('what a journal tells of a lift', () => {
  it('is dated by the clock rows of its boot, also by one that came later', () => {
    const [clock, ...others] = [clockRow(OCTOBER), trip(OCTOBER + 60_000, 1, 4)];
    for (const rows of [
      [clock, ...others],
      [...others, clock],
    ]) {
      const { entries } = historyOf(rows);
      expect(entries.map(({ at }) => at)).toEqual([{ utc: OCTOBER + 72_340, unsure: false, after: null }]);
    }
  });

  it('is told to be after what was dated before it, where its own boot never was', () => {
    const { entries, date } = historyOf(madeUpRows());
    const lost = entries.filter(({ at }) => at.utc === null);
    expect(lost.map(({ happening: { what } }) => what)).toEqual(['fault-on', 'trip']);
    for (const { at } of lost) expect(times.moment(at.after ?? 0)).toBe('2026-11-12 10:00:00');
    expect(date([LOST_BOOT, 5000]).utc).toBe(null);
  });

  it('stands in the order of its time, also what was written down late', () => {
    const early = trip(OCTOBER + 60_000, 1, 2);
    const late = trip(OCTOBER + 120_000, 2, 3);
    const { entries } = historyOf([clockRow(OCTOBER), late, early]);
    expect(entries.map(({ happening }) => happening.what === 'trip' && happening.to)).toEqual([2, 3]);
  });

  it('marks a time of a clock that was not synchronised', () => {
    const rtc = { type: 'clock', boot: BOOT, time: { mono: 0, utc: OCTOBER, quality: 'rtc' } } as const;
    const [entry] = historyOf([{ ...rtc, at: { boot: BOOT, mono: 0 } }, trip(OCTOBER, 1, 2)]).entries;
    expect(entry?.at.unsure).toBe(true);
  });

  it('has each day once: of a day told twice the record that saw more', () => {
    const [day] = recordsUntil(1);
    if (day === undefined) throw new Error('no day');
    const part = { ...day, trips: 3, availability: { ...day.availability, upMs: 3_600_000 } };
    for (const two of [
      [day, part],
      [part, day],
    ]) {
      const { days } = historyOf([clockRow(OCTOBER), ...two.map((one) => liftEvent(dayHappening(one), 9))]);
      expect(days.map(({ trips }) => trips)).toEqual([52]);
    }
  });

  it('passes over what does not tell what its kind does', () => {
    const bare = { what: 'trip', from: 1, to: 2 } as LiftHappening;
    expect(historyOf([trip(OCTOBER, 1, 2), liftEvent(bare, 9)]).entries).toHaveLength(1);
  });

  it('passes over a day that it does not understand', () => {
    const odd = { what: 'day', day: '2026-10-01', record: { trips: 'many' } } as LiftHappening;
    expect(historyOf([liftEvent(odd, 9)]).days).toEqual([]);
  });
});

describe('what happened in a month', () => {
  const november = happenedIn(historyOf(madeUpRows()), '2026-11', monthOf);
  const at = (stamp: { utc: number | null } | null | undefined) =>
    stamp?.utc == null ? null : times.moment(stamp.utc).slice(5, 16);

  it('pairs the onset of a fault with its end', () => {
    const [fault, lost] = november.faults;
    expect([at(fault?.onset), at(fault?.clear)]).toEqual(['11-08 08:00', '11-08 09:00']);
    expect(fault).toMatchObject({ vendor: 'monarch', code: 53, class: 'doorLockCircuit', exact: true });
    expect(lost).toMatchObject({ code: 37, clear: null, onset: { utc: null } });
    expect(november.undated).toBe(2);
  });

  it('makes one entrapment of its steps, and one visit of begin and end', () => {
    expect(november.entrapments).toHaveLength(1);
    const [trapped] = november.entrapments;
    expect([trapped?.suspected, trapped?.confirmed, trapped?.resolved].map(at)).toEqual([
      ...['11-08 08:01', '11-08 08:02', '11-08 08:41'],
    ]);
    expect(trapped).toMatchObject({ basis: ['alarmButton', 'offLevel'], cause: 'inspection' });
    expect(november.visits.map(({ from, to }) => [at(from), at(to)])).toEqual([
      ['11-08 08:40', '11-08 09:20'],
    ]);
  });

  it('takes a suspicion that came to nothing for none', () => {
    const step = (from: number, to: number): LiftHappening => ({
      what: 'entrapment',
      from,
      to,
      cause: 'ran',
      basis: 1,
    });
    const rows = [clockRow(OCTOBER), liftEvent(step(0, 1), 1000), liftEvent(step(1, 0), 9000)];
    expect(happenedIn(historyOf(rows), '2026-10', monthOf).entrapments).toEqual([]);
  });

  it('keeps an entrapment open that went back to suspicion, and one that never ended', () => {
    const step = (from: number, to: number): LiftHappening => ({
      what: 'entrapment',
      from,
      to,
      cause: 'evidence',
      basis: 1,
    });
    const steps = [step(0, 1), step(1, 2), step(2, 1), step(1, 2)].map((one, i) => liftEvent(one, 1000 * i));
    const found = happenedIn(historyOf([clockRow(OCTOBER), ...steps]), '2026-10', monthOf).entrapments;
    expect(found).toMatchObject([{ resolved: null, cause: null }]);
  });

  it('tells the times that nobody watched, and of which device', () => {
    expect(november.unseen.map(({ what, device, from, to }) => [what, device, at(from), at(to)])).toEqual([
      ['trips', null, '11-12 01:00', '11-12 02:00'],
      ['device', 'nice', '11-12 01:00', '11-12 02:00'],
    ]);
    expect(november.tests).toMatchObject([{ actor: 'Li Wei' }]);
    expect(november.power).toMatchObject([{ power: 'battery' }]);
  });

  it('belongs to the month of the place where the gateway stands', () => {
    const zone = new CivilTimes('Asia/Shanghai');
    const edge = Date.UTC(2026, 9, 31, 17); // November already in Shanghai
    expect([times.month(edge), zone.month(edge)]).toEqual(['2026-10', '2026-11']);
    expect([zone.monthName('2026-11', 'en'), zone.monthName('2026-02', 'zh')]).toEqual([
      'November 2026',
      '2026年2月',
    ]);
  });
});
