import type { Analysis } from '../analysis.ts';
import { fails, holds } from '../facts.ts';

/** When the door was opened without a run in between. */
type DoorOpenings = { readonly open: boolean; readonly openedAt: readonly number[] };

/** The door opens again and again, and the car does not leave. */
export const doorCycling: Analysis<'doorCycling', DoorOpenings> = {
  name: 'doorCycling',
  quiet: false,
  start: { open: false, openedAt: [] },
  judge(memory, { now, facts: { doorOpen, moving, faults }, limits }) {
    if (faults.includes('repeatedDoorCycling')) return { memory, judgement: true };
    if (doorOpen === 'untold') return { memory, judgement: 'untold' };
    if (doorOpen === 'unknown') return { memory, judgement: 'unknown' };
    if (holds(moving) && fails(doorOpen)) return { memory: doorCycling.start, judgement: false };
    const open = holds(doorOpen);
    const recent = memory.openedAt.filter((at) => now - at < 1000 * limits.withinS.value);
    const openedAt = open && !memory.open ? [...recent, now] : recent;
    return { memory: { open, openedAt }, judgement: openedAt.length >= limits.openings.value };
  },
};
