import type { Lift } from './state.ts';
import { currentFloor, doorShare, worn } from './view.ts';

const SOUND_MA = 420; // of a leaf that runs well
const PER_WEAR = 1.4; // how much more a slow door costs than it is slow

/** Speed of the car door's leaf, mm/s, opening positive. */
export function doorSpeed({ door, timeMs, plan }: Lift): number {
  if ((door.phase !== 'opening' && door.phase !== 'closing') || door.stalled) return 0;
  const share = doorShare(door, timeMs);
  const sine = 2 * Math.sqrt(share * (1 - share)); // of the angle whose cosine the share follows
  const top = (plan.door.widthMm * Math.PI * 1000) / (2 * door.strokeMs);
  return (door.phase === 'opening' ? 1 : -1) * top * sine;
}

/** Current of the door motor, mA: what drags makes it slow and costs current; one that turns in vain costs most. */
export function doorCurrent(lift: Lift): number {
  const { door, trouble, timeMs } = lift;
  if (door.stalled) return 4 * SOUND_MA;
  if (door.phase === 'closed' || door.phase === 'open') return 0;
  return SOUND_MA * (1 + PER_WEAR * worn(trouble.slowDoor, currentFloor(lift), timeMs));
}
