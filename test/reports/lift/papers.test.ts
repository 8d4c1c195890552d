import { describe, expect, it } from 'vitest';
import { ENTRAPMENT, type Entrapment } from '../../../drivers/lift/safety.ts';
import { basisBits } from '../../../gateway/lift/detection/entrapment/basis.ts';
import { CivilTimes } from '../../../gateway/reports/lift/civilTimes.ts';
import { FaultNames } from '../../../gateway/reports/lift/faultNames.ts';
import { historiesOf } from '../../../gateway/reports/lift/history.ts';
import { reportPage } from '../../../gateway/reports/lift/page/reportPage.ts';
import {
  type LiftPaper,
  liftPaper,
  READERS,
  type Reader,
} from '../../../gateway/reports/lift/papers/liftPaper.ts';
import { paperPage } from '../../../gateway/reports/lift/papers/paperPage.ts';
import { shippedLiftTables } from '../../../gateway/site/liftTables.ts';
import type { AlarmEvent, EventBody } from '../../../gateway/telemetry/wire/model.ts';
import type { Language } from '../../../gateway/text/language.ts';
import { LIFT_DEFINITIONS } from '../../../gateway/text/liftDefinitions.ts';
import { BOOT, madeUpRows, NASTY, OCTOBER, recordsUntil } from './madeUpJournal.ts';
import { clockRow, dayHappening, liftEvent } from './simulatedMonth.ts';

const times = new CivilTimes('UTC');
const faults = new FaultNames(shippedLiftTables());
const DAY = 86_400_000;
const LANGUAGES = ['en', 'zh'] as const;

function papers(
  rows: readonly EventBody[] = madeUpRows(),
  {
    month = '2026-11',
    today = '2026-12-01',
    lift = 0,
  }: { month?: string; today?: string; lift?: number } = {},
): LiftPaper {
  const history = historiesOf(rows)[lift];
  if (history === undefined) throw new Error('no lift');
  const about = {
    ...{ gateway: 'house-1', gatewayName: null, lift: history.lift, name: history.name },
    ...{ place: 'Garden Lane 7', registration: null, labels: { 1: '-1', 2: '1', 3: '2', 4: '3' } },
  };
  const known = { monthOf: (utc: number) => times.month(utc), dayOf: (utc: number) => times.day(utc) };
  return liftPaper(about, history, month, { goneEvents: 0, today, ...known });
}

const written = (reader: Reader, paper: LiftPaper, language: Language = 'en') =>
  paperPage(reader, paper, { language, times, faults, made: Date.UTC(2026, 11, 1) });

/** The paper as it is read: without style and markup. */
function legible(html: string): string {
  return html
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/\n\s*\n+/g, '\n');
}

function structure(html: string): string[] {
  return [...html.replace(/<style>.*<\/style>/s, '').matchAll(/<(\/?[a-z0-9]+)/g)].map(
    ([, name = '']) => name,
  );
}

function alarm(change: Partial<AlarmEvent>, utc: number): EventBody {
  const at = { boot: BOOT, mono: utc - OCTOBER };
  return {
    ...{ type: 'alarm', rule: 'lift-a.overtravel', ruleName: { en: 'Lift A: overtravel', zh: '甲梯：冲顶' } },
    ...{ occurrence: 'o1', cause: 'raised', from: 'A', to: 'B', severity: 'red', device: 'lift-a' },
    ...{ deviceName: 'Lift A', place: null, point: 'lift-a/overtravel', value: 'top', limit: null, unit: '' },
    ...{
      quality: 'good',
      onset: at,
      declared: at,
      actor: null,
      condition: 'B',
      announcement: 1,
      group: null,
    },
    ...{ reason: null, until: null, at, ...change },
  };
}

/** October and November without any fault, and an alarm of October that nobody has reset. */
function latched(...more: EventBody[]): EventBody[] {
  const raised = OCTOBER + 5 * DAY;
  const days = recordsUntil(30).map((record, i) => {
    const calm = { ...record, faults: [], entrapments: 0, unseen: 0 };
    return liftEvent(dayHappening(calm), (i + 1) * DAY + 1000);
  });
  return [
    clockRow(OCTOBER),
    ...days,
    alarm({}, raised),
    alarm({ cause: 'returned', from: 'B', to: 'E', condition: 'E' }, raised + 60_000),
    alarm({ cause: 'acknowledged', from: 'E', to: 'F', condition: 'F', actor: 'Li Wei' }, raised + 120_000),
    ...more,
  ];
}

describe.each(READERS)('the paper for the %s', (reader) => {
  it.each(LANGUAGES)('is whole in %s: nothing between braces, nothing undefined', (language) => {
    const text = legible(written(reader, papers(), language));
    expect(text).not.toMatch(/[{}]|undefined|NaN|Infinity|\bnull\b|\[object/);
    expect(text).toContain(language === 'en' ? 'Lift A' : '甲梯');
  });

  it('has the same parts in both languages, and no word of the other', () => {
    const [english, chinese] = [written(reader, papers(), 'en'), written(reader, papers(), 'zh')];
    expect(structure(chinese)).toEqual(structure(english));
    expect(legible(english).replace('国市监特设〔2020〕56号', '')).not.toMatch(/[一-鿿]/);
    const words = legible(chinese).replaceAll(
      /house-1|lift-a|UTC|Garden Lane|Li Wei|nice|Lifeline|EN 81-20|ISO|TSG T\d+|GB\/T|A-\d-\d\d|Modbus|IC|E\d\d|mm|p50/g,
      '',
    );
    expect(words).not.toMatch(/[a-z]{3,}/i);
  });

  it('takes no name for markup, and needs nothing from elsewhere', () => {
    const paper = papers(madeUpRows(), { lift: 1 });
    expect(paper.name).toEqual(NASTY);
    for (const language of LANGUAGES)
      expect(written(reader, paper, language)).not.toMatch(/<script|<b>B|<i>Wang/);
    expect(written(reader, papers())).not.toMatch(/https?:|<link|<script|<img|url\(|@import/);
  });

  it.each(LANGUAGES)(
    'of a month without a day says so in %s, and does not say that nothing happened',
    (language) => {
      const text = legible(
        written(reader, papers(madeUpRows(), { month: '2026-09', today: '2026-10-01' }), language),
      );
      expect(text).not.toMatch(/no fault|nobody was trapped|无停梯故障|未发生困人|NaN|undefined/);
      expect(text).toMatch(/no whole day|No whole day|没有完整一天|尚无完整一天/);
    },
  );
});

describe('an alarm that nobody has reset', () => {
  it.each(LANGUAGES)(
    'stands on every paper of the months after it, in %s, and beside it nothing is said to be well',
    (language) => {
      const paper = papers(latched());
      const pages = READERS.map((reader) => written(reader, paper, language));
      pages.push(reportPage(paper, { language, times, faults, made: null }));
      for (const page of pages) {
        const text = legible(page);
        expect(text).toContain(language === 'en' ? 'Lift A: overtravel' : '甲梯：冲顶');
        expect(text).toContain('2026-10-06 00:00:00');
        expect(text).not.toMatch(/no fault stopped it|nobody was trapped|No fault was seen|Nobody was found/);
        expect(text).not.toMatch(/无停梯故障，|未发生困人|未监测到故障。|未发现困人/);
      }
    },
  );

  it('is gone from them once it is reset, and of the month in which it came says who has seen it', () => {
    const reset = alarm({ cause: 'reset', from: 'F', to: 'A', condition: 'A' }, OCTOBER + 10 * DAY);
    const text = legible(written('building', papers(latched(reset))));
    expect(text).not.toContain('overtravel');
    expect(text).toContain('no fault stopped it and nobody was trapped');
    const october = papers(latched(reset), { month: '2026-10', today: '2026-11-01' });
    expect(october.standing).toEqual([]);
    expect(legible(written('regulator', october))).toMatch(/Lift A: overtravel\n+red\n[\s\S]*Li Wei/);
    // what it was about was over after a minute; the alarm waited for somebody
    expect(october.alarms).toMatchObject([
      { over: { utc: OCTOBER + 5 * DAY + 60_000 }, ended: { utc: OCTOBER + 10 * DAY } },
    ]);
  });
});

describe('what the readers need', () => {
  it('the building has one sentence, rescue minutes, and the month before beside this one', () => {
    const text = legible(written('building', papers()));
    expect(text).toContain(
      'In November 2026 the lift served 99.82 % of the time it should have, it failed 3 times, people were trapped once and out after 40 min at the longest. Only 24 of 30 days are recorded.',
    );
    expect(text).toMatch(/longest time until out\n+40 min\n+none/);
    expect(text).toMatch(/trips\n+1248\n+1612/);
    expect(text).toMatch(/starts per hour\n+2\.2\n+2\.2/); // 52 a day
    expect(text).toMatch(/usage class\n+1\n+1/);
    const first = legible(written('building', papers(madeUpRows(), { month: '2026-10' })));
    expect(first).toMatch(/trips\n+1612\n+no records/);
  });

  it('every figure of every paper and of the report has its definition beside it, with the name of the definition', () => {
    const pages = READERS.map((reader) => written(reader, papers()));
    pages.push(reportPage(papers(), { language: 'en', times, faults, made: null }));
    for (const page of pages) {
      const table = page.slice(page.indexOf('class="figures"')).split('</table>')[0] ?? '';
      const rows = [...table.matchAll(/<tr>(?!<th)(.*?)<\/tr>/gs)].map(([, row = '']) => row);
      expect(rows.length).toBeGreaterThanOrEqual(page.includes('class="paper mechanic"') ? 4 : 10);
      for (const row of rows)
        expect(row).toMatch(
          /<small><b>(Lifeline|after GB\/T 10058|after ISO 25745-2|TSG T5002)[^<]*<\/b>: .{12,}<\/small>/,
        );
    }
    for (const { name } of Object.values(LIFT_DEFINITIONS))
      expect(name.en).toMatch(/^Lifeline$|from memory$/); // no text of a standard was at hand
  });

  it('the mechanic reads of each what, where, when, on what evidence, and what to look at, safety first', () => {
    const text = legible(written('mechanic', papers()));
    expect(text).toMatch(
      /People were trapped.*\n+safety\n+not since the last visit\n+ last 2026-11-08 08:02:00 · /,
    );
    expect(text).toMatch(
      /Fault E53 \(door lock\)[^\n]*\n+service\n+again since the last visit\n+ floor 3 · last 2026-11-14/,
    );
    expect(text).toContain('Look at: lock contact, engagement (7 mm and more), coupler clearance');
    expect(text).toMatch(/Last visit 2026-11-08 08:40:00, 40 min in inspection/);
    expect(text).toMatch(/days recorded: 16\n/); // the ninth to the 24th
  });

  it('the regulator has arrival and release, every item of the annex with its evidence, visits to be signed, and the conditions', () => {
    const page = written('regulator', papers());
    const text = legible(page);
    expect(text).toMatch(/people trapped\n+2026-11-08 08:01:00\n+–\n+–\n+2026-11-08 08:41:00\n+40 min/);
    expect([...text.matchAll(/\n(A-\d-\d\d)\n/g)].map(([, item]) => item)).toHaveLength(33);
    expect(text).toMatch(/A-1-23\n+levelling accuracy\n+sensor\n+error not told by this lift/);
    expect(text).toMatch(/A-1-30\n+pit\n+visit\n/);
    expect(text).toMatch(/what was done\n+signature/);
    expect(text).toMatch(/at most 3 months between visits\n+not known here\n+days of records: 38/);
    expect(text).toMatch(/the lift is watched all the time\n+NOT met/);
    expect(text).toContain('no conformance is claimed');
  });

  it('the regulator reads whether the status record is pushed, and by what', () => {
    const told = (pushedBy: readonly string[] | null) =>
      legible(written('regulator', { ...papers(), pushedBy })).replaceAll('\n', ' ');
    expect(told(null)).toMatch(/authority’s platform as they come +not known here/);
    expect(told([])).toMatch(/as they come +NOT met +no uplink of this gateway sends/);
    expect(told(['city'])).toMatch(/as they come +set up +status record of GB\/T 24476-2017 .* uplink city;/);
  });

  it('an interval of more than three months is told, and what may follow', () => {
    const days = Array.from({ length: 130 }, (_, i) => {
      const usual = recordsUntil(1)[0];
      if (usual === undefined) throw new Error('no day');
      const day = new Date(OCTOBER + i * DAY).toISOString().slice(0, 10);
      return liftEvent(dayHappening({ ...usual, day }), (i + 1) * DAY + 1000);
    });
    const paper = papers([clockRow(OCTOBER), ...days], { month: '2027-01', today: '2027-02-01' });
    expect(paper.longestWithoutVisit).toEqual({ days: 122, from: null, to: '2027-01-31' });
    const text = legible(written('regulator', paper));
    expect(text).toMatch(/at most 3 months between visits\n+NOT met\n+longest: 122 days/);
    expect(text).toContain('may apply again after two years');
  });

  it('a month that is not over lacks no day that has not been', () => {
    const rows = latched().filter((row) => row.at.mono < 45 * DAY);
    const paper = papers(rows, { today: '2026-11-14' });
    expect([paper.days.length, paper.daysOver]).toEqual([13, 13]);
    expect(legible(written('building', paper))).not.toContain('days are recorded');
  });
});

it('an alarm that came back while it waited for its reset is told as two, each with its own time', () => {
  const again = OCTOBER + 6 * DAY;
  const rows = latched(
    alarm({ cause: 'raised', from: 'F', to: 'B', condition: 'B' }, again),
    alarm({ cause: 'returned', from: 'B', to: 'E', condition: 'E' }, again + 120_000),
  );
  const { alarms, standing } = papers(rows, { month: '2026-10', today: '2026-11-01' });
  expect(alarms.map(({ raised, over }) => [raised.utc, over?.utc])).toEqual([
    [OCTOBER + 5 * DAY, OCTOBER + 5 * DAY + 60_000],
    [again, again + 120_000],
  ]);
  expect(alarms[0]?.acknowledged?.by).toBe('Li Wei');
  expect(standing.map(({ raised }) => raised.utc)).toEqual([again]);
});

it('the minutes of one rescue are the same on every paper, and their total is the sum of what is beside each', () => {
  const [MINUTE, begin] = [60_000, OCTOBER + 12 * DAY];
  const step = (atMs: number, from: Entrapment, to: Entrapment, cause: string) =>
    liftEvent(
      {
        ...{ what: 'entrapment', from: ENTRAPMENT[from].number, to: ENTRAPMENT[to].number, cause },
        basis: basisBits(['alarmButton']),
      },
      begin - OCTOBER + atMs,
    );
  // 59 min 20 s, and 10 min 10 s
  const rows = latched(
    step(0, 'none', 'suspected', 'evidence'),
    step(20_000, 'suspected', 'confirmed', 'evidence'),
    step(29 * MINUTE + 10_000, 'confirmed', 'attended', 'arrived'),
    step(59 * MINUTE + 20_000, 'attended', 'resolved', 'door-open'),
    step(120 * MINUTE, 'none', 'confirmed', 'evidence'),
    step(130 * MINUTE + 10_000, 'confirmed', 'resolved', 'door-open'),
  );
  const paper = papers(rows, { month: '2026-10', today: '2026-11-01' });
  const read = (reader: Reader) => legible(written(reader, paper));
  expect(read('building')).toContain('out after 60 min at the longest');
  expect(read('building')).toMatch(/longest time until out\n+60 min\n+no records/);
  expect(read('building')).toMatch(/people in a stuck car, all together\n+71 min\n+no records/);
  expect(read('regulator')).toMatch(
    /people trapped[\s\S]*?30 min\n[\s\S]*?60 min\n[\s\S]*?people trapped[\s\S]*?11 min\n/,
  );
  const month = legible(reportPage(paper, { language: 'en', times, faults, made: null }));
  for (const text of [read('building'), month]) {
    expect(text).toMatch(/2026-10-13 00:59:20\n+60 min\n/);
    expect(text).toMatch(/2026-10-13 02:10:10\n+11 min\n/);
  }
});
