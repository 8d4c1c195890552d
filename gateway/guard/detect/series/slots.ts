import { z } from 'zod';
import type { Instant } from '../../../../drivers/reading.ts';

const SLOTS = 60;

export const slotsSchema = z.object({
  boot: z.string(),
  slots: z.array(z.tuple([z.int(), z.number(), z.number(), z.number()])), // number, first, lowest, highest
});

/**
 * A window on `mono` in 60 slots, each with its first, lowest and highest value: bounded however fast a point is
 * polled. The window is as long as it says to within one slot, never longer. What was measured in another boot is
 * forgotten, because nobody knows how long ago that was.
 */
export type Slots = Readonly<z.infer<typeof slotsSchema>>;

export const NO_SLOTS: Slots = { boot: '', slots: [] };

/** The window as it stands at `at`: what is older is gone. */
export function passed(slots: Slots, at: Instant, windowMs: number): Slots {
  if (slots.boot !== at.boot) return { boot: at.boot, slots: [] };
  const now = slotOf(at.mono, windowMs);
  return { ...slots, slots: slots.slots.filter(([slot]) => slot > now - SLOTS && slot <= now) };
}

/** The window with a value more, measured at `at`. */
export function noted(slots: Slots, value: number, at: Instant, windowMs: number): Slots {
  const { boot, slots: kept } = passed(slots, at, windowMs);
  const now = slotOf(at.mono, windowMs);
  const last = kept.at(-1);
  if (last?.[0] !== now) return { boot, slots: [...kept, [now, value, value, value]] };
  const [, first, low, high] = last;
  return {
    boot,
    slots: [...kept.slice(0, -1), [now, first, Math.min(low, value), Math.max(high, value)]],
  };
}

/** The same window of a point whose values are all `by` more. */
export function movedSlots({ boot, slots }: Slots, by: number): Slots {
  return {
    boot,
    slots: slots.map(([slot, first, low, high]) => [slot, first + by, low + by, high + by]),
  };
}

export function lowest({ slots }: Slots): number | null {
  return slots.length === 0 ? null : Math.min(...slots.map(([, , low]) => low));
}

export function highest({ slots }: Slots): number | null {
  return slots.length === 0 ? null : Math.max(...slots.map(([, , , high]) => high));
}

/** The first value of every slot, for a median that one busy slot cannot sway. */
export function firsts({ slots }: Slots): number[] {
  return slots.map(([, first]) => first);
}

/** How long ago the oldest value was, to within one slot and never longer; 0 of none. */
export function age(slots: Slots, at: Instant, windowMs: number): number {
  const oldest = passed(slots, at, windowMs).slots[0]?.[0];
  return oldest === undefined ? 0 : Math.max(0, at.mono - ((oldest + 1) * windowMs) / SLOTS);
}

function slotOf(mono: number, windowMs: number): number {
  return Math.floor((mono * SLOTS) / windowMs);
}
