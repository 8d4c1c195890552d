/** Why the car moved. */
export type RunKind = 'normal' | 'parking' | 'fire' | 'rescue' | 'correction' | 'inspection' | 'runaway';

/** Whole movements, from the first motion to rest. Speeds in mm/s, times in world milliseconds. */
export type TripFact = {
  readonly kind: 'trip';
  readonly run: RunKind;
  readonly from: number;
  readonly to: number; // the nearest landing, when it stopped between
  readonly startMs: number;
  readonly endMs: number;
  readonly distanceMm: number;
  readonly vmaxMmS: number;
  readonly loadKg: number;
  readonly levelErrorMm: number; // above the landing: positive; before any re-levelling
  readonly interrupted: boolean; // the brake ended it
};

/** From the moment the door leaves its closed end until it is there again with the lock made. */
export type DoorFact = {
  readonly kind: 'door';
  readonly door: 1 | 2; // 2: at the rear
  readonly floor: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly openMs: number; // the first opening
  readonly closeMs: number; // the last closing
  readonly dwellMs: number; // between the two
  readonly reversals: number;
  readonly blockedMs: number; // light curtain interrupted
  readonly nudged: boolean;
};

/** A state with a begin and an end; `untilMs` is null while it lasts. */
type Spell = { readonly fromMs: number; readonly untilMs: number | null };

export type FaultFact = Spell & { readonly kind: 'fault'; readonly code: number; readonly floor: number };
export type ModeFact = Spell & { readonly kind: 'mode'; readonly mode: LiftMode };
export type EntrapmentFact = Spell & {
  readonly kind: 'entrapment';
  readonly level: boolean;
  readonly floor: number;
  readonly persons: number;
};
export type PowerFact = Spell & { readonly kind: 'power' }; // the mains are gone
export type RebootFact = Spell & { readonly kind: 'reboot' };
export type RelevelFact = {
  readonly kind: 'relevel';
  readonly floor: number;
  readonly atMs: number;
  readonly fromMm: number;
};
/** Somebody did something to the lift, as it was asked for. */
export type MishapFact = { readonly kind: 'mishap'; readonly atMs: number; readonly verb: string };

export type Fact =
  | TripFact
  | DoorFact
  | FaultFact
  | ModeFact
  | EntrapmentFact
  | PowerFact
  | RebootFact
  | RelevelFact
  | MishapFact;

export type LiftMode = 'normal' | 'inspection' | 'fire' | 'rescue';

/** What happened so far, newest first: a list that shares its tail, so that a step costs nothing. */
export type Chronicle = { readonly fact: Fact; readonly before: Chronicle } | undefined;

/** The facts of a chronicle in the order in which they ended. */
export function factsOf(chronicle: Chronicle): Fact[] {
  const facts: Fact[] = [];
  for (let at = chronicle; at !== undefined; at = at.before) facts.push(at.fact);
  return facts.reverse();
}

export function noted(chronicle: Chronicle, fact: Fact): Chronicle {
  return { fact, before: chronicle };
}
