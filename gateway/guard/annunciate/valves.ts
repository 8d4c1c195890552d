import type { Instant } from '../../../drivers/reading.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { listed } from '../../text/named.ts';
import { commandProblem } from '../../text/problems/commandProblems.ts';
import { type Policy, reaches, type Sounded } from './policy.ts';
import { signals } from './signalling.ts';
import type { Closure } from './state.ts';

/** A valve that stays closed for months must not remember every alarm since. */
const MOST_NAMED = 20;

type Valves = ReadonlyMap<string, Closure>;

/** The valves after these alarms: each that one of them closes is closed, and none is ever opened here. */
export function closedBy(alarms: readonly Sounded[], before: Valves, policy: Policy, at: Instant): Valves {
  const valves = new Map(before);
  for (const { point, drives } of policy.outputs) {
    if (drives !== 'gas-valve') continue;
    const closing = closers(point, alarms, policy);
    const closure = valves.get(point);
    const because = [...new Set([...(closure?.because ?? []), ...closing])].slice(-MOST_NAMED);
    if (closing.length > 0) valves.set(point, { since: closure?.since ?? at, because });
  }
  return valves;
}

/** The valves after somebody asked to re-open one; refused while an alarm stands that closes it. */
export function reopened(
  point: string,
  alarms: readonly Sounded[],
  before: Valves,
  policy: Policy,
): Result<Valves, Problem> {
  const known = policy.outputs.filter(({ drives }) => drives === 'gas-valve').map((valve) => valve.point);
  if (!known.includes(point))
    return err({
      ...(known.length === 0
        ? commandProblem('annunciate.no-such-valve/none', { point })
        : commandProblem('annunciate.no-such-valve', { point, valves: listed(known) })),
      near: known,
    });
  const holding = closers(point, alarms, policy);
  if (holding.length > 0)
    return err(commandProblem('annunciate.valve-held', { point, alarms: listed(holding) }));
  const valves = new Map(before);
  valves.delete(point);
  return ok(valves);
}

function closers(point: string, alarms: readonly Sounded[], policy: Policy): string[] {
  const valve = policy.outputs.find((output) => output.point === point);
  if (valve === undefined) return [];
  return alarms
    .filter((alarm) => signals(alarm) && policy.signalOf(alarm).closeGasValve)
    .filter((alarm) => reaches(valve, policy.zoneOf(alarm)))
    .map(({ occurrence }) => occurrence);
}
