import type { Profile } from '../../drivers/profile/schema.ts';
import type { Output } from '../site/installation.ts';

/** How a board is told to close a relay for a time: `value × unitMs` written to coil + `offset`. */
export type Pulse = { readonly offset: number; readonly unitMs: number; readonly longest: number };

/** The timed pulse of a relay board; null where it has none, or is no relay board. */
export function pulseOf({ annunciator }: Pick<Profile, 'annunciator'>): Pulse | null {
  return annunciator?.protocol === 'coils' ? (annunciator.pulse ?? null) : null;
}

/**
 * Whether, on a board with timed pulses, an output is held by pulses: then its relay falls when guard is gone. That is
 * what is wanted where falling is the fail state, and for the pulse train. Everything else is switched and stays.
 */
export function heldByPulse({ drives, energised, onLoss }: Output): boolean {
  if (drives === 'healthy') return true;
  return onLoss === fallenState(energised);
}

/** What an output does when its relay falls. */
export function fallenState(energised: Output['energised']): 'rest' | 'act' {
  return energised === 'at-rest' ? 'act' : 'rest';
}
