import { unitsOf } from '../../codec/unit.ts';
import { nearest } from '../../nearest.ts';
import { isKnownRole, KINDS, ROLES, UNITS } from '../knownTerms.ts';
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
  return {
    level: 'warning',
    code: term,
    path,
    what: `no rule or report knows the ${term} ${word}`,
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${known.join(', ')}`,
    said:
      near.length > 0
        ? { key: `profile.term/${term}-near`, named: { word, names: { list: near, by: 'or' } } }
        : { key: `profile.term/${term}`, named: { word, names: { list: [...known], by: 'comma' } } },
  };
}
