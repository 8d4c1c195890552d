import type { Alarm, Maintenance } from '../../control/alarm.ts';
import type { AcknowledgeAnswer, MaintenanceAnswer, ResetAnswer } from '../../control/alarmRequests.ts';
import { weightOf } from '../../control/remoteAcknowledge.ts';
import type { ControlHandlers } from '../../control/server.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import type { AnnunciateCommand } from '../annunciate/types.ts';
import { refusals } from '../detect/refusals.ts';
import type { DetectCommand } from '../detect/types.ts';
import {
  maintenanceRefusal,
  outOfServiceRefusal,
  ruleRefusal,
  scopeRefusal,
  shelfRefusal,
} from './alarmRefusals.ts';
import type { Annunciation } from './annunciation.ts';
import { commandText } from './commandText.ts';

/** What the desk asks of whoever runs the detector. */
export type AlarmDesk = {
  command(command: DetectCommand): Result<null, Problem>;
  alarms(): readonly Alarm[];
  maintenance(): readonly Maintenance[];
};

export type AlarmVerbParts = {
  readonly installation: () => Installation; // the one in force
  readonly alarms: AlarmDesk;
  readonly annunciation: Annunciation;
  /** Writes down that somebody asked for something, done or refused. */
  audit(verb: string, actor: string, detail: string, accepted: boolean): void;
};

type OperatorVerb = DetectCommand['verb'] | AnnunciateCommand['verb'];

/** What a person may ask about alarms. Every command is answered and written down with who it was, refused or not. */
export function alarmVerbs(parts: AlarmVerbParts): Pick<ControlHandlers, OperatorVerb> {
  const { installation, alarms, annunciation } = parts;
  return {
    acknowledge: async (request, { socket }) => {
      const { occurrence, seen, note, actor } = request;
      const command = { verb: 'acknowledge', occurrence, seen, note, actor } as const;
      const weight = weightOf(request, socket, installation());
      if (weight.ok && weight.value === 'seen') return seenFromAfar(command);
      const result = detect(command, weight.ok ? null : weight.error);
      return result.ok ? ok({ acknowledged: true }) : result;
    },
    reset: async ({ occurrence, actor }) =>
      occurrence == null ? ok(resetAll(actor)) : detect({ verb: 'reset', occurrence, actor }),
    shelve: async ({ rule, forS, reason, actor }) =>
      detect(
        { verb: 'shelve', rule, forS: forS ?? 0, reason: reason ?? '', actor },
        ruleRefusal(rule, installation()) ?? shelfRefusal({ forS, reason }),
      ),
    unshelve: async ({ rule, actor }) =>
      detect({ verb: 'unshelve', rule, actor }, ruleRefusal(rule, installation())),
    'out-of-service': async ({ rule, reason, actor }) =>
      detect(
        { verb: 'out-of-service', rule, reason: reason ?? '', actor },
        ruleRefusal(rule, installation()) ?? outOfServiceRefusal(reason),
      ),
    'in-service': async ({ rule, actor }) =>
      detect({ verb: 'in-service', rule, actor }, ruleRefusal(rule, installation())),
    maintenance: async (request) => beginMaintenance(request),
    'end-maintenance': async ({ period, actor }) => detect({ verb: 'end-maintenance', period, actor }),
    silence: ({ occurrence, zones, actor }) =>
      annunciate({ verb: 'silence', occurrence: occurrence ?? null, zones: zones ?? [], actor }),
    test: ({ zones, actor }) => annunciate({ verb: 'test', zones: zones ?? [], actor }),
    'reopen-valve': ({ point, actor }) => annunciate({ verb: 'reopen-valve', point, actor }),
  };

  function detect(command: DetectCommand, refusal: Problem | null = null): Result<null, Problem> {
    const result = refusal === null ? alarms.command(command) : err(refusal);
    write(command, result);
    return result;
  }

  async function annunciate(command: AnnunciateCommand): Promise<Result<null, Problem>> {
    const refusal = 'zones' in command ? scopeRefusal(command, installation()) : null;
    const result = refusal === null ? await annunciation.command(command) : err(refusal);
    write(command, result);
    return result;
  }

  function write(command: DetectCommand | AnnunciateCommand, result: Result<null, Problem>): void {
    const detail = commandText(command, result.ok ? null : result.error);
    parts.audit(command.verb, command.actor, detail, result.ok);
  }

  /** Written down, and nothing else: what sounds goes on, and the alarm still waits for somebody. */
  function seenFromAfar(
    command: Extract<DetectCommand, { verb: 'acknowledge' }>,
  ): Result<AcknowledgeAnswer, Problem> {
    const standing = alarms.alarms().some(({ occurrence }) => occurrence === command.occurrence);
    const refused = standing ? null : refusals.notStanding(command.occurrence);
    const text = commandText(command, refused);
    const detail = standing ? `${text}; seen from afar, unsigned: it silences nothing` : text;
    parts.audit(command.verb, command.actor, detail, standing);
    return refused === null ? ok({ acknowledged: false }) : err(refused);
  }

  /**
   * Resets what can be reset, each written down by itself. What can be is the detector's to say; what still holds stays,
   * and is named.
   */
  function resetAll(actor: string): ResetAnswer {
    const reset: string[] = [];
    const kept: string[] = [];
    for (const { occurrence, condition } of alarms.alarms()) {
      if (condition === 'normal') continue; // put aside with nothing beneath
      const command = { verb: 'reset', occurrence, actor } as const;
      const result = alarms.command(command);
      if (result.ok) write(command, result);
      (result.ok ? reset : kept).push(occurrence);
    }
    if (reset.length === 0) parts.audit('reset', actor, 'all that can be reset: nothing could', true);
    return { reset, kept };
  }

  function beginMaintenance(request: {
    readonly zones?: readonly string[] | undefined;
    readonly devices?: readonly string[] | undefined;
    readonly forS?: number | undefined;
    readonly reason?: string | undefined;
    readonly actor: string;
  }): Result<MaintenanceAnswer, Problem> {
    const { zones = [], devices = [], forS, reason, actor } = request;
    const before = new Set(periods().map(({ period }) => period));
    const result = detect(
      { verb: 'maintenance', scope: { zones, devices }, forS: forS ?? 0, reason: reason ?? '', actor },
      scopeRefusal(request, installation()) ?? maintenanceRefusal(request),
    );
    if (!result.ok) return result;
    return ok({ period: periods().find(({ period }) => !before.has(period))?.period ?? null });
  }

  function periods(): readonly Maintenance[] {
    return alarms.maintenance?.() ?? [];
  }
}
