import type { Reading } from '../../drivers/reading.ts';
import type { DeviceHealth, LineHealth } from '../control/health.ts';
import type { ControlPush } from '../control/protocol.ts';
import type { Problem } from '../core/result.ts';
import type { Installation } from '../site/installation.ts';

/** How everything is now, for those who ask or have just connected: one entry per point, device and line. */
export class StatusBoard {
  readonly #readings = new Map<string, Reading>();
  readonly devices = new Map<string, DeviceHealth>();
  readonly lines = new Map<string, LineHealth>();
  #problems: readonly Problem[] = [];

  take(readings: readonly Reading[]): void {
    for (const reading of readings) this.#readings.set(reading.point, reading);
  }

  /** A changed site: what is gone must not be shown for ever; what is still there stays. `anew`: lines that begin again. */
  adopt({ points, devices, lines }: Installation, anew: readonly string[]): void {
    const known = new Set(lines.map(({ id }) => id));
    keep(this.#readings, (point) => points.has(point));
    keep(this.lines, (line) => known.has(line) && !anew.includes(line));
    keep(this.devices, (id) => {
      const device = devices.get(id);
      return device !== undefined && !anew.includes(device.lineId);
    });
  }

  device(health: DeviceHealth): ControlPush {
    this.devices.set(health.device, health);
    return { push: 'health', devices: [health], lines: [] };
  }

  line(health: LineHealth): ControlPush {
    this.lines.set(health.line, health);
    return { push: 'health', devices: [], lines: [health] };
  }

  /** Problems of the gateway itself that stand. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Notes a problem that stands until it is mended; the same one is noted once. */
  note(problem: Problem): void {
    const known = this.#problems.some(({ code, where }) => code === problem.code && where === problem.where);
    if (!known) this.#problems = [...this.#problems, problem];
  }

  /** Problems whose code begins so are over; of one place where it is given. */
  mended(codePrefix: string, place?: string): void {
    this.#problems = this.#problems.filter(
      ({ code, where }) => !code.startsWith(codePrefix) || (place !== undefined && where !== place),
    );
  }

  /** What was read of a point last. */
  reading(point: string): Reading | undefined {
    return this.#readings.get(point);
  }

  readings(): ControlPush {
    return { push: 'readings', readings: [...this.#readings.values()] };
  }

  health(): ControlPush {
    return { push: 'health', devices: [...this.devices.values()], lines: [...this.lines.values()] };
  }
}

function keep<V>(map: Map<string, V>, wanted: (key: string) => boolean): void {
  for (const key of map.keys()) if (!wanted(key)) map.delete(key);
}
