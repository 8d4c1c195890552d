import { bits, type Words, word } from './monarch.ts';
import { seesPerson, shownContact } from './sensing.ts';
import type { Lift } from './state.ts';
import { carMotion, currentFloor, inDoorZone } from './view.ts';

const LEVEL_MM = 30;
const LIMITS = {
  levelTrapS: 90,
  offLevelTrapS: 15,
  offZoneStopS: 15,
  longOpenMin: 1,
  runMin: 1,
  repeats: 20,
  speed: 3,
};

/** Where its registers begin, and the one address it answers on. */
const FIRST = 0x10;
/** An arrow stays lit until both level sensors were on for so long, also over a car that is stuck. */
const ARROW_MS = 2_000;
/** Floors below ground are written so, plus their number; there is no floor 0. */
const BELOW_GROUND = 0xe0;

/**
 * The nineteen registers of the sensor box, two bytes in most of them. It has a battery and sensors of its own and knows
 * nothing of the controller: it goes on when that is silent, and judges by the limits in its last registers. What its
 * source never sets is never set here: the speed, the inspection bit, the alarm bit, the power fault.
 */
export function sensorBox(lift: Lift): Words {
  const { plan, counters, lastTrip } = lift;
  const floor = currentFloor(lift);
  const moving = lift.run !== undefined;
  const quiver = moving ? 12 : 2;
  const minutes = Math.floor(counters.runMs / 60_000);
  const words = [
    faultBits(lift),
    stateBits(lift),
    pair(floorCode(floor, plan.below), 0),
    counters.doorCycles >>> 16,
    counters.doorCycles & 0xffff,
    minutes >>> 16,
    minutes & 0xffff,
    pair(plan.acceleration * 10 * 0.7, plan.acceleration * 10 * 0.7),
    pair(plan.acceleration * 10, 0),
    pair(plan.acceleration * 10, 0),
    pair(lastTrip.seconds, lastTrip.metres),
    pair(quiver, quiver / 2),
    pair(quiver / 2, moving ? 52 : 38),
    pair(plan.floors - plan.below - 1, plan.below),
    pair(1, averageFloorMm(lift) / 100),
    pair(LIMITS.speed, 0),
    pair(LIMITS.levelTrapS, LIMITS.offLevelTrapS),
    pair(LIMITS.offZoneStopS, LIMITS.runMin),
    pair(LIMITS.longOpenMin, LIMITS.repeats),
  ];
  return new Map(words.map((value, n) => [FIRST + n, value]));
}

function stateBits(lift: Lift): number {
  const sign = arrow(lift);
  return bits(
    [8, sign > 0],
    [9, sign < 0],
    [10, shownContact(lift, 'level', isLevel(lift))],
    [11, shownContact(lift, 'doorBit', isAjar(lift))],
    [12, seesPerson(lift)],
  );
}

function isAjar({ door }: Lift): boolean {
  return door.phase !== 'closed' && !(door.stalled && door.fromShare === 0);
}

function arrow(lift: Lift): number {
  if (lift.run !== undefined) return lift.run.sign;
  const settled = isLevel(lift) && lift.timeMs - lift.stillSinceMs >= ARROW_MS;
  return settled ? 0 : lift.lastSign;
}

function floorCode(floor: number, below: number): number {
  return floor > below ? floor - below : BELOW_GROUND + below - floor + 1;
}

function isLevel(lift: Lift): boolean {
  const { mm } = carMotion(lift);
  const height = lift.heights[currentFloor(lift) - 1] ?? 0;
  return Math.abs(mm - height) <= LEVEL_MM;
}

function faultBits(lift: Lift): number {
  const { door, riders, run, timeMs, plan } = lift;
  const shutIn = door.phase === 'closed' && run === undefined && riders.length > 0;
  const still = run === undefined;
  const since = Math.max(lift.stillSinceMs, door.sinceMs);
  const forS = (timeMs - since) / 1000;
  const level = isLevel(lift);
  const { mm, mmS } = carMotion(lift);
  const top = lift.heights.at(-1) ?? 0;
  const ajar = door.phase !== 'closed';
  return bits(
    [0, shutIn && level && forS >= LIMITS.levelTrapS],
    [1, shutIn && !level && forS >= LIMITS.offLevelTrapS],
    [2, ajar && !inDoorZone(lift)],
    [3, mm > top + plan.doorZoneMm],
    [4, mm < -plan.doorZoneMm],
    [5, still && !inDoorZone(lift) && (timeMs - lift.stillSinceMs) / 1000 >= LIMITS.offZoneStopS],
    [6, ajar && !still],
    [7, Math.abs(mmS) / 1000 > LIMITS.speed],
    [8, run !== undefined && timeMs - run.startMs > LIMITS.runMin * 60_000],
    [9, 2 * (door.cycle.reversals + 1) >= LIMITS.repeats],
    [10, ajar && timeMs - door.cycle.startMs >= LIMITS.longOpenMin * 60_000],
  );
}

function averageFloorMm({ heights }: Lift): number {
  return (heights.at(-1) ?? 0) / Math.max(1, heights.length - 1);
}

function pair(high: number, low: number): number {
  const byte = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
  return word((byte(high) << 8) | byte(low));
}
