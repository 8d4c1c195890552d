import { z } from 'zod';

const SLOTS = 60;

export const tallySchema = z.object({
  boot: z.string(),
  offset: z.number(), // of civil time when it was last looked at; 0 where `mono` counts
  slots: z.array(z.tuple([z.int(), z.number()])), // number, how often
});

/** How often something happened within a window, in 60 slots: as long as it says to within one slot, never longer. */
export type WindowCount = Readonly<z.infer<typeof tallySchema>>;

export const NO_TALLY: WindowCount = { boot: '', offset: 0, slots: [] };

/** A moment as a window counts it: on `mono` (offset 0, and nothing is known of another boot) or on civil time. */
export type WindowMoment = {
  readonly boot: string;
  readonly offset: number;
  readonly civil: boolean;
  readonly now: number;
};

/** The tally with `times` more. Where civil time was set anew within a boot, what is known moves along. */
export function tallied(
  before: WindowCount,
  times: number,
  moment: WindowMoment,
  windowMs: number,
): WindowCount {
  const { boot, offset, civil, now } = moment;
  const slotMs = windowMs / SLOTS;
  const same = before.boot === boot;
  const shift = same ? Math.round((offset - before.offset) / slotMs) : 0;
  const slot = Math.floor(now / slotMs);
  const kept = (same || civil ? before.slots : [])
    .map(([of, n]): [number, number] => [of + shift, n])
    .filter(([of]) => of > slot - SLOTS && of <= slot);
  const last = kept.at(-1);
  if (times === 0) return { boot, offset, slots: kept };
  const slots: [number, number][] =
    last?.[0] === slot ? [...kept.slice(0, -1), [slot, last[1] + times]] : [...kept, [slot, times]];
  return { boot, offset, slots };
}

export function total({ slots }: WindowCount): number {
  return slots.reduce((sum, [, times]) => sum + times, 0);
}
