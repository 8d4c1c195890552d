import type { Problem } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { nearest, suggestion } from '../../site/suggestion.ts';

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
  if (forS === undefined || forS <= 0)
    return {
      code: 'alarm.shelf-without-end',
      what: 'a shelf without an end is refused: it would be forgotten, and the alarm with it',
      hint: 'say for how long, e.g. --for 2h',
    };
  return reasonRefusal(reason, 'a shelf');
}

/** A maintenance period ends by itself, and says why it is there. */
export function maintenanceRefusal({ forS, reason }: Timed): Problem | null {
  if (forS === undefined || forS <= 0)
    return {
      code: 'alarm.maintenance-without-end',
      what: 'a maintenance period without an end is refused: it would be forgotten, and every alarm with it',
      hint: 'say for how long, e.g. --for 4h',
    };
  return reasonRefusal(reason, 'a maintenance period');
}

/** Out of service lasts until somebody ends it: at least it says why. */
export function outOfServiceRefusal(reason: string | undefined): Problem | null {
  return reasonRefusal(reason, 'out of service');
}

/** A rule that the site does not have. */
export function ruleRefusal(rule: string, { rules }: Installation): Problem | null {
  const ids = rules.map(({ id }) => id);
  return ids.includes(rule) ? null : unknown('alarm.unknown-rule', 'rule', rule, ids);
}

/** Zones or devices that the site does not have: what was meant would go on as if nothing had been asked. */
export function scopeRefusal(
  { zones = [], devices = [] }: Scoped,
  installation: Installation,
): Problem | null {
  const known = installation.zones.map(({ id }) => id);
  const zone = zones.find((id) => !known.includes(id));
  if (zone !== undefined) return unknown('alarm.unknown-zone', 'zone', zone, known);
  const device = devices.find((id) => !installation.devices.has(id));
  if (device === undefined) return null;
  return unknown('alarm.unknown-device', 'device', device, [...installation.devices.keys()]);
}

function reasonRefusal(reason: string | undefined, what: string): Problem | null {
  if (reason !== undefined && reason.trim() !== '') return null;
  return {
    code: 'alarm.no-reason',
    what: `${what} without a reason is refused`,
    hint: 'say why, for whoever finds it later, e.g. --reason "detector is being replaced"',
  };
}

function unknown(code: string, kind: string, name: string, names: readonly string[]): Problem {
  const near = nearest(name, names);
  return {
    code,
    what: `there is no ${kind} ${name}`,
    hint: suggestion(name, names),
    near: near.length === 0 ? names.slice(0, 12) : near,
  };
}
