import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { type LiftMemory, NEW_MEMORY } from '../../lift/liftWatch.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';

/** What is kept of all lifts, by id. `testedAt`: Unix ms of the last good try of the car's alarm. */
export type KeptLift = { readonly memory: LiftMemory; readonly testedAt: number | null };
export type KeptLifts = Readonly<Record<string, KeptLift>>;

/** The shape of what is remembered: a file of another one is not read. */
const VERSION = 1;

/** What changes all the time, without the records of days that are over. */
export function formatLifts(lifts: KeptLifts): string {
  const running = Object.entries(lifts).map(([id, { memory, testedAt }]) => {
    const health = { ...memory.health, first: [], recent: [] };
    return [id, { memory: { ...memory, health }, testedAt }];
  });
  return JSON.stringify({ version: VERSION, lifts: Object.fromEntries(running) });
}

/** The records of days that are over: they change once a day. */
export function formatDaysOver(lifts: KeptLifts): string {
  const days = Object.entries(lifts).map(([id, { memory }]) => {
    const { first, recent } = memory.health;
    return [id, { first, recent }];
  });
  return JSON.stringify({ version: VERSION, days: Object.fromEntries(days) });
}

/** Both files again; either may be missing. */
export function parseLifts(lifts: string | null, days: string | null): Result<KeptLifts, Problem> {
  try {
    const kept = versioned<{ lifts: Record<string, KeptLift> }>(lifts)?.lifts ?? {};
    const over = versioned<{ days: Record<string, Days> }>(days)?.days ?? {};
    const ids = new Set([...Object.keys(kept), ...Object.keys(over)]);
    const whole = [...ids].map((id) => {
      const one = kept[id] ?? { memory: NEW_MEMORY, testedAt: null };
      const health = { ...one.memory.health, ...over[id] };
      return [id, { ...one, memory: { ...one.memory, health } }];
    });
    return ok(Object.fromEntries(whole) as KeptLifts);
  } catch (error) {
    return err(guardProblem('state.lifts', { message: (error as Error).message }));
  }
}

type Days = Pick<LiftMemory['health'], 'first' | 'recent'>;

function versioned<T>(text: string | null): T | null {
  if (text === null) return null;
  const parsed = JSON.parse(text) as T & { version: number };
  return parsed.version === VERSION ? parsed : null;
}
