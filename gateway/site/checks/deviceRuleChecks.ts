import type { Problem } from '../../core/result.ts';
import { suggestion } from '../nearest.ts';
import type { Draft } from '../schema/shape.ts';
import type { Rule } from '../schema/siteSchema.ts';
import type { SiteText } from '../siteText.ts';
import { mistake } from './checking.ts';

/** Rules that every device, annunciator or gateway has by itself: about what is there, and no two about the same. */
export function deviceRuleProblems(draft: Draft, text: SiteText): Problem[] {
  const watched = new Map<string, string>();
  const devices = draft.ids.devices.map(({ value }) => value);
  return draft.rules.flatMap(({ path, value }) => {
    const what = subject(value);
    if (what === null) return [];
    const key = what.device === null ? 'concern' : 'device';
    if (what.device !== null && !devices.includes(what.device))
      return [
        mistake(
          text,
          [...path, 'device'],
          'unknown-device',
          `there is no device ${what.device}`,
          suggestion(what.device, devices),
        ),
      ];
    const other = watched.get(what.about);
    watched.set(what.about, value.id);
    if (other !== undefined)
      return [
        mistake(
          text,
          [...path, key],
          value.kind === 'loss-of-sensing' ? 'second-loss-rule' : 'second-rule',
          `${what.about} has the ${value.kind} rule ${other} already`,
          'keep one of the two',
        ),
      ];
    return value.kind === 'overdue' ? undatedProblems(value, path) : [];
  });

  function undatedProblems(
    rule: Extract<Rule, { kind: 'overdue' }>,
    path: readonly (string | number)[],
  ): Problem[] {
    const device = draft.devices.find(({ value }) => value.id === rule.device)?.value;
    const key = rule.of === 'calibration' ? 'calibrationDue' : 'bumpTest';
    if (device === undefined || device[key] !== undefined) return [];
    const what = `${rule.device} does not say when its ${rule.of} is due`;
    const how =
      key === 'calibrationDue'
        ? 'calibrationDue: 2027-03-31'
        : 'bumpTest: { last: 2026-09-01, everyDays: 90 }';
    return [mistake(text, [...path, 'of'], 'no-due-date', what, `write ${how} at the device`)];
  }
}

function subject(rule: Rule): { readonly about: string; readonly device: string | null } | null {
  switch (rule.kind) {
    case 'loss-of-sensing':
      return { about: rule.device, device: rule.device };
    case 'annunciator':
      return { about: `${rule.device} as annunciator`, device: rule.device };
    case 'overdue':
      return { about: `the ${rule.of} of ${rule.device}`, device: rule.device };
    case 'gateway':
      return { about: `the gateway's ${rule.concern}`, device: null };
    default:
      return null;
  }
}
