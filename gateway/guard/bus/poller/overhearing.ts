import type { Overhear } from '../../../core/overheard.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { sameFormat } from '../../../core/serialFormat.ts';
import type { Line } from '../../../site/installation.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import { liftUnits } from '../line/readOnly.ts';
import type { LineClient } from '../types.ts';

/** A read that is listened to; `foreign`: the port is set anew for it, and must be back before the next safety read. */
export type WantedListening = { readonly what: Overhear; readonly foreign: boolean };

/** Where nothing is read for safety a stranger is listened to for so long at most. */
const MOST_HEARD_MS = 2_000;

/**
 * What may be listened to on a line that is polled. It takes no longer than any read that somebody asks for, so the bounds of
 * the line hold meanwhile; at another rate or parity it also has to be over, and the port set back, before the next safety read.
 * On a line with a lift the port is never set to anything else.
 */
export function listeningOn(
  line: Line,
  client: LineClient,
  fitted: (limitMs: number) => Overhear,
  askLimitMs: number,
): Result<WantedListening, Problem> {
  const { connection } = line;
  if (connection.type === 'modbus-tcp' || client.hear === undefined)
    return err(busProblem('bus.nothing-to-hear'));
  const what = fitted(Math.min(askLimitMs, MOST_HEARD_MS));
  const foreign = !sameFormat(what.format, connection);
  if (foreign && liftUnits(line).size > 0) return err(busProblem('bus.foreign-lift'));
  return ok({ what, foreign });
}
