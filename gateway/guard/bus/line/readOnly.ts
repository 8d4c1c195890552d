import type { Request } from '../../../../drivers/request.ts';
import type { Problem } from '../../../core/result.ts';
import type { Line } from '../../../site/installation.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';

/**
 * The gate that every request from outside the plan passes: a write goes to an annunciator of this line or nowhere.
 * What polls a building's sensors must not be able to change one, whatever goes wrong above. Unit 0, the broadcast, is
 * nobody's.
 *
 * @param writable units of the line's annunciators
 * @param lifts units of the line's lift devices: these not even if they are called annunciators
 */
export function refusedWrite(
  request: Request,
  writable: ReadonlySet<number>,
  lifts: ReadonlySet<number> = NO_LIFTS,
): Problem | null {
  if (request.op === 'read') return null;
  if (lifts.has(request.unit)) return liftProblem(request.unit, request.op);
  if (writable.has(request.unit)) return null;
  return busProblem('bus.read-only', { unit: request.unit });
}

export const NO_LIFTS: ReadonlySet<number> = new Set();

/** Units of a line that belong to a lift: its controller, drive, door controller, or a box beside them. */
export function liftUnits({ devices }: Line): ReadonlySet<number> {
  return new Set(devices.filter(({ profile }) => profile.lift !== undefined).map(({ unit }) => unit));
}

/**
 * The last gate, on the bytes themselves: to a lift only what cannot change anything. An allow-list, since file,
 * diagnostic and vendor functions write as well, and by exact length, so that nothing rides behind a read. Where a line
 * has a lift, unit 0 and the reserved ones above 247 are treated as one: a lift may listen to them.
 *
 * @param body unit, function and data of a request, without its CRC or its MBAP header
 * @returns why it must not be sent; null if it may
 */
export function refusedBody(body: Uint8Array, lifts: ReadonlySet<number>): Problem | null {
  if (lifts.size === 0) return null;
  const [unit, functionCode = 0] = body;
  if (unit !== undefined && !lifts.has(unit) && unit !== BROADCAST && unit <= LAST_UNIT) return null;
  if (unit !== undefined && changesNothing(body)) return null;
  return liftProblem(unit ?? BROADCAST, `function ${functionCode}`);
}

const BROADCAST = 0;
const LAST_UNIT = 247;
const READ_BYTES = 6; // unit, function, address, count
const IDENTIFY = 0x2b;
const DEVICE_IDENTIFICATION = 0x0e; // the one MEI type that reads; 13 carries CANopen, which writes
const IDENTIFY_BYTES = 5; // unit, function, MEI type, code, object

function changesNothing(body: Uint8Array): boolean {
  const [, functionCode = 0, type] = body;
  if (functionCode >= 0x01 && functionCode <= 0x04) return body.length === READ_BYTES;
  return functionCode === IDENTIFY && type === DEVICE_IDENTIFICATION && body.length === IDENTIFY_BYTES;
}

function liftProblem(unit: number, operation: string): Problem {
  const listening = unit === BROADCAST || unit > LAST_UNIT;
  return busProblem(listening ? 'bus.lift-read-only/listening' : 'bus.lift-read-only', { unit, operation });
}
