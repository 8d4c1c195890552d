import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { Alarm, Maintenance } from '../../control/alarm.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { StateFile } from '../../core/stateFile.ts';
import type { Installation } from '../../site/installation.ts';
import { currentAlarms } from '../detect/alarms.ts';
import { createDetector, type Detector, type Outcome } from '../detect/detector.ts';
import { restoreState, saveState } from '../detect/saved.ts';
import type { DetectState } from '../detect/state.ts';
import type { DetectCommand, MaintenanceEffect, TransitionEffect } from '../detect/types.ts';
import type { UtcOffset } from '../detect/watch.ts';

// How much longer than asked a shelf may last across a power cut.
const SAVE_EVERY_MS = 60_000;
// A disk that does not answer must not keep the journal, and what is told without it, from a transition.
const SAVED_PATIENCE_MS = 2_000;
// What a power cut may cost of the memory of windows and medians. The whole state is written each time, a hundred
// kilobytes for a hundred points: once a minute it would be more than all else that wears off the card.
const REMEMBER_EVERY_MS = 3_600_000;

export type AlarmHearers = {
  /** Something happened to an alarm. Called in the same turn of the event loop; nothing waits for a disk. */
  declared(effect: TransitionEffect): void;
  /**
   * The saved state knows of it: now it may be journaled. A row that the state did not know of would, after a crash, be
   * an alarm that never ends: detection would raise another occurrence in its place. `again`: the last run may have
   * handed it over before it ended.
   */
  saved(effect: TransitionEffect, again: boolean): void;
  /** A maintenance period began or ended. Called before what it does to alarms is declared. */
  maintenance(effect: MaintenanceEffect): void;
};

/**
 * Runs the detector: feeds it readings, ticks and commands, hands on its transitions in the same turn of the event
 * loop, and keeps its state in a file so that a standing alarm is still the same occurrence after a restart.
 */
export class AlarmKeeper {
  readonly #clock: Clock;
  readonly #file: StateFile;
  readonly #hearers: AlarmHearers;
  #detector: Detector;
  #state: DetectState;
  #saved: DetectState;
  #savedAt = Number.NEGATIVE_INFINITY;
  #utcOffset: UtcOffset = null;
  #tick: Timer | null = null;
  #saving: Timer | null = null;

  constructor(installation: Installation, clock: Clock, file: StateFile, hearers: AlarmHearers) {
    this.#clock = clock;
    this.#file = file;
    this.#hearers = hearers;
    this.#detector = createDetector(installation);
    this.#state = this.#detector.begin(this.#now());
    this.#saved = this.#state;
  }

  /** Takes up where the last run ended. A state that cannot be read is told, and detection begins anew. */
  start(): Problem | null {
    const text = this.#file.load();
    let problem: Problem | null = text.ok ? null : text.error;
    if (text.ok && text.value !== null) {
      const state = restoreState(text.value);
      if (state.ok) {
        for (const effect of state.value.unwritten) this.#hearers.saved(effect, true);
        this.#take(this.#detector.adopt(state.value, this.#now()));
      } else problem = state.error;
    }
    this.#saved = this.#state;
    this.#savedAt = this.#clock.mono();
    this.clock(this.#utcOffset);
    this.#saving = every(this.#clock, SAVE_EVERY_MS, 'alarm state', () => {
      const due = this.#hasRunningOut() || this.#clock.mono() >= this.#savedAt + REMEMBER_EVERY_MS;
      if (due && this.#detector.isWorthSaving(this.#state, this.#saved)) this.#save();
    });
    return problem;
  }

  async stop(): Promise<void> {
    this.#tick?.cancel();
    this.#saving?.cancel();
    this.#save();
    await this.#file.settled();
  }

  accept(readings: readonly Reading[]): void {
    this.#take(this.#detector.step(this.#state, { kind: 'readings', readings }));
    this.#schedule();
  }

  /** Civil time is `utcOffset` ahead of the monotonic clock from now on; null while that is not sure. */
  clock(utcOffset: UtcOffset): void {
    this.#utcOffset = utcOffset;
    this.#take(this.#detector.step(this.#state, { kind: 'clock', utcOffset, at: this.#now() }));
    this.#schedule();
  }

  /** The journal has this transition on disk. */
  committed(token: string): void {
    this.#take(this.#detector.step(this.#state, { kind: 'committed', token }));
    this.#save();
  }

  /** Carries out what a person asked for; a refusal says why. What it changed is declared before this returns. */
  command(command: DetectCommand): Result<null, Problem> {
    const outcome = this.#detector.step(this.#state, { kind: 'command', command, at: this.#now() });
    this.#take(outcome);
    this.#schedule();
    const answer = outcome.effects.find((effect) => effect.kind === 'answer');
    return answer?.problem == null ? ok(null) : err(answer.problem);
  }

  /** A changed site: standing alarms go on where their rule is still there. */
  reload(installation: Installation): void {
    this.#detector = createDetector(installation);
    this.#take(this.#detector.adopt(this.#state, this.#now()));
    this.#schedule();
  }

  /** Every alarm that is not normal, masked ones too. */
  alarms(): readonly Alarm[] {
    return currentAlarms(this.#state);
  }

  /** The maintenance periods that run. */
  maintenance(): readonly Maintenance[] {
    return this.#state.maintenance;
  }

  #take(outcome: Outcome): void {
    this.#state = outcome.state;
    const transitions = outcome.effects.filter((effect) => effect.kind === 'transition');
    const periods = outcome.effects.filter((effect) => effect.kind === 'maintenance');
    if (transitions.length + periods.length === 0) return;
    for (const effect of periods) this.#hearers.maintenance(effect);
    for (const effect of transitions) this.#hearers.declared(effect);
    this.#save();
    let handed = false;
    const hand = () => {
      if (!handed) for (const effect of transitions) this.#hearers.saved(effect, false);
      handed = true;
    };
    const patience = this.#clock.after(SAVED_PATIENCE_MS, 'alarm state saved', hand);
    void this.#file.settled().then(() => {
      patience.cancel();
      hand();
    });
  }

  /** A shelf or maintenance period runs: after a reboot it keeps what remained of it when last saved. */
  #hasRunningOut(): boolean {
    return this.#state.maintenance.length > 0 || this.alarms().some(({ until }) => until !== null);
  }

  /** Says when it was saved, since what remains of a shelf counts from there. */
  #save(): void {
    this.#saved = this.#state;
    this.#savedAt = this.#clock.mono();
    this.#file.save(saveState({ ...this.#state, at: Math.max(this.#state.at, this.#clock.mono()) }));
  }

  #schedule(): void {
    this.#tick?.cancel();
    const due = this.#detector.nextDue(this.#state);
    if (due === null) return;
    this.#tick = this.#clock.after(Math.max(0, due - this.#clock.mono()), 'detect', () => {
      this.#take(this.#detector.step(this.#state, { kind: 'tick', at: this.#now() }));
      this.#schedule();
    });
  }

  #now(): Instant {
    return { boot: this.#clock.boot, mono: this.#clock.mono() };
  }
}
