import type { Profile } from '../schema.ts';
import type { ProfileFinding } from './finding.ts';

/**
 * What makes a device one of a lift must be said everywhere or nowhere: its kind, the dialect of lift controllers and
 * the roles of its points without `lift` would leave it open to writes. And nothing of a lift is ever written.
 */
export function* checkLift(profile: Profile): Generator<ProfileFinding> {
  const { lift, kind, dialect, points, settings, annunciator, trigger } = profile;
  const signs = [
    ...(/^lift(-|$)/.test(kind)
      ? [{ text: `is of kind ${kind}`, said: { key: 'profile.lift-kind', named: { kind } } }]
      : []),
    ...(dialect === 'monarch'
      ? [{ text: `speaks ${dialect}`, said: { key: 'profile.lift-dialect', named: { dialect } } }]
      : []),
    ...points
      .filter(({ role }) => role?.startsWith('lift.'))
      .map(({ id }) => ({
        text: `has the lift point ${id}`,
        said: { key: 'profile.lift-point', named: { point: id } },
      })),
  ];
  const [sign] = signs;
  if (lift === undefined && sign !== undefined)
    yield {
      level: 'error',
      code: 'lift',
      path: [],
      what: `it ${sign.text} but has no section lift`,
      hint: 'add lift: { mapping: … }, which is what keeps writes from it',
      said: sign.said,
    };
  if (lift === undefined) return;
  if (!/^lift(-|$)/.test(kind))
    yield {
      level: 'error',
      code: 'lift',
      path: ['kind'],
      what: `it has a section lift but is of kind ${kind}`,
      hint: 'use a kind that begins with lift-',
      said: { key: 'profile.no-lift-kind', named: { kind } },
    };
  const writable = points.findIndex((point) => point.writable);
  if (writable >= 0 || settings.length > 0 || annunciator !== undefined || trigger !== undefined)
    yield {
      level: 'error',
      code: 'lift',
      path:
        writable >= 0
          ? ['points', writable, 'writable']
          : settings.length > 0
            ? ['settings']
            : annunciator !== undefined
              ? ['annunciator']
              : ['trigger'],
      what: 'something of a lift is to be written',
      hint: 'a lift is watched, never commanded: take it out',
      said: { key: 'profile.lift-written', named: {} },
    };
  for (const [name, { assumed, allowed }] of Object.entries(lift.commissioning))
    if (!allowed.includes(assumed))
      yield {
        level: 'error',
        code: 'lift',
        path: ['lift', 'commissioning', name, 'assumed'],
        what: `${name} is assumed to be ${assumed}, which is not allowed`,
        hint: 'list it under allowed, or assume another',
        said: { key: 'profile.lift-assumed', named: { name, value: assumed } },
      };
}
