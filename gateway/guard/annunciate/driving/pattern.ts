import type { OutputOrder } from '../orders.ts';

/** How an output acts over time: `onMs` of every `periodMs`, beginning at once; without a period it just acts or rests. */
export type Pattern = { readonly steady: boolean } | { readonly onMs: number; readonly periodMs: number };

/** A stretch of a pattern in which nothing changes; milliseconds since the pattern began. */
export type Stretch = { readonly acting: boolean; readonly from: number; readonly to: number };

/** Engineering values; the node in `firmware/` gives its tones the same. */
const PULSED: Pattern = { onMs: 1000, periodMs: 2000 };
const FAULT: Pattern = { onMs: 300, periodMs: 30_000 };
/** A pulse train for a retriggerable or charge-pump relay: by pulses that end by themselves, or by switching. */
const HEARTBEAT: Pattern = { onMs: 500, periodMs: 1000 };
const SLOW_HEARTBEAT: Pattern = { onMs: 1000, periodMs: 2000 };

/** The pattern that an order asks for. `timed`: the device ends a pulse by itself. */
export function patternOf({ drives, acting, tone }: OutputOrder, timed: boolean): Pattern {
  if (drives === 'healthy') return timed ? HEARTBEAT : SLOW_HEARTBEAT;
  if (!acting) return { steady: false };
  if (tone === 'pulsed') return PULSED;
  return tone === 'fault' ? FAULT : { steady: true };
}

/** Where a pattern is at `phaseMs`. */
export function stretchAt(pattern: Pattern, phaseMs: number): Stretch {
  if ('steady' in pattern) return { acting: pattern.steady, from: 0, to: Number.POSITIVE_INFINITY };
  const { onMs, periodMs } = pattern;
  const start = Math.floor(phaseMs / periodMs) * periodMs;
  return phaseMs - start < onMs
    ? { acting: true, from: start, to: start + onMs }
    : { acting: false, from: start + onMs, to: start + periodMs };
}
