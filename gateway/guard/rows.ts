import type { Instant } from '../../drivers/reading.ts';
import { filled } from '../../drivers/texts.ts';
import type { WireSeverity } from '../../drivers/vocabulary.ts';
import { ALARM_STATES } from '../../drivers/vocabulary.ts';
import type { Scope } from '../control/alarm.ts';
import type { CivilTime } from '../core/civilTime.ts';
import type { Problem } from '../core/result.ts';
import { formatProblem } from '../core/result.ts';
import type { AlarmStep } from '../journal/types.ts';
import type { Installation } from '../site/installation.ts';
import type { LocalName } from '../site/schema/siteSchema.ts';
import type { EventBody } from '../telemetry/wire/model.ts';
import { inLanguage } from '../text/language.ts';
import { SYSTEM_MESSAGES } from '../text/systemMessages.ts';
import type { MaintenanceEffect, TransitionEffect } from './detect/types.ts';

/**
 * A transition with the names a person needs, so that the row can be read alone. `former`: the site before this one, which
 * alone may know the names of what was removed.
 */
export function alarmRow(
  { transition, at }: TransitionEffect,
  installation: Installation,
  former: Installation = installation,
): EventBody {
  const find = ({ rules }: Installation) => rules.find(({ id }) => id === transition.rule);
  const device = installation.devices.get(transition.device) ?? former.devices.get(transition.device);
  const rule = find(installation) ?? find(former);
  const { rule: id, from, to, condition, ...rest } = transition;
  return {
    type: 'alarm',
    at,
    rule: id,
    ruleName: rule?.name ?? id,
    deviceName: device?.name ?? transition.device,
    place: device?.place ?? installation.gateway.place ?? null,
    ...rest,
    from: ALARM_STATES[from],
    to: ALARM_STATES[to],
    condition: ALARM_STATES[condition],
  };
}

/** The end of an alarm that is open by the journal, and of which guard knows nothing any more. `last`: its last step. */
export function stateLost(last: AlarmStep, at: Instant): EventBody {
  const normal = ALARM_STATES.normal;
  const step = { cause: 'state-lost', from: last.to, to: normal, condition: normal } as const;
  return { ...last, ...step, at, actor: null, reason: null, until: null };
}

/** A maintenance period began or ended: the platform must know that what it covers sounds nothing meanwhile. */
export function maintenanceRow(
  at: Instant,
  { what, maintenance }: MaintenanceEffect,
  installation: Installation,
): EventBody {
  const { period, since, until, actor, reason } = maintenance;
  const named = { scope: scopeText(maintenance.scope, installation), period };
  if (what === 'ended') return saidRow(at, 'maintenance.ended', named);
  const minutes = Math.ceil((until - since.mono) / 60_000);
  return saidRow(at, 'maintenance.began', { ...named, minutes, actor, reason });
}

/** The zones and devices by their names; nothing named is the whole site. */
function scopeText({ zones, devices }: Scope, installation: Installation): string {
  const named = [
    ...zones.map((id) => english(installation.zones.find((zone) => zone.id === id)?.name, id)),
    ...devices.map((id) => english(installation.devices.get(id)?.name, id)),
  ];
  return named.length === 0 ? 'the whole site' : named.join(', ');
}

function english(name: LocalName | undefined, id: string): string {
  if (name === undefined) return id;
  const words = inLanguage(name, 'en');
  return words === id ? id : `${words} (${id})`;
}

/** A pair of monotonic and civil time; dates everything of that boot. */
export function clockRow(boot: string, time: CivilTime): EventBody {
  return { type: 'clock', at: { boot, mono: time.mono }, boot, time };
}

/** The gateway speaking of itself. */
export function systemRow(
  at: Instant,
  code: string,
  text: string,
  severity: WireSeverity = 'none',
): EventBody {
  return { type: 'system', at, code, severity, text };
}

/** A new run of guard, and where the box went back to the version before, why. */
export function startRows(
  at: Instant,
  { software, fellBack }: { readonly software: string; readonly fellBack?: string | null | undefined },
): EventBody[] {
  const started = saidRow(at, 'guard.started', { software });
  return typeof fellBack === 'string'
    ? [started, saidRow(at, 'update.fell-back', { reason: fellBack }, 'orange')]
    : [started];
}

/** The same by the key of its sentence, in English; who shows it says it again in another language by its code. */
export function saidRow(
  at: Instant,
  key: keyof typeof SYSTEM_MESSAGES,
  named: Readonly<Record<string, string | number>> = {},
  severity: WireSeverity = 'none',
): EventBody {
  const [code = key] = key.split('/');
  return systemRow(at, code, filled(SYSTEM_MESSAGES[key].en, named, 'en'), severity);
}

/** A fault of the gateway itself, for the platform to see. */
export function problemRow(at: Instant, problem: Problem): EventBody {
  return systemRow(at, problem.code, formatProblem(problem), 'orange');
}

/** Someone asked for something; accepted or not, it is written down with who it was. */
export function commandRow(
  at: Instant,
  verb: string,
  actor: string,
  detail: string,
  accepted: boolean,
): EventBody {
  return { type: 'command', at, verb, actor, accepted, detail };
}
