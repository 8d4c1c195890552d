import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Installation } from '../../site/installation.ts';
import { loadSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { lastGoodPath, stampOf } from '../../site/siteSource.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Tells of each site that guard takes up: the copy of what was accepted, never the file that somebody may be writing. It was
 * proved by guard, so its alarm times are not judged again.
 */
export class SiteWatch {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #taken: (installation: Installation) => void;
  #stamp = '';
  #timer: Timer | null = null;

  /** `site`: path of the site file. */
  constructor(site: string, clock: Clock, log: Log, taken: (installation: Installation) => void) {
    this.#path = site;
    this.#clock = clock;
    this.#log = log;
    this.#taken = taken;
  }

  start(): void {
    this.#look();
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'site of guard', () => this.#look());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #look(): void {
    const copy = lastGoodPath(this.#path);
    const stamp = stampOf(copy);
    if (stamp === '' || stamp === this.#stamp) return;
    this.#stamp = stamp;
    const site = loadSite(copy, readProfiles(this.#path), []);
    if (site.ok) this.#taken(site.value);
    else for (const problem of site.error) this.#log.problem(problem);
  }
}
