import type { Overhear } from '../../../core/overheard.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { sameFormat } from '../../../core/serialFormat.ts';
import type { Line } from '../../../site/installation.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import { liftUnits } from '../line/readOnly.ts';
import type { LineClient } from '../types.ts';

/**
 * A setting is written into a stranger alone: a device that is polled here is never changed while it is, a broadcast reaches it
 * too, and on a line with a lift nothing is written at all. Where a second one has the address of a device, whoever says of which
 * may write there: nothing else can part the two. Null: it may be said.
 */
function refusedSetting(line: Line, { request: { op, unit }, twinOf }: Overhear): Problem | null {
  if (op === 'read') return null;
  if (liftUnits(line).size > 0) return busProblem('bus.set-beside-lift');
  const known = line.devices.find((device) => device.unit === unit);
  if (known !== undefined && known.id !== twinOf)
    return busProblem('bus.set-known', { unit, device: known.id });
  const [first] = line.devices;
  return unit === 0 && first !== undefined ? busProblem('bus.set-all', { device: first.id }) : null;
}

/** A request that is listened to; `foreign`: the port is set anew for it, and must be back before the next safety read. */
export type WantedListening = { readonly what: Overhear; readonly foreign: boolean };

/** Where nothing is read for safety a stranger is listened to for so long at most. */
const MOST_HEARD_MS = 2_000;

/**
 * What may be said and listened to on a line that is polled. It takes no longer than any read that somebody asks for, so the bounds of
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
  const refused = refusedSetting(line, what);
  if (refused !== null) return err(refused);
  const foreign = !sameFormat(what.format, connection);
  if (foreign && liftUnits(line).size > 0) return err(busProblem('bus.foreign-lift'));
  return ok({ what, foreign });
}
