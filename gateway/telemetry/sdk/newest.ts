import type { AlarmEvent, Birth, EventBody, EventMessage, TelemetryMessage } from '../wire/model.ts';
import type { Dating } from './dating.ts';
import { type HistoryPlace, isLater, type Latest, lastValues } from './latest.ts';
import { LatestTable, type SavedLatest } from './latestTable.ts';
import { type LiftLatest, withLiftEvent } from './liftLatest.ts';

/** An alarm that is not normal, with the last step of its life. */
export type OpenAlarm = { readonly event: AlarmEvent & EventBody; readonly stamp: HistoryPlace };

export type SavedNewest = {
  readonly latest: SavedLatest;
  readonly alarms: readonly (readonly [occurrence: string, alarm: OpenAlarm])[];
  readonly closed: readonly (readonly [occurrence: string, stamp: HistoryPlace])[];
  readonly lifts: readonly (readonly [lift: string, latest: LiftLatest])[];
};

const MOST_CLOSED = 256;
const MOST_LIFTS = 64;

/** The newest word about every point, alarm and lift of a gateway, in whatever order the words come. */
export class Newest {
  readonly #dating: Dating;
  readonly #latest = new LatestTable();
  readonly #alarms = new Map<string, OpenAlarm>();
  readonly #closed = new Map<string, HistoryPlace>();
  readonly #lifts = new Map<string, LiftLatest>();

  constructor(dating: Dating) {
    this.#dating = dating;
  }

  get latest(): ReadonlyMap<string, Latest> {
    return this.#latest.toMap();
  }

  get alarms(): ReadonlyMap<string, OpenAlarm> {
    return this.#alarms;
  }

  get lifts(): ReadonlyMap<string, LiftLatest> {
    return this.#lifts;
  }

  /** Values of points that the current birth does not have are forgotten. */
  adopt({ channels }: Birth): void {
    this.#latest.adopt(channels);
  }

  telemetry(message: TelemetryMessage, { channels }: Birth): void {
    for (const [channel, value] of lastValues(message, channels))
      this.#latest.note(channel, value, this.#dating);
  }

  event({ epoch, seq, event }: EventMessage): void {
    const stamp = { epoch, seq, ...event.at };
    if (event.type === 'lift') {
      const lift = withLiftEvent(this.#lifts.get(event.lift), event, stamp, this.#dating);
      if (lift !== undefined) remember(this.#lifts, event.lift, lift, MOST_LIFTS);
    }
    if (event.type !== 'alarm') return;
    const known = this.#alarms.get(event.occurrence)?.stamp ?? this.#closed.get(event.occurrence);
    if (known !== undefined && !isLater(stamp, known, this.#dating)) return;
    this.#alarms.delete(event.occurrence);
    if (event.to !== 'A') this.#alarms.set(event.occurrence, { event, stamp });
    else remember(this.#closed, event.occurrence, stamp, MOST_CLOSED);
  }

  save(): SavedNewest {
    return {
      latest: this.#latest.save(),
      alarms: [...this.#alarms],
      closed: [...this.#closed],
      lifts: [...this.#lifts],
    };
  }

  /** After the current birth was adopted. */
  restore({ latest, alarms, closed, lifts }: SavedNewest): void {
    this.#latest.restore(latest);
    for (const [occurrence, alarm] of alarms) this.#alarms.set(occurrence, alarm);
    for (const [occurrence, stamp] of closed) this.#closed.set(occurrence, stamp);
    for (const [lift, known] of lifts) this.#lifts.set(lift, known);
  }
}

/** Puts an entry last and drops the first ones beyond `most`. */
export function remember<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const first of map.keys()) {
    if (map.size <= most) return;
    map.delete(first);
  }
}
