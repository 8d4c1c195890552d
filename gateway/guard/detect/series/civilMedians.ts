import { z } from 'zod';
import type { Instant } from '../../../../drivers/reading.ts';
import { median } from './median.ts';

const SLOT_MS = 30_000;
const SLOTS_AN_HOUR = 120;
const HOUR_MS = SLOT_MS * SLOTS_AN_HOUR;
const HOURS_A_DAY = 24;

const dated = z.tuple([z.int(), z.number()]); // hour or day since 1970, its median
export const mediansSchema = z.object({
  clock: z.object({ boot: z.string(), offset: z.number() }).nullable(), // that dated the latest reading
  open: z.object({ slot: z.int(), values: z.array(z.number()) }).nullable(), // the hour that runs; slots since 1970
  hours: z.array(dated),
  day: z.object({ day: z.int(), hours: z.array(z.number()) }).nullable(), // the day that runs
  days: z.array(dated),
});

/**
 * Medians of the civil hours and days (UTC) that have ended, oldest first. An hour's median is that of at most 120
 * readings, the first of every 30 s; a day's is that of its hours. So memory is bounded however fast a point is polled,
 * and a day is one number however many readings it had.
 */
export type Medians = Readonly<z.infer<typeof mediansSchema>>;

export const NO_MEDIANS: Medians = { clock: null, open: null, hours: [], day: null, days: [] };

/** How many ended hours and days are kept. */
export type KeptPeriods = { readonly hours: number; readonly days: number };

/** What a reading led to: the medians after it, and whether an hour or a day ended with it. */
export type MedianStep = {
  readonly medians: Medians;
  readonly hourEnded: boolean;
  readonly dayEnded: boolean;
};

/**
 * Takes a reading in. Where civil time was set anew within a boot, what is known moves along, because the time between
 * readings is known from `mono`: a clock that is a year wrong for an hour changes nothing. Where it lies more than an
 * hour back all the same (another boot), what would be in the future is dropped.
 */
export function taken(
  before: Medians,
  value: number,
  at: Instant,
  utcOffset: number,
  kept: KeptPeriods,
): MedianStep {
  const clock = { boot: at.boot, offset: utcOffset };
  const known = redated(before, clock);
  const slot = Math.floor((at.mono + utcOffset) / SLOT_MS);
  const { open } = known;
  if (open === null) return unchanged({ ...known, clock, open: { slot, values: [value] } });
  if (slot <= open.slot - SLOTS_AN_HOUR)
    return unchanged({ ...withoutFuture(known, hourOf(slot)), clock, open: { slot, values: [value] } });
  if (slot <= open.slot) return unchanged({ ...known, clock });
  if (hourOf(slot) === hourOf(open.slot))
    return unchanged({ ...known, clock, open: { slot, values: [...open.values, value] } });

  const hour = hourOf(open.slot);
  const middle = median(open.values) ?? value;
  const hours = [...known.hours, [hour, middle] as [number, number]].slice(-kept.hours);
  const withHour = dayWith(known.day, hour, middle);
  const opened = { slot, values: [value] };
  const today = Math.floor(hourOf(slot) / HOURS_A_DAY);
  if (withHour.day >= today) {
    const medians = { ...known, clock, open: opened, hours, day: withHour };
    return { medians, hourEnded: true, dayEnded: false };
  }
  const ofDay: [number, number] = [withHour.day, median(withHour.hours) ?? middle];
  const days = [...known.days, ofDay].slice(-kept.days);
  return { medians: { clock, open: opened, hours, day: null, days }, hourEnded: true, dayEnded: true };
}

/** The same medians of a quantity whose values are all `by` more. */
export function movedMedians({ clock, open, hours, day, days }: Medians, by: number): Medians {
  const dates = (all: Medians['hours']) => all.map(([of, value]): [number, number] => [of, value + by]);
  return {
    clock,
    open: open && { ...open, values: open.values.map((value) => value + by) },
    hours: dates(hours),
    day: day && { ...day, hours: day.hours.map((value) => value + by) },
    days: dates(days),
  };
}

function unchanged(medians: Medians): MedianStep {
  return { medians, hourEnded: false, dayEnded: false };
}

function hourOf(slot: number): number {
  return Math.floor(slot / SLOTS_AN_HOUR);
}

/** A day that began without an hour of its own ending in it starts with this one. */
function dayWith(running: Medians['day'], hour: number, middle: number): NonNullable<Medians['day']> {
  const day = Math.floor(hour / HOURS_A_DAY);
  if (running === null || running.day !== day) return { day, hours: [middle] };
  return { day, hours: [...running.hours, middle].slice(-HOURS_A_DAY) };
}

function redated(medians: Medians, now: NonNullable<Medians['clock']>): Medians {
  const { clock, open, hours, day, days } = medians;
  if (clock === null || clock.boot !== now.boot) return medians;
  const byHours = Math.round((now.offset - clock.offset) / HOUR_MS);
  if (byHours === 0) return medians;
  const byDays = Math.round(byHours / HOURS_A_DAY);
  return {
    clock: now,
    open: open && { ...open, slot: open.slot + byHours * SLOTS_AN_HOUR },
    hours: hours.map(([hour, value]) => [hour + byHours, value]),
    day: day && { ...day, day: day.day + byDays },
    days: days.map(([of, value]) => [of + byDays, value]),
  };
}

function withoutFuture(medians: Medians, hour: number): Medians {
  const today = Math.floor(hour / HOURS_A_DAY);
  return {
    ...medians,
    hours: medians.hours.filter(([of]) => of < hour),
    day: medians.day !== null && medians.day.day > today ? null : medians.day,
    days: medians.days.filter(([of]) => of < today),
  };
}
