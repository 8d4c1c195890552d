import type { Reading } from '../../drivers/reading.ts';
import type { DeviceHealth, LineHealth } from '../bus/types.ts';
import type { ControlPush } from '../control/protocol.ts';
import type { Problem } from '../core/result.ts';

/** What stands now, for those who ask or have just connected: one entry per point, device and line. */
export class Board {
  readonly #readings = new Map<string, Reading>();
  readonly devices = new Map<string, DeviceHealth>();
  readonly lines = new Map<string, LineHealth>();
  readonly problems: Problem[] = [];

  take(readings: readonly Reading[]): void {
    for (const reading of readings) this.#readings.set(reading.point, reading);
  }

  /** A changed site: what is gone must not be shown for ever. */
  forget(): void {
    this.#readings.clear();
    this.devices.clear();
    this.lines.clear();
  }

  /** Notes a problem that stands until the next start; the same one is noted once. */
  note(problem: Problem): void {
    const known = this.problems.some(({ code, where }) => code === problem.code && where === problem.where);
    if (!known) this.problems.push(problem);
  }

  readings(): ControlPush {
    return { push: 'readings', readings: [...this.#readings.values()] };
  }

  health(): ControlPush {
    return { push: 'health', devices: [...this.devices.values()], lines: [...this.lines.values()] };
  }
}
