import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CivilTimes } from '../../../gateway/reports/lift/civilTimes.ts';
import { FaultNames } from '../../../gateway/reports/lift/faultNames.ts';
import { findingPlace } from '../../../gateway/reports/lift/findingPlace.ts';
import { historiesOf } from '../../../gateway/reports/lift/history.ts';
import { type LiftPaper, liftPaper, READERS } from '../../../gateway/reports/lift/papers/liftPaper.ts';
import { paperPage } from '../../../gateway/reports/lift/papers/paperPage.ts';
import { arrivalMinutes, rescueMinutes } from '../../../gateway/reports/lift/rescueTimes.ts';
import { shippedLiftTables } from '../../../gateway/site/liftTables.ts';
import type { Fact } from '../../../simulators/lift/truth.ts';
import { soak } from '../../harness/soak.ts';
import { monthStory } from '../../lift/monthStory.ts';
import { simulatedMonth } from './simulatedMonth.ts';

// The papers of a simulated month (two days of it in the ordinary suite) say what happened. With LIFELINE_PAPERS they are
// written into that folder, to be looked at.

const START = Date.UTC(2026, 2, 1);
const DAYS = soak(1) > 1 ? 31 : 2;
const LIMIT_MS = soak(1) > 1 ? 3_600_000 : 180_000;
const MINUTE = 60_000;
const times = new CivilTimes('UTC');

let paper: LiftPaper;
let facts: readonly Fact[];

beforeAll(() => {
  const { script, repairsMs, badDays, at } = monthStory(START, DAYS);
  const rescues = badDays.flatMap((day) => [
    { atMs: at(day, 11) + 5 * MINUTE, step: 'called', by: 'Fast Lift Service' },
    { atMs: at(day, 11) + 29 * MINUTE, step: 'attended', by: 'Wang Gang' },
  ]);
  // a mechanic comes the day after, and writes nothing down
  const visits = badDays.flatMap((day) => [
    { atMs: at(day + 1, 9), mishap: { verb: 'inspect', lift: 'a', on: true } as const },
    { atMs: at(day + 1, 9.6), mishap: { verb: 'inspect', lift: 'a', on: false } as const },
  ]);
  const story = { script: [...script, ...visits], repairsMs, rescues };
  const month = simulatedMonth({ startMs: START, days: DAYS, ...story });
  facts = month.facts;
  const [history] = historiesOf(month.rows);
  if (history === undefined) throw new Error('no lift');
  const about = {
    ...{ gateway: 'house-1', gatewayName: { en: 'Garden Lane 7', zh: '花园里 7 号' } },
    ...{ lift: history.lift, name: history.name, registration: '31103104002026030001' },
    place: { en: 'Garden Lane 7, stairwell 2', zh: '花园里 7 号 2 单元' },
    labels: { 1: '-1', 2: '1', 3: '2', 4: '3', 5: '4', 6: '5', 7: '6' },
  };
  const dated = { monthOf: (utc: number) => times.month(utc), dayOf: (utc: number) => times.day(utc) };
  const today = times.day(START + DAYS * 86_400_000);
  paper = liftPaper(about, history, '2026-03', { goneEvents: 0, today, ...dated });
}, LIMIT_MS);

const ofKind = <K extends Fact['kind']>(kind: K) =>
  facts.filter((one): one is Extract<Fact, { kind: K }> => one.kind === kind);

describe('the papers of a simulated month', () => {
  test('have everybody who was shut in, with arrival and release', () => {
    const shutIn = ofKind('entrapment');
    expect(paper.entrapments.length).toBe(shutIn.length);
    for (const [i, one] of paper.entrapments.entries()) {
      const real = shutIn[i];
      if (real === undefined || real.untilMs === null) throw new Error('not over');
      expect(Math.abs((one.resolved?.utc ?? 0) - real.untilMs)).toBeLessThan(20_000);
      expect(Math.abs((rescueMinutes(one) ?? 0) * MINUTE - (real.untilMs - real.fromMs))).toBeLessThan(
        2 * MINUTE,
      );
    }
    expect(paper.entrapments.some((one) => (arrivalMinutes(one) ?? 0) > 20)).toBe(true);
  });

  test('have what the gateway found itself, and what the controller said', () => {
    const classes = new Set(paper.faults.map(({ class: kind }) => kind));
    expect(classes).toContain('unintendedCarMovement');
    expect(classes).toContain('overspeed');
    expect(paper.findings[0]?.rank).toBeGreaterThanOrEqual(90);
  });

  test('have each visit, by the inspection switch', () => {
    const visits = ofKind('mode').filter(({ mode }) => mode === 'inspection');
    expect(visits.length).toBeGreaterThan(0);
    expect(paper.visits.map(({ inspectionMs }) => Math.round((inspectionMs ?? 0) / MINUTE))).toEqual(
      visits.map(({ fromMs, untilMs }) => Math.round(((untilMs ?? 0) - fromMs) / MINUTE)),
    );
  });

  test('do not ask for a visit after what a mechanic did, and tell what is not known and that a month is not over', () => {
    const inVisit = (utc: number | null | undefined) =>
      paper.visits.some(({ from, to }) => utc != null && (from.utc ?? 0) <= utc && utc <= (to?.utc ?? utc));
    expect(paper.faults.some(({ onset }) => inVisit(onset.utc))).toBe(true);
    for (const finding of paper.findings.filter(({ key }) => key.startsWith('fault-')))
      expect(inVisit(findingPlace(finding, paper, ({ utc }) => times.day(utc ?? 0)).last?.utc)).toBe(false);
    const faults = new FaultNames(shippedLiftTables());
    const page = paperPage('building', paper, { language: 'en', times, faults, made: null });
    expect(page.includes('The month is not over')).toBe(DAYS < 31);
    const unknown = paper.entrapments.filter((one) => arrivalMinutes(one) === null).length;
    expect(unknown).toBeGreaterThan(0);
    expect(page).toContain(`${unknown} without a known arrival`);
  });

  test('are written for each reader in each language', () => {
    const faults = new FaultNames(shippedLiftTables());
    const folder = process.env.LIFELINE_PAPERS;
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    for (const reader of READERS)
      for (const language of ['en', 'zh'] as const) {
        const made = START + DAYS * 86_400_000 + 8 * 60 * MINUTE;
        const page = paperPage(reader, paper, { language, times, faults, made });
        expect(page).not.toMatch(/undefined|NaN|\[object/);
        if (folder !== undefined) writeFileSync(join(folder, `${reader}-${language}.html`), page);
      }
  });
});
