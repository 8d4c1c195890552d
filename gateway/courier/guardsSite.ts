import { statSync } from 'node:fs';
import { type Clock, every, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { type CarriedSite, readCarriedSite } from '../site/carriedSite.ts';
import { lastGoodPath } from '../site/siteSource.ts';

const LOOK_EVERY_MS = 2_000;
/** While there is nothing to go by yet. */
const WAIT_EVERY_MS = 250;

/**
 * The site that guard runs on: the copy that guard keeps of what it has taken up. Never the site file itself, which may hold
 * what guard has not taken up, or refused. Looked at now and then, because not every file system tells of changes.
 */
export class GuardsSite {
  readonly #site: string;
  readonly #copy: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #stamp: string | null = null;
  #timer: Timer | null = null;

  /** `site`: path of the site file, beside which the copy lies. */
  constructor(site: string, clock: Clock, log: Log) {
    this.#site = site;
    this.#copy = lastGoodPath(site);
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * The site, as soon as guard has taken one up. Nothing can be waited for where there is no site file either. An error
   * without problems: `ended` came first.
   */
  async first(ended: Promise<unknown>): Promise<Result<CarriedSite, readonly Problem[]>> {
    const found = this.#changed();
    if (found !== null) return ok(found);
    if (stampOf(this.#site) === null && stampOf(this.#copy) === null) return readCarriedSite(this.#site);
    this.#log.info('guard has not taken up a site file yet: courier waits for it');
    const { promise, resolve } = Promise.withResolvers<CarriedSite | null>();
    const timer = every(this.#clock, WAIT_EVERY_MS, 'site of guard', () => {
      const site = this.#changed();
      if (site !== null) resolve(site);
    });
    void ended.then(() => resolve(null));
    const site = await promise;
    timer.cancel();
    return site === null ? err([]) : ok(site);
  }

  /** Calls back whenever guard has taken up another one since the last that was given out. */
  follow(taken: (installation: CarriedSite) => void): void {
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'site of guard', () => {
      const site = this.#changed();
      if (site !== null) taken(site);
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /**
   * The copy where it is another one than before, and can be used. Its stamp is taken first: what changes while it is read
   * is seen as changed the next time.
   */
  #changed(): CarriedSite | null {
    const stamp = stampOf(this.#copy);
    if (stamp === null || stamp === this.#stamp) return null;
    this.#stamp = stamp;
    const site = readCarriedSite(this.#copy);
    if (site.ok) return site.value;
    for (const problem of site.error) this.#log.problem(problem);
    return null;
  }
}

/** Inode, time and size of a file; null: it is not there, or not for the moment. */
function stampOf(path: string): string | null {
  try {
    const { ino, mtimeMs, ctimeMs, size } = statSync(path);
    return `${ino} ${mtimeMs} ${ctimeMs} ${size}`;
  } catch {
    return null;
  }
}
