import type { Problem } from '../../core/result.ts';
import { words } from '../../text/named.ts';
import type { SiteDraft } from '../schema/draft.ts';
import type { Rule } from '../schema/siteSchema.ts';
import type { Path, SiteText } from '../siteText.ts';
import { suggested } from '../suggestion.ts';
import { mistake } from './checking.ts';

/** Rules that every device, annunciator or gateway has by itself: about what is there, and no two about the same. */
export function deviceRuleProblems(draft: SiteDraft, text: SiteText): Problem[] {
  const watched = new Map<string, string>();
  const devices = draft.ids.devices.map(({ value }) => value);
  return draft.rules.flatMap(({ path, value }) => {
    if (!isOfDevice(value)) return [];
    if (value.kind !== 'gateway' && !devices.includes(value.device)) {
      const named = { device: value.device, suggestion: suggested(value.device, devices) };
      return [mistake(text, [...path, 'device'], 'site.unknown-device', named)];
    }
    const subject = subjectOf(value);
    const other = watched.get(subject);
    watched.set(subject, value.id);
    if (other !== undefined) return [secondRule(value, other, path)];
    return value.kind === 'overdue' ? undatedProblems(value, path) : [];
  });

  function secondRule(rule: DeviceRule, other: string, path: Path): Problem {
    const at = [...path, rule.kind === 'gateway' ? 'concern' : 'device'];
    switch (rule.kind) {
      case 'loss-of-sensing':
        return mistake(text, at, 'site.second-loss-rule', { device: rule.device, other });
      case 'annunciator':
        return mistake(text, at, 'site.second-rule/annunciator', { device: rule.device, other });
      case 'overdue': {
        const of = words(`overdue.${rule.of}`);
        return mistake(text, at, 'site.second-rule/overdue', { of, device: rule.device, other });
      }
      case 'gateway': {
        const concern = words(`concern.${rule.concern}`);
        return mistake(text, at, 'site.second-rule/gateway', { concern, other });
      }
    }
  }

  function undatedProblems(rule: Extract<Rule, { kind: 'overdue' }>, path: Path): Problem[] {
    const device = draft.devices.find(({ value }) => value.id === rule.device)?.value;
    const key = rule.of === 'calibration' ? 'calibrationDue' : 'bumpTest';
    if (device === undefined || device[key] !== undefined) return [];
    return [mistake(text, [...path, 'of'], `site.no-due-date/${rule.of}`, { device: rule.device })];
  }
}

type DeviceRule = Extract<Rule, { kind: 'loss-of-sensing' | 'annunciator' | 'overdue' | 'gateway' }>;

function isOfDevice(rule: Rule): rule is DeviceRule {
  return ['loss-of-sensing', 'annunciator', 'overdue', 'gateway'].includes(rule.kind);
}

/** What there may be one rule about. */
function subjectOf(rule: DeviceRule): string {
  if (rule.kind === 'gateway') return `${rule.kind} ${rule.concern}`;
  return rule.kind === 'overdue' ? `${rule.kind} ${rule.device} ${rule.of}` : `${rule.kind} ${rule.device}`;
}
