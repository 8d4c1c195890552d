import { heldByPulse, pulseOf } from '../../../alarmTime/relayWrites.ts';
import type { Annunciator, Device } from '../../../site/installation.ts';
import type { Orders } from './drive.ts';

/** What an annunciator is told last when guard stops, and what goes on sounding, flashing or running all the same. */
export type Leaving = { readonly orders: Orders; readonly goesOn: readonly string[] };

/** Of these a person would want to know that they go on. A valve that stays closed is safe, a fault lamp is right. */
const NOTABLE = ['siren', 'strobe', 'fan'] as const satisfies readonly string[];

/**
 * What holds by a lease is left to it, so that a restart during an alarm is hardly heard. What is switched and stays is
 * told its stated state now, because nobody will be there to do it later; `hold` leaves it as it is.
 */
export function leavingOf(annunciator: Annunciator, device: Device, orders: Orders): Leaving {
  const coils = device.profile.annunciator?.protocol === 'coils';
  const timed = pulseOf(device.profile) !== null;
  const last = new Map(orders);
  const goesOn: string[] = [];
  for (const output of annunciator.outputs) {
    const { point, drives, onLoss } = output;
    const order = orders.get(point);
    if (order === undefined) continue;
    const leased = !coils || (timed && heldByPulse(output));
    const notable = NOTABLE.some((kind) => kind === drives);
    if (onLoss === 'hold' && order.acting && notable) goesOn.push(point);
    if (leased || onLoss === 'hold') continue;
    const acting = onLoss === 'act';
    last.set(point, { ...order, acting, tone: acting && drives === 'siren' ? 'continuous' : 'none' });
  }
  return { orders: last, goesOn };
}
