import { profileProblem } from '../profileProblems.ts';
import type { Profile } from '../schema.ts';
import type { Finding } from './finding.ts';

/**
 * What makes a device one of a lift must be said everywhere or nowhere: its kind, the dialect of lift controllers and
 * the roles of its points without `lift` would leave it open to writes. And nothing of a lift is ever written.
 */
export function* checkLift(profile: Profile): Generator<Finding> {
  const { lift, kind, dialect, points, settings, annunciator } = profile;
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
  const writable = points.findIndex((point) => point.writable);
  if (writable >= 0 || settings.length > 0 || annunciator !== undefined)
    yield {
      level: 'error',
      path:
        writable >= 0
          ? ['points', writable, 'writable']
          : settings.length > 0
            ? ['settings']
            : ['annunciator'],
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
