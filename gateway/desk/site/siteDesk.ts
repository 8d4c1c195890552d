import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fastestPeriods } from '../../alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../../alarmTime/lineJudges.ts';
import { SITE_HISTORY, type SiteInForce } from '../../control/siteRequests.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { type ReadSite, sitePreview } from '../../reports/site/sitePreview.ts';
import { stateFolderOf } from '../../site/carriedSite.ts';
import { patchSite, type SiteEdit } from '../../site/change/patchSite.ts';
import { changeWords } from '../../site/change/siteChanges.ts';
import { readSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { revisionOf } from '../../site/revision.ts';
import { readSiteInForce } from '../../site/siteSource.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import type { PageAddress } from '../http/addresses.ts';
import type { SiteChangeAsk, SiteNow, SitePreviewed } from '../http/api/siteApi.ts';
import type { WatchedGuard } from '../live/watchedGuard.ts';
import { worded } from '../live/worded.ts';

/** The site file as people change it: what a change would do is worked out here, what is done with it is guard's. */
export class SiteDesk {
  readonly #path: string;
  readonly #guard: WatchedGuard;
  readonly #addresses: () => readonly PageAddress[];

  /** `addresses`: at which the page is wanted now. */
  constructor(path: string, guard: WatchedGuard, addresses: () => readonly PageAddress[]) {
    this.#path = path;
    this.#guard = guard;
    this.#addresses = addresses;
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

  /** What a change would do. Whoever made theirs from an older site is told so here already. */
  async preview(ask: SiteChangeAsk): Promise<Result<SitePreviewed, Problem>> {
    const before = this.inForce();
    if (!before.ok) return before;
    if (ask.base !== before.value.revision)
      return err(guardProblem('guard.site-changed', { by: await this.#lastBy() }));
    const text = textOf(ask, before.value.text);
    if (!text.ok) return text;
    const [was, is] = [this.#read(before.value.text), this.#read(text.value)];
    if (!was.ok) return err(deskProblem('desk.site-not-read'));
    const shown = {
      text: text.value,
      revision: revisionOf(text.value),
      diff: diffOf(before.value.text, text.value),
    };
    if (!is.ok)
      return ok({
        ...shown,
        problems: is.error.map(worded),
        sentence: changeWords('sentence.nothing'),
        ...{ loosened: [], changes: [], lines: [] },
      });
    const { sentence, loosened, changes, lines } = sitePreview(was.value, is.value);
    return ok({
      ...shown,
      ...{ problems: [], sentence, loosened: [...loosened], changes: [...changes] },
      lines: lines.map(({ line, load, boundMs }) => ({ line, load: [...load], boundMs: [...boundMs] })),
    });
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

  #read(text: string): Result<ReadSite, readonly Problem[]> {
    const read = readSite(text, this.#path, readProfiles(this.#path), LINE_JUDGES, fastestPeriods);
    return read.ok ? ok({ text, installation: read.value }) : read;
  }
}

function textOf({ text, edits }: SiteChangeAsk, before: string): Result<string, Problem> {
  if (text !== undefined) return ok(text);
  return patchSite(before, (edits ?? []) as readonly SiteEdit[]);
}

/** The lines between what both begin and end with: for one changed value that is one line. */
function diffOf(before: string, after: string): SitePreviewed['diff'] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  let first = 0;
  while (first < was.length && first < is.length && was[first] === is[first]) first++;
  let last = 0;
  while (
    last < was.length - first &&
    last < is.length - first &&
    was[was.length - 1 - last] === is[is.length - 1 - last]
  )
    last++;
  return {
    line: first + 1,
    removed: was.slice(first, was.length - last),
    added: is.slice(first, is.length - last),
  };
}
