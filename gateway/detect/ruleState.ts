import type { Instant } from '../../drivers/reading.ts';
import type { Rule } from '../site/schema.ts';
import type { DetectState, RuleState } from './state.ts';
import { type Delays, declaresAt, IDLE, type Track } from './track.ts';
import type { Watch } from './watch.ts';

/** A rule of which nothing is known yet. */
export function begun(watch: Watch, now: number): RuleState {
  return {
    subject: subjectOf(watch.rule),
    tracks: Object.fromEntries(watch.levels.map(({ key }) => [key, IDLE])),
    seen: { value: null, quality: 'good', point: watch.point },
    heard: now,
    episode: null,
    memory: watch.begin(now),
  };
}

/** A rule's state of another run or installation, as it is at `at`. */
export function adopted(watch: Watch, rule: RuleState, old: DetectState, at: Instant): RuleState {
  const sameBoot = old.boot === at.boot;
  const byMs = at.mono - old.at;
  const shifted = (time: number | null) => (time === null || !sameBoot ? null : time + byMs);
  const tracks = mapTracks(watch, rule.tracks, (track) => ({
    ...track,
    onset: shifted(track.onset),
    clearing: shifted(track.clearing),
  }));
  return { ...rule, tracks, heard: rule.heard + byMs, memory: watch.revive(rule.memory, byMs, at.mono) };
}

// A rule's state never changes, so neither does when it is due; of all rules few move with one exchange.
const dues = new WeakMap<RuleState, number>();

/** When a tick will say something new about a rule, in mono; null when only an input can. */
export function nextDueOf(watch: Watch, state: RuleState | undefined): number | null {
  if (state === undefined) return null;
  const due = dues.get(state) ?? soonestOf(watch, state);
  dues.set(state, due);
  return Number.isFinite(due) ? due : null;
}

function soonestOf(watch: Watch, state: RuleState): number {
  const delays = delaysOf(watch.rule);
  let soonest = watch.nextDue(state.memory) ?? Number.POSITIVE_INFINITY;
  for (const track of Object.values(state.tracks)) {
    const due = declaresAt(track, state.heard, watch.silenceMs, delays);
    if (due !== null && due < soonest) soonest = due;
  }
  return soonest;
}

/** Every level of a rule moved; levels that were not known are idle. */
export function mapTracks(
  watch: Watch,
  tracks: RuleState['tracks'],
  change: (track: Track, index: number) => Track,
): RuleState['tracks'] {
  return Object.fromEntries(watch.levels.map(({ key }, index) => [key, change(tracks[key] ?? IDLE, index)]));
}

/** The rule's delays in milliseconds. */
export function delaysOf(rule: Rule): Delays {
  return { onMs: rule.onDelayS * 1000, offMs: rule.offDelayS * 1000 };
}

/** What makes it the same rule after a reload. */
export function subjectOf(rule: Rule): string {
  return `${rule.kind} ${rule.kind === 'loss-of-sensing' ? rule.device : rule.point}`;
}
