import type { Reading } from '../../drivers/reading.ts';
import type { DeviceHealth, LineHealth } from './health.ts';
import type { ControlPush } from './protocol.ts';
import { Spoken } from './spoken.ts';

/**
 * What waits to be told. Newer values take the place of older ones, so its size is bounded by the number of points, devices
 * and lines however long it waits.
 */
export class Outbox {
  readonly #readings = new Map<string, Reading>();
  readonly #devices = new Map<string, DeviceHealth>();
  readonly #lines = new Map<string, LineHealth>();
  readonly #latest = new Map<'alarms' | 'journal' | 'clock', Spoken>();

  add(spoken: Spoken<ControlPush>): void {
    const { push } = spoken;
    switch (push.push) {
      case 'readings':
        for (const reading of push.readings) this.#readings.set(reading.point, reading);
        return;
      case 'health':
        for (const device of push.devices) this.#devices.set(device.device, device);
        for (const line of push.lines) this.#lines.set(line.line, line);
        return;
      default:
        this.#latest.set(push.push, spoken);
    }
  }

  /** Everything but readings, clock and alarms first. */
  takeUrgent(): Spoken[] {
    const urgent = (['clock', 'alarms', 'journal'] as const).flatMap(
      (topic) => this.#latest.get(topic) ?? [],
    );
    this.#latest.clear();
    if (this.#devices.size + this.#lines.size > 0)
      urgent.push(
        new Spoken({
          push: 'health',
          devices: [...this.#devices.values()],
          lines: [...this.#lines.values()],
        }),
      );
    this.#devices.clear();
    this.#lines.clear();
    return urgent;
  }

  /** The newest reading of every point that changed since the last call; null: none did. */
  takeReadings(): Spoken | null {
    if (this.#readings.size === 0) return null;
    const readings = [...this.#readings.values()];
    this.#readings.clear();
    return new Spoken({ push: 'readings', readings });
  }
}
