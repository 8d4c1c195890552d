import { readLimits } from '../../drivers/plan/planReads.ts';
import type { Device, Line } from '../site/installation.ts';
import { deviceTiming } from './deviceTiming.ts';
import { plannedReads, wantedPoints } from './plannedReads.ts';
import { exchangeMs, forgottenAfterMs } from './wire.ts';

/**
 * How long after a start the answers of a device may be those to the run before, milliseconds: each is asked for again
 * meanwhile, and who waits for its turn is not silent. Over Modbus TCP a new connection brings no old answers: 0.
 */
export function startDoubtMs(device: Device, { connection }: Line): number {
  if (connection.type === 'modbus-tcp') return 0;
  const { profile, unit } = device;
  const timing = deviceTiming(profile);
  const { reads } = plannedReads(wantedPoints(device), readLimits(profile), (table, count) =>
    exchangeMs(connection, { op: 'read', unit, table, address: 0, count }, timing),
  );
  const asked = reads.map(({ table, address, count }) =>
    forgottenAfterMs(connection, { op: 'read', unit, table, address, count }, timing),
  );
  return Math.max(0, ...asked);
}
