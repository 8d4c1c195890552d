import type { Analysis } from '../analysis.ts';
import { fails, holds } from '../facts.ts';

/** Where it stands, since when, and when that was seen last. */
type StillSince = { readonly floor: number | null; readonly since: number; readonly seenAt: number } | null;

/** The car has not left its floor for very long: nobody rides, or it does not run. Short silences are bridged. */
export const longStill: Analysis<'longStill', StillSince> = {
  name: 'longStill',
  quiet: false,
  start: null,
  judge(memory, { now, facts: { moving, floor }, limits }) {
    if (moving === 'untold') return { memory, judgement: 'untold' };
    if (holds(moving)) return { memory: null, judgement: false };
    if (!fails(moving) || floor === null) return { memory, judgement: 'unknown' };
    const same =
      memory !== null && memory.floor === floor && now - memory.seenAt <= 1000 * limits.unwatchedS.value;
    const since = same ? memory.since : now;
    return {
      memory: { floor, since, seenAt: now },
      judgement: now - since >= 1000 * limits.stillS.value,
    };
  },
};
