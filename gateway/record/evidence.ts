import type { Reading } from '../../drivers/reading.ts';
import type { Installation } from '../site/installation.ts';
import type { Part } from '../telemetry/model.ts';
import { channelIndex } from './birth.ts';
import type { ChannelTable } from './channels.ts';
import { SampleRows } from './sampleRows.ts';

const WINDOW_MS = 60_000;
/** Memory is bounded by this many samples a point, however fast it is read. */
const MOST_SAMPLES = 1_200;

/**
 * The last minute of every point at full rate, in memory: what led to an alarm. Bounded in time and in number; a point
 * that is read more often than 20 times a second is remembered for less than a minute.
 */
export class EvidenceRing {
  readonly #channels: ChannelTable;
  readonly #byDevice: ReadonlyMap<string, readonly string[]>;
  readonly #rings = new Map<string, Ring>();

  constructor({ devices, points }: Pick<Installation, 'devices' | 'points'>, channels: ChannelTable) {
    this.#channels = channels;
    this.#byDevice = new Map(
      [...devices.values()].map((device) => [device.id, device.points.map(({ id }) => id)]),
    );
    for (const point of points.values()) {
      const most = Math.min(MOST_SAMPLES, Math.ceil(WINDOW_MS / point.periodMs) + 2);
      this.#rings.set(point.id, new Ring(most));
    }
  }

  accept(readings: readonly Reading[]): void {
    for (const reading of readings) this.#rings.get(reading.point)?.push(reading);
  }

  /**
   * The samples of a point, or of all points of a device, in the minute up to `now`; null when there is none. They stay
   * in memory: two alarms may need the same.
   */
  takeEvidence(pointOrDevice: string, now: number): Part | null {
    const points = this.#byDevice.get(pointOrDevice) ?? [pointOrDevice];
    const readings = points
      .flatMap((point) => this.#rings.get(point)?.all() ?? [])
      .filter(({ at }) => at.mono > now - WINDOW_MS && at.mono <= now)
      .toSorted((a, b) => a.at.mono - b.at.mono);
    const rows = new SampleRows();
    rows.add(readings.map((reading) => ({ channel: channelIndex(this.#channels, reading.point), reading })));
    const [first, last] = rows.span;
    if (rows.empty) return null;
    return { from: first - 1, to: Math.max(last, Math.round(now)), samples: rows.take(), reports: [] };
  }
}

/** The newest `most` readings. */
class Ring {
  readonly #most: number;
  readonly #slots: Reading[] = [];
  #next = 0;

  constructor(most: number) {
    this.#most = most;
  }

  push(reading: Reading): void {
    this.#slots[this.#next] = reading;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** In no particular order. */
  all(): readonly Reading[] {
    return this.#slots;
  }
}
