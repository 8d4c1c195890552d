import type { Problem } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { nearest, suggested } from '../../site/suggestion.ts';
import { commandProblem } from '../../text/problems/commandProblems.ts';

/**
 * What guard refuses before the detector is asked: a command without an end or a reason, or about something that the
 * site does not have. Every hint says what to add, for a person at the command line. How long is too long is for the
 * detector to say.
 */

type Timed = { readonly forS?: number | undefined; readonly reason?: string | undefined };
type Scoped = {
  readonly zones?: readonly string[] | undefined;
  readonly devices?: readonly string[] | undefined;
};

/** A shelf ends by itself, and says why it is there. */
export function shelfRefusal({ forS, reason }: Timed): Problem | null {
  if (forS === undefined || forS <= 0) return commandProblem('alarm.shelf-without-end');
  return reasonRefusal(reason, 'shelf');
}

/** A maintenance period ends by itself, and says why it is there. */
export function maintenanceRefusal({ forS, reason }: Timed): Problem | null {
  if (forS === undefined || forS <= 0) return commandProblem('alarm.maintenance-without-end');
  return reasonRefusal(reason, 'maintenance');
}

/** Out of service lasts until somebody ends it: at least it says why. */
export function outOfServiceRefusal(reason: string | undefined): Problem | null {
  return reasonRefusal(reason, 'out-of-service');
}

/** A rule that the site does not have. */
export function ruleRefusal(rule: string, { rules }: Installation): Problem | null {
  const ids = rules.map(({ id }) => id);
  return ids.includes(rule) ? null : unknown('rule', rule, ids);
}

/** Zones or devices that the site does not have: what was meant would go on as if nothing had been asked. */
export function scopeRefusal(
  { zones = [], devices = [] }: Scoped,
  installation: Installation,
): Problem | null {
  const known = installation.zones.map(({ id }) => id);
  const zone = zones.find((id) => !known.includes(id));
  if (zone !== undefined) return unknown('zone', zone, known);
  const device = devices.find((id) => !installation.devices.has(id));
  if (device === undefined) return null;
  return unknown('device', device, [...installation.devices.keys()]);
}

function reasonRefusal(
  reason: string | undefined,
  what: 'shelf' | 'maintenance' | 'out-of-service',
): Problem | null {
  return reason !== undefined && reason.trim() !== '' ? null : commandProblem(`alarm.no-reason/${what}`);
}

function unknown(kind: 'rule' | 'zone' | 'device', name: string, names: readonly string[]): Problem {
  const near = nearest(name, names);
  return {
    ...commandProblem(`alarm.unknown-${kind}`, { name, suggestion: suggested(name, names) }),
    near: near.length === 0 ? names.slice(0, 12) : near,
  };
}
