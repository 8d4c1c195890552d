import { describe, expect, test } from 'vitest';
import { ENTRAPMENT, type Entrapment } from '../../../drivers/lift/safety.ts';
import { basisBits } from '../../../gateway/lift/detection/entrapment/basis.ts';
import { CivilTimes } from '../../../gateway/reports/lift/civilTimes.ts';
import { FaultNames } from '../../../gateway/reports/lift/faultNames.ts';
import { historiesOf } from '../../../gateway/reports/lift/history.ts';
import { monthReport } from '../../../gateway/reports/lift/monthReport.ts';
import { reportPage } from '../../../gateway/reports/lift/page/reportPage.ts';
import { shippedLiftTables } from '../../../gateway/site/liftTables.ts';
import type { EventBody } from '../../../gateway/telemetry/wire/model.ts';
import type { Language } from '../../../gateway/text/language.ts';
import { clockRow, liftEvent } from './simulatedMonth.ts';

const START = Date.UTC(2026, 10, 8, 8);
const MINUTE = 60_000;
const times = new CivilTimes('UTC');

const step = (inMinutes: number, from: Entrapment, to: Entrapment, cause: string) =>
  liftEvent(
    {
      ...{ what: 'entrapment', from: ENTRAPMENT[from].number, to: ENTRAPMENT[to].number, cause },
      basis: basisBits(['alarmButton']),
    },
    inMinutes * MINUTE,
  );
const rescue = (inMinutes: number, what: string, by: string) =>
  liftEvent({ what: 'rescue', step: what, by, actor: 'desk', phase: 2 }, inMinutes * MINUTE);

const ROWS: readonly EventBody[] = [
  clockRow(START),
  step(1, 'none', 'suspected', 'evidence'),
  rescue(2, 'called', 'Zhang'),
  step(3, 'suspected', 'confirmed', 'evidence'),
  rescue(4, 'called', 'Wu'),
  rescue(20, 'attended', 'Wu'),
  step(20, 'confirmed', 'attended', 'arrived'),
  rescue(31, 'released', 'Wu'),
  step(31, 'attended', 'resolved', 'by-hand'),
  // another one, of which nobody told anything: the switch says that somebody came
  step(60, 'none', 'confirmed', 'evidence'),
  step(70, 'confirmed', 'attended', 'inspection'),
  step(75, 'attended', 'resolved', 'door-open'),
];

function reported(site: boolean, rows = ROWS) {
  const [history] = historiesOf(rows);
  if (history === undefined) throw new Error('no lift');
  const about = {
    ...{ gateway: 'house-1', gatewayName: null, lift: history.lift, name: history.name },
    ...{ place: null, registration: null, labels: site ? { 1: 'G' } : null },
  };
  return monthReport(about, history, '2026-11', { goneEvents: 0, monthOf: (utc) => times.month(utc) });
}

const page = (site: boolean, language: Language, rows = ROWS) =>
  reportPage(reported(site, rows), {
    language,
    times,
    faults: new FaultNames(shippedLiftTables()),
    made: null,
  });

test('each entrapment has who was called, when somebody arrived, and who let people out', () => {
  const at = (minutes: number) => expect.objectContaining({ utc: START + minutes * MINUTE });
  expect(reported(true).entrapments).toMatchObject([
    {
      ...{ suspected: at(1), confirmed: at(3), resolved: at(31), releasedBy: 'Wu' },
      called: [
        { at: at(2), by: 'Zhang' },
        { at: at(4), by: 'Wu' },
      ],
      attended: { at: at(20), by: 'Wu' },
    },
    { called: [], attended: { at: at(70), by: null }, resolved: at(75), releasedBy: null },
  ]);
});

test.each([
  ['en', '2026-11-08 08:20:00 Wu', '2026-11-08 09:10:00 (inspection switch)', 'not in the site file'],
  ['zh', '2026-11-08 08:20:00 Wu', '2026-11-08 09:10:00 （检修开关）', '现场文件未填写'],
] as const)(
  'the page in %s says so, and of a site that was read never that it was not',
  (language, told, seen, head) => {
    const text = page(true, language);
    for (const one of [told, seen, head]) expect(text).toContain(one);
    expect(page(false, language)).not.toContain(head);
  },
);

describe('what is told when it is over', () => {
  const late = [...ROWS, rescue(90, 'called', 'Zhao'), rescue(91, 'released', 'Zhao')];

  test('stands with the last entrapment, within a day, and changes none of its times', () => {
    const [first, second] = reported(true, late).entrapments;
    expect(first?.afterwards).toEqual([]);
    expect(second).toMatchObject({ called: [], attended: { by: null }, releasedBy: null });
    expect(second?.afterwards.map(({ step: what, by }) => [what, by])).toEqual([
      ['called', 'Zhao'],
      ['released', 'Zhao'],
    ]);
    expect(page(true, 'en', late)).toContain('written down afterwards, 2026-11-08 09:30:00: called Zhao');
    expect(page(true, 'zh', late)).toContain('事后补记（2026-11-08 09:30:00）：通知 Zhao');
  });

  test('says nothing of the next entrapment, days later', () => {
    const days = 3 * 24 * 60;
    const next = [...late, rescue(days, 'called', 'Qian'), step(days + 60, 'none', 'confirmed', 'evidence')];
    const [, second, third] = reported(true, next).entrapments;
    expect(second?.afterwards).toHaveLength(2);
    expect(third?.called).toEqual([]);
  });

  test('nor does who was called about a suspicion that came to nothing', () => {
    const nothing = [
      step(100, 'none', 'suspected', 'evidence'),
      rescue(101, 'called', 'Sun'),
      step(102, 'suspected', 'none', 'empty'),
      step(400, 'none', 'suspected', 'evidence'),
      step(401, 'suspected', 'confirmed', 'evidence'),
    ];
    expect(reported(true, [...ROWS, ...nothing]).entrapments.at(-1)?.called).toEqual([]);
  });
});

describe('what somebody told of a suspicion', () => {
  const suspicion = step(200, 'none', 'suspected', 'evidence');

  test('people who were let out of it, and whom somebody came to, were trapped', () => {
    const letOut = [suspicion, rescue(201, 'called', 'Sun'), rescue(210, 'released', 'Sun')];
    const out = [...letOut, step(210, 'suspected', 'resolved', 'by-hand')];
    const at = (minutes: number) => expect.objectContaining({ utc: START + minutes * MINUTE });
    expect(reported(true, [...ROWS, ...out]).entrapments.at(-1)).toMatchObject({
      ...{ suspected: at(200), confirmed: at(210), resolved: at(210), releasedBy: 'Sun' },
      called: [{ by: 'Sun' }],
    });
    const came = [
      suspicion,
      rescue(205, 'attended', 'Qian'),
      step(205, 'suspected', 'attended', 'arrived'),
      step(212, 'attended', 'resolved', 'door-open'),
    ];
    expect(reported(true, [...ROWS, ...came]).entrapments.at(-1)).toMatchObject({
      ...{ suspected: at(200), attended: { at: at(205), by: 'Qian' }, resolved: at(212) },
    });
    // as an earlier version wrote it down
    const before = [...letOut, step(210, 'suspected', 'none', 'by-hand')];
    expect(reported(true, [...ROWS, ...before]).entrapments.at(-1)).toMatchObject({ resolved: at(210) });
  });

  test('nobody was, where somebody found the car empty', () => {
    const empty = [suspicion, rescue(203, 'checked', 'Li'), step(203, 'suspected', 'none', 'by-hand')];
    expect(reported(true, [...ROWS, ...empty]).entrapments).toHaveLength(2);
  });
});

test('people of whom no device told, and who were let out, stand on the paper as it was told; who was only called about does not', () => {
  const rows = [
    clockRow(START),
    rescue(5, 'called', 'Zhang'),
    rescue(2000, 'called', 'Wu'), // another day
    rescue(2010, 'attended', 'Wu'),
    rescue(2030, 'released', 'Wu'),
    rescue(5000, 'called', 'Qian'),
  ];
  const at = (minutes: number) => expect.objectContaining({ utc: START + minutes * MINUTE });
  expect(reported(true, rows).entrapments).toMatchObject([
    {
      ...{
        suspected: null,
        confirmed: at(2000),
        called: [{ by: 'Wu' }],
        attended: { at: at(2010), by: 'Wu' },
      },
      ...{ resolved: at(2030), releasedBy: 'Wu', cause: 'by-hand', basis: [] },
    },
  ]);
});

test('everybody who came stands on the paper, the first with the minutes; so does who found nobody in there', () => {
  const rows = [
    ...ROWS,
    step(200, 'none', 'confirmed', 'evidence'),
    rescue(205, 'attended', 'Qian'),
    rescue(205, 'attended', 'Qian'), // from a second phone
    rescue(206, 'attended', 'Sun'),
    step(206, 'confirmed', 'attended', 'arrived'),
    rescue(220, 'checked', 'Li Wei'),
    step(220, 'attended', 'resolved', 'by-hand'),
  ];
  expect(reported(true, rows).entrapments.at(-1)).toMatchObject({
    ...{ attended: { by: 'Qian' }, alsoCame: [{ by: 'Sun' }], releasedBy: 'Li Wei' },
  });
  expect(page(true, 'en', rows)).toContain('2026-11-08 11:25:00 Qian; 2026-11-08 11:26:00 Sun');
  expect(page(true, 'en', rows)).toMatch(/\(Li Wei\)/);
});
