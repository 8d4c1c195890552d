import type { Clock } from '../../core/clock.ts';
import type { JournalEvents } from '../types.ts';
import type { Budgets } from './eviction.ts';
import type { HeadPlaces } from './headFile.ts';
import type { PendingLimits } from './pending.ts';
import type { SpawnSession } from './sessionPort.ts';

export type JournalOptions = {
  readonly folder: string;
  readonly gateway: string;
  readonly segmentParts: number; // report periods per telemetry row, 1 to 10
  readonly budgets: Budgets; // bytes
  readonly clock: Clock;
  readonly events: JournalEvents;
  readonly pending?: PendingLimits;
  /** Files where it is kept how far the journal has come: outside its folder too, for when an older copy of that is put back. */
  readonly heads?: HeadPlaces;
  /** Folder in the memory of the machine where rows go while the disk is in trouble; without it they wait in guard. */
  readonly spare?: string;
  /** Where the session lives that waits for the disk; a thread of its own where nothing is said. */
  readonly spawn?: SpawnSession;
  /** Names new epochs. */
  readonly newEpoch?: () => string;
};
