import type { JournalHistory } from '../history/journalHistory.ts';
import { OPCUA_CAPS } from '../server/caps.ts';

/** So many events are looked through for one answer; a client goes on where it ended. */
const EVENTS_PER_ANSWER = 5_000;
const EVENTS_AT_ONCE = 500;

/**
 * Steps of alarms below the sequence `before`, newest first, as the journal has them, each as JSON with its date (Unix ms,
 * null where nobody knows). `next`: where to go on; null at the beginning of the journal.
 */
export async function pastAlarms(
  history: JournalHistory,
  before: number | null,
  count: number,
): Promise<{ readonly alarms: readonly string[]; readonly next: number | null }> {
  if ((await history.open()) === null) return { alarms: [], next: null };
  const alarms: string[] = [];
  let next = before;
  let bytes = 0;
  for (let looked = 0; looked < EVENTS_PER_ANSWER; looked += EVENTS_AT_ONCE) {
    const page = history.eventsBefore(next, EVENTS_AT_ONCE);
    for (const { seq, event, utc } of page.events) {
      if (event.type !== 'alarm') continue;
      const alarm = JSON.stringify({ seq, utc, ...event });
      bytes += Buffer.byteLength(alarm);
      if (alarms.length > 0 && bytes > OPCUA_CAPS.pastBytes) return { alarms, next: seq + 1 };
      alarms.push(alarm);
      if (alarms.length >= count) return { alarms, next: seq };
    }
    next = page.next;
    if (next === null) break;
  }
  return { alarms, next };
}
