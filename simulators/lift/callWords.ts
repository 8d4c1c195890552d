import { callsOf } from './dispatch.ts';
import type { Lift } from './state.ts';

const CAR_CALLS = 0x2000; // six words of eight floors
const HALL_CALLS = 0x2010; // twelve words of four floors: up and down in turn

/** Registered calls as the main board shows them. */
export function boardCalls(lift: Lift, words: Map<number, number>): void {
  for (let address = CAR_CALLS; address < CAR_CALLS + 6; address++) words.set(address, 0);
  for (let address = HALL_CALLS; address < HALL_CALLS + 12; address++) words.set(address, 0);
  if (lift.riders.length === 0 && lift.waiting.length === 0) return;
  const { car, up, down } = callsOf(lift);
  const light = (address: number, bit: number) => words.set(address, (words.get(address) ?? 0) | (1 << bit));
  for (const floor of car) light(CAR_CALLS + ((floor - 1) >> 3), (floor - 1) & 7);
  for (const floor of up) light(HALL_CALLS + ((floor - 1) >> 2), 2 * ((floor - 1) & 3));
  for (const floor of down) light(HALL_CALLS + ((floor - 1) >> 2), 2 * ((floor - 1) & 3) + 1);
}
