import type { LiftStatuses } from '../../control/liftStatuses.ts';
import type { Clock } from '../../core/clock.ts';
import { type GbtStatus, gbtEvents } from '../../lift/gbt24476.ts';

export type LiftStatusTellerOptions = {
  readonly clock: Clock;
  readonly connected: () => boolean;
  /** Leaves a retained document on a topic of the gateway. */
  readonly retain: (topic: string, payload: Uint8Array) => void;
  /** Says something once. */
  readonly say: (topic: string, payload: Uint8Array) => void;
};

/** Unchanged, it is said again: who hears nothing for longer knows that nobody watches. */
const AGAIN_MS = 60_000;
/** Events that wait for a connection, of one lift; the journal has all of them. Engineering. */
const MOST_WAITING = 50;

type One = {
  told: string; // what was said last, without its time
  toldAt: number;
  status: GbtStatus | null; // the last one that is known
  readonly waiting: Uint8Array[]; // events, oldest first
};

/**
 * The status records of GB/T 24476-2017 as JSON, for platforms of authorities: `gbt24476/<lift>` retained, on every change
 * and every minute; `gbt24476/<lift>/event` for each event (40 to 47, 90) when it comes. What stands is in the record; an
 * event that came without a connection is said when there is one.
 */
export class LiftStatusTeller {
  readonly #options: LiftStatusTellerOptions;
  readonly #lifts = new Map<string, One>();

  constructor(options: LiftStatusTellerOptions) {
    this.#options = options;
  }

  /** A new connection: the broker may have forgotten everything. */
  again(): void {
    for (const one of this.#lifts.values()) one.told = '';
  }

  /** How the lifts stand now. */
  take({ lifts, source, confidence }: LiftStatuses): void {
    const { clock, connected, retain, say } = this.#options;
    const now = clock.mono();
    for (const gone of [...this.#lifts.keys()].filter((id) => !lifts.some(({ lift }) => lift === id)))
      this.#lifts.delete(gone);
    for (const { lift, status, withoutCode } of lifts) {
      const one = this.#of(lift);
      for (const code of gbtEvents(one.status, status))
        one.waiting.push(
          json({
            Identification_Number: status.Identification_Number,
            Time_Stamps: status.Time_Stamps,
            Message_Code: code,
            Car_Position: status.Car_Position,
          }),
        );
      one.waiting.splice(0, one.waiting.length - MOST_WAITING);
      one.status = status;
      if (!connected()) continue;
      for (const event of one.waiting.splice(0)) say(`gbt24476/${lift}/event`, event);
      const { Time_Stamps: _, ...rest } = status;
      const shown = JSON.stringify([rest, withoutCode]);
      if (shown === one.told && now - one.toldAt < AGAIN_MS) continue;
      one.told = shown;
      one.toldAt = now;
      retain(
        `gbt24476/${lift}`,
        json({ standard: 'GB/T 24476-2017', source, confidence, ...status, withoutCode }),
      );
    }
  }

  #of(lift: string): One {
    const one = this.#lifts.get(lift) ?? { told: '', toldAt: 0, status: null, waiting: [] };
    this.#lifts.set(lift, one);
    return one;
  }
}

function json(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
