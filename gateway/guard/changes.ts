import type { Problem } from '../core/result.ts';
import type { Installation } from '../site/installation.ts';
import { guardProblem } from '../text/problems/guardProblems.ts';

/**
 * What may not change while guard runs: the name under which rows are numbered, and where they are. Half of it would be
 * taken up, and rows that were not sent yet would stay where nobody looks.
 */
export function unchangeable(before: Installation, after: Installation): readonly Problem[] {
  const refused = (key: string, from: string | number, to: string | number): Problem => ({
    ...guardProblem('guard.needs-restart', { key, from, to }),
    where: key,
  });
  const found: Problem[] = [];
  if (before.gateway.id !== after.gateway.id)
    found.push(refused('gateway.id', before.gateway.id, after.gateway.id));
  for (const key of ['folder', 'telemetryMb', 'eventMb', 'segmentParts'] as const)
    if (before.journal[key] !== after.journal[key])
      found.push(refused(`journal.${key}`, before.journal[key], after.journal[key]));
  return found;
}
