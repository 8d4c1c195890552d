import type { LiftSnapshot, Witness } from '../../../../drivers/lift/snapshot.ts';
import type { LiftPlan } from '../analysis.ts';
import { type Facts, fails, holds } from '../facts.ts';
import { type Comparison, contradictions, rateOf } from './contradictions.ts';
import { type Contradiction, doubtsAfterGap, isFaulty, stepDoubts } from './doubt.ts';
import type { PositionSample, Ride, SensorState } from './state.ts';
import { outvotes, type PositionVote, surelyOpen, surelyShut, type Votes, votesOf } from './votes.ts';

const SAMPLES_MS = 6_000;
const MOVED_MM = 200; // positions come in steps of 100
const MOVED_MS = 2_500;
const STILL_MS = 3_000;
const LANDING_MM = 150;

/** `gapMs`: longest silence over which anything holds. `more`: contradictions that were found elsewhere. */
export type SensorMoment = {
  readonly now: number;
  readonly gapMs: number;
  readonly more: readonly Contradiction[];
};

/** One look: who contradicts whom, and what the others together say. */
export function stepSensors(
  before: SensorState,
  snapshot: LiftSnapshot,
  facts: Facts,
  plan: LiftPlan,
  { now, gapMs, more }: SensorMoment,
): { readonly state: SensorState; readonly facts: Facts } {
  const blind = before.seenAt === null || now - before.seenAt > gapMs;
  const last = blind ? afterGap(before) : before;
  const samples = sampled(last.samples, facts.positionMm, now);
  const votes = votesOf(snapshot, last.doubts, positionVote(samples));
  const voted = snapshot.witnesses.length === 0 ? facts : votedFacts(facts, votes, last, snapshot.witnesses);
  const looked: Comparison = { last, votes, facts: voted, raw: facts, samples, now, plan, snapshot };
  const ridden = last.ride !== null && fails(voted.moving);
  const doubts = stepDoubts(last.doubts, [...contradictions(looked), ...more], now, ridden);
  const state: SensorState = {
    doubts,
    samples,
    landings: learned(last, voted, isFaulty(doubts, 'position')),
    ride: rideOf(last.ride, voted, votes, now),
    stand: standOf(last.stand, voted, facts, now),
    seenAt: now,
  };
  const rateMmS = rateOf(samples);
  return {
    state,
    facts: isFaulty(doubts, 'position') ? { ...voted, positionMm: null } : { ...voted, rateMmS },
  };
}

/** What was under way before a silence says nothing after it; who was found at fault still is. */
export function afterGap(state: SensorState): SensorState {
  return {
    ...state,
    doubts: doubtsAfterGap(state.doubts),
    samples: [],
    ride: null,
    stand: null,
    seenAt: null,
  };
}

function sampled(
  before: readonly PositionSample[],
  mm: number | null,
  now: number,
): readonly PositionSample[] {
  if (mm === null) return [];
  const recent = before.filter(({ at }) => now - at <= SAMPLES_MS);
  const last = recent.at(-1);
  return last !== undefined && now - last.at < 400 && last.mm === mm ? recent : [...recent, { mm, at: now }];
}

function positionVote(samples: readonly PositionSample[]): PositionVote {
  const last = samples.at(-1);
  const first = samples[0];
  if (last === undefined || first === undefined) return null;
  const recent = samples.filter(({ at }) => last.at - at <= MOVED_MS);
  const [low, high] = [Math.min(...recent.map(({ mm }) => mm)), Math.max(...recent.map(({ mm }) => mm))];
  if (high - low >= MOVED_MM) return 'moving';
  return last.at - first.at >= STILL_MS && high - low < 100 ? 'still' : null;
}

/** Facts as the majority has them; where there is none, as the best source tells. */
function votedFacts(
  facts: Facts,
  votes: Votes,
  { landings }: SensorState,
  witnesses: readonly Witness[],
): Facts {
  const tellsZone = witnesses.some(({ about }) => about === 'inZone');
  const tellsDoors = witnesses.some(({ about }) => about === 'doorClosed');
  const moves = outvotes(votes.moving, votes.still);
  const stands = outvotes(votes.still, votes.moving);
  const [open, shut] = [surelyOpen(votes), surelyShut(votes)];
  const moving =
    moves && fails(facts.moving) ? 'likely' : stands && holds(facts.moving) ? 'unlikely' : facts.moving;
  return {
    ...facts,
    moving,
    doorOpen: shut && holds(facts.doorOpen) ? 'unlikely' : facts.doorOpen,
    doorClosed: open && holds(facts.doorClosed) ? 'unlikely' : shut ? 'yes' : facts.doorClosed,
    inZone: tellsZone ? zoneOf(facts, votes, landings) : facts.inZone,
    surelyMoving: votes.moving.length >= 2,
    surelyOpen: tellsDoors ? open : facts.surelyOpen,
    doorAlone: votes.doorAlone,
    zoneLost: tellsZone ? votes.offZone.length : facts.zoneLost,
    person: votes.person === null ? facts.person : votes.person ? 'yes' : 'no',
  };
}

/**
 * The zone switch is wider than the levelling sensors: where one of them says level, the car is at a landing. A switch
 * that says off, alone, while the car stands at a height at which its door has opened before, is not believed.
 */
function zoneOf(
  facts: Facts,
  { inZone, offZone }: Votes,
  landings: SensorState['landings'],
): Facts['inZone'] {
  if (inZone.length + offZone.length === 0) return facts.inZone === 'unknown' ? 'unknown' : 'untold';
  if (inZone.length > 0) return fails(facts.inZone) ? 'likely' : facts.inZone;
  const { positionMm, floor } = facts;
  const known = floor === null ? undefined : landings[floor];
  const landed = known !== undefined && positionMm !== null && Math.abs(positionMm - known) <= LANDING_MM;
  if (landed && offZone.length === 1 && fails(facts.moving)) return 'likely';
  return fails(facts.inZone) ? facts.inZone : 'no';
}

function learned({ landings }: SensorState, facts: Facts, faulty: boolean): SensorState['landings'] {
  const { floor, positionMm } = facts;
  const opens = holds(facts.doorOpen) && fails(facts.moving) && facts.inZone === 'yes';
  if (!opens || faulty || floor === null || positionMm === null || landings[floor] !== undefined)
    return landings;
  return { ...landings, [floor]: positionMm };
}

function rideOf(last: Ride | null, facts: Facts, { offZone }: Votes, now: number): Ride | null {
  if (!holds(facts.moving)) return null;
  const leftZone = (last?.leftZone ?? false) || offZone.includes('doorZone');
  return { since: last?.since ?? now, floor: last === null ? facts.floor : last.floor, leftZone };
}

function standOf(last: SensorState['stand'], facts: Facts, raw: Facts, now: number): SensorState['stand'] {
  if (!fails(facts.moving)) return null;
  const zoneSeen = (last?.zoneSeen ?? false) || holds(raw.inZone);
  return { since: last?.since ?? now, zoneSeen, mm: last?.mm ?? raw.positionMm };
}
