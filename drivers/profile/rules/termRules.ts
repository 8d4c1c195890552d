import { unitsOf } from '../../codec/unit.ts';
import { nearest } from '../../nearest.ts';
import { listed } from '../../texts.ts';
import { isKnownRole, KINDS, ROLES, UNITS } from '../knownTerms.ts';
import { profileProblem } from '../profileProblems.ts';
import type { Profile } from '../schema.ts';
import type { ProfileFinding } from './finding.ts';

/** Units, roles and kinds that nobody else here knows: rules, packs and reports would pass such a point by. */
export function* checkTerms({ kind, points }: Profile): Generator<ProfileFinding> {
  const given = new Set<string>(); // a list that was given once is not given again
  if (!KINDS.some((known) => known === kind)) yield strange('kind', ['kind'], kind, KINDS, given);
  for (const [index, point] of points.entries()) {
    const { role } = point;
    for (const unit of unitsOf(point))
      if (!UNITS.some((known) => known === unit))
        yield strange('unit', ['points', index, 'unit'], unit, UNITS, given);
    if (role !== undefined && !isKnownRole(role))
      yield strange('role', ['points', index, 'role'], role, ROLES, given);
  }
}

function strange(
  term: 'kind' | 'unit' | 'role',
  path: ProfileFinding['path'],
  word: string,
  known: readonly string[],
  given: Set<string>,
): ProfileFinding {
  const spelled = known.filter((name) => name.toLowerCase() === word.toLowerCase());
  const near = spelled.length > 0 ? spelled : nearestTerms(word, known);
  const of = { level: 'warning', path } as const;
  if (near.length > 0)
    return { ...of, problem: profileProblem(`${term}/near`, { word, names: listed(near, 'or') }) };
  if (given.has(term)) return { ...of, problem: profileProblem(`${term}/unknown-too`, { word }) };
  given.add(term);
  return { ...of, problem: profileProblem(`${term}/unknown`, { word, names: listed(known) }) };
}

/** Of a role in parts the last one is what a person remembers: `tvoc` means `air.voc`. */
function nearestTerms(word: string, known: readonly string[]): string[] {
  const whole = nearest(word, known);
  if (whole.length > 0) return whole;
  const last = (name: string) => name.split('.').at(-1) ?? name;
  const ends = new Set(nearest(word, known.map(last)));
  const found = known.filter((name) => ends.has(last(name)));
  return found.length > MOST_NEAR ? [] : found;
}

const MOST_NEAR = 3;
