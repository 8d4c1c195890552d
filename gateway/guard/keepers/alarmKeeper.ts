import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { Alarm, Maintenance } from '../../control/alarm.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { StateFile } from '../../core/stateFile.ts';
import type { Installation } from '../../site/installation.ts';
import { currentAlarms } from '../detect/alarms.ts';
import { createDetector, type DetectOutcome, type Detector } from '../detect/detector.ts';
import { withNewZeros } from '../detect/newZeros.ts';
import type { UtcOffset } from '../detect/ruleWatch.ts';
import { restoreState, saveState } from '../detect/saved.ts';
import type { DetectState } from '../detect/state.ts';
import type {
  BrokenRuleEffect,
  DetectCommand,
  DetectInput,
  MaintenanceEffect,
  TransitionEffect,
} from '../detect/types.ts';

// How much longer than asked a shelf may last across a power cut.
const SAVE_EVERY_MS = 60_000;
// A disk that does not answer must not keep the journal, and what is told without it, from a transition.
const SAVED_PATIENCE_MS = 2_000;
// What a power cut may cost of the memory of windows and medians. The whole state is written each time, a hundred
// kilobytes for a hundred points: once a minute it would be more than all else that wears off the card.
const REMEMBER_EVERY_MS = 3_600_000;

export type AlarmHearers = {
  /**
   * The saved state knows of it: now it may be journaled. A row that the state did not know of would, after a crash, be
   * an alarm that never ends: detection would raise another occurrence in its place. `again`: the last run may have
   * handed it over before it ended.
   */
  saved(effect: TransitionEffect, again: boolean): void;
};

/** What happened since it was last taken. Maintenance periods come before what they did to alarms. */
export type Declared = {
  readonly transitions: readonly TransitionEffect[];
  readonly periods: readonly MaintenanceEffect[];
  readonly broken: readonly BrokenRuleEffect[];
};

const NOTHING: Declared = { transitions: [], periods: [], broken: [] };

/**
 * Runs the detector: feeds it readings, ticks and commands, gathers its transitions until they are taken, and keeps its
 * state in a file so that a standing alarm is still the same occurrence after a restart.
 */
export class AlarmKeeper {
  readonly #clock: Clock;
  readonly #file: StateFile;
  readonly #hearers: AlarmHearers;
  #detector: Detector;
  #installation: Installation;
  #state: DetectState;
  #saved: DetectState;
  #savedAt = Number.NEGATIVE_INFINITY;
  #utcOffset: UtcOffset = null;
  #declared: Declared = NOTHING;
  #unsaved = false;
  #knew: 'all' | 'nothing' | 'unreadable' = 'all';
  #tick: Timer | null = null;
  #saving: Timer | null = null;

  constructor(installation: Installation, clock: Clock, file: StateFile, hearers: AlarmHearers) {
    this.#clock = clock;
    this.#file = file;
    this.#hearers = hearers;
    this.#installation = installation;
    this.#detector = createDetector(installation);
    this.#state = this.#detector.begin(this.#now());
    this.#saved = this.#state;
  }

  /**
   * Takes up where the last run ended; before anything may raise an alarm. A state that cannot be read is kept beside the
   * new one, and detection begins anew.
   *
   * @returns what keeps it from being read
   */
  load(): Problem | null {
    this.#knew = 'unreadable';
    const text = this.#file.load();
    if (!text.ok) return text.error;
    if (text.value === null) {
      this.#knew = 'nothing';
      return null;
    }
    const state = restoreState(text.value);
    if (!state.ok) {
      this.#file.setAside();
      return state.error;
    }
    this.#knew = 'all';
    for (const effect of state.value.unwritten) this.#hearers.saved(effect, true);
    this.#take(this.#detector.adopt(state.value, this.#now()));
    return null;
  }

  /**
   * What is known of the last run: alarms of it that are open by the journal are nobody's where that is nothing, because there
   * is no saved state, or it could not be read, which `load` has told.
   */
  get knew(): 'all' | 'nothing' | 'unreadable' {
    return this.#knew;
  }

  /** From now on silences count, and what is remembered is saved now and then. */
  start(): void {
    this.#take(this.#detector.adopt(this.#state, this.#now()));
    this.#saved = this.#state;
    this.#savedAt = this.#clock.mono();
    this.clock(this.#utcOffset);
    this.#saving = every(this.#clock, SAVE_EVERY_MS, 'alarm state', () => {
      const due = this.#hasRunningOut() || this.#clock.mono() >= this.#savedAt + REMEMBER_EVERY_MS;
      if (due && this.#detector.isWorthSaving(this.#state, this.#saved)) this.#save();
    });
  }

  /** Says nothing more. Resolves when all is saved, or its failure was told. */
  async stop(): Promise<void> {
    this.#tick?.cancel();
    this.#saving?.cancel();
    this.#save();
    await this.#file.settled();
  }

  accept(readings: readonly Reading[]): void {
    this.#step({ kind: 'readings', readings });
  }

  /** Civil time is `utcOffset` ahead of the monotonic clock from now on; null while that is not sure. */
  clock(utcOffset: UtcOffset): void {
    this.#utcOffset = utcOffset;
    this.#step({ kind: 'clock', utcOffset, at: this.#now() });
  }

  /** For so long nobody was listened to, until now, because guard itself or its host stood still. */
  stalled(forMs: number): void {
    this.#step({ kind: 'stalled', forMs, at: this.#now() });
  }

  /** The journal has this transition on disk. */
  committed(token: string): void {
    this.#step({ kind: 'committed', token });
    this.#unsaved = true;
  }

  /** Carries out what a person asked for; a refusal says why. */
  command(command: DetectCommand): Result<null, Problem> {
    const outcome = this.#step({ kind: 'command', command, at: this.#now() });
    const answer = outcome.effects.find((effect) => effect.kind === 'answer');
    return answer?.problem == null ? ok(null) : err(answer.problem);
  }

  /** Whether a reset of this occurrence would be carried out now; changes nothing. */
  mayReset(occurrence: string): boolean {
    const command = { verb: 'reset', occurrence, actor: '' } as const;
    const { effects } = this.#detector.step(this.#state, { kind: 'command', command, at: this.#now() });
    return effects.some((effect) => effect.kind === 'answer' && effect.problem === null);
  }

  /**
   * Prepares for a changed site, which touches nothing; the answer takes it up: standing alarms go on where their rule is
   * still there.
   */
  prepare(installation: Installation): () => void {
    const detector = createDetector(installation);
    return () => {
      this.#detector = detector;
      const state = withNewZeros(this.#state, this.#installation, installation);
      this.#installation = installation;
      this.#take(detector.adopt(state, this.#now()));
      this.#schedule();
    };
  }

  /** Every alarm that is not normal, masked ones too. */
  alarms(): readonly Alarm[] {
    return currentAlarms(this.#state);
  }

  /** The maintenance periods that run. */
  maintenance(): readonly Maintenance[] {
    return this.#state.maintenance;
  }

  /** Whether an alarm took a step since it was last asked what happened. */
  get hasDeclared(): boolean {
    return this.#declared.transitions.length > 0;
  }

  /** What happened since it was last asked. */
  takeDeclared(): Declared {
    const declared = this.#declared;
    this.#declared = NOTHING;
    return declared;
  }

  /** Begins to save what a turn has led to, once for all of it. Its transitions are told when that is done, or takes long. */
  saveTurn(transitions: readonly TransitionEffect[]): void {
    if (!this.#unsaved && transitions.length === 0) return;
    let handed = false;
    const hand = () => {
      if (!handed) for (const effect of transitions) this.#hearers.saved(effect, false);
      handed = true;
    };
    if (transitions.length === 0) {
      this.#save();
      return;
    }
    const patience = this.#clock.after(SAVED_PATIENCE_MS, 'alarm state saved', hand);
    this.#save(() => {
      patience.cancel();
      hand();
    });
  }

  #step(input: DetectInput): DetectOutcome {
    const outcome = this.#detector.step(this.#state, input);
    this.#take(outcome);
    this.#schedule();
    return outcome;
  }

  #take({ state, effects }: DetectOutcome): void {
    this.#state = state;
    if (effects.length === 0) return;
    const { transitions, periods, broken } = this.#declared;
    this.#declared = {
      transitions: [...transitions, ...effects.filter((effect) => effect.kind === 'transition')],
      periods: [...periods, ...effects.filter((effect) => effect.kind === 'maintenance')],
      broken: [...broken, ...effects.filter((effect) => effect.kind === 'broken')],
    };
    if (effects.some(({ kind }) => kind === 'maintenance')) this.#unsaved = true;
  }

  /** A shelf or maintenance period runs: after a reboot it keeps what remained of it when last saved. */
  #hasRunningOut(): boolean {
    return this.#state.maintenance.length > 0 || this.alarms().some(({ until }) => until !== null);
  }

  /** The text is made when it is written. It says when it was saved, since what remains of a shelf counts from there. */
  #save(written: () => void = () => {}): void {
    this.#unsaved = false;
    const make = () => {
      this.#saved = this.#state;
      this.#savedAt = this.#clock.mono();
      return saveState({ ...this.#state, at: Math.max(this.#state.at, this.#clock.mono()) });
    };
    this.#file.save(make, written);
  }

  #schedule(): void {
    this.#tick?.cancel();
    const due = this.#detector.nextDue(this.#state);
    if (due === null) return;
    this.#tick = this.#clock.after(Math.max(0, due - this.#clock.mono()), 'detect', () =>
      this.#step({ kind: 'tick', at: this.#now() }),
    );
  }

  #now(): Instant {
    return { boot: this.#clock.boot, mono: this.#clock.mono() };
  }
}
