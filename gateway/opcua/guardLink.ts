import type { Reading } from '../../drivers/reading.ts';
import { type AlarmScreen, alarmScreenSchema } from '../control/alarmScreen.ts';
import { type ControlAsk, ControlClient } from '../control/client.ts';
import type { DeviceHealth, LineHealth } from '../control/health.ts';
import type { LiftScreen } from '../control/liftScreen.ts';
import type { ControlPush } from '../control/protocol.ts';
import { type Clock, every, type Timer } from '../core/clock.ts';
import type { Problem, Result } from '../core/result.ts';
import type { TimeBase } from '../telemetry/index.ts';

/** Silences, and what else changes without a step of an alarm, are seen at the next look. */
const LOOK_MS = 1_000;

/** Whoever shows what guard says. */
export type GuardAudience = {
  readings(readings: readonly Reading[]): void;
  health(devices: readonly DeviceHealth[], lines: readonly LineHealth[]): void;
  alarms(screen: AlarmScreen): void;
  lifts(screen: LiftScreen): void;
  clock(boot: string, time: TimeBase): void;
  alive(alive: boolean): void;
};

/** The server's side of `opcua.sock`: hears what guard says, and asks it for what a client wants done. */
export class GuardLink {
  readonly #control: ControlClient;
  readonly #clock: Clock;
  readonly #audience: GuardAudience;
  readonly #hasLifts: () => boolean;
  #timer: Timer | null = null;
  #looking: Promise<void> | null = null;
  #again = false;

  constructor(socket: string, clock: Clock, hasLifts: () => boolean, audience: GuardAudience) {
    this.#clock = clock;
    this.#audience = audience;
    this.#hasLifts = hasLifts;
    this.#control = new ControlClient(socket, clock, {
      name: 'opcua',
      topics: ['readings', 'alarms', 'health', 'clock'],
      onPush: (push) => this.#hear(push),
      onAlive: (alive) => {
        audience.alive(alive);
        if (alive) void this.look();
      },
    });
  }

  start(): void {
    this.#control.start();
    this.#timer = every(this.#clock, LOOK_MS, 'alarm screen', () => {
      void this.look();
      if (this.#hasLifts()) void this.#lookAtLifts();
    });
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#control.stop();
  }

  get alive(): boolean {
    return this.#control.alive;
  }

  /** What a client wants done. Guard answers, and writes down who asked. */
  async ask(ask: ControlAsk): Promise<Result<unknown, Problem>> {
    const answer = await this.#control.request(ask);
    await this.look(); // what came of it is told before the caller hears that it was done
    return answer;
  }

  /** The alarms as they stand now are told to the audience; resolves when they were. One look at a time. */
  look(): Promise<void> {
    if (this.#looking !== null) {
      this.#again = true;
      return this.#looking;
    }
    this.#looking = this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    do {
      this.#again = false;
      if (!this.#control.alive) return;
      const answer = await this.#control.request({ verb: 'alarms' });
      const screen = answer.ok ? alarmScreenSchema.safeParse(answer.value) : null;
      if (screen?.success === true && this.#control.alive) this.#audience.alarms(screen.data);
    } while (this.#again);
  }

  async #lookAtLifts(): Promise<void> {
    if (!this.#control.alive) return;
    const answer = await this.#control.request({ verb: 'lifts' });
    if (answer.ok) this.#audience.lifts(answer.value as LiftScreen);
  }

  #hear(push: ControlPush): void {
    if (push.push === 'readings') this.#audience.readings(push.readings);
    else if (push.push === 'health') this.#audience.health(push.devices, push.lines);
    else if (push.push === 'clock') this.#audience.clock(push.boot, push.time);
    else if (push.push === 'alarms') void this.look();
  }
}
