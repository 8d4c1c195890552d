import type { Instant, Reading } from '../../drivers/reading.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { StateFile } from '../core/stateFile.ts';
import { currentAlarms } from '../detect/alarms.ts';
import { createDetector, type Detector, type Outcome } from '../detect/detector.ts';
import { restoreState, saveState } from '../detect/saved.ts';
import type { DetectState } from '../detect/state.ts';
import type { Alarm, DetectCommand, TransitionEffect } from '../detect/types.ts';
import type { Installation } from '../site/installation.ts';

export type AlarmHearers = {
  /** Something happened to an alarm. Called in the same turn of the event loop; nothing waits for a disk. */
  declared(effect: TransitionEffect): void;
  /**
   * The saved state knows of it: now it may be journaled. A row that the state did not know of would, after a crash, be
   * an alarm that never ends: detection would raise another occurrence in its place.
   */
  saved(effect: TransitionEffect): void;
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
  #tick: Timer | null = null;

  constructor(installation: Installation, clock: Clock, file: StateFile, hearers: AlarmHearers) {
    this.#clock = clock;
    this.#file = file;
    this.#hearers = hearers;
    this.#detector = createDetector(installation);
    this.#state = this.#detector.begin(this.#now());
  }

  /** Takes up where the last run ended. A state that cannot be read is told, and detection begins anew. */
  start(): Problem | null {
    const text = this.#file.load();
    let problem: Problem | null = text.ok ? null : text.error;
    if (text.ok && text.value !== null) {
      const state = restoreState(text.value);
      if (state.ok) {
        for (const effect of state.value.unwritten) this.#hearers.saved(effect);
        this.#take(this.#detector.adopt(state.value, this.#now()));
      } else problem = state.error;
    }
    this.#schedule();
    return problem;
  }

  async stop(): Promise<void> {
    this.#tick?.cancel();
    this.#file.save(saveState(this.#state));
    await this.#file.settled();
  }

  accept(readings: readonly Reading[]): void {
    this.#take(this.#detector.step(this.#state, { kind: 'readings', readings }));
    this.#schedule();
  }

  /** The journal has this transition on disk. Returns the alarm as it stands now, if it still does. */
  committed(token: string): void {
    this.#take(this.#detector.step(this.#state, { kind: 'committed', token }));
    this.#file.save(saveState(this.#state));
  }

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

  alarms(): readonly Alarm[] {
    return currentAlarms(this.#state);
  }

  #take(outcome: Outcome): void {
    this.#state = outcome.state;
    const transitions = outcome.effects.filter((effect) => effect.kind === 'transition');
    if (transitions.length === 0) return;
    for (const effect of transitions) this.#hearers.declared(effect);
    this.#file.save(saveState(this.#state));
    void this.#file.settled().then(() => transitions.forEach(this.#hearers.saved));
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
