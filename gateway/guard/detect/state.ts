import type { Quality } from '../../../drivers/quality.ts';
import type { Instant, PointValue } from '../../../drivers/reading.ts';
import type { Maintenance, Transition } from '../../control/alarm.ts';
import type { Floods } from './flood.ts';
import type { OutOfService, Shelf } from './mask.ts';
import type { UtcOffset } from './ruleWatch.ts';
import type { Track } from './track.ts';
import type { TransitionEffect } from './types.ts';

/** All that the detector remembers. Plain data: it survives JSON, except that `rules` is a map. */
export type DetectState = {
  readonly boot: string;
  readonly at: number; // mono of the latest input
  readonly utcOffset: UtcOffset;
  readonly lastNumber: number; // of the newest occurrence or maintenance period
  readonly rules: ReadonlyMap<string, RuleState>;
  readonly maintenance: readonly Maintenance[]; // the periods that run
  readonly floods: Floods;
  /**
   * Transitions that are not known to be on disk, oldest first: after a crash these are to be journaled again. If a row
   * was written after all there are two of the same step, which says nothing new and nothing wrong.
   */
  readonly unwritten: readonly TransitionEffect[];
};

/** Where one rule stands. `tracks` by level key; `seen` and `heard` are of the last reading that said something. */
export type RuleState = {
  readonly subject: string; // kind and point or device: what makes it the same rule after a reload
  readonly tracks: Readonly<Record<string, Track>>;
  readonly seen: SeenInput;
  readonly heard: number;
  readonly episode: Episode | null;
  readonly memory: unknown;
};

export type SeenInput = {
  readonly value: PointValue;
  readonly quality: Quality;
  readonly point: string | null;
};

/**
 * One occurrence, from leaving normal until it is normal again. Its states are those of `last`: what it shows (`to`)
 * and what is beneath (`condition`).
 */
export type Episode = {
  readonly last: Transition; // `until` and `reason` kept as they are now, also where nothing was told
  readonly since: Instant; // of the last transition
  readonly level: string; // key of the level it stands at; '' where none was reached
  /** The most severe level reached that latches: until the reset it stays, and is no less severe than this. */
  readonly latched: string | null;
  readonly owed: boolean; // announced, and nobody has acknowledged it yet
  readonly heeded: number; // mono of the last announcement or acknowledgement: the re-alarm time runs from here
  readonly shelf: Shelf | null;
  readonly outOfService: OutOfService | null;
  readonly step: number; // how many transitions it has had
  readonly durable: boolean; // the last transition is on disk
};

/** Names one transition, for the journal to answer with. */
export function tokenOf(occurrence: string, step: number): string {
  return `${occurrence}/${step}`;
}

/** The rule whose transition a token names. */
export function ruleOfToken(token: string): string {
  return token.slice(0, token.lastIndexOf('#'));
}
