import type { PastRows } from '../../journal/read/pastRows.ts';
import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import { dayRecord } from '../../reports/lift/dayRecord.ts';
import { floorText } from '../../reports/lift/findingShown.ts';
import { decodeEvent, type LiftHappening, liftHappening } from '../../telemetry/index.ts';
import type { LiftTravel, TravelRow } from '../http/api/liftsApi.ts';
import type { DeskJournal } from './deskJournal.ts';

const ROWS_A_TURN = 100;
const MOST_TRIPS = 50;
const MOST_DAYS = 31;
/** So many rows are looked at: a lift that stands still must not cost a reading of the whole journal. */
const MOST_LOOKED_AT = 20_000;

/** The last trips of a lift, newest first. `floors`: what is written at each of them. */
export async function tripsOf(
  journal: DeskJournal,
  rows: PastRows,
  { lift, floors }: { readonly lift: string; readonly floors: Readonly<Record<number, string>> },
): Promise<LiftTravel> {
  const trips: TravelRow[] = [];
  const whole = await backwards(rows, lift, (happening) => {
    if (happening.what !== 'trip') return true;
    const [boot, mono] = happening.started;
    const { utc, quality } = journal.date({ boot, mono });
    trips.push({
      ...{ utc, sure: quality === 'ntp' || quality === 'holdover' },
      from: floorText(happening.from, floors),
      to: floorText(happening.to, floors),
      ...{ durationMs: happening.durationMs, atLanding: happening.atLanding },
    });
    return trips.length < MOST_TRIPS;
  });
  return { trips, more: !whole };
}

/** The days of a lift that the journal has, oldest first: for as long as guard, which knows them too, does not answer. */
export async function recordedDays(rows: PastRows, lift: string): Promise<readonly DailyRecord[]> {
  const days = new Map<string, DailyRecord>();
  await backwards(rows, lift, (happening) => {
    const record = happening.what === 'day' ? dayRecord(happening.record) : null;
    if (record !== null && !days.has(record.day)) days.set(record.day, record);
    return days.size < MOST_DAYS;
  });
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** What a lift did, newest first, while `take` wants more. @returns whether the journal has no older one */
async function backwards(
  rows: PastRows,
  lift: string,
  take: (happening: LiftHappening) => boolean,
): Promise<boolean> {
  let next = (rows.extent('event')?.last ?? 0) + 1;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += ROWS_A_TURN) {
    const seqs = rows.eventsBefore(next, ROWS_A_TURN);
    const lowest = seqs.at(-1);
    if (lowest === undefined) return true;
    for (const row of rows.events(lowest, seqs.length).toReversed()) {
      const event = row.seq < next ? decodeEvent(row.body) : null;
      if (!event?.ok || event.value.type !== 'lift' || event.value.lift !== lift) continue;
      const happening = liftHappening(event.value);
      if (happening !== null && !take(happening)) return false;
    }
    next = lowest;
    await new Promise(setImmediate);
  }
  return false;
}
