import { outdoorC } from '../world/climate.ts';
import type { Lift } from './state.ts';

const ROOM_TAU_MS = 2 * 3_600_000;
const SINK_SHARE = 9; // the heatsink warms so many times as much as the room around it

/** Heat that a trip leaves behind; it fades over two hours. */
export function warmed(lift: Lift, kelvin: number): Lift {
  return { ...lift, heat: { kelvin: heatK(lift) + kelvin, atMs: lift.timeMs } };
}

function heatK({ heat, timeMs }: Lift): number {
  return heat.kelvin * Math.exp(-(timeMs - heat.atMs) / ROOM_TAU_MS);
}

/** °C in the machine room, under the roof. */
export function machineRoomC(lift: Lift): number {
  return outdoorC(lift.climate, lift.timeMs) + lift.plan.machineRoom.aboveOutdoorK + heatK(lift);
}

/** °C of the drive's heatsink. */
export function heatsinkC(lift: Lift): number {
  return machineRoomC(lift) + 4 + heatK(lift) * SINK_SHARE;
}
