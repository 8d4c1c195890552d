import { join } from 'node:path';
import type { Reading } from '../../../drivers/reading.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { LiveSnapshot, LiveValue } from '../http/api/liveApi.ts';
import { DeskSite } from './deskSite.ts';
import { Streams } from './streams.ts';
import { WatchedGuard } from './watchedGuard.ts';
import { wordedScreen } from './worded.ts';

/** Who else on desk hears what guard says, beside the open pages. */
export type LiveListener = {
  readings(readings: readonly Reading[]): void;
  screen?(screen: AlarmScreen): void;
};

/** What is the case now, and who is told of it: guard on the one side, the open pages on the other. */
export class Live {
  readonly site: DeskSite;
  readonly guard: WatchedGuard;
  readonly streams: Streams;
  readonly #clock: Clock;
  readonly #listeners: LiveListener[] = [];

  /** `site`: path of the site file; `run`: folder of guard's sockets. */
  constructor(site: string, run: string, clock: Clock, log: Log) {
    this.#clock = clock;
    this.site = new DeskSite(site, clock, log);
    this.streams = new Streams(clock, () => this.#beat());
    this.guard = new WatchedGuard(join(run, 'desk.sock'), clock, {
      readings: (readings) => {
        for (const listener of this.#listeners) listener.readings(readings);
        this.streams.tell('values', { now: clock.mono(), values: readings.map(liveValueOf) });
      },
      screen: (screen) => {
        for (const listener of this.#listeners) listener.screen?.(screen);
        this.streams.tell('screen', {
          now: clock.mono(),
          screen: wordedScreen(screen, this.site.installation),
        });
      },
      contact: (alive) => {
        log.info(alive ? 'guard answers' : 'guard does not answer: the page says so');
        this.streams.tell('beat', this.#beat());
      },
    });
  }

  start(): void {
    this.site.start(() => {
      const { installation } = this.site;
      if (installation !== null)
        this.guard.keep(new Set(installation.points.keys()), new Set(installation.devices.keys()));
      this.streams.tell('beat', this.#beat());
    });
    this.guard.start();
    this.streams.start();
  }

  /** Another part of desk hears what guard says, before the pages do. */
  heardBy(listener: LiveListener): void {
    this.#listeners.push(listener);
  }

  async stop(): Promise<void> {
    this.streams.stop();
    await this.site.stop();
    await this.guard.stop();
  }

  snapshot(): LiveSnapshot {
    const { screen } = this.guard;
    return {
      ...this.#beat(),
      boot: this.#clock.boot,
      screen: screen === null ? null : wordedScreen(screen, this.site.installation),
      values: [...this.guard.readings.values()].map(liveValueOf),
    };
  }

  #beat() {
    return {
      now: this.#clock.mono(),
      guard: { alive: this.guard.alive, since: this.guard.since },
      building: this.site.version,
    };
  }
}

function liveValueOf({ point, value, quality, at }: Reading): LiveValue {
  return { point, value, quality, at: at.mono };
}
