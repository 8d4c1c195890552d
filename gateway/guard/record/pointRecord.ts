import { isBitTable } from '../../../drivers/image.ts';
import type { Quality } from '../../../drivers/quality.ts';
import { qualityClass } from '../../../drivers/quality.ts';
import type { PointValue, Reading } from '../../../drivers/reading.ts';
import type { Point } from '../../site/installation.ts';
import { type Aggregate, Aggregator } from './aggregate.ts';

/** What a channel did until `time` (mono), since its last one. */
export type Summed = { readonly time: number; readonly sums: Aggregate };

/** What becomes of a reading besides being counted: told at once, with the next part if one comes soon, with the next part, or not by itself. */
export type Telling = 'at-once' | 'soon' | 'with-next' | 'counted';

/**
 * What one point has to say. A quantity is summed up per report period; besides, it tells at once when its quality
 * changed or its value moved by the deadband. A state (boolean, text, enumeration, flags) tells every change. An
 * uncertain quantity is left out of min, mean and max, so each one beyond those already told in the period is told too:
 * gas above the range of its sensor must not vanish.
 *
 * What a lift does in its ordinary service (a point with `quietMs`) is told soon: a trip changes some thirty states within half a minute,
 * and its alarms go a way of their own.
 */
export class PointRecord {
  readonly channel: number;
  readonly #quantity: boolean;
  readonly #deadband: number;
  readonly #quietMs: number;
  readonly #still: number; // a span within which a quantity is said not to have moved
  #held: Summed | null = null;
  #changed = false; // its quality, in this period
  readonly #aggregator = new Aggregator();
  #quality: Quality | null = null;
  #told: PointValue = null;
  #uncertainLow = Number.POSITIVE_INFINITY;
  #uncertainHigh = Number.NEGATIVE_INFINITY;

  constructor(point: Point, channel: number) {
    this.channel = channel;
    this.#quantity = isQuantity(point);
    this.#deadband = point.deadband ?? Number.POSITIVE_INFINITY;
    this.#quietMs = point.quietMs ?? 0;
    this.#still = point.profile.accuracy ?? 0;
  }

  take({ value, quality }: Reading): Telling {
    if (this.#quantity) this.#aggregator.add(value, quality);
    const extreme = this.#isUncertainExtreme(value, quality);
    const turned = quality !== this.#quality;
    const moved = this.#moved(value);
    this.#changed ||= this.#quality !== null && turned;
    this.#quality = quality;
    if (!turned && !moved && !extreme) return 'counted';
    this.#told = value;
    if (turned || (moved && this.#quietMs === 0)) return 'at-once';
    return moved ? 'soon' : 'with-next';
  }

  /**
   * A period is over. None for a state, or when nothing was read. Periods in which a quantity that may be told seldom kept
   * still are told together; `all`: whatever is held back is told now.
   */
  close(end: number, periodMs: number, all = false): readonly Summed[] {
    this.#uncertainLow = Number.POSITIVE_INFINITY;
    this.#uncertainHigh = Number.NEGATIVE_INFINITY;
    const held = this.#held;
    const changed = this.#changed;
    this.#changed = false;
    const sums = this.#aggregator.close();
    const joined = sums === null ? held : { time: end, sums: both(held?.sums ?? null, sums) };
    if (joined === null) return [];
    this.#held = null;
    if (changed || !this.#isStill(joined.sums))
      return [held, sums === null ? null : { time: end, sums }].filter(isThere);
    if (all || crosses(end, periodMs, this.#quietMs)) return [joined];
    this.#held = joined;
    return [];
  }

  #isStill({ min, max, n }: Aggregate): boolean {
    if (this.#quietMs === 0) return false;
    return n === 0 || (max ?? 0) - (min ?? 0) <= this.#still;
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

function both(before: Aggregate | null, sums: Aggregate): Aggregate {
  const whole = new Aggregator(before);
  whole.join(sums);
  return whole.soFar() ?? sums;
}

/** A moment of the common grid lies in the period: what is held back by several points is told in one message. */
function crosses(end: number, periodMs: number, gridMs: number): boolean {
  return Math.floor(end / gridMs) > Math.floor((end - periodMs) / gridMs);
}

function isThere<T>(one: T | null): one is T {
  return one !== null;
}

/** A number that can be averaged. */
export function isQuantity({ profile }: Point): boolean {
  const { table, type, states, bits } = profile;
  return (
    !isBitTable(table) && type !== 'bool' && type !== 'string' && states === undefined && bits === undefined
  );
}
