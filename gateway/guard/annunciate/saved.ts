import { z } from 'zod';
import { instantSchema as instant } from '../../control/alarm.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import { type AnnunciateState, NOTHING_HEARD } from './state.ts';

const heard = z.object({
  announcement: z.int(),
  since: instant.nullable(),
  acknowledged: z.int(),
  wasAcknowledged: z.boolean(),
  silenced: z
    .object({ occurrence: z.string(), announcement: z.int(), actor: z.string(), at: instant })
    .nullable(),
});

const savedSchema = z.object({
  version: z.literal(1),
  heard: z.record(z.string(), heard),
  valves: z.record(z.string(), z.object({ since: instant, because: z.array(z.string()) })),
});

/**
 * What must outlive the process, as JSON: what was silenced, since when each sounds, which valves are closed. That a valve
 * was open is not kept: a lease may have run out since.
 */
export function saveAnnunciation({ heard: all, valves }: AnnunciateState): string {
  return JSON.stringify({
    version: 1,
    heard: Object.fromEntries(all),
    valves: Object.fromEntries(valves),
  });
}

/** Reads it back; hand it to `adopted` next. Without it everything that stands sounds again, which is the safe mistake. */
export function restoreAnnunciation(text: string): Result<AnnunciateState, Problem> {
  const parsed = savedSchema.safeParse(json(text));
  if (!parsed.success) return err(guardProblem('annunciate.saved-state-damaged'));
  const { heard: all, valves } = parsed.data;
  return ok({
    ...NOTHING_HEARD,
    heard: new Map(Object.entries(all)),
    valves: new Map(Object.entries(valves)),
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
