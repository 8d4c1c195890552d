import type { Instant } from '../../../drivers/reading.ts';
import type { Problem } from '../../core/result.ts';
import { listedOrNone } from '../../text/named.ts';
import { commandProblem } from '../../text/problems/commandProblems.ts';
import { heardOf } from './listening.ts';
import { soundingNow } from './orders.ts';
import type { Policy, Sounded } from './policy.ts';
import { loud, resettable, unanswered } from './signalling.ts';
import type {
  Annunciated,
  AnnunciateEffect,
  AnnunciateInput,
  AnnunciateState,
  AnnunciateStep,
  Press,
} from './state.ts';
import type { AnnunciateCommand } from './types.ts';
import { closedBy, reopened } from './valves.ts';

/** Longest an announcement sounds: EN 50131-4 (from memory) allows 15 minutes. The strobe goes on. */
export const SOUNDER_LIMIT_MS = 15 * 60_000;
/** Engineering value. */
export const TEST_MS = 3_000;

/** One step of annunciation: pure, `(state, input) → { state, effects }`. */
export function annunciate(state: AnnunciateState, input: AnnunciateInput, policy: Policy): AnnunciateStep {
  switch (input.kind) {
    case 'alarms':
      return settled(withAlarms(state, input.alarms), [], input.at, policy);
    case 'trouble':
      return settled({ ...state, trouble: input.stands }, [], input.at, policy);
    case 'tick':
      return settled(state, [], input.at, policy);
    case 'lost':
      return settled(
        { ...state, known: new Set([...state.known].filter((point) => !input.points.includes(point))) },
        [],
        input.at,
        policy,
      );
    case 'found':
      return settled(withFound(state, input), [], input.at, policy);
    case 'press':
      return pressed(state, input.press, input.at, policy);
    case 'command': {
      const { state: next, problem } = commanded(state, input.command, input.at, policy);
      return settled(next, [{ kind: 'answer', problem }], input.at, policy);
    }
  }
}

/** When a tick will change something, in `mono`; null when only another input can. */
export function nextDue({ alarms, heard, test }: AnnunciateState, policy: Policy): number | null {
  const times = test === null ? [] : [test.until];
  for (const alarm of alarms) {
    const { since = null } = heard.get(alarm.occurrence) ?? {};
    if (since !== null && audible(alarm, heard, policy)) times.push(limitOf(since));
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** Takes up the memory of another run. Times of another boot mean nothing now: the sounder's limit starts again. */
export function adopted(state: AnnunciateState, at: Instant): AnnunciateState {
  const heard = [...state.heard].map(([occurrence, one]): [string, Annunciated] => {
    const since = one.since === null || one.since.boot === at.boot ? one.since : at;
    return [occurrence, { ...one, since }];
  });
  return { ...state, heard: new Map(heard), test: null };
}

function withAlarms(state: AnnunciateState, alarms: readonly Sounded[]): AnnunciateState {
  const heard = new Map(
    alarms.map((alarm) => [alarm.occurrence, heardOf(alarm, state.heard.get(alarm.occurrence))]),
  );
  return { ...state, alarms, heard };
}

/** A valve stays as it was found: one that closed by itself, or that nobody remembers, is re-opened by hand alone. */
function withFound(
  state: AnnunciateState,
  { point, closed, at }: Extract<AnnunciateInput, { kind: 'found' }>,
): AnnunciateState {
  if (!closed) return state.valves.has(point) ? state : { ...state, known: new Set(state.known).add(point) };
  const closure = state.valves.get(point) ?? { since: at, because: [] };
  return { ...state, valves: new Map(state.valves).set(point, closure) };
}

/** What follows of itself from any change: limits, closed valves, the end of a test, and what is announced by it. */
function settled(
  state: AnnunciateState,
  effects: readonly AnnunciateEffect[],
  at: Instant,
  policy: Policy,
): AnnunciateStep {
  const heard = new Map(state.heard);
  const announced: string[] = [];
  for (const alarm of state.alarms) {
    const { occurrence, announcement } = alarm;
    const before = heard.get(occurrence);
    if (before === undefined) continue;
    if (before.since === null && loud(alarm)) {
      heard.set(occurrence, { ...before, since: at });
      if (unanswered(alarm, before)) announced.push(occurrence);
    } else if (before.since !== null && audible(alarm, heard, policy)) {
      if (at.mono < limitOf(before.since)) continue;
      const silenced = { occurrence, announcement, actor: 'sounder-limit', at };
      heard.set(occurrence, { ...before, silenced });
    }
  }
  const valves = closedBy(state.alarms, state.valves, policy, at);
  const tested = state.test !== null && at.mono < state.test.until && announced.length === 0;
  return {
    state: {
      ...state,
      heard,
      valves,
      known: new Set([...state.known].filter((point) => !valves.has(point))),
      test: tested ? state.test : null,
    },
    effects: announced.length === 0 ? effects : [...effects, { kind: 'announced', occurrences: announced }],
  };
}

function limitOf(since: Instant): number {
  return since.mono + SOUNDER_LIMIT_MS;
}

function audible(alarm: Sounded, heard: AnnunciateState['heard'], policy: Policy): boolean {
  return policy.signalOf(alarm).tone !== 'none' && unanswered(alarm, heard.get(alarm.occurrence));
}

type Commanded = { readonly state: AnnunciateState; readonly problem: Problem | null };

function commanded(
  state: AnnunciateState,
  command: AnnunciateCommand,
  at: Instant,
  policy: Policy,
): Commanded {
  const refused = refusal(command, state, policy);
  if (refused !== null) return { state, problem: refused };
  switch (command.verb) {
    case 'silence':
      return { state: silenced(state, command, at, policy), problem: null };
    case 'test':
      return { state: { ...state, test: { until: at.mono + TEST_MS, zones: command.zones } }, problem: null };
    case 'reopen-valve': {
      const valves = reopened(command.point, state.alarms, state.valves, policy);
      if (!valves.ok) return { state, problem: valves.error };
      const known = new Set(state.known).add(command.point);
      return { state: { ...state, valves: valves.value, known }, problem: null };
    }
  }
}

function refusal(command: AnnunciateCommand, state: AnnunciateState, policy: Policy): Problem | null {
  if (policy.outputs.length === 0) return commandProblem('annunciate.none');
  if (command.verb === 'reopen-valve') return null;
  const strange = command.zones.find((zone) => !policy.zones.includes(zone));
  if (strange !== undefined)
    return {
      ...commandProblem('annunciate.unknown-zone', { zone: strange, zones: listedOrNone(policy.zones) }),
      near: policy.zones,
    };
  if (command.verb === 'test' || command.occurrence === null) return null;
  if (state.heard.has(command.occurrence)) return null;
  return commandProblem('annunciate.not-standing', { occurrence: command.occurrence });
}

/** Silences what sounds at this moment. Only that announcement: the next one sounds again. A test ends with it. */
function silenced(
  state: AnnunciateState,
  { occurrence, zones, actor }: Extract<AnnunciateCommand, { verb: 'silence' }>,
  at: Instant,
  policy: Policy,
): AnnunciateState {
  const sounding = new Set(soundingNow(state, policy));
  const heard = new Map(state.heard);
  for (const alarm of state.alarms) {
    const before = heard.get(alarm.occurrence);
    const meant = occurrence === null ? inZones(alarm, zones, policy) : alarm.occurrence === occurrence;
    if (before === undefined || !meant || !sounding.has(alarm.occurrence)) continue;
    const { announcement } = alarm;
    heard.set(alarm.occurrence, {
      ...before,
      silenced: { occurrence: alarm.occurrence, announcement, actor, at },
    });
  }
  return { ...state, heard, test: occurrence === null ? null : state.test };
}

function pressed(
  state: AnnunciateState,
  { device, button, zones }: Press,
  at: Instant,
  policy: Policy,
): AnnunciateStep {
  const actor = `button:${device}`;
  if (button === 'reset') {
    const occurrences = state.alarms
      .filter((alarm) => resettable(alarm) && inZones(alarm, zones, policy))
      .map(({ occurrence }) => occurrence);
    return settled(state, [{ kind: 'reset', actor, occurrences }], at, policy);
  }
  const command: AnnunciateCommand =
    button === 'test' ? { verb: 'test', zones, actor } : { verb: 'silence', occurrence: null, zones, actor };
  return settled(commanded(state, command, at, policy).state, [], at, policy);
}

function inZones(alarm: Sounded, zones: readonly string[], policy: Policy): boolean {
  const zone = policy.zoneOf(alarm);
  return zones.length === 0 || zone === null || zones.includes(zone);
}
