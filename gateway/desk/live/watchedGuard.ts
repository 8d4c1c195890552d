import type { Reading } from '../../../drivers/reading.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import { type ControlAsk, ControlClient } from '../../control/client.ts';
import type { DeviceHealth, LineHealth } from '../../control/health.ts';
import type { ControlPush, GuardStatus } from '../../control/protocol.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Problem, Result } from '../../core/result.ts';

/** What is new, for whoever shows it. */
export type GuardNews = {
  /** Newer values, each point once. */
  readings(readings: readonly Reading[]): void;
  /** Another screen than the one before. */
  screen(screen: AlarmScreen): void;
  /** Guard began or ceased to answer. */
  contact(alive: boolean): void;
};

/** What changes without an alarm (a siren that falls silent, a device, a problem) is seen this late at most. */
const LOOK_EVERY_MS = 1_000;

/**
 * What desk knows of guard, over `desk.sock` alone: the newest value of every point, and the screen of alarms. The word that
 * alarms changed comes at once; the screen is then asked for, one at a time, so that a flood costs guard one answer a turn.
 */
export class WatchedGuard {
  readonly #clock: Clock;
  readonly #client: ControlClient;
  readonly #news: GuardNews;
  readonly #readings = new Map<string, Reading>();
  readonly #devices = new Map<string, DeviceHealth>();
  readonly #lines = new Map<string, LineHealth>();
  #screen: AlarmScreen | null = null;
  #told = '';
  #asking = false;
  #askAgain = false;
  #since: number;
  #timer: Timer | null = null;

  constructor(socket: string, clock: Clock, news: GuardNews) {
    this.#clock = clock;
    this.#news = news;
    this.#since = clock.mono();
    this.#client = new ControlClient(socket, clock, {
      name: 'desk',
      topics: ['readings', 'alarms', 'health'],
      onPush: (push) => this.#hear(push),
      onAlive: (alive) => this.#contact(alive),
    });
  }

  start(): void {
    this.#client.start();
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'look at guard', () => this.#look());
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#client.stop();
  }

  get alive(): boolean {
    return this.#client.alive;
  }

  /** Since when guard answers, or does not (`mono`). */
  get since(): number {
    return this.#since;
  }

  /** The last screen that guard gave; null before the first. */
  get screen(): AlarmScreen | null {
    return this.#screen;
  }

  get readings(): ReadonlyMap<string, Reading> {
    return this.#readings;
  }

  get devices(): ReadonlyMap<string, DeviceHealth> {
    return this.#devices;
  }

  get lines(): ReadonlyMap<string, LineHealth> {
    return this.#lines;
  }

  /** How guard is; null: it does not answer. */
  async status(): Promise<GuardStatus | null> {
    const answer = await this.#client.request({ verb: 'status' });
    return answer.ok ? (answer.value as GuardStatus) : null; // its own guard: made by the same program
  }

  /** One question to guard. What it changed is looked at before it is answered. */
  async ask(ask: ControlAsk): Promise<Result<unknown, Problem>> {
    const answer = await this.#client.request(ask);
    this.#look();
    return answer;
  }

  /** The same for what changes nothing on the screen, such as a question to a line. */
  request(ask: ControlAsk): Promise<Result<unknown, Problem>> {
    return this.#client.request(ask);
  }

  /** Points and devices that the site does not have any more are forgotten. */
  keep(points: ReadonlySet<string>, devices: ReadonlySet<string>): void {
    for (const point of this.#readings.keys()) if (!points.has(point)) this.#readings.delete(point);
    for (const device of this.#devices.keys()) if (!devices.has(device)) this.#devices.delete(device);
  }

  #hear(push: ControlPush): void {
    switch (push.push) {
      case 'readings':
        for (const reading of push.readings) this.#readings.set(reading.point, reading);
        this.#news.readings(push.readings);
        break;
      case 'health':
        for (const health of push.devices) this.#devices.set(health.device, health);
        for (const health of push.lines) this.#lines.set(health.line, health);
        break;
      case 'alarms':
        this.#look();
        break;
    }
  }

  #contact(alive: boolean): void {
    this.#since = this.#clock.mono();
    if (alive) this.#look();
    else for (const said of [this.#readings, this.#devices, this.#lines]) said.clear(); // it is not what is the case
    this.#news.contact(alive);
  }

  #look(): void {
    if (this.#asking) this.#askAgain = true;
    else if (this.#client.alive) void this.#askScreen();
  }

  async #askScreen(): Promise<void> {
    this.#asking = true;
    const answer = await this.#client.request({ verb: 'alarms' });
    this.#asking = false;
    if (answer.ok) this.#take(answer.value as AlarmScreen); // its own guard: made by the same program
    if (this.#askAgain && this.#client.alive) {
      this.#askAgain = false;
      void this.#askScreen();
    }
  }

  #take(screen: AlarmScreen): void {
    this.#screen = screen;
    // the time goes on by itself, and is no news
    const { now: _now, utc: _utc, time: _time, ...rest } = screen;
    const text = JSON.stringify(rest);
    if (text === this.#told) return;
    this.#told = text;
    this.#news.screen(screen);
  }
}
