import { z } from 'zod';
import type { Reading } from '../../../drivers/reading.ts';
import { instantSchema } from '../../control/alarm.ts';
import type { Point } from '../../site/installation.ts';
import { trustIn } from './trust.ts';

// Engineering values. No room is aired from above 60 %LEL to nothing in three seconds, and a catalytic bead takes longer
// than that to settle; a bead that burnt out, lost its supply or stands in gas too rich to burn does it at once.
const HIGH = 60;
const NEAR_ZERO = 5;
const ALIVE_AGAIN = 10;
const AT_ONCE_MS = 3_000;

export const collapseSchema = z.object({
  high: instantSchema.nullable(), // when it last read above 60 %LEL
  seenBetween: z.boolean(), // a usable reading in between has shown it falling
  collapsed: z.boolean(),
});

/**
 * Whether a combustible-gas sensor has collapsed: it read above 60 %LEL, and at once next to nothing. That is a fault
 * and no recovery: it stays so until somebody has looked (`looked`) or the sensor shows gas again.
 */
export type Collapse = Readonly<z.infer<typeof collapseSchema>>;

export const STEADY: Collapse = { high: null, seenBetween: false, collapsed: false };

/** Points of which a collapse can be told: combustible gas in %LEL. */
export function canCollapse(point: Point | undefined): boolean {
  return point?.profile.role === 'gas.concentration' && point.unit === '%LEL';
}

/** After a reading. "At once" is within 3 s, or with no usable reading in between: then nobody saw it fall. */
export function followed(before: Collapse, { value, quality, at }: Reading): Collapse {
  const trust = trustIn(quality);
  if (typeof value !== 'number' || !Number.isFinite(value) || trust === 'none') return before;
  if (value > HIGH) return { high: { boot: at.boot, mono: at.mono }, seenBetween: false, collapsed: false };
  if (before.collapsed) return value >= ALIVE_AGAIN ? STEADY : before;
  // a detector that starts up says nothing about whether the gas is gone
  if (before.high === null || trust !== 'full') return before;
  if (value > NEAR_ZERO) return isRecent(before, at) ? { ...before, seenBetween: true } : STEADY;
  return !before.seenBetween || isRecent(before, at) ? { ...STEADY, collapsed: true } : STEADY;
}

/** Somebody has looked at the sensor. */
export function looked(collapse: Collapse): Collapse {
  return collapse.collapsed ? STEADY : collapse;
}

function isRecent({ high }: Collapse, at: Reading['at']): boolean {
  return high !== null && high.boot === at.boot && at.mono - high.mono <= AT_ONCE_MS;
}
