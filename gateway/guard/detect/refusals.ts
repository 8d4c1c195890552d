import type { Severity } from '../../../drivers/vocabulary.ts';
import type { Problem } from '../../core/result.ts';

/** Why a command is not carried out: what is the matter, and what to do instead. */
export const refusals = {
  notStanding: (occurrence: string): Problem => ({
    code: 'alarm.not-standing',
    what: `no alarm ${occurrence} is standing`,
    hint: 'it may have ended, or a new occurrence taken its place: look at the alarm list',
  }),
  announcedSince: (occurrence: string, announcement: number, severity: Severity): Problem => ({
    code: 'alarm.announced-since',
    what: `${occurrence} stands at ${severity}, announced ${announcement} ${announcement === 1 ? 'time' : 'times'}: that is not what was seen`,
    hint: 'look at it as it is now, and acknowledge that',
  }),
  stillHolds: (rule: string): Problem => ({
    code: 'alarm.still-holds',
    what: `the condition of ${rule} still holds, so its alarm cannot be reset`,
    hint: 'acknowledge it now; reset it when the cause is gone and a good reading has shown so',
  }),
  noRule: (rule: string): Problem => ({
    code: 'alarm.unknown-rule',
    what: `there is no rule ${rule}`,
    hint: 'rules are named in the site file and in the alarm list',
  }),
  noReason: (verb: string): Problem => ({
    code: 'alarm.no-reason',
    what: `${verb} without a reason is refused`,
    hint: 'say why, for those who read it later',
  }),
  badTime: (verb: string, forS: number, mostH: number): Problem => ({
    code: 'alarm.unlimited-time',
    what: `${verb} for ${forS} s is refused: it must end by itself, after at most ${mostH} h`,
    hint: `give a time above 0 s and up to ${mostH * 3600} s; do it again when it is still needed then`,
  }),
  unknownScope: (kind: 'zone' | 'device', id: string): Problem => ({
    code: 'alarm.unknown-scope',
    what: `there is no ${kind} ${id} to maintain`,
    hint: 'name zones and devices of the site file, or none for the whole site',
  }),
  noPeriod: (period: string): Problem => ({
    code: 'alarm.unknown-period',
    what: `no maintenance period ${period} is running`,
    hint: 'it may have ended by itself',
  }),
};
