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

/**
 * Milliseconds of a time, and the share of it in which the lift served, of all in which it should have. `externalMs`: of
 * `downMs`, without mains, which is no fault of the lift; absent in records of earlier versions.
 */
export type Availability = {
  readonly upMs: number;
  readonly downMs: number;
  readonly externalMs?: number;
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

/** What keeps a lift from serving whatever mode it shows. */
export type Hindrance = 'trapped' | 'noMains';
/** Milliseconds of each while the lift was in a mode that counts as up, or as down. */
export type Hindered = Readonly<Partial<Record<`${Hindrance}-${'up' | 'down'}`, number>>>;

/** Under which name such a time is counted; null in a mode that counts neither way. */
export function hinderedIn(by: Hindrance, mode: Mode | null): keyof Hindered | null {
  const counts = mode === null ? 'neither' : COUNTS[mode];
  return counts === 'neither' ? null : `${by}-${counts}`;
}

/** How much of these times the lift was there for whoever called it: not while somebody was trapped in it, nor without mains. */
export function availabilityOf(times: ModeTimes, hindered: Hindered = {}): Availability {
  let [upMs, downMs] = [0, 0];
  for (const [mode, ms] of Object.entries(times)) {
    const counts = mode === 'unseen' ? 'neither' : COUNTS[mode as Mode];
    if (counts === 'up') upMs += ms;
    if (counts === 'down') downMs += ms;
  }
  const lostMs = Math.min(upMs, (hindered['trapped-up'] ?? 0) + (hindered['noMains-up'] ?? 0));
  [upMs, downMs] = [upMs - lostMs, downMs + lostMs];
  const externalMs = Math.min(downMs, (hindered['noMains-up'] ?? 0) + (hindered['noMains-down'] ?? 0));
  const share = upMs + downMs > 0 ? upMs / (upMs + downMs) : null;
  return { upMs, downMs, externalMs, unseenMs: times.unseen ?? 0, share };
}
