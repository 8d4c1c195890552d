import type { Instant } from '../../../drivers/reading.ts';
import { severityRank } from '../../../drivers/vocabulary.ts';
import type { Scope } from '../../control/alarm.ts';
import type { Problem } from '../../core/result.ts';
import { acknowledged, activeLevels, reset } from './alarmLifecycle.ts';
import { beginMaintenance, endMaintenance } from './maintenance.ts';
import { refusals } from './refusals.ts';
import { mapTracks } from './ruleState.ts';
import type { Watch } from './ruleWatch.ts';
import type { RuleState } from './state.ts';
import { IDLE } from './track.ts';
import type { Turn } from './turn.ts';
import type { DetectCommand } from './types.ts';

// Engineering values: a shelf is for a shift, a maintenance period for a weekend. Whoever forgets them is relieved of it.
const LONGEST_SHELF_H = 24;
const LONGEST_MAINTENANCE_H = 72;

/**
 * Carries out a command, or says why not. Asking for what is so already is no mistake: two people may press the same
 * button.
 */
export function obey(turn: Turn, command: DetectCommand, at: Instant): Problem | null {
  switch (command.verb) {
    case 'acknowledge':
      return acknowledge(turn, command, at);
    case 'reset':
      return resetAlarm(turn, command, at);
    case 'shelve':
      return shelve(turn, command, at);
    case 'out-of-service':
      return takeOutOfService(turn, command, at);
    case 'unshelve':
      return unmask(turn, command, 'unshelved', at);
    case 'in-service':
      return unmask(turn, command, 'put-in-service', at);
    case 'maintenance':
      return maintain(turn, command, at);
    case 'end-maintenance':
      return endPeriod(turn, command, at);
  }
}

type Asked<V extends DetectCommand['verb']> = Extract<DetectCommand, { verb: V }>;

function acknowledge(turn: Turn, command: Asked<'acknowledge'>, at: Instant): Problem | null {
  const { occurrence, actor, seen } = command;
  const found = turn.find(occurrence);
  if (found?.state.episode == null) return refusals.notStanding(occurrence);
  const move = acknowledged(found.state.episode, actor);
  if (move === null) return null;
  const { announcement, severity } = found.state.episode.last;
  // who decides far away may not have heard of the escalation that is on its way
  if (
    seen !== undefined &&
    (seen.announcement !== announcement || severityRank(seen.severity) < severityRank(severity))
  )
    return refusals.announcedSince(occurrence, announcement, severity);
  turn.move(found.watch, move, at);
  return null;
}

function resetAlarm(turn: Turn, { occurrence, actor }: Asked<'reset'>, at: Instant): Problem | null {
  const found = turn.find(occurrence);
  if (found?.state.episode == null) return refusals.notStanding(occurrence);
  const { watch, state } = found;
  const memory = watch.onReset === undefined ? state.memory : watch.onReset(state.memory);
  if (holds(watch, state, memory)) return refusals.stillHolds(watch.rule.id);
  turn.set(watch.rule.id, { ...state, memory, tracks: mapTracks(watch, state.tracks, () => IDLE) });
  const move = reset(found.state.episode, actor);
  if (move !== null) turn.move(watch, move, at);
  return null;
}

/**
 * Whether the condition holds, or is about to be declared. A level that only its watch still held, although its readings
 * no longer say `on`, does not once that has let it go.
 */
function holds(watch: Watch, { tracks, memory }: RuleState, letGo: unknown): boolean {
  const pending = watch.levels.some(
    ({ key }) => tracks[key]?.active !== true && tracks[key]?.verdict === 'on',
  );
  const active = activeLevels(watch, tracks);
  const heard = active.map(({ key }) => tracks[key]?.verdict);
  const held = letGo !== memory && !heard.includes('on') && !heard.includes('unknown');
  return pending || (active.length > 0 && !held);
}

function shelve(turn: Turn, command: Asked<'shelve'>, at: Instant): Problem | null {
  const { rule, forS, actor, reason } = command;
  const watch = turn.setting.watches.get(rule);
  if (watch === undefined) return refusals.noRule(rule);
  if (!endsWithin(forS, LONGEST_SHELF_H)) return refusals.badTime('shelving', forS, LONGEST_SHELF_H);
  if (isBlank(reason)) return refusals.noReason('shelving');
  const shelf = { until: at.mono + forS * 1000, actor, reason };
  turn.move(watch, { cause: 'shelved', condition: conditionOf(turn, watch), shelf, told: { actor } }, at);
  return null;
}

function takeOutOfService(turn: Turn, command: Asked<'out-of-service'>, at: Instant): Problem | null {
  const { rule, actor, reason } = command;
  const watch = turn.setting.watches.get(rule);
  if (watch === undefined) return refusals.noRule(rule);
  if (isBlank(reason)) return refusals.noReason('taking out of service');
  const condition = conditionOf(turn, watch);
  const outOfService = { actor, reason };
  turn.move(watch, { cause: 'taken-out-of-service', condition, outOfService, told: { actor } }, at);
  return null;
}

function unmask(
  turn: Turn,
  { rule, actor }: Asked<'unshelve' | 'in-service'>,
  cause: 'unshelved' | 'put-in-service',
  at: Instant,
): Problem | null {
  const watch = turn.setting.watches.get(rule);
  if (watch === undefined) return refusals.noRule(rule);
  const { episode } = turn.stateOf(watch);
  const off = cause === 'unshelved' ? { shelf: null } : { outOfService: null };
  const masked = cause === 'unshelved' ? episode?.shelf : episode?.outOfService;
  if (masked != null) turn.unmask(watch, { cause, ...off, told: { actor } }, at);
  return null;
}

function maintain(turn: Turn, command: Asked<'maintenance'>, at: Instant): Problem | null {
  const { forS, reason, scope } = command;
  if (!endsWithin(forS, LONGEST_MAINTENANCE_H))
    return refusals.badTime('maintenance', forS, LONGEST_MAINTENANCE_H);
  if (isBlank(reason)) return refusals.noReason('maintenance');
  const unknown = unknownOf(turn, scope);
  if (unknown === null) beginMaintenance(turn, command, at);
  return unknown;
}

function endPeriod(turn: Turn, { period, actor }: Asked<'end-maintenance'>, at: Instant): Problem | null {
  const named = (running: { readonly period: string }) => running.period === period;
  if (!turn.state.maintenance.some(named)) return refusals.noPeriod(period);
  endMaintenance(turn, named, actor, at);
  return null;
}

/** A scope that covers nothing by mistake would leave everybody thinking that alarms are suppressed. */
function unknownOf({ setting: { devices, zones } }: Turn, scope: Scope): Problem | null {
  const device = scope.devices.find((id) => !devices.has(id));
  if (device !== undefined) return refusals.unknownScope('device', device);
  const zone = scope.zones.find((id) => !zones.some((known) => known.id === id));
  return zone === undefined ? null : refusals.unknownScope('zone', zone);
}

function conditionOf(turn: Turn, watch: Watch) {
  return turn.stateOf(watch).episode?.last.condition ?? 'normal';
}

function endsWithin(forS: number, mostH: number): boolean {
  return forS > 0 && forS <= mostH * 3600; // not a number is neither
}

function isBlank(reason: string): boolean {
  return reason.trim() === '';
}
