import { dirname, resolve } from 'node:path';
import { fastestPeriods } from '../../alarmTime/fastestPeriods.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { journalFile } from '../../journal/file/database.ts';
import type { Installation } from '../../site/installation.ts';
import { loadSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { lastGoodPath, stampOf } from '../../site/siteSource.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * The site that guard runs on, as desk shows it: the copy of what guard has taken up, never the file that somebody may be
 * writing. There is none before guard's first start. It was proved by guard, so its alarm times are not judged again.
 */
export class DeskSite {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #stamp = '';
  #installation: Installation | null = null;
  #timer: Timer | null = null;
  #onChange: () => void = () => {};

  constructor(path: string, clock: Clock, log: Log) {
    this.#path = path;
    this.#clock = clock;
    this.#log = log;
  }

  /** `changed` is called whenever guard has taken up another site. */
  start(changed: () => void): void {
    this.#onChange = changed;
    this.#look();
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'site of guard', () => this.#look());
  }

  stop(): void {
    this.#timer?.cancel();
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
    const copy = lastGoodPath(this.#path);
    const stamp = stampOf(copy);
    if (stamp === '' || stamp === this.#stamp) return;
    this.#stamp = stamp;
    const site = loadSite(copy, readProfiles(this.#path), [], fastestPeriods);
    if (site.ok) this.#installation = site.value;
    else for (const problem of site.error) this.#log.problem(problem);
    this.#onChange();
  }
}
