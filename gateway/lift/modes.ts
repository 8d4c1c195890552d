import type { Mode } from '../../drivers/lift/car.ts';
import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import { gapMs, lookedAt } from './watch.ts';

/** Milliseconds in each mode since ever, as far as it was watched; `unseen` while nobody could tell. Never less than before. */
export type ModeTimes = Readonly<Partial<Record<Mode | 'unseen', number>>>;

export type ModeEffect =
  | { readonly kind: 'mode'; readonly from: Mode | null; readonly to: Mode; readonly at: Instant }
  /** Somebody works on the lift: inspection is a switch that only he can turn. */
  | { readonly kind: 'visit-begun'; readonly at: Instant }
  | { readonly kind: 'visit'; readonly from: Instant; readonly to: Instant; readonly inspectionMs: number };

type Visit = { readonly from: Instant; readonly to: Instant; readonly inspectionMs: number };
/** Plain data: it can be kept over a restart. */
export type ModeState = {
  readonly mode: Mode | null;
  readonly seenAt: Instant | null;
  /** Another mode is shown since then; it counts once it has lasted. */
  readonly shown: { readonly mode: Mode; readonly since: Instant } | null;
  readonly times: ModeTimes;
  readonly visit: Visit | null;
};
export type ModeStep = { readonly state: ModeState; readonly effects: readonly ModeEffect[] };

export const NO_MODES: ModeState = { mode: null, seenAt: null, shown: null, times: {}, visit: null };

/** A mode that lasts less is passing (re-levelling), or a controller that starts and shows zeros. Engineering. */
const SETTLED_MS = 10_000;
/** Longer without a look and the mode meanwhile is not known. Engineering. */
const BLIND_MS = 10_000;
/** Back in service for so long, the mechanic has left. Engineering. */
const LEFT_MS = 1_800_000;

/** One snapshot of a lift: what mode it is in, and for how long. The same snapshot twice changes nothing. */
export function stepModes(state: ModeState, snapshot: LiftSnapshot): ModeStep {
  const { mode: known } = snapshot;
  const look = lookedAt([known]);
  if (look === null || known === null || known.value === null || known.value === 'unknown')
    return { state, effects: [] };
  const { at } = look;
  const mode = known.value;
  const { seenAt } = state;
  if (seenAt === null)
    return entered({ ...state, seenAt: at, mode: null, shown: { mode, since: at } }, mode, at);
  const gap = gapMs(seenAt, at);
  if (gap <= 0) return { state, effects: [] };
  const blind = gap > BLIND_MS;
  const now = { ...state, seenAt: at, times: spent(state, gap, blind) };
  if (mode === state.mode) return tended({ ...now, shown: null }, at, blind ? 0 : gap);
  const since = blind || state.shown?.mode !== mode ? at : state.shown.since;
  const waits = { ...now, shown: { mode, since } };
  return gapMs(since, at) >= SETTLED_MS ? entered(waits, mode, at) : tended(waits, at, 0);
}

/** A restart has no length that anybody knows: it is left out. */
function spent({ times, mode }: ModeState, gap: number, blind: boolean): ModeTimes {
  if (!Number.isFinite(gap)) return times;
  const key = blind || mode === null ? 'unseen' : mode;
  return { ...times, [key]: (times[key] ?? 0) + gap };
}

function entered(state: ModeState, to: Mode, at: Instant): ModeStep {
  const { mode: from, shown, times } = state;
  const since = shown?.since ?? at;
  const begun = to === 'inspection' && state.visit === null;
  // while it was not sure yet, its time was counted for the mode before
  const owed = gapMs(since, at);
  const key = from ?? 'unseen';
  const kept = Math.max(0, (times[key] ?? 0) - owed);
  const right = owed > 0 ? { ...times, [key]: kept, [to]: (times[to] ?? 0) + owed } : times;
  const effects: ModeEffect[] = [{ kind: 'mode', from, to, at: since }];
  if (begun) effects.push({ kind: 'visit-begun', at: since });
  const visit = begun ? { from: since, to: since, inspectionMs: 0 } : state.visit;
  const step = tended({ ...state, mode: to, shown: null, times: right, visit }, at, owed);
  return { ...step, effects: [...effects, ...step.effects] };
}

/** The visit under way: it grows while in inspection, and is over when the lift has been back in service for long. */
function tended(state: ModeState, at: Instant, gap: number): ModeStep {
  const { visit, mode } = state;
  if (visit === null) return { state, effects: [] };
  if (mode === 'inspection')
    return {
      state: { ...state, visit: { ...visit, to: at, inspectionMs: visit.inspectionMs + gap } },
      effects: [],
    };
  if (gapMs(visit.to, at) < LEFT_MS) return { state, effects: [] };
  return { state: { ...state, visit: null }, effects: [{ kind: 'visit', ...visit }] };
}
