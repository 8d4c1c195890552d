import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { type BalanceEffect, type BalanceState, NO_CURRENT, stepBalance } from './balance.ts';
import { type CounterEffect, type CounterState, NO_COUNTS, stepCounters } from './counters.ts';
import { type DoorEffect, type DoorState, NO_DOORS, stepDoors } from './doors.ts';
import {
  type FaultLogEffect,
  type FaultLogState,
  type LogLine,
  NO_FAULT_LOG,
  stepFaultLog,
  toldOf,
} from './faultLog.ts';
import { type FaultEffect, type FaultState, NO_FAULTS, stepFaults } from './faults.ts';
import { type LevellingEffect, type LevellingState, NO_STOPS, stepLevelling } from './levelling.ts';
import { type ModeEffect, type ModeState, NO_MODES, stepModes } from './modes.ts';
import { NO_TRIPS, stepTrips, type TripEffect, type TripState } from './trips.ts';
import { stepWear, type WearEffect, type WearState } from './wear.ts';

/** Everything that is remembered of one lift between two looks. Plain data: it can be kept over a restart. */
export type LiftState = {
  readonly trips: TripState;
  readonly doors: DoorState;
  readonly modes: ModeState;
  readonly faults: FaultState;
  readonly log: FaultLogState;
  readonly counters: CounterState;
  readonly levelling: LevellingState;
  readonly balance: BalanceState;
  readonly wear?: WearState; // absent in what earlier versions kept
};

/** What happened to a lift. */
export type LiftEffect =
  | TripEffect
  | DoorEffect
  | ModeEffect
  | FaultEffect
  | FaultLogEffect
  | CounterEffect
  | LevellingEffect
  | BalanceEffect
  | WearEffect;

export type LiftStep = { readonly state: LiftState; readonly effects: readonly LiftEffect[] };

export const NEW_LIFT: LiftState = {
  trips: NO_TRIPS,
  doors: NO_DOORS,
  modes: NO_MODES,
  faults: NO_FAULTS,
  log: NO_FAULT_LOG,
  counters: NO_COUNTS,
  levelling: NO_STOPS,
  balance: NO_CURRENT,
};

/**
 * One snapshot of a lift through all folds. Pure. `log`: the controller's own fault log, where it was read just now.
 * Snapshots must come at least every two seconds while nothing changes, and every half second while a door is open.
 */
export function stepLift(
  state: LiftState,
  snapshot: LiftSnapshot,
  log: readonly LogLine[] | null = null,
): LiftStep {
  const trips = stepTrips(state.trips, snapshot);
  const doors = stepDoors(state.doors, snapshot);
  const modes = stepModes(state.modes, snapshot);
  const faults = stepFaults(state.faults, snapshot);
  const counters = stepCounters(state.counters, snapshot, trips.effects);
  const levelling = stepLevelling(state.levelling, snapshot, trips.effects);
  const balance = stepBalance(state.balance, snapshot, trips.effects);
  const wear = stepWear(state.wear, snapshot);
  const seen = faults.effects.reduce(
    (sofar, effect) => (effect.kind === 'fault-on' ? toldOf(sofar, effect.fault.code) : sofar),
    state.log,
  );
  const read = log === null ? { state: seen, effects: [] } : stepFaultLog(seen, log);
  return {
    state: {
      trips: trips.state,
      doors: doors.state,
      modes: modes.state,
      faults: faults.state,
      log: read.state,
      counters: counters.state,
      levelling: levelling.state,
      balance: balance.state,
      wear: wear.state,
    },
    effects: [
      ...trips.effects,
      ...doors.effects,
      ...modes.effects,
      ...faults.effects,
      ...read.effects,
      ...counters.effects,
      ...levelling.effects,
      ...balance.effects,
      ...wear.effects,
    ],
  };
}
