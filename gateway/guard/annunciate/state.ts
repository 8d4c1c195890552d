import type { Instant } from '../../../drivers/reading.ts';
import type { Silenced } from '../../control/annunciation.ts';
import type { Problem } from '../../core/result.ts';
import type { Sounded } from './policy.ts';
import type { AnnunciateCommand } from './types.ts';

/** Everything annunciation remembers. Immutable. What must outlive the process is `heard` and `valves`. */
export type AnnunciateState = {
  readonly alarms: readonly Sounded[]; // as last told
  readonly heard: ReadonlyMap<string, Annunciated>; // by occurrence
  readonly valves: ReadonlyMap<string, Closure>; // gas valves that are closed, by point
  readonly known: ReadonlySet<string>; // gas valves that were found open, and are under our hand since then, by point
  readonly test: { readonly until: number; readonly zones: readonly string[] } | null;
  readonly trouble: boolean; // guard itself has a problem
};

/** How far an occurrence has been listened to. Every field means one announcement. */
export type Annunciated = {
  readonly announcement: number; // the newest seen
  readonly since: Instant | null; // it has been signalled since then; null: not yet
  readonly acknowledged: number; // the newest that somebody acknowledged; 0: none
  readonly wasAcknowledged: boolean; // the state of the alarm as last seen
  readonly silenced: Silenced | null;
};

/** A gas valve that an alarm closed. It stays closed until somebody re-opens it by hand. */
export type Closure = { readonly since: Instant; readonly because: readonly string[] };

/** A button of an annunciator. `zones`: those of its annunciator, none for the whole building. */
export type Press = {
  readonly device: string;
  readonly button: 'silence' | 'reset' | 'test';
  readonly zones: readonly string[];
};

export type AnnunciateInput = { readonly at: Instant } & (
  | { readonly kind: 'alarms'; readonly alarms: readonly Sounded[] } // all that stand
  | { readonly kind: 'command'; readonly command: AnnunciateCommand }
  | { readonly kind: 'press'; readonly press: Press }
  | { readonly kind: 'found'; readonly point: string; readonly closed: boolean } // how a gas valve was found
  | { readonly kind: 'lost'; readonly points: readonly string[] } // gas valves that may have closed by themselves
  | { readonly kind: 'trouble'; readonly stands: boolean }
  | { readonly kind: 'tick' }
);

export type AnnunciateEffect =
  /** These were announced and are signalled from now on, for the first time. */
  | { readonly kind: 'announced'; readonly occurrences: readonly string[] }
  /** To a command; null when it was carried out. */
  | { readonly kind: 'answer'; readonly problem: Problem | null }
  /** A reset button was pressed: these would be ended by a reset. */
  | { readonly kind: 'reset'; readonly actor: string; readonly occurrences: readonly string[] };

export type AnnunciateStep = {
  readonly state: AnnunciateState;
  readonly effects: readonly AnnunciateEffect[];
};

/** Nothing told yet. */
export const NOTHING_HEARD: AnnunciateState = {
  alarms: [],
  heard: new Map(),
  valves: new Map(),
  known: new Set(),
  test: null,
  trouble: false,
};
