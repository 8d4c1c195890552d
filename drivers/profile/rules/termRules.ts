import { unitsOf } from '../../codec/unit.ts';
import { nearest } from '../../nearest.ts';
import { listed } from '../../texts.ts';
import { isKnownRole, KINDS, ROLES, UNITS } from '../knownTerms.ts';
import { profileProblem } from '../profileProblems.ts';
import type { Profile } from '../schema.ts';
import type { ProfileFinding } from './finding.ts';

/** Units, roles and kinds that nobody else here knows: rules, packs and reports would pass such a point by. */
export function* checkTerms({ kind, points }: Profile): Generator<ProfileFinding> {
  if (!KINDS.some((known) => known === kind)) yield strange('kind', ['kind'], kind, KINDS);
  for (const [index, point] of points.entries()) {
    const { role } = point;
    for (const unit of unitsOf(point))
      if (!UNITS.some((known) => known === unit))
        yield strange('unit', ['points', index, 'unit'], unit, UNITS);
    if (role !== undefined && !isKnownRole(role))
      yield strange('role', ['points', index, 'role'], role, ROLES);
  }
}

function strange(
  term: 'kind' | 'unit' | 'role',
  path: ProfileFinding['path'],
  word: string,
  known: readonly string[],
): ProfileFinding {
  const spelled = known.filter((name) => name.toLowerCase() === word.toLowerCase());
  const near = spelled.length > 0 ? spelled : nearest(word, known);
  const problem =
    near.length > 0
      ? profileProblem(`${term}/near`, { word, names: listed(near, 'or') })
      : profileProblem(`${term}/unknown`, { word, names: listed(known) });
  return { level: 'warning', path, problem };
}
