import type { Instant } from '../../drivers/reading.ts';
import type { LogLine } from './faultLog.ts';
import type { LiftDevice, PointReadings } from './liftReadings.ts';

/**
 * When the fault log of a controller may be believed. It is read in several exchanges, and a fault written between two of
 * them shifts the lines under the reader: a reading counts when the next whole one says the same.
 */
export class LogWatch {
  readonly #points: readonly string[];
  #readTo: number | null = null; // every line was read after this (mono)
  #last: string | null = null;

  constructor({ profile }: LiftDevice) {
    this.#points = profile.points.flatMap(({ id, role }) => (role?.startsWith('lift.log.') ? [id] : []));
  }

  /** The log, where it was read as a whole just now and says what the whole reading before it said; else null. */
  settled(readings: PointReadings, lines: () => readonly LogLine[] | null): readonly LogLine[] | null {
    const read = this.#points.map((id): Instant | undefined => readings.get(id)?.at);
    const oldest = read.reduce(
      (least, at) => Math.min(least, at?.mono ?? Number.NEGATIVE_INFINITY),
      Infinity,
    );
    if (this.#points.length === 0 || !Number.isFinite(oldest)) return null;
    if (this.#readTo !== null && oldest <= this.#readTo) return null;
    this.#readTo = Math.max(...read.map((at) => at?.mono ?? oldest));
    const log = lines();
    const text = log === null ? null : JSON.stringify(log);
    const same = text !== null && text === this.#last;
    this.#last = text;
    return same ? log : null;
  }
}
