import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { type LiftMemory, NEW_MEMORY } from '../../lift/liftWatch.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';

/** What is kept of all lifts, by id. `testedAt`: Unix ms of the last good try of the car's alarm. */
export type KeptLift = {
  readonly memory: LiftMemory;
  readonly testedAt: number | null;
  readonly testFailed?: boolean; // the last try; absent in what earlier versions kept
};
export type KeptLifts = Readonly<Record<string, KeptLift>>;

/** The shape of what is remembered: a file of another one is not read. */
const VERSION = 1;

/** What changes all the time, without the records of days that are over. */
export function formatLifts(lifts: KeptLifts): string {
  const running = Object.entries(lifts).map(([id, { memory, ...test }]) => {
    const health = { ...memory.health, first: [], recent: [] };
    return [id, { memory: { ...memory, health }, ...test }];
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
      const memory = upgraded(one.memory);
      return [id, { ...one, memory: { ...memory, health: { ...memory.health, ...over[id] } } }];
    });
    return ok(Object.fromEntries(whole) as KeptLifts);
  } catch (error) {
    return err(guardProblem('state.lifts', { message: (error as Error).message }));
  }
}

/** What an earlier version kept: what it did not know yet begins anew, and what stood stands. */
function upgraded(memory: LiftMemory): LiftMemory {
  const { detection } = memory;
  if (detection.sensors !== undefined) return memory;
  const entrapment = { ...detection.entrapment, situation: NEW_MEMORY.detection.entrapment.situation };
  return { ...NEW_MEMORY, ...memory, detection: { ...NEW_MEMORY.detection, ...detection, entrapment } };
}

type Days = Pick<LiftMemory['health'], 'first' | 'recent'>;

function versioned<T>(text: string | null): T | null {
  if (text === null) return null;
  const parsed = JSON.parse(text) as T & { version: number };
  return parsed.version === VERSION ? parsed : null;
}
