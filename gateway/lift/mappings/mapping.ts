import type { DoorSnapshot, LiftCounters, LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import type { LiftReadings } from '../liftReadings.ts';

/** What a kind of device tells of its lift; all else it can never tell. */
export type MappedSigns = Partial<
  Omit<
    LiftSnapshot,
    'device' | 'at' | 'floorLabel' | 'doors' | 'counters' | 'motor' | 'indicators' | 'unconfirmed'
  >
> & {
  readonly doors?: readonly Partial<DoorSnapshot>[];
  readonly counters?: Partial<LiftCounters>;
  readonly motor?: Partial<LiftSnapshot['motor']>;
  readonly indicators?: Partial<LiftSnapshot['indicators']>;
};

/** From the readings of one device, by role, to what they mean. `table`: of its codes, if there is one. */
export type Mapping = (seen: LiftReadings, table: LiftTable | undefined) => MappedSigns;

/** Slower than this is standing still: a tenth of a walking pace, as public lift code has it. */
export const STILL_MM_S = 100;
/** More than this of the rated load is somebody. */
export const OCCUPIED_PCT = 5;
