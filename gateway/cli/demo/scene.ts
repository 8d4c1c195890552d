import type { Reading } from '../../../drivers/reading.ts';
import type { Alarm } from '../../control/alarm.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import type { DeviceHealth, LineHealth } from '../../control/health.ts';
import type { LiftScreen } from '../../control/liftScreen.ts';
import type { ControlPush } from '../../control/protocol.ts';

import type { GatewayTotals, ListenerUpdate } from '../../platform/listen/listener.ts';
import { messageLines } from '../../platform/listen/text.ts';
import type { Language } from '../../text/language.ts';
import { Cabinet } from './cabinet.ts';

/** Everything the demonstration shows: the gateway as its control socket tells it, the platform as it receives. */
export class Scene {
  readonly readings = new Map<string, Reading>();
  readonly devices = new Map<string, DeviceHealth>();
  /** Devices that guard took for lost at some time. */
  readonly lost = new Set<string>();
  readonly lines = new Map<string, LineHealth>();
  alarms: readonly Alarm[] = [];
  readonly cabinet = new Cabinet();
  /** What stands, who is heard and why, and how the lifts are, as guard last answered. */
  screen: AlarmScreen | null = null;
  lifts: LiftScreen | null = null;
  /** What the last key did. */
  said = '';
  network: 'up' | 'cut' = 'up';
  /** The platform's latest words, oldest first. */
  readonly arrivals: string[] = [];
  totals: GatewayTotals | null = null;
  /** Seconds from the start to the first decoded reading on the platform's side. */
  firstReadingS: number | null = null;
  readonly #startedAt: number;
  readonly #language: Language;

  constructor(startedAt: number, language: Language = 'en') {
    this.#startedAt = startedAt;
    this.#language = language;
  }

  /** @returns what is to be heard in the building from now on, in words */
  hear(push: ControlPush): string[] {
    switch (push.push) {
      case 'readings':
        for (const reading of push.readings) this.readings.set(reading.point, reading);
        return this.cabinet.read(push.readings);
      case 'health':
        for (const device of push.devices) {
          this.devices.set(device.device, device);
          if (device.state === 'offline') this.lost.add(device.device);
        }
        for (const line of push.lines) this.lines.set(line.line, line);
        break;
      case 'alarms':
        this.alarms = push.snapshot ? push.alarms : [...this.alarms, ...push.alarms];
        break;
    }
    return [];
  }

  receive({ gateway, messages, view }: ListenerUpdate, now: number): string[] {
    const events: string[] = [];
    for (const message of messages) {
      if (message.kind === 'telemetry') this.firstReadingS ??= (now - this.#startedAt) / 1000;
      if (message.kind !== 'event') continue;
      events.push(...messageLines(gateway, message, view, this.#language));
    }
    this.arrivals.push(...events);
    this.arrivals.splice(0, Math.max(0, this.arrivals.length - KEPT_ARRIVALS));
    return events;
  }

  elapsedS(now: number): number {
    return (now - this.#startedAt) / 1000;
  }
}

const KEPT_ARRIVALS = 40;
