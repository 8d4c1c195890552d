import type { Reading } from '../../drivers/reading.ts';
import type { Alarm } from '../../gateway/control/alarm.ts';
import { type ControlAsk, type ControlClient, connectControl } from '../../gateway/control/client.ts';
import type { DeviceHealth, LineHealth } from '../../gateway/control/health.ts';
import type { ControlPush, GuardStatus } from '../../gateway/control/protocol.ts';
import type { Clock } from '../../gateway/core/clock.ts';

import type { Stream, StreamHead } from '../../gateway/telemetry/wire/model.ts';

/** What a person at `desk.sock` sees: the newest reading of every point, standing alarms, health of lines and devices. */
export class Desk {
  readonly readings = new Map<string, Reading>();
  readonly devices = new Map<string, DeviceHealth>();
  /** Devices that guard took for lost at some time. */
  readonly lost = new Set<string>();
  readonly lines = new Map<string, LineHealth>();
  alarms: readonly Alarm[] = [];
  heads: Readonly<Record<Stream, StreamHead>> | null = null;
  readonly #client: ControlClient;

  constructor(socket: string, clock: Clock) {
    this.#client = connectControl(socket, clock, {
      name: 'test desk',
      topics: ['readings', 'alarms', 'health', 'journal'],
      onPush: (push) => this.#hear(push),
    });
  }

  /** Whether guard answers. */
  get alive(): boolean {
    return this.#client.alive;
  }

  /** The answer's value; throws with guard's words when it refuses. */
  async ask(ask: ControlAsk): Promise<unknown> {
    const answer = await this.#client.request(ask);
    if (!answer.ok) throw new Error(`${answer.error.what}; ${answer.error.hint ?? ''}`);
    return answer.value;
  }

  async status(): Promise<GuardStatus> {
    return (await this.ask({ verb: 'status' })) as GuardStatus;
  }

  /** Value and quality of a point now, e.g. `[12.3, 'good']`; undefined before its first reading. */
  shows(point: string): [Reading['value'], Reading['quality']] | undefined {
    const reading = this.readings.get(point);
    return reading === undefined ? undefined : [reading.value, reading.quality];
  }

  /** The standing alarm of a rule. */
  alarm(rule: string): Alarm | undefined {
    return this.alarms.find((alarm) => alarm.rule === rule);
  }

  /** Forgets what it saw, so that only what is said from now on counts. */
  forget(): void {
    this.readings.clear();
    this.devices.clear();
    this.lines.clear();
    this.alarms = [];
    this.heads = null;
  }

  close(): Promise<void> {
    return this.#client.stop();
  }

  #hear(push: ControlPush): void {
    switch (push.push) {
      case 'readings':
        for (const reading of push.readings) this.readings.set(reading.point, reading);
        break;
      case 'alarms':
        this.alarms = push.alarms;
        break;
      case 'health':
        for (const device of push.devices) {
          this.devices.set(device.device, device);
          if (device.state === 'offline') this.lost.add(device.device);
        }
        for (const line of push.lines) this.lines.set(line.line, line);
        break;
      case 'journal':
        this.heads = push.heads;
        break;
    }
  }
}
