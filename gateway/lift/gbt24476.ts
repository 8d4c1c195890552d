import type { DoorSnapshot, Known, LiftFault, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../drivers/lift/tableSchema.ts';
import type { Instant } from '../../drivers/reading.ts';

/**
 * The status record of a lift in the words of GB/T 24476, under the names of the lift object that a public BACnet test
 * server has for it. null: not known now, or never told by this lift.
 *
 * The names and codes were read in that server, the text of the standard was not at hand; the unit of `Total_Running_Time`
 * is from memory. Check against a bought copy before conformance is claimed.
 */
export type GbtStatus = {
  readonly Identification_Number: string | null;
  readonly Time_Stamps: number | null; // Unix ms; null while nobody knows the time
  readonly Service_Mode: number;
  readonly Car_Status: 0 | 1 | null; // 0 stopped, 1 running
  readonly Car_Direction: 0 | 1 | 2 | null; // 0 none, 1 up, 2 down
  readonly Door_Zone: boolean | null;
  readonly Car_Position: number | null;
  readonly Door_Status: boolean | null; // true: every door is fully closed
  readonly Passenger_Status: boolean | null;
  readonly Total_Running_Time: number | null; // whole hours
  readonly Present_Counter_Value: number | null; // runs since ever, as the lift counts them
  readonly Message_Code: readonly number[]; // what stands now; 0 alone: nothing does; empty: not known
};

/** The record, what had to be left out of it, and how sure its codes are. */
export type GbtExport = {
  readonly status: GbtStatus;
  /** Faults that stand and that the standard has no code for. */
  readonly withoutCode: readonly Pick<LiftFault, 'vendor' | 'code' | 'class'>[];
  readonly provenance: {
    readonly source: string;
    readonly confidence: LiftTable['confidence'];
    readonly notes: readonly string[];
    readonly fromMemory: readonly (keyof GbtStatus)[];
  };
};

// events of the standard that are told as long as they last: nothing else in the record says them
const MAINS_OFF = 41;
const ALARM_BUTTON = 90;
const NO_FAULT = 0;
const HOUR_S = 3600;

/**
 * A snapshot as the standard has it. Pure. `table`: the codes of GB/T 24476; `time`: civil time of a moment, null where
 * nobody knows it. Changes of mode are events and no part of a record; the mode that stands is `Service_Mode`.
 */
export function gbtExport(
  snapshot: LiftSnapshot,
  table: LiftTable,
  { registration, time }: { registration: string | null; time(at: Instant): number | null },
): GbtExport {
  const { at, counters, faults } = snapshot;
  const runS = counters.runS?.value ?? null;
  const active = faults?.value ?? null;
  const { source, confidence, notes } = table;
  return {
    status: {
      Identification_Number: registration,
      Time_Stamps: at === null ? null : time(at),
      Service_Mode: modeCode(snapshot, table),
      Car_Status: runningCode(snapshot),
      Car_Direction: directionCode(snapshot),
      Door_Zone: told(snapshot.doorZone),
      Car_Position: told(snapshot.floor),
      Door_Status: allClosed(snapshot.doors),
      Passenger_Status: passenger(snapshot),
      Total_Running_Time: runS === null ? null : Math.floor(runS / HOUR_S),
      Present_Counter_Value: told(counters.trips),
      Message_Code: messageCodes(snapshot, table),
    },
    withoutCode: (active ?? [])
      .filter((fault) => codeOf(fault, table) === undefined)
      .map(({ vendor, code, class: kind }) => ({ vendor, code, class: kind })),
    provenance: { source, confidence, notes, fromMemory: ['Total_Running_Time'] },
  };
}

/** What entering a mode is called, by the number of `Service_Mode`. */
const ENTERED: Readonly<Record<number, number>> = { 0: 42, 1: 40, 2: 43, 3: 44, 4: 45, 5: 46, 6: 47 };

/**
 * The events of the standard between one record and the next: a mode that was entered (40, 42 to 47), mains that went
 * (41), the alarm button (90). The first record brings those that stand, but a lift in service has not come back to it.
 */
export function gbtEvents(before: GbtStatus | null, after: GbtStatus): number[] {
  const { Service_Mode: mode } = after;
  const entered = before?.Service_Mode === mode ? undefined : ENTERED[mode];
  const known = before !== null || mode !== 1;
  const standing = (code: number) =>
    after.Message_Code.includes(code) && before?.Message_Code.includes(code) !== true ? [code] : [];
  return [
    ...(entered === undefined || !known ? [] : [entered]),
    ...standing(MAINS_OFF),
    ...standing(ALARM_BUTTON),
  ];
}

function modeCode({ mode }: LiftSnapshot, { modesOut }: LiftTable): number {
  const unknown = modesOut.unknown ?? 7;
  return modesOut[mode?.value ?? 'unknown'] ?? unknown;
}

function runningCode({ moving }: LiftSnapshot): 0 | 1 | null {
  const runs = told(moving);
  return runs === null ? null : runs ? 1 : 0;
}

function directionCode({ direction }: LiftSnapshot): 0 | 1 | 2 | null {
  switch (direction?.value ?? 'unknown') {
    case 'up':
      return 1;
    case 'down':
      return 2;
    case 'none':
    case 'stopped':
    case 'upAndDown':
      return 0;
    default:
      return null;
  }
}

/** A door that has a fault, or is anywhere but at its closed end, is not closed; one that is not known makes all unknown. */
function allClosed(doors: readonly DoorSnapshot[]): boolean | null {
  const known = doors.map(({ status }) => status?.value ?? 'unknown');
  const there = known.filter((status) => status !== 'none' && status !== 'unused');
  if (there.some((status) => status !== 'unknown' && !CLOSED.has(status))) return false;
  return there.length === 0 || there.includes('unknown') ? null : true;
}

const CLOSED: ReadonlySet<string> = new Set(['closed', 'safetyLocked']);

function passenger({ occupancy }: LiftSnapshot): boolean | null {
  const who = told(occupancy);
  return who === null || who === 'unknown' ? null : who === 'occupied';
}

/** `0` is said only where the faults are known and there is none. */
function messageCodes(snapshot: LiftSnapshot, table: LiftTable): number[] {
  const faults = told(snapshot.faults);
  const power = told(snapshot.power);
  const codes = new Set([
    ...(faults ?? []).flatMap((fault) => codeOf(fault, table) ?? []),
    ...(power !== null && power !== 'unknown' && power !== 'mains' ? [MAINS_OFF] : []),
    ...(told(snapshot.alarmButton) === true ? [ALARM_BUTTON] : []),
  ]);
  if (codes.size > 0) return [...codes].toSorted((a, b) => a - b);
  return faults?.length === 0 ? [NO_FAULT] : [];
}

function codeOf({ class: kind }: LiftFault, { faultsOut }: LiftTable): number | undefined {
  return kind === null ? undefined : faultsOut[kind];
}

function told<T>(known: Known<T>): T | null {
  return known === null ? null : known.value;
}
