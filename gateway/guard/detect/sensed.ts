import { z } from 'zod';
import { qualityClass } from '../../../drivers/quality.ts';
import type { Reading } from '../../../drivers/reading.ts';
import { qualitySchema } from '../../control/alarm.ts';
import type { Point } from '../../site/installation.ts';
import { isSlow } from '../../site/slowPoint.ts';
import { canCollapse, collapseSchema, followed, looked, STEADY } from './collapse.ts';

/** What is known of one point. Times are mono. `goods` counts usable polls since it was lost, up to what clears. */
export const sensedSchema = z.object({
  heard: z.number(), // the last reading, or since when one is waited for: after a start that lies ahead
  lost: qualitySchema.nullable(), // why it counts as lost
  goods: z.int(),
  same: z.object({ raw: z.string(), since: z.number() }).nullable(), // since when the very same was read
  odd: z.object({ quality: qualitySchema, since: z.number() }).nullable(), // out of range or warming up, since when
  collapse: collapseSchema,
  collapsedAt: z.number().nullable(),
});
export type Sensed = Readonly<z.infer<typeof sensedSchema>>;

/** How long what is no loss yet may go on with one point, milliseconds; infinite where it does not matter. */
export type Patience = {
  readonly flatlineMs: number;
  readonly outOfRangeMs: number;
  readonly warmUpMs: number;
  readonly pollsToClear: number;
  readonly collapses: boolean;
};

/**
 * Roles of quantities that always move a little, if only by the sensor's own noise. Gas is none of them: it reads
 * exactly 0 for years.
 */
const RESTLESS = new Set(['pressure', 'level', 'tilt.x', 'tilt.y', 'settlement.level']);
const POLLS_TO_CLEAR = 2;
/** A sensor that still warms up after twice its time and ten minutes more will not be done by itself. */
const WARM_UP_FACTOR = 2;
const WARM_UP_GRACE_MS = 600_000;

export function patienceWith(
  point: Point,
  rule: { readonly flatlineH: number; readonly outOfRangeS: number },
  warmUpS: number,
): Patience {
  return {
    flatlineMs: RESTLESS.has(point.profile.role ?? '')
      ? rule.flatlineH * 3_600_000
      : Number.POSITIVE_INFINITY,
    outOfRangeMs: rule.outOfRangeS * 1000,
    warmUpMs: WARM_UP_FACTOR * warmUpS * 1000 + WARM_UP_GRACE_MS,
    pollsToClear: isSlow(point) ? 1 : POLLS_TO_CLEAR,
    collapses: canCollapse(point),
  };
}

/** A point that is waited for since `heard`. */
export function unheard(heard: number): Sensed {
  return { heard, lost: null, goods: 0, same: null, odd: null, collapse: STEADY, collapsedAt: null };
}

/**
 * The same point, some time later in which nobody listened. A collapse that was not declared within `onMs` has its
 * whole on-delay again.
 */
export function later(sensed: Sensed, byMs: number, now: number, onMs: number): Sensed {
  const { same, odd, collapsedAt } = sensed;
  const shifted = collapsedAt === null ? null : collapsedAt + byMs;
  return {
    ...sensed,
    same: same && { ...same, since: same.since + byMs },
    odd: odd && { ...odd, since: odd.since + byMs },
    collapsedAt: shifted !== null && now - shifted <= onMs ? now : shifted,
  };
}

/** A point after a reading that is not stale. */
export function heardAgain(before: Sensed, reading: Reading, patience: Patience): Sensed {
  const { quality, at } = reading;
  const raw = JSON.stringify(reading.raw ?? reading.value);
  const isBad = qualityClass(quality) === 'bad';
  const isOdd = quality === 'out-of-spec' || quality === 'warm-up';
  const collapse = patience.collapses ? followed(before.collapse, reading) : before.collapse;
  const sensed: Sensed = {
    ...before,
    heard: Math.max(before.heard, at.mono),
    same: isBad ? null : before.same?.raw === raw ? before.same : { raw, since: at.mono },
    odd: !isOdd ? null : before.odd?.quality === quality ? before.odd : { quality, since: at.mono },
    collapse,
    collapsedAt: collapse.collapsed ? (before.collapsedAt ?? at.mono) : null,
  };
  const lost = isBad ? quality : lastingFault(sensed, patience, at.mono);
  return lost === null ? usable(sensed, patience) : { ...sensed, lost, goods: 0 };
}

/** Somebody has looked at it and lets it go. */
export function lookedAt(sensed: Sensed): Sensed {
  if (!sensed.collapse.collapsed) return sensed;
  return { ...sensed, collapse: looked(sensed.collapse), collapsedAt: null };
}

function lastingFault({ same, odd }: Sensed, patience: Patience, now: number): Sensed['lost'] {
  if (odd !== null) {
    const mayLast = odd.quality === 'warm-up' ? patience.warmUpMs : patience.outOfRangeMs;
    if (now - odd.since >= mayLast) return odd.quality;
  }
  return same !== null && now - same.since >= patience.flatlineMs ? 'flatline' : null;
}

function usable(sensed: Sensed, { pollsToClear }: Patience): Sensed {
  if (sensed.lost === null) return sensed;
  const goods = sensed.goods + 1;
  return goods >= pollsToClear ? { ...sensed, lost: null, goods: 0 } : { ...sensed, goods };
}
