import type { Contact } from './sensorHabits.ts';
import type { Lift } from './state.ts';
import { loadKg } from './view.ts';

const DAY_MS = 86_400_000;
const BLIP_MS = 300;
const BOUNCE_MS = 200;
const STIR_MS = 20_000;
const SEEN_MS = 4_000;

/** What a sensor for persons shows. */
export function seesPerson({ riders, door, timeMs, seed, sensing }: Lift): boolean {
  const { personStuck, blipEveryMs, blindAfterMs } = sensing;
  if (personStuck !== null) return personStuck;
  if (riders.length === 0) return blipEveryMs !== null && begins(timeMs, blipEveryMs, BLIP_MS, seed);
  // whoever has just got in moves; later they stir now and then
  if (blindAfterMs === null || timeMs - door.sinceMs < blindAfterMs) return true;
  return begins(timeMs, STIR_MS, SEEN_MS, seed);
}

/** What the load cell shows, % of the rated load. */
export function measuredLoadPct(lift: Lift): number {
  const { loadPct, loadPctPerDay, loadSinceMs } = lift.sensing;
  const drift = loadPct + (loadPctPerDay * (lift.timeMs - loadSinceMs)) / DAY_MS;
  return (100 * loadKg(lift)) / lift.plan.ratedKg + drift;
}

/** What a contact shows that is so: a bouncing one shows the opposite for a moment. */
export function shownContact({ sensing, timeMs, seed }: Lift, contact: Contact, so: boolean): boolean {
  const every = sensing.bouncing[contact];
  return every !== undefined && begins(timeMs, every, BOUNCE_MS, seed) ? !so : so;
}

/** Whether anything is shown that changes by itself while the lift stands. */
export function isRestless({ sensing: { blipEveryMs, blindAfterMs, bouncing } }: Lift): boolean {
  return blipEveryMs !== null || blindAfterMs !== null || Object.keys(bouncing).length > 0;
}

/** Once in every window, at a moment that differs from window to window. */
function begins(timeMs: number, everyMs: number, lengthMs: number, seed: number): boolean {
  const window = Math.floor(timeMs / everyMs);
  const chance = Math.abs(Math.sin((window + 1) * 12.9898 + seed) * 43_758.5453) % 1;
  const from = chance * Math.max(0, everyMs - lengthMs);
  const at = timeMs - window * everyMs;
  return at >= from && at < from + lengthMs;
}
