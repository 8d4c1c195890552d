import type { Instant } from '../../../drivers/reading.ts';
import { type Rule, subjectOf } from '../../site/rules/ruleKinds.ts';
import { isActive } from './alarmLifecycle.ts';
import type { Level, UtcOffset, Watch } from './ruleWatch.ts';
import type { DetectState, Episode, RuleState } from './state.ts';
import { type Delays, declaresAt, IDLE, type Track } from './track.ts';

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
  const carried = carriedTime(old, at);
  return {
    ...rule,
    tracks,
    heard: rule.heard + byMs,
    memory: watch.revive(rule.memory, byMs, at.mono),
    episode: rule.episode && {
      ...rule.episode,
      heeded: carried(rule.episode.heeded),
      shelf: rule.episode.shelf && { ...rule.episode.shelf, until: carried(rule.episode.shelf.until) },
    },
  };
}

/**
 * Where a moment of the saved state lies now: within one boot where it was, so that the time in between counts; across
 * boots nobody knows how long that was, and what remained remains.
 */
export function carriedTime(old: DetectState, at: Instant): (time: number) => number {
  return old.boot === at.boot ? (time) => time : (time) => at.mono + (time - old.at);
}

// A rule's state never changes, so neither does when it is due; of all rules few move with one exchange.
const dues = new WeakMap<RuleState, { readonly utcOffset: UtcOffset; readonly due: number }>();

/** When a tick will say something new about a rule, in mono; null when only an input can. */
export function nextDueOf(watch: Watch, state: RuleState | undefined, utcOffset: UtcOffset): number | null {
  if (state === undefined) return null;
  let known = dues.get(state);
  if (known === undefined || known.utcOffset !== utcOffset) {
    known = { utcOffset, due: soonestOf(watch, state, utcOffset) };
    dues.set(state, known);
  }
  return Number.isFinite(known.due) ? known.due : null;
}

/** When an alarm is announced again because it still stands, in mono; null where it is not, or is masked. */
export function reAlarmsAt({ rule }: Watch, episode: Episode | null): number | null {
  if (rule.reAlarmS === undefined || episode === null || !isActive(episode)) return null;
  return episode.last.to === episode.last.condition ? episode.heeded + rule.reAlarmS * 1000 : null;
}

function soonestOf(watch: Watch, state: RuleState, utcOffset: UtcOffset): number {
  let soonest = Math.min(
    watch.nextDue(state.memory, utcOffset) ?? Number.POSITIVE_INFINITY,
    state.episode?.shelf?.until ?? Number.POSITIVE_INFINITY,
    reAlarmsAt(watch, state.episode) ?? Number.POSITIVE_INFINITY,
  );
  for (const level of watch.levels) {
    const track = state.tracks[level.key] ?? IDLE;
    const due = declaresAt(track, state.heard, watch.silenceMs, delaysOf(watch.rule, level));
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

/** The delays of one level of a rule in milliseconds: some levels do not wait for the on-delay. */
export function delaysOf(rule: Rule, level: Level | undefined): Delays {
  const atOnce = level !== undefined && rule.atOnce.includes(level.severity);
  return { onMs: atOnce ? 0 : rule.onDelayS * 1000, offMs: rule.offDelayS * 1000 };
}
