import { isBitTable } from '../../../drivers/image.ts';
import type { Quality } from '../../../drivers/quality.ts';
import { qualityClass } from '../../../drivers/quality.ts';
import type { PointValue, Reading } from '../../../drivers/reading.ts';
import type { Point } from '../../site/installation.ts';
import { type Aggregate, Aggregator } from './aggregate.ts';

/** What becomes of a reading besides being counted: told at once, told with the next part, or not by itself. */
export type Telling = 'at-once' | 'soon' | 'counted';

/**
 * What one point has to say. A quantity is summed up per report period; besides, it tells at once when its quality
 * changed or its value moved by the deadband. A state (boolean, text, enumeration, flags) tells every change. An
 * uncertain quantity is left out of min, mean and max, so each one beyond those already told in the period is told too:
 * gas above the range of its sensor must not vanish.
 */
export class PointRecord {
  readonly channel: number;
  readonly #quantity: boolean;
  readonly #deadband: number;
  readonly #aggregator = new Aggregator();
  #quality: Quality | null = null;
  #told: PointValue = null;
  #uncertainLow = Number.POSITIVE_INFINITY;
  #uncertainHigh = Number.NEGATIVE_INFINITY;

  constructor(point: Point, channel: number) {
    this.channel = channel;
    this.#quantity = isQuantity(point);
    this.#deadband = point.deadband ?? Number.POSITIVE_INFINITY;
  }

  take({ value, quality }: Reading): Telling {
    if (this.#quantity) this.#aggregator.add(value, quality);
    const extreme = this.#isUncertainExtreme(value, quality);
    const urgent = quality !== this.#quality || this.#moved(value);
    this.#quality = quality;
    if (!urgent && !extreme) return 'counted';
    this.#told = value;
    return urgent ? 'at-once' : 'soon';
  }

  /** What it did since the last call; null for a state, or when nothing was read. */
  close(): Aggregate | null {
    this.#uncertainLow = Number.POSITIVE_INFINITY;
    this.#uncertainHigh = Number.NEGATIVE_INFINITY;
    return this.#aggregator.close();
  }

  #moved(value: PointValue): boolean {
    if (value === null) return false;
    if (!this.#quantity) return value !== this.#told;
    return (
      typeof value === 'number' &&
      typeof this.#told === 'number' &&
      Math.abs(value - this.#told) >= this.#deadband
    );
  }

  #isUncertainExtreme(value: PointValue, quality: Quality): boolean {
    if (!this.#quantity || typeof value !== 'number' || qualityClass(quality) !== 'uncertain') return false;
    if (value >= this.#uncertainLow && value <= this.#uncertainHigh) return false;
    this.#uncertainLow = Math.min(this.#uncertainLow, value);
    this.#uncertainHigh = Math.max(this.#uncertainHigh, value);
    return true;
  }
}

/** A number that can be averaged. */
export function isQuantity({ profile }: Point): boolean {
  const { table, type, states, bits } = profile;
  return (
    !isBitTable(table) && type !== 'bool' && type !== 'string' && states === undefined && bits === undefined
  );
}
