import { decodePoint, type Instant, RegisterImage } from '../../drivers/index.ts';
import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { PointReadings } from '../../gateway/lift/liftReadings.ts';
import { snapshotOf } from '../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { builtin } from '../drivers/builtin.ts';

/** Registers by address. */
export type Registers = Readonly<Record<number, number>>;

export const AT: Instant = { boot: 'test', mono: 1000 };

/** What the gateway would have read of a device that shows these registers; a point that is not there is not read. */
export function readingsOf(profileId: string, registers: Registers, at: Instant = AT): PointReadings {
  const image = new RegisterImage();
  for (const [address, value] of Object.entries(registers)) image.set('holding', Number(address), value);
  return new Map(
    builtin(profileId).points.flatMap((point) => {
      const { value, quality, raw } = decodePoint(point, image, { parameters: {} });
      return raw.length === 0 ? [] : [[point.id, { value, quality, at }]];
    }),
  );
}

/** The neutral view of a device that shows these registers. */
export function liftShowing(
  profileId: string,
  registers: Registers,
  parameters: Readonly<Record<string, number>> = {},
): LiftSnapshot {
  const device = { id: 'lift-1', profile: builtin(profileId), parameters };
  return snapshotOf(device, shippedLiftTables(), readingsOf(profileId, registers));
}
