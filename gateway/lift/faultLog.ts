import type { LiftReadings } from './liftReadings.ts';

/** A line of the controller's own fault log. Its clock has neither a year nor seconds, and may be wrong. */
export type LogLine = {
  readonly code: number;
  readonly sub: number;
  readonly date: number; // MMDD
  readonly time: number; // HHMM
};

/** Newest first; plain data. `told`: codes the gateway saw come since the log was read last. */
export type FaultLogState = { readonly lines: readonly LogLine[] | null; readonly told: readonly number[] };

/** A fault that the controller wrote down and nobody saw: it was over before the next look, or nobody looked. */
export type FaultLogEffect = { readonly kind: 'fault-missed'; readonly line: LogLine };
export type FaultLogStep = { readonly state: FaultLogState; readonly effects: readonly FaultLogEffect[] };

export const NO_FAULT_LOG: FaultLogState = { lines: null, told: [] };

const LINES = 10;

/** The log as the device tells it; null where a line of it is not known, or it has none. */
export function logLines(seen: LiftReadings): readonly LogLine[] | null {
  const lines: LogLine[] = [];
  for (let n = 1; n <= LINES; n++) {
    const [code, sub, date, time] = ['code', 'sub', 'date', 'time'].map(
      (name) => seen.number(`lift.log.${n}.${name}`)?.value ?? null,
    );
    if (code == null || sub == null || date == null || time == null) return null;
    if (code !== 0) lines.push({ code, sub, date, time });
  }
  return lines;
}

/** A fault was seen to come: its line in the log is no news. */
export function toldOf(state: FaultLogState, code: number): FaultLogState {
  return { ...state, told: [...state.told, code].slice(-2 * LINES) };
}

/**
 * The log was read. What is new in it and was not seen is told, oldest first; of the first reading nothing is known to be
 * new. A log with nothing in common with the last one may have turned over more than once: all its lines are new.
 */
export function stepFaultLog(state: FaultLogState, lines: readonly LogLine[]): FaultLogStep {
  if (state.lines === null) return { state: { lines, told: [] }, effects: [] };
  const told = [...state.told];
  const missed: FaultLogEffect[] = [];
  for (const line of lines.slice(0, newLines(state.lines, lines)).toReversed()) {
    const i = told.indexOf(line.code);
    if (i >= 0) told.splice(i, 1);
    else missed.push({ kind: 'fault-missed', line });
  }
  // what was seen and is in no line yet is looked for in the next reading
  return { state: { lines, told }, effects: missed };
}

/** How many lines were put before what stood there: the least shift under which the rest agrees. */
function newLines(before: readonly LogLine[], now: readonly LogLine[]): number {
  for (let shift = 0; shift < now.length; shift++) {
    const rest = now.slice(shift);
    if (before.length > 0 && rest.every((line, i) => before[i] !== undefined && same(line, before[i])))
      return shift;
  }
  return now.length;
}

function same(a: LogLine, b: LogLine): boolean {
  return a.code === b.code && a.sub === b.sub && a.date === b.date && a.time === b.time;
}
