import { toldPoints } from '../../lift/tells.ts';
import { profileProblem } from '../profileProblems.ts';
import type { Profile } from '../schema.ts';
import type { ProfileFinding } from './finding.ts';

/**
 * What makes a device one of a lift must be said everywhere or nowhere: its kind, the dialect of lift controllers and
 * the roles of its points without `lift` would leave it open to writes. And nothing of a lift is ever written.
 */
export function* checkLift(profile: Profile): Generator<ProfileFinding> {
  const { lift, kind, dialect, points, settings, annunciator, trigger } = profile;
  if (lift === undefined) {
    const point = points.find(({ role }) => role?.startsWith('lift.'))?.id;
    const sign = /^lift(-|$)/.test(kind)
      ? profileProblem('lift/kind', { kind })
      : dialect === 'monarch'
        ? profileProblem('lift/dialect', { dialect })
        : point !== undefined && profileProblem('lift/point', { point });
    if (sign) yield { level: 'error', path: [], problem: sign };
    return;
  }
  if (!/^lift(-|$)/.test(kind))
    yield {
      level: 'error',
      path: ['kind'],
      problem: profileProblem('lift/no-kind', { kind }),
    };
  if ((lift.mapping === undefined) === (lift.tells === undefined))
    yield { level: 'error', path: ['lift'], problem: profileProblem('lift/tells') };
  yield* told(profile);
  const writable = points.findIndex((point) => point.writable);
  if (writable >= 0 || settings.length > 0 || annunciator !== undefined || trigger !== undefined)
    yield {
      level: 'error',
      path:
        writable >= 0
          ? ['points', writable, 'writable']
          : settings.length > 0
            ? ['settings']
            : annunciator !== undefined
              ? ['annunciator']
              : ['trigger'],
      problem: profileProblem('lift/written'),
    };
  for (const [name, { assumed, allowed }] of Object.entries(lift.commissioning))
    if (!allowed.includes(assumed))
      yield {
        level: 'error',
        path: ['lift', 'commissioning', name, 'assumed'],
        problem: profileProblem('lift/assumed', { name, value: assumed }),
      };
}

/** What is told of the lift comes from points of this device, with values that can be that. */
function* told({ lift, points }: Profile): Generator<ProfileFinding> {
  for (const { path: below, point: id, holds } of toldPoints(lift?.tells)) {
    const path = ['lift', 'tells', ...below];
    const named = { field: below.slice(0, -1).join('.'), point: id };
    const point = points.find((other) => other.id === id);
    if (point === undefined)
      yield { level: 'error', path, problem: profileProblem('lift/unknown-point', named) };
    else if (point.type === 'string' || (point.type === 'bool') !== (holds === 'boolean'))
      yield { level: 'error', path, problem: profileProblem('lift/point-type', { ...named, holds }) };
  }
}
