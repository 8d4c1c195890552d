import { type Profile, profileSchema } from '../profile/schema.ts';
import { VIRTUAL_POINTS } from './virtualPoints.ts';

/** How often detection tells how it stands while nothing changes. */
export const LIFT_REPEAT_MS = 2_000;

/**
 * A lift as a device among others, so that rules, packs, records and names know it: its points are those of detection.
 * Nothing polls it; where a profile has to say how a device is asked, this one says what no device does.
 */
export const LIFT_PROFILE: Profile = profileSchema.parse({
  id: 'lifeline-lift',
  names: { en: 'lift', zh: '电梯' },
  vendor: { en: 'Lifeline', zh: 'Lifeline' },
  kind: 'lift',
  source: 'gateway/lift/detection',
  verification: 'bench',
  serial: { unit: 1, baud: 9600, bauds: [9600] },
  timing: { turnaroundMs: 0, responseMs: 1 },
  points: VIRTUAL_POINTS.map(({ name, holds, en, zh }, address) => ({
    id: name.replace(/^lift\./, ''),
    names: { en, zh },
    table: holds === 'boolean' ? 'discrete' : 'holding',
    address,
    ...(holds === 'boolean' ? { type: 'bool' } : { type: 'string', length: 1 }),
    class: 'state',
    periodMs: LIFT_REPEAT_MS,
    role: name,
  })),
});
