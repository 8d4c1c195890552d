import type { Field, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import { snapshotOf } from '../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { builtin } from '../drivers/builtin.ts';

const DOOR_ALONE = { id: 'lift', profile: builtin('techwind-sdk500'), parameters: {} };
/** A lift of which nothing can be told but what a test says. */
const MUTE = { ...snapshotOf(DOOR_ALONE, shippedLiftTables(), new Map()), doors: [], faults: null };
const NO_DOOR = {
  ...{ status: null, locked: null, obstructed: null },
  ...{ openMm: null, currentMa: null, reopening: null },
};

export const instant = (mono: number, boot = 'test'): Instant => ({ boot, mono });

/** A good value read at this time. */
export function good<T>(value: T, mono: number, boot = 'test'): Field<T> {
  return { value, quality: 'good', at: instant(mono, boot) };
}

export function showing(fields: Partial<LiftSnapshot>): LiftSnapshot {
  return { ...MUTE, ...fields };
}

export function doorShowing(
  status: 'closed' | 'opening' | 'opened' | 'closing',
  mono: number,
  locked: boolean | null = null,
  boot = 'test',
): LiftSnapshot {
  const door = {
    status: good(status, mono, boot),
    locked: locked === null ? null : good(locked, mono, boot),
  };
  return showing({ floor: good(3, mono, boot), doors: [{ ...NO_DOOR, ...door }] });
}
