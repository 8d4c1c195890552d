import type { Instant } from '../../../drivers/reading.ts';
import type { AlarmState, TransitionCause } from '../../../drivers/vocabulary.ts';
import { severityRank } from '../../../drivers/vocabulary.ts';
import type { Transition } from '../../control/alarm.ts';
import type { Level, Watch } from './ruleWatch.ts';
import type { Episode, RuleState, SeenInput } from './state.ts';

/**
 * What happens to an alarm beneath whatever masks it: states A to F. What is left out stays as it was. `announces`
 * means unless it is masked.
 */
export type Move = {
  readonly cause: TransitionCause;
  readonly condition: AlarmState;
  readonly announces?: boolean;
  readonly level?: string;
  readonly latched?: string | null;
  readonly shelf?: Episode['shelf'];
  readonly outOfService?: Episode['outOfService'];
  readonly told?: Partial<Transition>;
};

/**
 * The next move of an alarm whose tracks have moved from `state.tracks` to `tracks`, or null when nothing changed for a
 * person. A level that newly holds and is no less severe than what stands re-announces, and so asks for a new
 * acknowledgement; falling to a lower one does not. What has latched neither ends nor falls below the level that
 * latched.
 *
 * @param clears whether what was found may end or ease an alarm
 */
export function nextMove(
  watch: Watch,
  { episode, seen, tracks: before }: RuleState,
  tracks: RuleState['tracks'],
  clears: boolean,
  at: Instant,
): Move | null {
  const active = activeLevels(watch, tracks);
  const top = highest(active);
  const latched = latchedBy(watch, tracks, episode);
  const floor = watch.levels.filter(({ key }) => key === latched);

  const declared = (cause: TransitionCause, level: Level): Move => {
    const shown = highest([level, ...floor]) ?? level;
    const onset = { boot: at.boot, mono: tracks[level.key]?.onset ?? at.mono };
    const told = { ...seen, severity: shown.severity, limit: level.limit, onset, declared: at };
    const condition = 'unacknowledged-active';
    return { cause, condition, announces: true, level: shown.key, latched, told };
  };

  if (episode === null || !isActive(episode)) return top === undefined ? null : declared('raised', top);
  const { condition, severity } = episode.last;
  const fresh = highest(active.filter(({ key }) => before[key]?.active !== true));
  if (fresh !== undefined && severityRank(fresh.severity) >= severityRank(severity))
    return declared('escalated', fresh);
  if (!clears) return null;
  if (top === undefined)
    return { cause: 'returned', condition: returnedTo(condition, latched !== null), latched, told: seen };
  const standing = [...active, ...floor];
  if (standing.some(({ key }) => key === episode.level)) return null;
  const { key, ...eased } = highest(standing) ?? top;
  const told = { ...seen, severity: eased.severity, limit: eased.limit };
  return { cause: 'eased', condition, level: key, latched, told };
}

/** The most severe level that latches of those that hold and the one that latched before; null when nothing latches. */
export function latchedBy(watch: Watch, tracks: RuleState['tracks'], episode: Episode | null): string | null {
  const before = episode?.latched ?? null;
  const latching = activeLevels(watch, tracks).filter(({ severity }) => watch.rule.latch.includes(severity));
  const known = watch.levels.filter(({ key }) => key === before);
  return highest([...known, ...latching])?.key ?? before;
}

/** Someone has seen it. Null when there is nothing that waits for it. */
export function acknowledged({ last }: Episode, actor: string): Move | null {
  const condition = ACKNOWLEDGED[last.condition];
  return condition === undefined ? null : { cause: 'acknowledged', condition, told: { actor } };
}

/** Someone has looked and lets it go. Null when there is nothing to let go. */
export function reset({ last }: Episode, actor: string): Move | null {
  return last.condition === 'normal' ? null : { cause: 'reset', condition: 'normal', told: { actor } };
}

/** It has stood so long since it was last announced or acknowledged that it is announced again. */
export function reAlarmed(seen: SeenInput): Move {
  return { cause: 're-alarmed', condition: 'unacknowledged-active', announces: true, told: seen };
}

/**
 * Its condition is seen again. What stands is announced, whatever was acknowledged before; what has returned waits on
 * for an acknowledgement only if it was announced at all.
 */
export function unmasked(episode: Episode, seen: SeenInput): Pick<Move, 'condition' | 'announces' | 'told'> {
  if (isActive(episode)) return { condition: 'unacknowledged-active', announces: true, told: seen };
  switch (episode.last.condition) {
    case 'latched-unacknowledged':
    case 'latched-acknowledged':
      return { condition: 'latched-unacknowledged', announces: true };
    case 'returned-unacknowledged':
      return { condition: episode.owed ? 'returned-unacknowledged' : 'normal' };
    default:
      return { condition: 'normal' };
  }
}

/** Whether the condition still holds, acknowledged or not, masked or not. */
export function isActive({ last }: Episode): boolean {
  return last.condition === 'unacknowledged-active' || last.condition === 'acknowledged-active';
}

/** The levels that hold, their on-delay passed. */
export function activeLevels(watch: Watch, tracks: RuleState['tracks']): readonly Level[] {
  return watch.levels.filter(({ key }) => tracks[key]?.active === true);
}

export function highest(levels: readonly Level[]): Level | undefined {
  return levels.reduce<Level | undefined>(
    (top, level) =>
      top === undefined || severityRank(level.severity) > severityRank(top.severity) ? level : top,
    undefined,
  );
}

const ACKNOWLEDGED: Partial<Record<AlarmState, AlarmState>> = {
  'unacknowledged-active': 'acknowledged-active',
  'returned-unacknowledged': 'normal',
  'latched-unacknowledged': 'latched-acknowledged',
};

function returnedTo(condition: AlarmState, latched: boolean): AlarmState {
  if (condition === 'acknowledged-active') return latched ? 'latched-acknowledged' : 'normal';
  return latched ? 'latched-unacknowledged' : 'returned-unacknowledged';
}
