import { calendar } from '../calendar.ts';
import { driveOf } from './drive.ts';
import { faultLevel } from './faultTable.ts';
import { type Words, word } from './monarch.ts';
import type { Lift, LoggedFault } from './state.ts';
import { carMotion, currentFloor, loadKg } from './view.ts';
import { heatsinkC } from './warmth.ts';

const LOG = 0xfc14; // FC-20: ten entries of code, subcode, MM.DD, HH.MM
const LAST = 0xfc3c; // FC-60: the last fault and what was measured then

/**
 * The parameters that a service tool looks at: group in the high byte, index in the low one. They are kept through a
 * restart. Counts above 9999 are spread over two registers of four decimal digits.
 */
export function monarchParameters(lift: Lift): Words {
  const { plan, counters } = lift;
  const { mmS } = carMotion(lift);
  const drive = driveOf(lift);
  const words = new Map<number, number>([
    [0xf004, word(plan.speed * 1000)],
    [0xf005, word(plan.ratedKg)],
    [0xf600, plan.floors],
    [0xf601, 1],
    [0xf909, word(counters.runMs / 3_600_000)],
    [0xf90b, word(Math.floor(counters.trips / 10_000))],
    [0xf90c, counters.trips % 10_000],
    [0xfa07, word(heatsinkC(lift))],
    [0xfa0e, word(lift.run === undefined ? 0 : lift.run.peakMps * 1000)],
    [0xfa0f, word(Math.abs(mmS))],
    [0xfa12, word(drive.amps * 100)],
    [0xfa16, word(Math.abs(drive.torque) * 1000)],
    [0xfa18, 0],
    [0xfa19, 0],
    [0xfb06, word(plan.door.openLimitMs / 1000)],
    [0xfb08, 15],
    [0xfb09, plan.door.retries],
    [0xfb0b, word(plan.door.dwellHallMs / 1000)],
    [0xfb0c, word(plan.door.dwellCarMs / 1000)],
    [0xfb0d, 10],
    [0xfb11, word(plan.door.nudgeAfterMs / 1000)],
  ]);
  const [last] = lift.log;
  const snapshot = [
    ...logLine(last),
    last?.floor ?? 0,
    last === undefined ? 0 : faultLevel(last.code),
    word(Math.abs(mmS)),
    word(drive.amps * 100),
    word(drive.busVolts * 10),
    word((1000 * loadKg(lift)) / plan.ratedKg),
    currentFloor(lift),
    0,
    0,
  ];
  const log = Array.from({ length: 10 }, (_, i) => logLine(lift.log[i])).flat();
  for (const [i, value] of log.entries()) words.set(LOG + i, value);
  for (const [i, value] of snapshot.entries()) words.set(LAST + i, value);
  return words;
}

function logLine(entry: LoggedFault | undefined): number[] {
  if (entry === undefined) return [0, 0, 0, 0];
  const { month, day, hour, minute } = calendar(entry.atMs);
  return [entry.code, 0, month * 100 + day, hour * 100 + minute];
}
