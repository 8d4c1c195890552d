import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { gapMs } from './watch.ts';

/** What a device showed while it said that the car runs, and since when nothing of it has changed. Plain data. */
export type Unchanged = { readonly shown: string; readonly since: LiftSnapshot['at'] };

/** No car needs longer from floor to floor: the longest F9-02 of a NICE3000+, 45 s. */
const HUNG_MS = 45_000;
/** One alone may stick: who hangs shows a ride in everything that tells of one. */
const LEAST_WITNESSES = 2;

/**
 * A controller that hangs in the middle of a ride goes on answering, and always the same: floor, height, speed and load of
 * a car that runs. From then on nothing of it is believed; others that tell of the lift still are. Pure.
 */
export function hungApart(
  before: Unchanged | null,
  snapshot: LiftSnapshot,
): { readonly unchanged: Unchanged | null; readonly snapshot: LiftSnapshot } {
  const { moving, witnesses } = snapshot;
  const motion = witnesses.filter(({ about }) => about === 'moving');
  const runs = motion.length >= LEAST_WITNESSES && motion.every(({ says }) => says.value === true);
  if (!runs || moving === null) return { unchanged: null, snapshot };
  const { at } = moving;
  const shown = shownBy(snapshot);
  const since = before?.shown === shown ? before.since : null;
  const sameMs = since === null || at === null ? 0 : gapMs(since, at);
  // of a boot before nobody can tell how long ago it was
  const goesOn = sameMs > 0 && Number.isFinite(sameMs);
  const unchanged = goesOn ? { shown, since } : { shown, since: at };
  const hangs = goesOn && sameMs >= HUNG_MS;
  return { unchanged, snapshot: hangs ? staled(snapshot) : snapshot };
}

function shownBy({ floor, positionMm, speedMmS, loadPct, doorZone, doors }: LiftSnapshot): string {
  const told = [floor, positionMm, speedMmS, loadPct, doorZone, ...doors.map(({ status }) => status)];
  return JSON.stringify(told.map((known) => known?.value ?? null));
}

/** Everything it tells, as an old thing. */
function staled(snapshot: LiftSnapshot): LiftSnapshot {
  return aged(snapshot) as LiftSnapshot;
}

function aged(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(aged);
  if (part === null || typeof part !== 'object') return part;
  const entries = Object.entries(part).map(([name, value]) => [name, aged(value)]);
  return Object.fromEntries('quality' in part ? [...Object.entries(part), ['quality', 'stale']] : entries);
}
