import { GATEWAY } from '../../../drivers/vocabulary.ts';
import type { Problem } from '../../core/result.ts';

import { formatPath } from '../siteText.ts';
import { mistake, type SiteCheck } from './checking.ts';

/** An id names one thing of its list, and `gateway` the gateway itself. */
export const checkIds: SiteCheck = (draft, _catalog, text) => [
  ...draft.ids.devices
    .filter(({ value }) => value === GATEWAY)
    .map(({ path, value }) => mistake(text, path, 'site.reserved-id', { id: value })),
  // who is told of alarms stands beside the uplinks on every screen
  ...[...Object.entries(draft.ids)].flatMap(([list, own]) => {
    if (list === 'notifications') return [];
    const entries = list === 'uplinks' ? [...own, ...draft.ids.notifications] : own;
    const problems: Problem[] = [];
    const first = new Map<string, string>();
    for (const { path, value } of entries) {
      const taken = first.get(value);
      if (taken === undefined) first.set(value, formatPath(path));
      else problems.push(mistake(text, path, 'site.duplicate-id', { id: value, other: taken }));
    }
    return problems;
  }),
];
