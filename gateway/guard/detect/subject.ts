import type { Rule } from '../../site/schema/siteSchema.ts';

/** What makes it the same rule after a reload: its kind and what it speaks of. */
export function subjectOf(rule: Rule): string {
  return `${rule.kind} ${aboutWhat(rule)}`;
}

function aboutWhat(rule: Rule): string {
  switch (rule.kind) {
    case 'vote':
      return rule.points.join(' ');
    case 'gateway':
      return rule.concern;
    case 'overdue':
      return `${rule.device} ${rule.of}`;
    case 'loss-of-sensing':
    case 'annunciator':
      return rule.device;
    default:
      return rule.point;
  }
}
