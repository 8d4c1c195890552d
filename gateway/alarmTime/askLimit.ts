import type { Request } from '../../drivers/request.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { LineConnection } from '../site/schema/siteSchema.ts';
import { busProblem } from '../text/problems/busProblems.ts';
import type { DeviceTiming } from './deviceTiming.ts';

import { exchangeBoundMs } from './wire.ts';

/** A read of a line's plan, as far as it matters here: what it takes at most. */
type Planned = { readonly class: 'safety' | 'state' | 'trend'; readonly boundMs: number };

/** However quick its devices are, a line lets a stranger be asked with this much patience. */
const LEAST_LIMIT_MS = 100;
/** With less patience than this a stranger could not be heard at all. */
const LEAST_PATIENCE_MS = 20;

/**
 * How long a read that somebody asks for may take the line where safety reads wait for it: no longer than the longest
 * read of the line's own plan. So asking never makes an alarm later than the plan itself may. No limit where nothing
 * is read for safety.
 */
export function askLimitMs(reads: readonly Planned[]): number {
  if (!reads.some((read) => read.class === 'safety')) return Number.POSITIVE_INFINITY;
  return Math.max(LEAST_LIMIT_MS, ...reads.map(({ boundMs }) => boundMs));
}

/**
 * Fits a read into the limit. A stranger, whose speed nobody knows, is waited for less long; a device of the line keeps
 * its response time, or it would be thought lost.
 *
 * @returns the timing to ask with, or a problem when the request is too long
 */
export function fittedTiming(
  connection: LineConnection,
  request: Request,
  { timing, known }: { readonly timing: DeviceTiming; readonly known: boolean },
  limitMs: number,
): Result<DeviceTiming, Problem> {
  const overMs = exchangeBoundMs(connection, request, timing) - limitMs;
  if (request.op !== 'read' || overMs <= 0) return ok(timing);
  const responseMs = timing.responseMs - overMs;
  if (!known && responseMs >= LEAST_PATIENCE_MS) return ok({ ...timing, responseMs });
  const named = { count: request.count, time: Math.ceil(limitMs + overMs), limit: Math.floor(limitMs) };
  return err(busProblem('bus.too-long', named));
}
