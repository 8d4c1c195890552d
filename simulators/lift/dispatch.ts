import type { Lift, Person } from './state.ts';

export type Direction = 1 | 0 | -1;

/** Every call there is: floors asked for in the car, and floors where somebody waits to go up or down. */
export type Calls = {
  readonly car: ReadonlySet<number>;
  readonly up: ReadonlySet<number>;
  readonly down: ReadonlySet<number>;
};

export function callsOf({ riders, waiting }: Lift): Calls {
  const from = (sign: 1 | -1) => new Set(waiting.filter((one) => wayOf(one) === sign).map((one) => one.from));
  return { car: new Set(riders.map((one) => one.to)), up: from(1), down: from(-1) };
}

export function wayOf({ from, to }: Person): 1 | -1 {
  return to > from ? 1 : -1;
}

/**
 * A simple collective control: keep the direction while there is anything ahead, stop for car calls and for hall calls
 * that go the same way, take the farthest opposite call last, then turn round. Undefined when nobody wants anything.
 */
export function nextStop(lift: Lift, floor: number): { target: number; direction: Direction } | undefined {
  const calls = callsOf(lift);
  const { direction } = lift;
  if (calls.car.has(floor) || hallAt(calls, floor, boardingWay(lift, floor)))
    return { target: floor, direction: stays(calls, floor, direction) };
  const first = direction === 0 ? nearerWay(calls, floor) : direction;
  for (const way of [first, first === 1 ? -1 : 1] as const) {
    const target = ahead(calls, floor, way);
    if (target !== undefined) return { target, direction: way };
  }
  return undefined;
}

/** The first stop in a direction, beyond `floor`. */
export function ahead(calls: Calls, floor: number, way: 1 | -1): number | undefined {
  const same = way === 1 ? calls.up : calls.down;
  const opposite = way === 1 ? calls.down : calls.up;
  const beyond = (one: number) => (one - floor) * way > 0;
  const nearest = [...calls.car, ...same].filter(beyond).sort((a, b) => (a - b) * way)[0];
  return nearest ?? [...opposite].filter(beyond).sort((a, b) => (b - a) * way)[0];
}

/** The way those aboard go on from a floor: only who goes that way gets in. 0: nobody is aboard. */
export function boardingWay({ riders }: Lift, floor: number): Direction {
  const staying = riders.find((one) => one.to !== floor);
  if (staying === undefined) return 0;
  return staying.to > floor ? 1 : -1;
}

function hallAt(calls: Calls, floor: number, way: Direction): boolean {
  return (way >= 0 && calls.up.has(floor)) || (way <= 0 && calls.down.has(floor));
}

function stays(calls: Calls, floor: number, direction: Direction): Direction {
  if (direction !== 0 && ahead(calls, floor, direction) !== undefined) return direction;
  return 0;
}

function nearerWay(calls: Calls, floor: number): 1 | -1 {
  const all = [...calls.car, ...calls.up, ...calls.down];
  const nearest = all.sort((a, b) => Math.abs(a - floor) - Math.abs(b - floor))[0] ?? floor;
  return nearest > floor ? 1 : -1;
}
