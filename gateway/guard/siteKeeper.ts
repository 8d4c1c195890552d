import { join } from 'node:path';
import { z } from 'zod';
import {
  SITE_HISTORY,
  type SiteInForce,
  type SiteTrial,
  type SiteVersion,
  siteVersionSchema,
} from '../control/siteRequests.ts';
import { type Clock, every, type Timer } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { StateFile } from '../core/stateFile.ts';
import type { Installation } from '../site/installation.ts';
import { revisionOf } from '../site/revision.ts';
import { guardProblem } from '../text/problems/guardProblems.ts';
import type { GuardWorld } from './world.ts';

type Refused = Result<never, readonly Problem[]>;
type Done = Result<null, readonly Problem[]>;

export type SiteHearers = {
  /** Swaps the installation in one turn; null: guard is being stopped, or met a fault. */
  adopt(installation: Installation): Promise<Done | null>;
  /** Worth a word on the screen and in the log. */
  tell(problem: Problem): void;
  /** Worth a word in the log alone. */
  note(problem: Problem): void;
  /** Goes into the journal: a site went back by itself. */
  wentBack(why: 'restart' | 'time'): void;
};

type Ask = { readonly actor: string; readonly revision: string; readonly reason?: string | null };
type Apply = {
  readonly actor: string;
  readonly base: string;
  readonly text: string;
  readonly reason: string | null;
  readonly trialS: number;
};
type Trial = SiteTrial & { readonly text: string; readonly before: string; timer: Timer };

const indexSchema = z.object({ version: z.literal(1), versions: z.array(siteVersionSchema) });
/** A site that could not be taken back is tried again after so long. */
const AGAIN_MS = 30_000;
/** The site file is looked at so often: has somebody written it? */
const LOOK_MS = 5_000;
/** So long every screen says that a change went back by itself: who made it may not have been looking. */
const WENT_BACK_MS = 86_400_000;

/**
 * The text of the site in force, and the one way to change it: on trial, until somebody keeps it. The site file itself is
 * written when it is kept; whatever ends guard before that ends the trial. The copy beside it, by which the other programs
 * go, is always what is in force.
 */
export class SiteKeeper {
  readonly #world: GuardWorld;
  readonly #clock: Clock;
  readonly #state: string;
  readonly #hearers: SiteHearers;
  readonly #index: StateFile;
  #text: string;
  #trial: Trial | null = null;
  #versions: readonly SiteVersion[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #watch: Timer | null = null;
  #changed: { readonly text: string; readonly problem: Problem } | null = null; // the file is not what is in force
  #unkept: { readonly problem: Problem; readonly at: number } | null = null; // a change that went back by itself

  /** `text`: what guard has started from. `file`: makes a state file of this name. */
  constructor(
    text: string,
    { world, clock, state }: { readonly world: GuardWorld; readonly clock: Clock; readonly state: string },
    file: (name: string) => StateFile,
    hearers: SiteHearers,
  ) {
    this.#world = world;
    this.#clock = clock;
    this.#state = state;
    this.#hearers = hearers;
    this.#text = text;
    this.#index = file(SITE_HISTORY.index);
  }

  /** What was in force before; a trial that the last run did not end is over. */
  load(): Problem | null {
    const read = this.#index.load();
    if (!read.ok) return read.error;
    const parsed = read.value === null ? null : indexSchema.safeParse(json(read.value));
    if (parsed?.success === false) this.#index.setAside(); // what was is no reason not to run
    const known = parsed?.success ? parsed.data.versions : [];
    this.#versions = known.map((one) => (one.state === 'on-trial' ? { ...one, state: 'reverted' } : one));
    const unkept = known.find(({ state }) => state === 'on-trial');
    if (unkept !== undefined) this.#wentBack(unkept.by, 'restart');
    const last = this.#versions.find(({ state }) => state === 'kept');
    if (last?.revision !== revisionOf(this.#text)) this.#remember(this.#text, 'file', null, 'kept');
    return null;
  }

  /** From now on it is told when somebody changes the file and it is not taken up; once for each change. */
  start(): void {
    this.#watch = every(this.#clock, LOOK_MS, 'site file', () => void this.#inTurn(() => this.#lookAtFile()));
  }

  async #lookAtFile(): Promise<Done> {
    const inFile = await this.#world.siteText();
    const expected = this.#trial?.before ?? this.#text; // a trial leaves the file as it was
    if (inFile === null || inFile === expected) this.#changed = null;
    else if (inFile !== this.#changed?.text) {
      const problem = guardProblem('guard.site-file-changed');
      this.#changed = { text: inFile, problem };
      this.#hearers.note(problem);
    }
    return ok(null);
  }

  /** For every screen: the file was written and not taken up, a change went back by itself. No lamp is lit, what is in force is sound. */
  get concerns(): readonly Problem[] {
    const unkept = this.#unkept;
    const isRecent = unkept !== null && this.#clock.mono() - unkept.at < WENT_BACK_MS;
    return [
      ...(this.#changed === null ? [] : [this.#changed.problem]),
      ...(isRecent ? [unkept.problem] : []),
    ];
  }

  get trial(): SiteTrial | null {
    if (this.#trial === null) return null;
    const { revision, by, until } = this.#trial;
    return { revision, by, until };
  }

  view(): SiteInForce {
    return { revision: revisionOf(this.#text), trial: this.trial, versions: this.#versions };
  }

  /** Takes up the file as it is now, for good: whoever wrote it has decided. */
  reload(): Promise<Done> {
    return this.#inTurn(async () => {
      if (this.#trial !== null) return this.#onTrial();
      const read = await this.#world.readSite();
      if (!read.ok) return read;
      const { installation, text, problems } = read.value;
      const taken = await this.#take(installation, text, problems);
      if (taken.ok && revisionOf(text) !== this.#versions.find(({ state }) => state === 'kept')?.revision)
        this.#remember(text, 'file', null, 'kept');
      return taken;
    });
  }

  /** Takes a text up on trial: checked beside, swapped in one turn. One that may not be used changes nothing. */
  apply({ actor, base, text, reason, trialS }: Apply): Promise<Done> {
    return this.#inTurn(async () => {
      if (this.#trial !== null) return this.#onTrial();
      const before = this.#text;
      if (base !== revisionOf(before)) return this.#changedMeanwhile();
      const inFile = await this.#world.siteText();
      if (inFile !== before) return err([guardProblem('guard.site-file-differs')]);
      if (text === before) return err([guardProblem('guard.site-same')]);
      const read = await this.#world.readSite(text);
      if (!read.ok) return read;
      const taken = await this.#take(read.value.installation, text, read.value.problems);
      if (!taken.ok) return taken;
      const revision = revisionOf(text);
      const by = actor;
      this.#trial = {
        ...{ revision, by, text, before, until: this.#clock.mono() + trialS * 1000 },
        timer: this.#clock.after(trialS * 1000, 'site trial', () => this.#expired(revision)),
      };
      this.#remember(text, by, reason, 'on-trial');
      return taken;
    });
  }

  /** From now on it stays: the site file is written. */
  keep({ revision }: Ask): Promise<Done> {
    return this.#inTurn(async () => {
      const trial = this.#trial;
      if (trial?.revision !== revision) return err([guardProblem('guard.no-trial')]);
      const unwritten = await this.#world.writeSite(trial.text);
      if (unwritten !== null) return err([unwritten]);
      this.#end(trial, 'kept');
      return ok(null);
    });
  }

  /** Back to what was in force before the trial. */
  revert({ revision }: Ask): Promise<Done> {
    return this.#inTurn(() => this.#goBack(revision));
  }

  stop(): void {
    this.#watch?.cancel();
    this.#trial?.timer.cancel();
  }

  async #goBack(revision: string): Promise<Done> {
    const trial = this.#trial;
    if (trial?.revision !== revision) return err([guardProblem('guard.no-trial')]);
    const read = await this.#world.readSite(trial.before);
    const taken = read.ok
      ? await this.#take(read.value.installation, trial.before, read.value.problems)
      : read;
    if (taken.ok) this.#end(trial, 'reverted');
    return taken;
  }

  #expired(revision: string): void {
    void this.#inTurn(async () => {
      if (this.#trial?.revision !== revision) return ok(null);
      const { by } = this.#trial;
      const back = await this.#goBack(revision);
      if (back.ok) this.#wentBack(by, 'time');
      else {
        for (const problem of back.error) this.#hearers.tell(problem);
        if (this.#trial !== null)
          this.#trial.timer = this.#clock.after(AGAIN_MS, 'site trial', () => this.#expired(revision));
      }
      return back;
    });
  }

  #wentBack(by: string, why: 'restart' | 'time'): void {
    const problem = guardProblem('guard.site-went-back', { by: by.replace(/^desk:/, '') });
    this.#unkept = { problem, at: this.#clock.mono() };
    this.#hearers.wentBack(why);
  }

  #end(trial: Trial, state: 'kept' | 'reverted'): void {
    trial.timer.cancel();
    this.#trial = null;
    this.#versions = this.#versions.map((one) =>
      one.state === 'on-trial' && one.revision === trial.revision ? { ...one, state } : one,
    );
    this.#saveIndex();
  }

  /** Swaps, and notes for the other programs what is in force. */
  async #take(installation: Installation, text: string, problems: readonly Problem[]): Promise<Done> {
    const adopted = await this.#hearers.adopt(installation);
    if (adopted === null) return err([guardProblem('guard.stopping')]);
    if (!adopted.ok) return adopted;
    this.#text = text;
    this.#changed = null;
    this.#unkept = null;
    const unnoted = await this.#world.keepSite(text);
    for (const problem of unnoted === null ? problems : [...problems, unnoted]) this.#hearers.tell(problem);
    return ok(null);
  }

  #remember(text: string, by: string, reason: string | null, state: SiteVersion['state']): void {
    const slot = ((this.#versions[0]?.slot ?? -1) + 1) % SITE_HISTORY.slots;
    const path = join(this.#state, SITE_HISTORY.folder, `${slot}.yaml`);
    const file = this.#world.stateFile(
      path,
      (problem) => this.#hearers.tell(problem),
      () => {},
    );
    file.load(); // makes the folder
    file.save(text);
    const utc = this.#clock.utc();
    const version = { revision: revisionOf(text), slot, utc, by, reason, state };
    this.#versions = [version, ...this.#versions.filter((one) => one.slot !== slot)].slice(
      0,
      SITE_HISTORY.slots,
    );
    this.#saveIndex();
  }

  #saveIndex(): void {
    this.#index.save(() => `${JSON.stringify({ version: 1, versions: this.#versions }, null, 1)}\n`);
  }

  #onTrial(): Refused {
    const { by = '', until = 0 } = this.#trial ?? {};
    const s = Math.max(0, Math.ceil((until - this.#clock.mono()) / 1000));
    return err([guardProblem('guard.site-on-trial', { by: by.replace(/^desk:/, ''), s })]);
  }

  #changedMeanwhile(): Refused {
    const last = this.#versions.find(({ state }) => state === 'kept');
    return err([guardProblem('guard.site-changed', { by: last?.by.replace(/^desk:/, '') ?? '?' })]);
  }

  /** One at a time; one that fails keeps nobody from the next. */
  #inTurn(what: () => Promise<Done>): Promise<Done> {
    const turn = this.#turn.then(what);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
