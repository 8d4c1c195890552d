import type { Instant, Reading } from '../../drivers/reading.ts';
import type { Problem } from '../core/result.ts';
import { acknowledged, nextStep, type Step } from './lifecycle.ts';
import { begun, delaysOf, mapTracks, nextDueOf } from './ruleState.ts';
import { type DetectState, type RuleState, tokenOf } from './state.ts';
import { declaresAt, held, judged } from './track.ts';
import type { DetectCommand, DetectEffect, TransitionEffect } from './types.ts';
import type { Finding, Watch } from './watch.ts';

// A disk that is dead for weeks must not fill the memory: what happened longest ago is let go first.
const MOST_UNWRITTEN = 500;

/** What a step leads to. */
export type Outcome = { readonly state: DetectState; readonly effects: readonly DetectEffect[] };

/** One step in the making: the state to be, copied once and changed here alone. */
export class Turn {
  readonly #old: DetectState;
  readonly #rules: Map<string, RuleState>;
  readonly #effects: DetectEffect[] = [];
  #at: number;
  #lastNumber: number;
  #unwritten: readonly TransitionEffect[];

  constructor(state: DetectState) {
    this.#old = state;
    this.#rules = new Map(state.rules);
    this.#at = state.at;
    this.#lastNumber = state.lastNumber;
    this.#unwritten = state.unwritten;
  }

  outcome(): Outcome {
    const state = {
      boot: this.#old.boot,
      at: this.#at,
      lastNumber: this.#lastNumber,
      rules: this.#rules,
      unwritten: this.#unwritten,
    };
    return { state, effects: this.#effects };
  }

  has(id: string): boolean {
    return this.#rules.has(id);
  }

  set(id: string, state: RuleState): void {
    this.#rules.set(id, state);
  }

  /** What fell due before a reading happened before it; at the same moment the reading speaks first. */
  reading(watch: Watch, reading: Reading): void {
    this.#at = Math.max(this.#at, reading.at.mono);
    const due = nextDueOf(watch, this.#rules.get(watch.rule.id));
    if (due !== null && due < reading.at.mono) this.tick(watch, reading.at);
    const state = this.#stateOf(watch);
    const { memory, finding } = watch.onReading(state.memory, reading);
    this.#found(watch, { ...state, memory }, finding, reading.at);
    if (finding === null) this.#hold(watch);
  }

  tick(watch: Watch, at: Instant): void {
    this.#at = Math.max(this.#at, at.mono);
    const state = this.#stateOf(watch);
    const { memory, finding } = watch.onTick(state.memory, at.mono);
    this.#found(watch, { ...state, memory }, finding, at);
    const { tracks, heard } = this.#stateOf(watch);
    const delays = delaysOf(watch.rule);
    const moved = mapTracks(watch, tracks, (track) => {
      const due = declaresAt(track, heard, watch.silenceMs, delays);
      return due !== null && due <= at.mono ? { ...track, active: true } : track;
    });
    this.#settle(watch, this.#stateOf(watch), moved, false, at);
  }

  acknowledge(command: DetectCommand, at: Instant): void {
    this.#at = Math.max(this.#at, at.mono);
    const found = [...this.#rules].find(([, { episode }]) => episode?.last.occurrence === command.occurrence);
    const [id, state] = found ?? [];
    if (id === undefined || state?.episode == null) {
      this.#effects.push({ kind: 'answer', command, problem: notStanding(command) });
      return;
    }
    const step = acknowledged(state.episode, command.actor, at);
    if (step !== null) {
      this.#rules.set(id, { ...state, episode: step.episode });
      this.emit(step, state.episode.step + 1, at);
    }
    this.#effects.push({ kind: 'answer', command, problem: null });
  }

  committed(token: string): void {
    this.#unwritten = this.#unwritten.filter((effect) => effect.token !== token);
    for (const [id, state] of this.#rules) {
      const { episode } = state;
      if (episode !== null && tokenOf(episode.last.occurrence, episode.step) === token)
        this.#rules.set(id, { ...state, episode: { ...episode, durable: true } });
    }
  }

  emit({ transition }: Step, step: number, at: Instant): void {
    const token = tokenOf(transition.occurrence, step);
    const effect = { kind: 'transition', transition, at, token } as const;
    this.#effects.push(effect);
    this.#unwritten = [...this.#unwritten, effect].slice(-MOST_UNWRITTEN);
  }

  #stateOf(watch: Watch): RuleState {
    return this.#rules.get(watch.rule.id) ?? begun(watch, this.#at);
  }

  #found(watch: Watch, state: RuleState, finding: Finding | null, at: Instant): void {
    if (finding === null) {
      this.#rules.set(watch.rule.id, state);
      return;
    }
    const delays = delaysOf(watch.rule);
    const { verdicts, clears, value, quality, point } = finding;
    const tracks = mapTracks(watch, state.tracks, (track, index) =>
      judged(track, verdicts[index] ?? 'off', clears, at.mono, delays),
    );
    this.#settle(watch, { ...state, seen: { value, quality, point }, heard: at.mono }, tracks, clears, at);
  }

  #hold(watch: Watch): void {
    const state = this.#stateOf(watch);
    this.#rules.set(watch.rule.id, { ...state, tracks: mapTracks(watch, state.tracks, held) });
  }

  #settle(watch: Watch, state: RuleState, tracks: RuleState['tracks'], clears: boolean, at: Instant): void {
    const step = nextStep(watch, state, tracks, clears, at, () => this.#newOccurrence(watch.rule.id, at));
    this.#rules.set(watch.rule.id, {
      ...state,
      tracks,
      episode: step === null ? state.episode : step.episode,
    });
    if (step !== null) this.emit(step, (state.episode?.step ?? 0) + 1, at);
  }

  /** Counts on from the clock, so that an id never comes again within a boot even if the saved state was lost. */
  #newOccurrence(rule: string, at: Instant): string {
    this.#lastNumber = Math.max(this.#lastNumber + 1, Math.floor(at.mono));
    return `${rule}#${at.boot}-${this.#lastNumber}`;
  }
}

function notStanding({ occurrence }: DetectCommand): Problem {
  return {
    code: 'alarm.not-standing',
    what: `no alarm ${occurrence} is standing`,
    hint: 'it may have ended, or a new occurrence taken its place: look at the alarm list',
  };
}
