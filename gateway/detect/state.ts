import type { Quality } from '../../drivers/quality.ts';
import type { Instant, PointValue } from '../../drivers/reading.ts';
import type { Track } from './track.ts';
import type { Transition, TransitionEffect } from './types.ts';

/** All that the detector remembers. Plain data: it survives JSON, except that `rules` is a map. */
export type DetectState = {
  readonly boot: string;
  readonly at: number; // mono of the latest input
  readonly lastNumber: number; // of the newest occurrence
  readonly rules: ReadonlyMap<string, RuleState>;
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
  readonly seen: Seen;
  readonly heard: number;
  readonly episode: Episode | null;
  readonly memory: unknown;
};

export type Seen = {
  readonly value: PointValue;
  readonly quality: Quality;
  readonly point: string | null;
};

/**
 * One occurrence, from raise until it is normal again: its last transition, when that was, which level it stands at,
 * and how many transitions it has had. `durable`: the last transition is on disk.
 */
export type Episode = {
  readonly last: Transition;
  readonly since: Instant;
  readonly level: string;
  readonly step: number;
  readonly durable: boolean;
};

/** Names one transition, for the journal to answer with. */
export function tokenOf(occurrence: string, step: number): string {
  return `${occurrence}/${step}`;
}
