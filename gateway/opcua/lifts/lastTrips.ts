import { liftHappening } from '../../telemetry/index.ts';
import type { JournalHistory } from '../history/journalHistory.ts';

/** A trip as it stands in the journal. `started`: Unix ms; null: nobody knows. */
export type LiftTrip = {
  readonly started: number | null;
  readonly from: number;
  readonly to: number;
  readonly durationMs: number;
  readonly vmaxMmS: number;
};

const TRIPS_SHOWN = 20;
/** So many events are looked through for them. */
const EVENTS = 1_000;

/** The last trips of each lift, newest last, as far as the newest events of the journal tell. */
export async function lastTrips(history: JournalHistory): Promise<ReadonlyMap<string, readonly LiftTrip[]>> {
  const trips = new Map<string, LiftTrip[]>();
  if ((await history.open()) === null) return trips;
  for (const { event } of history.eventsBefore(null, EVENTS).events) {
    if (event.type !== 'lift' || event.what !== 'trip') continue;
    const happening = liftHappening(event);
    const known = trips.get(event.lift) ?? [];
    trips.set(event.lift, known);
    if (happening?.what !== 'trip' || known.length >= TRIPS_SHOWN) continue;
    const [boot, mono] = happening.started;
    const { from, to, durationMs, vmaxMmS } = happening;
    known.unshift({ started: history.date({ boot, mono }), from, to, durationMs, vmaxMmS });
  }
  return trips;
}
