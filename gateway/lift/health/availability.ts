import type { Mode } from '../../../drivers/lift/car.ts';
import type { ModeTimes } from '../modes.ts';

/**
 * Which times count for and against a lift. Planned work, fire, the owner's key and the like count neither way; what nobody saw is told
 * beside it. Our own reading: contracts differ.
 */
const COUNTS: Readonly<Record<Mode, 'up' | 'down' | 'neither'>> = {
  ...{ normal: 'up', vip: 'up', homing: 'up', parking: 'up', attendantControl: 'up', relevelling: 'up' },
  ...{ faultLock: 'down', lowSpeedReturn: 'down', unknown: 'neither', outOfService: 'neither' },
  ...{ inspection: 'neither', maintenance: 'neither', learning: 'neither', cabinetRecall: 'neither' },
  ...{ firefighterControl: 'neither', fireOperation: 'neither', occupantEvacuation: 'neither' },
  ...{ emergencyPower: 'neither', earthquakeOperation: 'neither' },
};

/** Milliseconds of a time, and the share of it in which the lift served, of all in which it should have. */
export type Availability = {
  readonly upMs: number;
  readonly downMs: number;
  readonly unseenMs: number;
  readonly share: number | null;
};

/** Time in each mode between two readings of the times since ever. */
export function elapsed(before: ModeTimes, after: ModeTimes): ModeTimes {
  const names = Object.keys(after) as (keyof ModeTimes)[];
  return Object.fromEntries(
    names.map((name) => [name, Math.max(0, (after[name] ?? 0) - (before[name] ?? 0))]),
  );
}

/** How much of these times the lift was there for whoever called it. */
export function availabilityOf(times: ModeTimes): Availability {
  let [upMs, downMs] = [0, 0];
  for (const [mode, ms] of Object.entries(times)) {
    const counts = mode === 'unseen' ? 'neither' : COUNTS[mode as Mode];
    if (counts === 'up') upMs += ms;
    if (counts === 'down') downMs += ms;
  }
  const share = upMs + downMs > 0 ? upMs / (upMs + downMs) : null;
  return { upMs, downMs, unseenMs: times.unseen ?? 0, share };
}
