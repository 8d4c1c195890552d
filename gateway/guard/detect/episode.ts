import type { Instant } from '../../../drivers/reading.ts';
import type { Maintenance, Transition } from '../../control/alarm.ts';
import { highest, type Move } from './alarmLifecycle.ts';
import { type Mask, maskOf, maskTold } from './mask.ts';
import type { Watch } from './ruleWatch.ts';
import type { Episode, SeenInput } from './state.ts';

/** A step in the life of an alarm, its number, and the episode after it; null when it is normal again. */
export type EpisodeStep = {
  readonly transition: Transition;
  readonly number: number;
  readonly episode: Episode | null;
};

/** What an episode does not know by itself: how it begins, and to which group it belongs once it is first announced. */
export type EpisodeOrigin = { unborn(): Transition; group(occurrence: string): string | null };

/**
 * An episode after a move, seen through its masks. Being masked begins an episode and keeps it, so that it ends when
 * nothing hides a normal condition any more; a maintenance period alone hides only what is there to be hidden.
 */
export function stepped(
  episode: Episode | null,
  move: Move,
  period: Maintenance | null,
  at: Instant,
  origin: EpisodeOrigin,
): EpisodeStep {
  const last = episode?.last ?? origin.unborn();
  const { cause, condition } = move;
  const shelf = move.shelf === undefined ? (episode?.shelf ?? null) : move.shelf;
  const outOfService = move.outOfService === undefined ? (episode?.outOfService ?? null) : move.outOfService;
  const mask = shownMask(maskOf(shelf, outOfService, period), condition);
  const announced = move.announces === true && mask === null;
  const announcement = last.announcement + (announced ? 1 : 0);
  const transition: Transition = {
    ...last,
    actor: null,
    ...move.told,
    cause,
    from: last.to,
    to: mask?.state ?? condition,
    condition,
    ...maskTold(mask, at),
    announcement,
    group: announced && announcement === 1 ? origin.group(last.occurrence) : last.group,
  };
  const number = (episode?.step ?? 0) + 1;
  if (transition.to === 'normal') return { transition, number, episode: null };
  const over = condition === 'normal';
  const heeded = announced || cause === 'acknowledged';
  return {
    transition,
    number,
    episode: {
      last: transition,
      since: at,
      level: over ? '' : (move.level ?? episode?.level ?? ''),
      latched: over ? null : move.latched === undefined ? (episode?.latched ?? null) : move.latched,
      owed: announced || ((episode?.owed ?? false) && !over && cause !== 'acknowledged'),
      heeded: heeded ? at.mono : (episode?.heeded ?? at.mono),
      shelf,
      outOfService,
      step: number,
      durable: false,
    },
  };
}

/** An episode whose mask changed only in its end or reason: the list shows it, nothing is told. */
export function retold(episode: Episode, mask: Mask | null, at: Instant): Episode {
  return { ...episode, last: { ...episode.last, ...maskTold(mask, at) } };
}

/** What is told of a rule whose episode begins without a condition: the worst it could have said. */
export function unborn(watch: Watch, seen: SeenInput, occurrence: string, at: Instant): Transition {
  return {
    rule: watch.rule.id,
    occurrence,
    cause: 'raised',
    from: 'normal',
    to: 'normal',
    condition: 'normal',
    severity: highest(watch.levels)?.severity ?? 'blue',
    device: watch.device,
    ...seen,
    limit: null,
    unit: watch.unit,
    onset: at,
    declared: at,
    actor: null,
    reason: null,
    until: null,
    announcement: 0,
    group: null,
  };
}

function shownMask(mask: Mask | null, condition: Transition['condition']): Mask | null {
  return mask?.state === 'suppressed' && condition === 'normal' ? null : mask;
}

/** The rule is gone from the site file: its alarm ends whatever it was, and says why. */
export function removed(episode: Episode, at: Instant): EpisodeStep {
  const move: Move = {
    cause: 'removed-by-configuration',
    condition: 'normal',
    shelf: null,
    outOfService: null,
  };
  return stepped(episode, move, null, at, { unborn: () => episode.last, group: () => null });
}
