import type { Instant } from '../../../drivers/reading.ts';
import type { Maintenance } from '../../control/alarm.ts';
import { retold } from './episode.ts';
import { coverOf, maskOf } from './mask.ts';
import type { Watch } from './ruleWatch.ts';
import type { Turn } from './turn.ts';

/** A period begins; alarms that stand in its scope are suppressed. */
export function beginMaintenance(
  turn: Turn,
  asked: Pick<Maintenance, 'scope' | 'actor' | 'reason'> & { readonly forS: number },
  at: Instant,
): void {
  const { scope, actor, reason } = asked;
  const period = turn.newId('maintenance', at);
  const until = at.mono + asked.forS * 1000;
  const maintenance = { period, scope, since: at, until, actor, reason };
  turn.change({ maintenance: [...turn.state.maintenance, maintenance] });
  turn.effect({ kind: 'maintenance', what: 'began', maintenance });
  remaskAll(turn, actor, at);
}

/** Periods end, by hand or because their time is over; what they alone suppressed is seen again. */
export function endMaintenance(
  turn: Turn,
  over: (period: Maintenance) => boolean,
  actor: string | null,
  at: Instant,
): void {
  const ended = turn.state.maintenance.filter(over);
  if (ended.length === 0) return;
  turn.passTo(at);
  turn.change({ maintenance: turn.state.maintenance.filter((period) => !over(period)) });
  for (const maintenance of ended) turn.effect({ kind: 'maintenance', what: 'ended', maintenance });
  remaskAll(turn, actor, at);
}

/** Every alarm shows the mask that covers it now. */
export function remaskAll(turn: Turn, actor: string | null, at: Instant): void {
  for (const watch of turn.setting.watches.values()) remask(turn, watch, actor, at);
}

function remask(turn: Turn, watch: Watch, actor: string | null, at: Instant): void {
  const state = turn.stateOf(watch);
  const { episode } = state;
  if (episode === null) return;
  const { to, condition } = episode.last;
  const period = coverOf(turn.state.maintenance, watch, turn.setting.devices);
  const mask = maskOf(episode.shelf, episode.outOfService, period);
  if (to === (mask?.state ?? condition))
    turn.set(watch.rule.id, { ...state, episode: retold(episode, mask, at) });
  else if (mask === null) turn.unmask(watch, { cause: 'unsuppressed', told: { actor } }, at);
  else turn.move(watch, { cause: 'suppressed', condition, told: { actor } }, at);
}
