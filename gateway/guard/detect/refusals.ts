import type { Severity } from '../../../drivers/vocabulary.ts';
import { words } from '../../text/named.ts';
import { commandProblem } from '../../text/problems/commandProblems.ts';

/** Why a command is not carried out: what is the matter, and what to do instead. */
export const refusals = {
  notStanding: (occurrence: string) => commandProblem('alarm.not-standing', { occurrence }),
  announcedSince(occurrence: string, count: number, severity: Severity) {
    const named = { occurrence, severity: words(`severity.${severity}`) };
    return count === 1
      ? commandProblem('alarm.announced-since/once', named)
      : commandProblem('alarm.announced-since', { ...named, count });
  },
  stillHolds: (rule: string) => commandProblem('alarm.still-holds', { rule }),
  noRule: (name: string) => commandProblem('alarm.unknown-rule/gone', { name }),
  noReason: (verb: string) => commandProblem('alarm.no-reason', { verb }),
  badTime: (verb: string, seconds: number, most: number) =>
    commandProblem('alarm.unlimited-time', { verb, seconds, most, limit: most * 3600 }),
  unknownScope: (kind: 'zone' | 'device', name: string) =>
    commandProblem(`alarm.unknown-scope/${kind}`, { name }),
  noPeriod: (period: string) => commandProblem('alarm.unknown-period', { period }),
};
