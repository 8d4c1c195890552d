import { describe, expect, it } from 'vitest';
import { MODE, type Mode } from '../../drivers/lift/car.ts';
import { FAULT, type FaultClass } from '../../drivers/lift/faultClass.ts';
import type { LiftFault, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { gbtExport } from '../../gateway/lift/gbt24476.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { good, showing } from './shownLift.ts';

const read = shippedLiftTables().get('gbt24476');
if (read === undefined) throw new Error('no table');
const TABLE = read;
const AT = 5000;

function exported(fields: Partial<LiftSnapshot>) {
  const time = ({ mono }: { mono: number }) => 1_000_000 + mono;
  return gbtExport(showing(fields), TABLE, { registration: '31105001', time });
}
const status = (fields: Partial<LiftSnapshot>) => exported(fields).status;

function fault(kind: FaultClass | null, code = 1): LiftFault {
  return { class: kind, vendor: 'monarch', code, sub: null, level: null, suffix: null };
}

const DOOR = { status: null, locked: null, obstructed: null, openMm: null, currentMa: null, reopening: null };
const door = (shown: 'closed' | 'opened' | 'closing' | 'unknown' | 'none') => ({
  ...DOOR,
  status: good(shown, AT),
});

describe('the status record of GB/T 24476', () => {
  it('tells a lift in service with the names and codes of the standard', () => {
    const shown: Partial<LiftSnapshot> = {
      ...{
        at: { boot: 'test', mono: AT },
        floor: good(3, AT),
        moving: good(true, AT),
        mode: good('normal', AT),
      },
      ...{ direction: good<'up'>('up', AT), doorZone: good(false, AT), doors: [door('closed')] },
      ...{ occupancy: good('occupied', AT), faults: good([], AT), power: good('mains', AT) },
      counters: { trips: good(41_234, AT), floors: null, doorCycles: null, runS: good(7_199, AT) },
    };
    expect(status(shown)).toEqual({
      ...{ Identification_Number: '31105001', Time_Stamps: 1_005_000, Service_Mode: 1, Car_Status: 1 },
      ...{ Car_Direction: 1, Door_Zone: false, Car_Position: 3, Door_Status: true, Passenger_Status: true },
      ...{ Total_Running_Time: 1, Present_Counter_Value: 41_234, Message_Code: [0] },
    });
  });

  // the table of the domain study: 0 stop, 1 normal, 2 inspection, 3 fire return, 4 firefighter, 5 EPS, 6 earthquake, 7 unknown
  it.each([
    ['outOfService', 0],
    ['normal', 1],
    ['inspection', 2],
    ['fireOperation', 3],
    ['firefighterControl', 4],
    ['emergencyPower', 5],
    ['earthquakeOperation', 6],
    ['unknown', 7],
  ] as const)('calls the mode %s %i', (mode, code) => {
    expect(status({ mode: good(mode, AT) }).Service_Mode).toBe(code);
    expect(TABLE.modes[String(code)]).toBe(mode);
  });

  it('has a mode for every mode of ours, so that none is told as another by chance', () => {
    const modes = Object.keys(MODE) as Mode[];
    expect(modes.filter((mode) => TABLE.modesOut[mode] === undefined)).toEqual([]);
    expect(
      status({ mode: { ...good('normal', AT), value: null, quality: 'no-communication' } }).Service_Mode,
    ).toBe(7);
  });

  it.each([
    ['safetyInterlock', 1],
    ['doorClosing', 2],
    ['doorOpening', 3],
    ['carStoppedOutsideLandingZone', 4],
    ['unintendedCarMovement', 5],
    ['runtimeLimitExceeded', 6],
    ['positionLost', 7],
    ['startFailure', 8],
  ] as const)('calls the fault %s %i', (kind, code) => {
    expect(status({ faults: good([fault(kind)], AT) }).Message_Code).toEqual([code]);
  });

  it('lists what has no code in the standard beside the record, instead of losing it', () => {
    const { status: record, withoutCode } = exported({
      faults: good(
        [fault('overspeed', 9), fault(null, 21), fault('doorClosing', 52), fault('doorClosing', 56)],
        AT,
      ),
    });
    expect(record.Message_Code).toEqual([2]);
    expect(withoutCode).toEqual([
      { vendor: 'monarch', code: 9, class: 'overspeed' },
      { vendor: 'monarch', code: 21, class: null },
    ]);
    const coded = (Object.keys(FAULT) as FaultClass[]).filter((kind) => TABLE.faultsOut[kind] !== undefined);
    expect(coded).toHaveLength(9); // the eight, and the door lock circuit, which is part of the first
  });

  it('tells a pressed alarm button and a mains failure as long as they last', () => {
    const power = good<'battery'>('battery', AT);
    const shown = { power, alarmButton: good(true, AT), faults: good([], AT) };
    expect(status(shown).Message_Code).toEqual([41, 90]);
  });

  it('says nothing of what it does not know, least of all that there is no fault', () => {
    const silent = { value: null, quality: 'no-communication', at: { boot: 'test', mono: AT } } as const;
    expect(status({ faults: silent, moving: silent, occupancy: good('unknown', AT) })).toMatchObject({
      ...{
        Message_Code: [],
        Car_Status: null,
        Passenger_Status: null,
        Car_Position: null,
        Time_Stamps: null,
      },
      ...{ Door_Status: null, Total_Running_Time: null, Present_Counter_Value: null },
    });
  });

  it('calls the door closed only where every door is', () => {
    expect(status({ doors: [door('closed'), door('none')] }).Door_Status).toBe(true);
    expect(status({ doors: [door('closed'), door('closing')] }).Door_Status).toBe(false);
    expect(status({ doors: [door('closed'), door('unknown')] }).Door_Status).toBe(null);
  });

  it('carries where its codes come from', () => {
    const { provenance } = exported({});
    expect(provenance.confidence).not.toBe('sourced');
    expect(provenance.notes.join()).toContain('before conformance is claimed');
    expect(provenance.fromMemory).toEqual(['Total_Running_Time']);
  });
});
