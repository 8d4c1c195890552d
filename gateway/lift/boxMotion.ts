import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { hungApart, type Unchanged } from './hungDevice.ts';
import { gapMs } from './watch.ts';

/** What was seen of the arrows of a box: plain data. `changedAt`: when floor, level or arrow last changed while one was lit. */
export type BoxMotion = {
  readonly floor: number | null;
  readonly level: boolean | null;
  readonly lit: boolean;
  readonly changedAt: LiftSnapshot['at'];
  readonly levelSince: LiftSnapshot['at'];
  readonly openSince?: LiftSnapshot['at']; // level, with a door that is not shut
  readonly unchanged?: Unchanged | null; // of a device that tells its speed
};

export const NO_BOX_MOTION: BoxMotion = {
  ...{ floor: null, level: null, lit: false, changedAt: null, levelSince: null },
};

/**
 * A slow car (0.4 m/s) needs about nine seconds from one floor to the next: with a lit arrow and no change for longer, it
 * stands. Computed, with a margin.
 */
const STALLED_MS = 12_000;
/** The arrow goes out after 2 s at a landing (its source); a car that is still level after this one stands. */
const LEVEL_MS = 3_000;
/** Two looks and more; no bounce is as long. Engineering. */
const OPEN_MS = 800;

/**
 * Whether the car moves, of a box that has no speed: its arrows are lit from departure until the car has stood level for
 * 2 s, so between landings they stay lit over a car that is stuck. Then floor and level sensor tell. Pure; a device that
 * tells nothing of its motion goes through unchanged, and one that tells its speed unless it hangs (`hungDevice.ts`).
 */
export function withBoxMotion(
  before: BoxMotion,
  snapshot: LiftSnapshot,
): { readonly state: BoxMotion; readonly snapshot: LiftSnapshot } {
  const { moving, speedMmS, direction, floor, doorZone, doors } = snapshot;
  if (speedMmS !== null) {
    const { unchanged, snapshot: told } = hungApart(before.unchanged ?? null, snapshot);
    return { state: { ...before, unchanged }, snapshot: told };
  }
  if (moving === null || direction === null) return { state: before, snapshot };
  if (moving.value === null || direction.value === null) return { state: before, snapshot };
  const { at } = moving;
  const lit = moving.value;
  const now = { floor: floor?.value ?? null, level: doorZone?.value ?? null, lit };
  const changed = now.floor !== before.floor || now.level !== before.level || now.lit !== before.lit;
  const changedAt = changed || before.changedAt === null ? at : before.changedAt;
  const levelSince = now.level === true ? (before.level === true ? (before.levelSince ?? at) : at) : null;
  const open = now.level === true && doors.some(({ status }) => status?.value === 'opened');
  const openSince = open ? (before.openSince ?? at) : null;
  const state: BoxMotion = { ...now, changedAt, levelSince, openSince };
  // a contact that bounces opens no door
  const opened = openSince !== null && gapMs(openSince, at) >= OPEN_MS;
  const arrived = opened || (levelSince !== null && gapMs(levelSince, at) >= LEVEL_MS);
  const moves = lit && !arrived && gapMs(changedAt, at) < STALLED_MS;
  if (moves === lit) return { state, snapshot };
  const stands = { ...moving, value: false };
  return {
    state,
    snapshot: {
      ...snapshot,
      moving: stands,
      direction: { ...direction, value: 'stopped' },
      witnesses: snapshot.witnesses.map((one) => (one.sensor === 'arrow' ? { ...one, says: stands } : one)),
    },
  };
}
