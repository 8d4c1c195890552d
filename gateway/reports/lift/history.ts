import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import { Dating, type LiftHappening, type LiftInstant, liftHappening } from '../../telemetry/index.ts';
import type { ClockQuality, EventBody, WireText } from '../../telemetry/wire/model.ts';
import { type AlarmLife, alarmLives } from './alarmLives.ts';
import { dayRecord } from './dayRecord.ts';
import type { Stamp } from './stamp.ts';

/**
 * What a history is made of. The others are many and told by the days (door cycles), or told elsewhere (dossiers): a
 * year of them would not fit into a small board.
 */
export const TOLD: ReadonlySet<string> = new Set<LiftHappening['what']>([
  ...(['trip', 'trips-unseen', 'doors-unseen', 'fault-on', 'fault-off', 'fault-missed'] as const),
  ...(['entrapment', 'visit', 'visit-begun', 'comm-lost', 'comm-back', 'test', 'power', 'day'] as const),
  ...(['rescue', 'sensor-fault', 'condition'] as const),
]);

/** One thing that a lift did or suffered, and when it was written down. */
export type Entry = { readonly happening: LiftHappening; readonly at: Stamp };

/** What a journal tells of one lift, of the kinds in `TOLD`, oldest first. `days`: each day once. */
export type LiftHistory = {
  readonly lift: string;
  readonly name: WireText;
  readonly entries: readonly Entry[];
  readonly days: readonly DailyRecord[];
  /** Its alarms, each with its life, in the order in which they came. */
  readonly alarms: readonly AlarmLife[];
  /** When another moment of its entries was. */
  date(moment: LiftInstant): Stamp;
};

/** The histories of all lifts that these rows tell of, in the order of their ids. */
export function historiesOf(rows: readonly EventBody[]): LiftHistory[] {
  const clocks = new Clocks(rows);
  const alarms = rows.filter((row) => row.type === 'alarm');
  const lifts = new Map<string, { name: WireText; entries: Entry[] }>();
  let after: number | null = null;
  for (const row of rows) {
    const { utc, unsure } = clocks.date(row.at);
    if (utc !== null) after = Math.max(after ?? utc, utc);
    const happening = row.type === 'lift' && TOLD.has(row.what) ? liftHappening(row) : null;
    if (row.type !== 'lift' || happening === null) continue;
    const entries = lifts.get(row.lift)?.entries ?? [];
    entries.push({ happening, at: { utc, unsure, after: utc === null ? after : null } });
    lifts.set(row.lift, { name: row.liftName, entries });
  }
  return [...lifts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([lift, { name, entries }]) => ({
      ...{ lift, name },
      entries: entries.toSorted((a, b) => orderOf(a) - orderOf(b)),
      days: daysOf(entries),
      alarms: alarmLives(
        alarms.filter(({ device }) => device === lift),
        (at) => ({ ...clocks.date(at), after: null }),
      ),
      date: ([boot, mono]: LiftInstant) => ({ ...clocks.date({ boot, mono }), after: null }),
    }));
}

/** What was told upstream before the disk took it is written down late. */
function orderOf({ at }: Entry): number {
  return at.utc ?? at.after ?? 0;
}

function daysOf(entries: readonly Entry[]): DailyRecord[] {
  const days = new Map<string, DailyRecord>();
  for (const { happening } of entries) {
    if (happening.what !== 'day') continue;
    const record = dayRecord(happening.record);
    if (record === null) continue;
    const known = days.get(record.day);
    if (known === undefined || watchedMs(known) <= watchedMs(record)) days.set(record.day, record);
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

function watchedMs({ availability: { upMs, downMs }, inspectionMs }: DailyRecord): number {
  return upMs + downMs + inspectionMs;
}

/** The clock rows of each boot: one that comes late dates what was written before it. */
class Clocks {
  readonly #boots = new Map<string, Dating>();

  constructor(rows: readonly EventBody[]) {
    for (const row of rows) {
      if (row.type !== 'clock') continue;
      const dating = this.#boots.get(row.boot) ?? new Dating();
      dating.learn(row.boot, row.time);
      this.#boots.set(row.boot, dating);
    }
  }

  date(at: { readonly boot: string; readonly mono: number }): { utc: number | null; unsure: boolean } {
    const dated = this.#boots.get(at.boot)?.date(at);
    return { utc: dated?.utc ?? null, unsure: dated !== undefined && !SURE.includes(dated.quality) };
  }
}

const SURE: readonly ClockQuality[] = ['ntp', 'holdover'];
