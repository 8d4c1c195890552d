import type { Instant } from '../../drivers/reading.ts';
import { rankOf } from './severity.ts';
import type { Episode, RuleState } from './state.ts';
import type { Track } from './track.ts';
import type { AlarmState, Transition, TransitionCause } from './types.ts';
import type { Level, Watch } from './watch.ts';

/** A step in the life of an alarm and the episode after it; null when it is normal again. */
export type Step = { readonly transition: Transition; readonly episode: Episode | null };

/**
 * The next step of an alarm whose tracks have moved from `state.tracks` to `tracks`, or null when nothing changed for a
 * person. A level that newly holds and is no less severe than what stands re-announces, and so asks for a new
 * acknowledgement; falling to a lower one does not.
 *
 * @param clears whether what was found may end or ease an alarm
 * @param newOccurrence called when a new occurrence begins
 */
export function nextStep(
  watch: Watch,
  state: RuleState,
  tracks: RuleState['tracks'],
  clears: boolean,
  at: Instant,
  newOccurrence: () => string,
): Step | null {
  const { episode } = state;
  const active = watch.levels.filter(({ key }) => tracks[key]?.active === true);
  const top = highest(active);
  const fresh = highest(active.filter(({ key }) => state.tracks[key]?.active !== true));
  const standing = episode !== null && isActive(episode) ? episode : null;

  if (standing === null) {
    if (top === undefined) return null;
    const occurrence = episode?.last.occurrence ?? newOccurrence();
    return declare(watch, state, occurrence, 'raised', 'unacknowledged-active', top, tracks[top.key], at);
  }
  if (fresh !== undefined && rankOf(fresh.severity) >= rankOf(standing.last.severity))
    return declare(
      watch,
      state,
      standing.last.occurrence,
      'escalated',
      'unacknowledged-active',
      fresh,
      tracks[fresh.key],
      at,
    );
  if (!clears) return null;
  if (top === undefined)
    return standing.last.to === 'unacknowledged-active'
      ? follow(standing, 'returned', 'returned-unacknowledged', at, state.seen)
      : follow(standing, 'returned', 'normal', at, state.seen);
  if (active.some(({ key }) => key === standing.level)) return null;
  const { severity, limit } = top;
  const eased = follow(standing, 'eased', standing.last.to, at, { ...state.seen, severity, limit });
  return { ...eased, episode: eased.episode && { ...eased.episode, level: top.key } };
}

/** Someone has seen it. Null when it was acknowledged before. */
export function acknowledged(episode: Episode, actor: string, at: Instant): Step | null {
  switch (episode.last.to) {
    case 'unacknowledged-active':
      return follow(episode, 'acknowledged', 'acknowledged-active', at, { actor });
    case 'returned-unacknowledged':
      return follow(episode, 'acknowledged', 'normal', at, { actor });
    default:
      return null;
  }
}

/** The rule is gone from the site file: its alarm ends, and says why. */
export function removed(episode: Episode, at: Instant): Step {
  return follow(episode, 'removed-by-configuration', 'normal', at, {});
}

/** Whether the condition still holds, acknowledged or not. */
export function isActive({ last }: Episode): boolean {
  return last.to === 'unacknowledged-active' || last.to === 'acknowledged-active';
}

function declare(
  watch: Watch,
  { episode, seen }: RuleState,
  occurrence: string,
  cause: TransitionCause,
  to: AlarmState,
  level: Level,
  track: Track | undefined,
  at: Instant,
): Step {
  const transition: Transition = {
    rule: watch.rule.id,
    occurrence,
    cause,
    from: episode?.last.to ?? 'normal',
    to,
    severity: level.severity,
    device: watch.device,
    ...seen,
    limit: level.limit,
    unit: watch.unit,
    onset: { boot: at.boot, mono: track?.onset ?? at.mono },
    declared: at,
    actor: null,
  };
  return {
    transition,
    episode: {
      last: transition,
      since: at,
      level: level.key,
      step: (episode?.step ?? 0) + 1,
      durable: false,
    },
  };
}

/** A step that declares nothing new: onset and declaration stay those of what was last declared. */
function follow(
  episode: Episode,
  cause: TransitionCause,
  to: AlarmState,
  at: Instant,
  change: Partial<Transition>,
): Step {
  const transition: Transition = {
    ...episode.last,
    actor: null,
    ...change,
    cause,
    from: episode.last.to,
    to,
  };
  const ended = to === 'normal';
  return {
    transition,
    episode: ended
      ? null
      : { ...episode, last: transition, since: at, step: episode.step + 1, durable: false },
  };
}

function highest(levels: readonly Level[]): Level | undefined {
  return levels.reduce<Level | undefined>(
    (top, level) => (top === undefined || rankOf(level.severity) > rankOf(top.severity) ? level : top),
    undefined,
  );
}
