import type { Reading } from '../../drivers/reading.ts';
import type { DeviceHealth, LineHealth } from '../control/health.ts';

import type { ControlPush } from '../control/protocol.ts';
import type { Problem } from '../core/result.ts';

/** What stands now, for those who ask or have just connected: one entry per point, device and line. */
export class Board {
  readonly #readings = new Map<string, Reading>();
  readonly devices = new Map<string, DeviceHealth>();
  readonly lines = new Map<string, LineHealth>();
  problems: readonly Problem[] = [];
  /** Whether any problem stands; called whenever one came or went. */
  onProblems: (stand: boolean) => void = () => {};
  /** A line was opened or lost, or says how busy it is. */
  onLine: (health: LineHealth) => void = () => {};

  take(readings: readonly Reading[]): void {
    for (const reading of readings) this.#readings.set(reading.point, reading);
  }

  /** A changed site: what is gone must not be shown for ever. */
  forget(): void {
    this.#readings.clear();
    this.devices.clear();
    this.lines.clear();
  }

  device(health: DeviceHealth): ControlPush {
    this.devices.set(health.device, health);
    return { push: 'health', devices: [health], lines: [] };
  }

  line(health: LineHealth): ControlPush {
    this.lines.set(health.line, health);
    this.onLine(health);
    return { push: 'health', devices: [], lines: [health] };
  }

  /** Notes a problem that stands until it is mended; the same one is noted once. */
  note(problem: Problem): void {
    const known = this.problems.some(({ code, where }) => code === problem.code && where === problem.where);
    if (known) return;
    this.problems = [...this.problems, problem];
    this.onProblems(true);
  }

  /** Problems whose code begins so are over. */
  mended(codePrefix: string): void {
    this.problems = this.problems.filter(({ code }) => !code.startsWith(codePrefix));
    this.onProblems(this.problems.length > 0);
  }

  readings(): ControlPush {
    return { push: 'readings', readings: [...this.#readings.values()] };
  }

  health(): ControlPush {
    return { push: 'health', devices: [...this.devices.values()], lines: [...this.lines.values()] };
  }
}
