import { COMMAND_ADDRESS, COMMAND_COUNT } from '../../drivers/annunciator/node.ts';
import type { Request } from '../../drivers/request.ts';

import type { Annunciator, Device, Output } from '../site/installation.ts';
import { heldByPulse, pulseOf } from './relayWrites.ts';

/** A node's pulse train takes one step with each refresh, so that one is not rarer than every second. */
export const LONGEST_REFRESH_MS = 1000;
/** So that two may be lost. */
const REFRESHES_IN_A_LEASE = 3;
/** A siren in its rhythm is switched so often by the gateway, or told to sound for one beat of two seconds. */
const BEAT_MS = 1000;

/** How often the command of a node is repeated: three times within the lease, and every second. */
export function refreshMs(annunciator: Pick<Annunciator, 'leaseMs'>): number {
  return Math.min(pulseRefreshMs(annunciator), LONGEST_REFRESH_MS);
}

/** How often a pulse that holds a relay is renewed: three times within the lease. */
export function pulseRefreshMs({ leaseMs }: Pick<Annunciator, 'leaseMs'>): number {
  return leaseMs / REFRESHES_IN_A_LEASE;
}

/** A write that comes back every `periodMs`. The values stand for whatever is written: only the length costs time. */
export type LeaseWrite = { readonly request: Request; readonly periodMs: number };

/**
 * What an annunciator costs its line for ever, each write with the shortest period it can have, whatever sounds. A node
 * takes its whole command in one; of a board of coils each output that is held by pulses or moves in a rhythm takes one.
 * What is switched once and stays costs nothing.
 */
export function leaseWrites(
  annunciator: Annunciator,
  { unit, profile, points }: Device,
): readonly LeaseWrite[] {
  if (profile.annunciator?.protocol === 'lifeline') {
    const values = Array<number>(COMMAND_COUNT).fill(0);
    const request: Request = { op: 'write-registers', unit, address: COMMAND_ADDRESS, values };
    return [{ request, periodMs: refreshMs(annunciator) }];
  }
  const timed = pulseOf(profile) !== null;
  return annunciator.outputs.flatMap((output): LeaseWrite[] => {
    const periodMs = shortestPeriodMs(output, timed, annunciator);
    const address = points.find(({ id }) => id === output.point)?.profile.address ?? 0;
    if (periodMs === null) return [];
    return [{ request: { op: 'write-coils', unit, address, values: [false] }, periodMs }];
  });
}

function shortestPeriodMs(output: Output, timed: boolean, annunciator: Annunciator): number | null {
  if (output.drives === 'healthy') return BEAT_MS;
  const pulsed = timed && heldByPulse(output);
  if (output.drives !== 'siren') return pulsed ? pulseRefreshMs(annunciator) : null;
  if (!pulsed) return BEAT_MS;
  // a relay that falls by itself needs one write for a beat and its pause, one that is held in the pause needs two
  const rhythmMs = output.energised === 'at-rest' ? BEAT_MS : 2 * BEAT_MS;
  return Math.min(pulseRefreshMs(annunciator), rhythmMs);
}
