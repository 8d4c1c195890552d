import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../gateway/core/clock.ts';
import type { Problem } from '../../gateway/core/result.ts';
import { runCourier } from '../../gateway/courier/courier.ts';
import type { Courier } from '../../gateway/courier/courierOptions.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import type { Channel, TimeBase } from '../../gateway/telemetry/index.ts';
import { DrainCity, type DrainCityOptions } from './drainCity.ts';
import { DrainProof } from './drainProof.ts';
import { LiveGuard } from './liveGuard.ts';
import { removeFolder } from './removeFolder.ts';
import { BACKLOG_EVENTS, BACKLOG_GATEWAY, type Backlog, sharedBacklog } from './sharedBacklog.ts';
import { until } from './until.ts';

export type DrainHouseOptions = {
  /** Where courier sends to. */
  readonly url: string;
  /** Where the platform listens, if not there. */
  readonly cityUrl?: string;
  readonly city?: Partial<DrainCityOptions>;
  /** More of the uplink in the site file. */
  readonly uplink?: Readonly<Record<string, unknown>>;
  /** The gateway's clock, and what it knows of civil time. */
  readonly clock?: Clock;
  readonly time?: () => TimeBase;
  /** What a moment of the present boot truly was, Unix ms. */
  readonly truth?: (mono: number) => number;
};

export const HOUSE_BOOT = 'b007b007b007b007';
const LIVE_EVERY_MS = 100;
const RETRY_MS = { first: 20, longest: 100 };

/**
 * A gateway that comes back from an outage of days, recorded in a boot that is over: its journal, guard that goes on writing
 * ten periods a second, courier, and a platform that is subscribed for good. In the process of the test, but for the broker.
 */
export class DrainHouse {
  readonly folder = mkdtempSync(join(tmpdir(), 'lifeline-drain-'));
  readonly site = join(this.folder, 'site.yaml');
  readonly problems: Problem[] = [];
  readonly backlog: Backlog = sharedBacklog();
  readonly proof: DrainProof;
  readonly guard: LiveGuard;
  readonly #options: DrainHouseOptions;
  readonly #clock: Clock;
  #city: DrainCity | null = null;
  #courier: Courier | null = null;
  #live: NodeJS.Timeout | null = null;
  #period = 0;
  #channels: readonly Channel[];

  constructor(options: DrainHouseOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock({ boot: HOUSE_BOOT });
    const clock = this.#clock;
    this.#channels = this.backlog.channels;
    cpSync(this.backlog.folder, join(this.folder, 'journal'), { recursive: true });
    this.proof = new DrainProof(this.backlog, {
      boot: clock.boot,
      utc: options.truth ?? ((mono) => clock.utc() - clock.mono() + mono),
    });
    this.guard = new LiveGuard({
      folder: this.folder,
      gateway: BACKLOG_GATEWAY,
      channels: this.#channels,
      uplinks: ['city'],
      clock,
      time: options.time ?? (() => ({ mono: clock.mono(), utc: clock.utc(), quality: 'ntp' })),
      onCommitted: (stream, head) => this.proof.committed(stream, head),
    });
  }

  async open(): Promise<this> {
    this.configure(this.#options.uplink ?? {});
    const { url, cityUrl = url, city } = this.#options;
    this.#city = await DrainCity.join(cityUrl, {
      gateway: BACKLOG_GATEWAY,
      ...city,
      onArrived: ({ message }) => this.proof.take(message),
    });
    await this.guard.start();
    this.guard.clockChanged();
    this.#live = setInterval(() => this.livePeriod(), LIVE_EVERY_MS);
    return this;
  }

  /** Writes the site file with this uplink. */
  configure(uplink: Readonly<Record<string, unknown>>): void {
    const site = {
      gateway: { id: BACKLOG_GATEWAY },
      buses: [{ id: 'line-1', connection: { type: 'serial', path: '/dev/null', baud: 9600 } }],
      uplinks: [{ id: 'city', url: this.#options.url, inFlightBytes: 2048, ...uplink }],
    };
    for (const path of [this.site, lastGoodPath(this.site)]) writeFileSync(path, JSON.stringify(site));
  }

  /** Guard was given another site: its rows have these channels from now on. */
  reconfigure(channels: readonly Channel[]): void {
    this.#channels = channels;
    this.guard.configure(channels);
  }

  /** One report period of every channel that the site has now. */
  livePeriod(): void {
    const { parts } = this.backlog;
    const part = parts[this.#period++ % parts.length];
    if (part === undefined) return;
    const has = (channel: number) => this.#channels.some(({ index }) => index === channel);
    const reports = part.reports.map(({ times, columns }) => ({
      times,
      columns: columns.filter(({ channel }) => has(channel)),
    }));
    this.guard.part({ ...part, reports });
  }

  /** A minute of samples of everything, as evidence of an alarm: many times the size of a report. */
  evidence(): void {
    const [part] = this.backlog.parts;
    if (part !== undefined) this.guard.evidence(part, 'gas-high#1');
  }

  async courier(options: { readonly stalledMs?: number } = {}): Promise<void> {
    const courier = await runCourier({
      site: this.site,
      run: this.folder,
      clock: this.#clock,
      log: { info: () => {}, problem: (problem) => this.problems.push(problem) },
      retryMs: RETRY_MS,
      ...options,
    });
    if (!courier.ok) throw new Error(JSON.stringify(courier.error));
    this.#courier = courier.value;
  }

  async stopCourier(): Promise<void> {
    await this.#courier?.stop();
    this.#courier = null;
  }

  get city(): DrainCity {
    if (this.#city === null) throw new Error('the platform has not joined yet');
    return this.#city;
  }

  /** Waits until `rows` more rows of the backlog have arrived; it must not be over then. */
  async midDrain(rows = 20): Promise<void> {
    const from = this.proof.backlogRows;
    await until('the drain goes on', () => this.proof.backlogRows >= from + rows);
    expect(this.proof.backlogDone, 'the backlog is not over yet').toBe(false);
  }

  /** Courier's problems by their codes, each once. */
  get codes(): readonly string[] {
    return [...new Set(this.problems.map(({ code }) => code))];
  }

  /** Ends life, lets everything arrive, and holds that nothing is missing, all is legible, and every time is right. */
  async proved(): Promise<DrainProof> {
    if (this.#live !== null) clearInterval(this.#live);
    await this.guard.journaled(); // what is not on the disk yet could not be missed
    for (let left = this.proof.outstanding(); left > 0; left = this.proof.outstanding())
      await until(`something of the ${left} that are left arrives`, () => this.proof.outstanding() < left);
    await this.stopCourier();
    const report = await until('the platform has heard the last word', () => {
      const made = this.city.report();
      return made.behindHead.length === 0 ? made : null;
    });
    expect(this.city.undecoded, 'undecoded').toEqual([]);
    expect(this.city.view?.held, 'waiting for a birth').toBe(0);
    expect(report).toMatchObject({ missing: [], conflicts: [], tombstoned: [], complete: true });
    expect(this.proof.backlogPoints, 'points of the backlog').toBe(this.backlog.points);
    expect(this.proof.events.size).toBeGreaterThan(BACKLOG_EVENTS);
    const view = this.city.view;
    if (view === null) throw new Error('unreachable: there was a report');
    expect(
      this.proof.wrongTimes((at) => view.date(at)),
      'wrong or unknown times',
    ).toEqual([]);
    return this.proof;
  }

  async close(): Promise<void> {
    if (this.#live !== null) clearInterval(this.#live);
    await this.stopCourier();
    await this.guard.stop();
    await this.#city?.leave();
    removeFolder(this.folder);
  }
}

/** A house for one test, cleared away when the test is over, however it ends. */
export async function openDrainHouse(options: DrainHouseOptions): Promise<DrainHouse> {
  const house = new DrainHouse(options);
  onTestFinished(() => house.close());
  return house.open();
}
