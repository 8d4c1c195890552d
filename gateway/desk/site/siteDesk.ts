import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SITE_HISTORY, type SiteInForce } from '../../control/siteRequests.ts';
import type { Clock } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { SideThread, threadEntry } from '../../core/sideThread.ts';
import { readCarriedSite, stateFolderOf } from '../../site/carriedSite.ts';
import type { SiteEdit } from '../../site/change/patchSite.ts';
import { revisionOf } from '../../site/revision.ts';
import { lastGoodPath, readSiteInForce } from '../../site/siteSource.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import type { PageAddress } from '../http/addresses.ts';
import type { BoxFile, SiteChangeAsk, SiteNow, SitePreviewed } from '../http/api/siteApi.ts';
import type { WatchedGuard } from '../live/watchedGuard.ts';
import { boxFileOf } from './boxFile.ts';
import type { PreviewAnswer, PreviewAsk } from './previewSite.ts';

/** The largest site takes a second and 40 MB; a busy board many seconds. */
const LIMITS = { name: 'preview', heapMb: 64, patienceMs: 60_000, waiting: 4 };

/** The site file as people change it: what a change would do is worked out here, what is done with it is guard's. */
export class SiteDesk {
  readonly #path: string;
  readonly #guard: WatchedGuard;
  readonly #addresses: () => readonly PageAddress[];
  readonly #thread: SideThread<PreviewAsk, PreviewAnswer>;
  #last: { readonly key: string; readonly answer: PreviewAnswer } | null = null;

  /** `addresses`: at which the page is wanted now. */
  constructor(path: string, guard: WatchedGuard, addresses: () => readonly PageAddress[], clock: Clock) {
    this.#path = path;
    this.#guard = guard;
    this.#addresses = addresses;
    this.#thread = new SideThread(threadEntry('previewThread', import.meta.url), LIMITS, clock);
  }

  /** What is in force, as guard has put it beside the file. */
  inForce(): Result<{ text: string; revision: string }, Problem> {
    const source = readSiteInForce(this.#path);
    if (!source.ok) return source;
    return ok({ text: source.value.text, revision: revisionOf(source.value.text) });
  }

  /** The revision that a page is loaded with. On trial it is guard's word: a disk that takes no copy must not keep anybody from keeping. */
  get revision(): string | null {
    const inForce = this.inForce();
    return this.#guard.screen?.trial?.revision ?? (inForce.ok ? inForce.value.revision : null);
  }

  async now(): Promise<Result<SiteNow, Problem>> {
    const [inForce, answer] = [this.inForce(), await this.#guard.ask({ verb: 'site' })];
    if (!inForce.ok) return inForce;
    if (!answer.ok) return answer;
    const { trial, versions } = answer.value as SiteInForce; // its own guard: made by the same program
    return ok({ ...inForce.value, trial, versions: [...versions], page: [...this.#addresses()] });
  }

  /** This box as a file that may be handed on. */
  async boxFile(): Promise<Result<BoxFile, Problem>> {
    const [inForce, status] = [this.inForce(), await this.#guard.status()];
    if (!inForce.ok) return inForce;
    const { text } = inForce.value;
    const site = readCarriedSite(lastGoodPath(this.#path));
    if (!site.ok) return err(deskProblem('desk.site-not-read'));
    const utc = status?.time.utc ?? null;
    const made = utc === null ? null : new Date(utc).toISOString();
    const of = { gateway: site.value.gateway.id, software: status?.software ?? null, made };
    return ok(boxFileOf(this.#path, text, of));
  }

  /** What a change would do. Whoever made theirs from an older site is told so here already. */
  async preview(ask: SiteChangeAsk): Promise<Result<SitePreviewed, Problem>> {
    const before = this.inForce();
    if (!before.ok) return before;
    if (ask.base !== before.value.revision)
      return err(guardProblem('guard.site-changed', { by: await this.#lastBy() }));
    const { text, edits = [], ofAnotherBox = false } = ask;
    const change = text === undefined ? { edits: edits as readonly SiteEdit[] } : { text, ofAnotherBox };
    const key = JSON.stringify([ask.base, change]);
    // what somebody has just looked at is what they apply
    if (this.#last?.key === key) return this.#last.answer;
    const answer = await this.#thread.ask({ path: this.#path, before: before.value.text, change });
    if (answer === 'busy') return err(deskProblem('desk.previews-waiting', { s: 5 }));
    if (typeof answer === 'object') {
      this.#last = { key, answer };
      return answer;
    }
    const { patienceMs, heapMb } = LIMITS;
    return err(deskProblem('desk.preview-failed', { seconds: patienceMs / 1000, mb: heapMb }));
  }

  /** Asks guard to take it up on trial. What loosens safety needs a reason, whoever asks. */
  async apply(
    ask: SiteChangeAsk & { readonly reason?: string | undefined; readonly trialS: number },
    actor: string,
  ): Promise<Result<SiteNow, Problem>> {
    const preview = await this.preview(ask);
    if (!preview.ok) return preview;
    const { text, problems, loosened } = preview.value;
    const [first] = problems;
    if (first !== undefined) return err(deskProblem('desk.site-unusable', { problem: first.what }));
    if (loosened.length > 0 && ask.reason === undefined)
      return err(deskProblem('desk.reason-needed', { count: loosened.length }));
    const { base, reason = null, trialS } = ask;
    const done = await this.#guard.ask({ verb: 'site-apply', actor, base, text, reason, trialS });
    return done.ok ? this.now() : done;
  }

  async keep(
    asked: { revision: string; loaded: string | null },
    actor: string,
  ): Promise<Result<SiteNow, Problem>> {
    // a page that shows the site from before has not seen that everything still works
    if (asked.loaded !== asked.revision) return err(deskProblem('desk.load-again'));
    const done = await this.#guard.ask({ verb: 'site-keep', actor, revision: asked.revision });
    return done.ok ? this.now() : done;
  }

  async revert(
    { revision, reason }: { revision: string; reason?: string | undefined },
    actor: string,
  ): Promise<Result<SiteNow, Problem>> {
    const done = await this.#guard.ask({ verb: 'site-revert', actor, revision, reason: reason ?? null });
    return done.ok ? this.now() : done;
  }

  /** A text that was in force once, as guard keeps it. */
  async version(revision: string): Promise<Result<{ revision: string; text: string }, Problem>> {
    const answer = await this.#guard.ask({ verb: 'site' });
    if (!answer.ok) return answer;
    const found = (answer.value as SiteInForce).versions.find((one) => one.revision === revision);
    if (found === undefined) return err(deskProblem('desk.not-found'));
    const path = join(stateFolderOf(this.#path), SITE_HISTORY.folder, `${found.slot}.yaml`);
    const text = await readFile(path, 'utf8').catch(() => null);
    // the slot may have been given to a later one meanwhile
    if (text === null || revisionOf(text) !== revision) return err(deskProblem('desk.not-found'));
    return ok({ revision, text });
  }

  /** Who has changed the site last, by name. */
  async #lastBy(): Promise<string> {
    const answer = await this.#guard.ask({ verb: 'site' });
    const last = answer.ok ? (answer.value as SiteInForce).versions[0] : undefined;
    return last?.by.replace(/^desk:/, '') ?? '?';
  }

  /** Ends what is being worked out. */
  stop(): Promise<void> {
    return this.#thread.stop();
  }
}
