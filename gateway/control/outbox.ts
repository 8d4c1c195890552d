import type { Reading } from '../../drivers/reading.ts';
import type { DeviceHealth, LineHealth } from './health.ts';

import type { ControlPush } from './protocol.ts';
import type { VolatilePush } from './volatilePush.ts';

/** What can be conflated: of these a late reader needs the newest only. Alarms and volatile events are told one by one. */
export type LatestPush = Exclude<ControlPush, { push: 'alarms' | 'volatile' }>;
export type AlarmsPush = Extract<ControlPush, { push: 'alarms' }>;
export type QueuedPush = AlarmsPush | VolatilePush;

const READINGS_PER_LINE = 200;
const QUEUED_PER_LINE = 100;

/**
 * What waits for one subscriber. Newer values take the place of older ones, so its size is bounded by the number of
 * points, devices and lines however long the subscriber sleeps.
 */
export class Outbox {
  readonly #readings = new Map<string, Reading>();
  readonly #devices = new Map<string, DeviceHealth>();
  readonly #lines = new Map<string, LineHealth>();
  #journal: LatestPush | null = null;
  #clock: LatestPush | null = null;

  add(push: LatestPush): void {
    switch (push.push) {
      case 'readings':
        for (const reading of push.readings) this.#readings.set(reading.point, reading);
        return;
      case 'health':
        for (const device of push.devices) this.#devices.set(device.device, device);
        for (const line of push.lines) this.#lines.set(line.line, line);
        return;
      case 'journal':
        this.#journal = push;
        return;
      case 'clock':
        this.#clock = push;
    }
  }

  /** Everything but readings: these go out as soon as the socket takes them. */
  takeUrgent(): LatestPush[] {
    const pushes: LatestPush[] = [];
    if (this.#clock !== null) pushes.push(this.#clock);
    if (this.#journal !== null) pushes.push(this.#journal);
    if (this.#devices.size + this.#lines.size > 0)
      pushes.push({ push: 'health', devices: [...this.#devices.values()], lines: [...this.#lines.values()] });
    this.#clock = null;
    this.#journal = null;
    this.#devices.clear();
    this.#lines.clear();
    return pushes;
  }

  /** The newest reading of every point that changed since the last call. */
  takeReadings(): LatestPush[] {
    const readings = [...this.#readings.values()];
    this.#readings.clear();
    return pieces(readings, READINGS_PER_LINE).map((part) => ({ push: 'readings', readings: part }));
  }
}

/** Cuts what is told one by one into lines of a bearable length. */
export function queuedLines(push: QueuedPush): readonly QueuedPush[] {
  if (push.push === 'alarms') return alarmLines(push);
  return pieces(push.events, QUEUED_PER_LINE).map((events) => ({ push: 'volatile', events }));
}

/** Cuts a long alarm list into lines; only the first of a snapshot says `snapshot`, the others add to it. */
export function alarmLines(push: AlarmsPush): AlarmsPush[] {
  if (push.alarms.length <= QUEUED_PER_LINE) return [push];
  return pieces(push.alarms, QUEUED_PER_LINE).map((alarms, index) => ({
    push: 'alarms',
    alarms,
    snapshot: push.snapshot && index === 0,
  }));
}

function pieces<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let at = 0; at < items.length; at += size) result.push(items.slice(at, at + size));
  return result;
}
