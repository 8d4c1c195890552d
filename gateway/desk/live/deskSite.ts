import { dirname, resolve } from 'node:path';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { SideThread, threadEntry } from '../../core/sideThread.ts';
import { journalFile } from '../../journal/file/database.ts';
import type { Installation } from '../../site/installation.ts';
import { lastGoodPath, stampOf } from '../../site/siteSource.ts';
import { type GuardSite, readGuardSite } from './guardSite.ts';
import { isPromised } from './promised.ts';

const LOOK_EVERY_MS = 1_000;
const LIMITS = { name: 'site', heapMb: 64, patienceMs: 60_000, waiting: 1 };

/**
 * The site that guard runs on, as desk shows it: the copy of what guard has taken up, never the file that somebody may be
 * writing. There is none before guard's first start.
 */
export class DeskSite {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #stamp = '';
  #installation: Installation | null = null;
  #timer: Timer | null = null;
  #onChange: () => void = () => {};
  readonly #thread: SideThread<string, GuardSite>;
  #reading = false;
  #stopped = false;

  constructor(path: string, clock: Clock, log: Log) {
    this.#path = path;
    this.#clock = clock;
    this.#log = log;
    this.#thread = new SideThread(threadEntry('readSiteThread', import.meta.url), LIMITS, clock);
  }

  /** `changed` is called whenever guard has taken up another site. */
  start(changed: () => void): void {
    this.#onChange = changed;
    this.#look();
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'site of guard', () => this.#look());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#thread.stop();
  }

  /** Null: guard has not taken up any yet. */
  get installation(): Installation | null {
    return this.#installation;
  }

  /** The journal that guard writes; null where no site is known yet. */
  get journal(): string | null {
    const kept = this.#installation?.journal.folder;
    return kept === undefined ? null : journalFile(resolve(dirname(this.#path), kept));
  }

  /** Another one after each change. */
  get version(): string {
    return this.#stamp;
  }

  #look(): void {
    const stamp = stampOf(lastGoodPath(this.#path));
    if (stamp === '' || stamp === this.#stamp || this.#reading) return;
    // before anybody's page is there, it is read at once
    if (this.#stamp === '') this.#take(stamp, readGuardSite(this.#path));
    else void this.#readAgain(stamp);
  }

  /** Pages are open: a large site must not hold them up. */
  async #readAgain(stamp: string): Promise<void> {
    this.#reading = true;
    const read = await this.#thread.ask(this.#path);
    this.#reading = false;
    if (this.#stopped) return;
    if (typeof read !== 'object') return this.#take(stamp, readGuardSite(this.#path));
    const { site, promised } = read;
    if (site.ok && promised !== null) isPromised(site.value, promised);
    this.#take(stamp, site);
  }

  #take(stamp: string, site: GuardSite['site']): void {
    this.#stamp = stamp;
    if (site.ok) this.#installation = site.value;
    else for (const problem of site.error) this.#log.problem(problem);
    this.#onChange();
  }
}
