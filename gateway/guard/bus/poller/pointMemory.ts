import { stepped } from '../../../../drivers/codec/channelStep.ts';
import { decodeBlock } from '../../../../drivers/codec/decodeBlock.ts';
import type { BlockRead } from '../../../../drivers/plan/blockRead.ts';
import { type Quality, qualityClass } from '../../../../drivers/quality.ts';
import type { Instant, PointValue, Reading } from '../../../../drivers/reading.ts';
import type { Device } from '../../../site/installation.ts';

/**
 * Turns what one device answers, or fails to answer, into readings. Remembers which points were already declared
 * lost, so that a loss is said once per kind and not with every poll; and the last good values, for a point that is
 * compensated by another.
 */
export class PointMemory {
  readonly #device: Device;
  readonly #units: Readonly<Record<string, string>>;
  readonly #values: Record<string, PointValue> = {};
  readonly #silenced = new Map<string, Quality>();

  constructor(device: Device) {
    this.#device = device;
    this.#units = Object.fromEntries(
      device.points
        .filter((point) => typeof point.profile.unit === 'object')
        .map((point) => [point.profile.id, point.unit]),
    );
  }

  /** Readings of a reply, of this quality where they are not worse: a sensor that warms up keeps its value. */
  heard(
    read: BlockRead,
    values: readonly number[],
    at: Instant,
    atMost: 'good' | 'warm-up' | 'out-of-spec',
  ): Reading[] {
    const { id, parameters, baseline } = this.#device;
    const context = { parameters, units: this.#units, values: this.#values };
    const decimals = new Map(read.points.map((point) => [point.id, point.decimals]));
    return decodeBlock(read, values, context).map(({ pointId, value, quality, raw }) => {
      this.#values[pointId] = value;
      this.#silenced.delete(pointId);
      const zero = baseline[pointId] ?? 0;
      return {
        point: `${id}/${pointId}`,
        value: typeof value === 'number' ? stepped(value - zero, decimals.get(pointId) ?? 9) : value,
        quality: atMost !== 'good' && qualityClass(quality) !== 'bad' ? atMost : quality,
        at,
        raw,
      };
    });
  }

  /** Declares points lost: null with the reason, for those that were not already lost for the same reason. */
  silence(pointIds: Iterable<string>, quality: Quality, at: Instant): Reading[] {
    const readings: Reading[] = [];
    for (const pointId of pointIds) {
      if (this.#silenced.get(pointId) === quality) continue;
      this.#silenced.set(pointId, quality);
      this.#values[pointId] = null;
      readings.push({ point: `${this.#device.id}/${pointId}`, value: null, quality, at });
    }
    return readings;
  }
}
