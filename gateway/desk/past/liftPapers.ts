import type { PastRows } from '../../journal/read/pastRows.ts';
import type { EventRow } from '../../journal/types.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { historiesOf, TOLD } from '../../reports/lift/history.ts';
import { liftPaper, type Reader } from '../../reports/lift/papers/liftPaper.ts';
import { paperPage } from '../../reports/lift/papers/paperPage.ts';
import { goneEventsOf, openBeside } from '../../reports/lift/readHistory.ts';
import { type Installation, type Lift, statusUplinks } from '../../site/installation.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import { decodeEvent } from '../../telemetry/index.ts';
import type { EventBody } from '../../telemetry/wire/model.ts';
import type { Language } from '../../text/language.ts';

const ROWS_A_TURN = 100;
const BYTES_A_TURN = 16 * 1024;

type LiftPast = { readonly told: readonly EventBody[]; readonly goneEvents: number };

/** For whom, in which language, of which month (YYYY-MM; without: the last one that has a day), and when (Unix ms). */
export type PaperAsked = {
  readonly reader: Reader;
  readonly language: Language;
  readonly month: string | undefined;
  readonly made: number | null;
};

/**
 * The paper of a lift for one reader, as one HTML page, from the journals alone; null where that tells nothing of the lift.
 * The journal is read in small turns, so that nobody waits for it.
 */
export async function paperOf(
  rows: PastRows,
  lift: Lift,
  installation: Installation,
  { reader, language, month, made }: PaperAsked,
): Promise<string | null> {
  const { gateway } = installation;
  const { id } = lift.device;
  const beside = await toldBeside(rows, id);
  const here = await toldIn((from) => rows.events(from, ROWS_A_TURN), id);
  const history = historiesOf([...beside.told, ...here]).find((one) => one.lift === id);
  if (history === undefined) return null;
  const times = new CivilTimes(gateway.timeZone);
  const about = {
    ...{ gateway: gateway.id, gatewayName: gateway.name ?? null, lift: lift.device.id },
    ...{ name: lift.device.name, registration: lift.registration, labels: lift.labels },
    place: lift.device.place ?? gateway.place ?? null,
    pushedBy: statusUplinks(installation),
  };
  const of = month ?? history.days.at(-1)?.day.slice(0, 7) ?? (made === null ? null : times.month(made));
  if (of === null) return null;
  const paper = liftPaper(about, history, of, {
    goneEvents: rows.goneEvents() + beside.goneEvents,
    today: made === null ? null : times.day(made),
    monthOf: (utc) => times.month(utc),
    dayOf: (utc) => times.day(utc),
  });
  const faults = new FaultNames(shippedLiftTables());
  return paperPage(reader, paper, { language, times, faults, made });
}

/** What the journals beside this one tell of the lift, set aside or spare; and how many of their rows are gone. */
async function toldBeside({ file, gateway }: PastRows, lift: string): Promise<LiftPast> {
  const told: EventBody[] = [];
  let goneEvents = 0;
  for (const one of openBeside(file, gateway))
    try {
      told.push(...(await toldIn((from) => one.events(from, BYTES_A_TURN), lift)));
      goneEvents += goneEventsOf(one);
    } finally {
      one.close();
    }
  return { told, goneEvents };
}

/**
 * What papers are made of, of the events of one journal: all but the single trips, which the days have counted. `turn`: the
 * next rows from a number on; none: that was all.
 */
async function toldIn(
  turn: (from: number) => readonly Pick<EventRow, 'seq' | 'body'>[],
  lift: string,
): Promise<EventBody[]> {
  const told: EventBody[] = [];
  for (let from = 1; ; ) {
    const rows = turn(from);
    const last = rows.at(-1);
    if (last === undefined) return told;
    for (const { body } of rows) {
      const event = decodeEvent(body);
      if (event.ok && isWanted(event.value, lift)) told.push(event.value);
    }
    from = last.seq + 1;
    await new Promise(setImmediate);
  }
}

function isWanted(event: EventBody, lift: string): boolean {
  if (event.type === 'clock') return true;
  if (event.type === 'alarm') return event.device === lift;
  return event.type === 'lift' && event.lift === lift && event.what !== 'trip' && TOLD.has(event.what);
}
