import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { Transition } from '../../control/alarm.ts';
import type { Installation } from '../../site/installation.ts';
import { latchedBy, type Move, nextMove, reAlarmed, unmasked } from './alarmLifecycle.ts';
import { type EpisodeOrigin, type EpisodeStep, stepped, unborn } from './episode.ts';
import { joined, placeOf } from './flood.ts';
import { coverOf, maskOf } from './mask.ts';
import { begun, delaysOf, mapTracks, nextDueOf, reAlarmsAt } from './ruleState.ts';
import type { RuleFinding, Watch } from './ruleWatch.ts';
import { type DetectState, type RuleState, ruleOfToken, tokenOf } from './state.ts';
import { declaresAt, held, judged } from './track.ts';
import type { DetectEffect, TransitionEffect } from './types.ts';

// A disk that is dead for weeks must not fill the memory: what happened longest ago is let go first.
const MOST_UNWRITTEN = 500;

/** What a step leads to. */
export type DetectOutcome = { readonly state: DetectState; readonly effects: readonly DetectEffect[] };

/** What does not change while a detector runs. */
export type Setting = {
  readonly watches: ReadonlyMap<string, Watch>; // by rule
  readonly devices: Installation['devices'];
  readonly zones: Installation['zones'];
};

/** One step in the making: the state to be, copied once and changed here alone. */
export class Turn {
  readonly setting: Setting;
  readonly #rules: Map<string, RuleState>;
  readonly #effects: DetectEffect[] = [];
  #state: Omit<DetectState, 'rules'>;

  constructor(setting: Setting, state: DetectState) {
    this.setting = setting;
    this.#state = state;
    this.#rules = new Map(state.rules);
  }

  outcome(): DetectOutcome {
    return { state: { ...this.#state, rules: this.#rules }, effects: this.#effects };
  }

  /** What the state is so far, its rules aside. */
  get state(): Omit<DetectState, 'rules'> {
    return this.#state;
  }

  change(change: Partial<Omit<DetectState, 'rules'>>): void {
    this.#state = { ...this.#state, ...change };
  }

  passTo(at: Instant): void {
    if (at.mono > this.#state.at) this.change({ at: at.mono });
  }

  rule(id: string): RuleState | undefined {
    return this.#rules.get(id);
  }

  set(id: string, state: RuleState): void {
    this.#rules.set(id, state);
  }

  /** The rule whose episode this is. */
  find(occurrence: string): { readonly watch: Watch; readonly state: RuleState } | null {
    for (const [id, state] of this.#rules) {
      const watch = this.setting.watches.get(id);
      if (watch !== undefined && state.episode?.last.occurrence === occurrence) return { watch, state };
    }
    return null;
  }

  /**
   * Lets one rule judge. A fault in its code must not keep any other rule from judging: this one stays as it was, and the
   * fault is told.
   */
  contained(watch: Watch, judge: () => void): void {
    const { id } = watch.rule;
    const before = this.#rules.get(id);
    try {
      judge();
    } catch (error) {
      if (before !== undefined) this.#rules.set(id, before);
      this.effect({ kind: 'broken', rule: id, error });
    }
  }

  /** What fell due before a reading happened before it; at the same moment the reading speaks first. */
  reading(watch: Watch, reading: Reading): void {
    this.passTo(reading.at);
    const { utcOffset } = this.#state;
    const due = nextDueOf(watch, this.#rules.get(watch.rule.id), utcOffset);
    if (due !== null && due < reading.at.mono) this.tick(watch, reading.at);
    const state = this.stateOf(watch);
    const { memory, finding } = watch.onReading(state.memory, reading, utcOffset);
    this.#found(watch, { ...state, memory }, finding, reading.at);
    if (finding === null) this.#hold(watch);
  }

  tick(watch: Watch, at: Instant): void {
    this.passTo(at);
    const before = this.stateOf(watch);
    const { shelf } = before.episode ?? { shelf: null };
    if (shelf !== null && shelf.until <= at.mono)
      this.unmask(watch, { cause: 'unshelved', shelf: null, told: {} }, at);

    const state = this.stateOf(watch);
    const { memory, finding } = watch.onTick(state.memory, at.mono, this.#state.utcOffset);
    this.#found(watch, { ...state, memory }, finding, at);

    const { tracks, heard } = this.stateOf(watch);
    const moved = mapTracks(watch, tracks, (track, index) => {
      const delays = delaysOf(watch.rule, watch.levels[index]);
      const due = declaresAt(track, heard, watch.silenceMs, delays);
      return due !== null && due <= at.mono ? { ...track, active: true } : track;
    });
    this.#settle(watch, this.stateOf(watch), moved, false, at);

    const { episode, seen } = this.stateOf(watch);
    const again = reAlarmsAt(watch, episode);
    if (again !== null && again <= at.mono) this.move(watch, reAlarmed(seen), at);
  }

  committed(token: string): void {
    this.change({ unwritten: this.#state.unwritten.filter((effect) => effect.token !== token) });
    const id = ruleOfToken(token);
    const state = this.#rules.get(id);
    const episode = state?.episode ?? null;
    if (state !== undefined && episode !== null && tokenOf(episode.last.occurrence, episode.step) === token)
      this.#rules.set(id, { ...state, episode: { ...episode, durable: true } });
  }

  /** Nobody was listened to for `forMs`: that is no silence of those who are listened to. */
  stalled(watch: Watch, forMs: number, at: Instant): void {
    if (watch.stalled === undefined) return;
    const state = this.stateOf(watch);
    this.#rules.set(watch.rule.id, { ...state, memory: watch.stalled(state.memory, forMs, at.mono) });
  }

  /** Moves an alarm on and tells it. */
  move(watch: Watch, move: Move, at: Instant): void {
    const state = this.stateOf(watch);
    const origin: EpisodeOrigin = {
      unborn: () => unborn(watch, state.seen, this.newId(watch.rule.id, at), at),
      group: (occurrence) => this.#groupOf(watch, occurrence, at),
    };
    const period = coverOf(this.#state.maintenance, watch, this.setting.devices);
    const step = stepped(state.episode, move, period, at, origin);
    this.#rules.set(watch.rule.id, { ...state, episode: step.episode });
    this.tell(step, at);
  }

  /** A mask was taken off. Where another one still covers the alarm, that one is shown and nothing is announced. */
  unmask(
    watch: Watch,
    move: Omit<Move, 'condition'> & { readonly told: Partial<Transition> },
    at: Instant,
  ): void {
    const { episode, seen } = this.stateOf(watch);
    if (episode === null) return;
    const { shelf, outOfService } = { ...episode, ...move };
    const period = coverOf(this.#state.maintenance, watch, this.setting.devices);
    const seenAgain =
      maskOf(shelf, outOfService, period) === null
        ? unmasked(episode, seen)
        : { condition: episode.last.condition };
    this.move(watch, { ...move, ...seenAgain, told: { ...seenAgain.told, ...move.told } }, at);
  }

  tell({ transition, number }: EpisodeStep, at: Instant): void {
    const token = tokenOf(transition.occurrence, number);
    const effect: TransitionEffect = { kind: 'transition', transition, at, token };
    this.effect(effect);
    this.change({ unwritten: [...this.#state.unwritten, effect].slice(-MOST_UNWRITTEN) });
  }

  effect(effect: DetectEffect): void {
    this.#effects.push(effect);
  }

  stateOf(watch: Watch): RuleState {
    return this.#rules.get(watch.rule.id) ?? begun(watch, this.#state.at);
  }

  /** Counts on from the clock, so that an id never comes again within a boot even if the saved state was lost. */
  newId(of: string, at: Instant): string {
    const lastNumber = Math.max(this.#state.lastNumber + 1, Math.floor(at.mono));
    this.change({ lastNumber });
    return `${of}#${at.boot}-${lastNumber}`;
  }

  #found(watch: Watch, state: RuleState, finding: RuleFinding | null, at: Instant): void {
    if (finding === null) {
      this.#rules.set(watch.rule.id, state);
      return;
    }
    const { verdicts, clears, value, quality, point } = finding;
    const tracks = mapTracks(watch, state.tracks, (track, index) =>
      judged(track, verdicts[index] ?? 'off', clears, at.mono, delaysOf(watch.rule, watch.levels[index])),
    );
    this.#settle(watch, { ...state, seen: { value, quality, point }, heard: at.mono }, tracks, clears, at);
  }

  #hold(watch: Watch): void {
    const state = this.stateOf(watch);
    this.#rules.set(watch.rule.id, { ...state, tracks: mapTracks(watch, state.tracks, held) });
  }

  #settle(watch: Watch, state: RuleState, tracks: RuleState['tracks'], clears: boolean, at: Instant): void {
    const move = nextMove(watch, state, tracks, clears, at);
    const episode = state.episode && { ...state.episode, latched: latchedBy(watch, tracks, state.episode) };
    this.#rules.set(watch.rule.id, { ...state, tracks, episode });
    if (move !== null) this.move(watch, move, at);
  }

  /** The group of an alarm announced for the first time; the one that was there before it learns that it leads. */
  #groupOf(watch: Watch, occurrence: string, at: Instant): string | null {
    const place = placeOf(this.setting.devices.get(watch.device));
    if (place === null) return null;
    const { floods, first } = joined(this.#state.floods, place, occurrence, at.mono);
    this.change({ floods });
    const leader = first === null ? null : this.find(first);
    if (leader?.state.episode != null) {
      const { episode } = leader.state;
      const last = { ...episode.last, group: first };
      this.#rules.set(leader.watch.rule.id, { ...leader.state, episode: { ...episode, last } });
    }
    return first;
  }
}
