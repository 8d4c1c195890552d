import type { Change, Incident } from './script.ts';

const ACCELERATION = 600; // mm/s²
const STEP_S = 0.25;
export const FLOORS = 6;

type Door = 'opened' | 'closed' | 'opening' | 'closing';

/** What really is, and what its sensors are made to show. */
export type World = {
  timeS: number;
  mm: number; // from the lowest landing
  mmS: number;
  target: number | null; // mm
  rate: number; // mm/s
  creep: number; // mm/s
  latched: 'up' | 'down' | null; // the way, until the car has stood level for 2 s
  levelS: number;
  doors: [Door, Door];
  person: boolean;
  flicker: { on: number; off: number; from: number } | null;
  load: number;
  mode: number;
  fault: number;
  button: boolean;
  openButton: boolean;
  curtain: boolean;
  carCalls: readonly number[];
  hallCalls: readonly number[];
  boxFault: number;
  inspectionBit: boolean;
  dropMm: number;
  loadDrift: number;
  zeros: boolean;
  silent: readonly string[];
  stuck: NonNullable<Change['stuck']>;
  flickers: NonNullable<Change['flickers']>;
  frozen: readonly string[];
  word: NonNullable<Change['word']> | null;
  speedNoise: number;
  loadNoise: number;
  holdS: number; // still to wait before it moves
  overload: boolean;
  shakes: number;
} & Pick<Incident, 'heights' | 'rated' | 'approach' | 'startHoldS'>;

export function worldAt(incident: Incident): World {
  const { startAt, startMode, heights, rated, approach, startHoldS } = incident;
  return {
    ...{ timeS: 0, mm: heightOf(heights, startAt), mmS: 0, target: null, rate: rated, creep: 0 },
    ...{ latched: null, levelS: 2, doors: ['closed', 'closed'], person: false, flicker: null, load: 0 },
    ...{ mode: startMode, fault: 0, button: false, openButton: false, curtain: false, carCalls: [] },
    ...{ hallCalls: [], boxFault: 0, inspectionBit: false, dropMm: 0, loadDrift: 0, zeros: false },
    ...{ silent: [], stuck: {}, flickers: {}, frozen: [], word: null, speedNoise: 0, loadNoise: 0, holdS: 0 },
    ...{ overload: false, shakes: 0 },
    ...{ heights, rated, startHoldS, ...(approach === undefined ? {} : { approach }) },
  };
}

/** Of a landing from 1; 3.5 is half-way to the fourth. */
function heightOf(heights: readonly number[], floor: number): number {
  const below = heights[Math.floor(floor) - 1] ?? 0;
  return below + ((heights[Math.floor(floor)] ?? below) - below) * (floor % 1);
}

/** The floor the car is at or has passed last, from 1. */
export function floorOf({ mm, heights }: World): number {
  const off = heights.map((height) => Math.abs(mm - height));
  return off.indexOf(Math.min(...off)) + 1;
}

/** How far the nearest landing is. */
export function offLandingMm({ mm, heights }: World): number {
  return Math.min(...heights.map((height) => Math.abs(mm - height)));
}

/** Seconds a run takes, and a little for levelling. */
function runS(mm: number, { rated, approach, startHoldS }: Incident): number {
  const slow = approach === undefined ? 0 : Math.min(mm, approach.mm) / approach.mmS;
  const ramp = (rated * rated) / ACCELERATION;
  const fast = mm >= ramp ? mm / rated + rated / ACCELERATION : 2 * Math.sqrt(mm / ACCELERATION);
  return startHoldS + fast + slow;
}

/** The steps of a story, with strokes, rides and repetitions written out, in order. */
export function written(incident: Incident): readonly (readonly [number, Change])[] {
  const { steps, startAt, heights } = incident;
  let at = startAt;
  const single = steps
    .flatMap(([second, change, repeat]) =>
      Array.from(
        { length: repeat?.times ?? 1 },
        (_, n) => [second + n * (repeat?.every ?? 0), change] as const,
      ),
    )
    .toSorted(([a], [b]) => a - b);
  const all = single.flatMap(([second, change]): [number, Change][] => {
    const { serve, park, open, shut, ...rest } = change;
    const made: [number, Change][] = Object.keys(rest).length > 0 ? [[second, rest]] : [];
    if (open !== undefined) made.push(...stroke(second, open, 'opening', 'opened'));
    if (shut !== undefined) made.push(...stroke(second, shut, 'closing', 'closed'));
    if (rest.go !== undefined) at = rest.go;
    if (park !== undefined) {
      made.push([second, { go: park, ...(rest.rate === undefined ? {} : { rate: rest.rate }) }]);
      at = park;
    }
    if (serve !== undefined) {
      const away = 10 + runS(Math.abs(heightOf(heights, serve) - heightOf(heights, at)), incident);
      made.push(...stroke(second, 'front', 'opening', 'opened'), [second + 3, { person: true, load: 12 }]);
      made.push([second + 4, { carCalls: [serve] }], ...stroke(second + 5, 'front', 'closing', 'closed'));
      made.push([second + 8.5, { go: serve }], [second + away, { carCalls: [] }]);
      made.push(...stroke(second + away, 'front', 'opening', 'opened'));
      made.push([second + away + 4, { person: false, load: 0 }]);
      made.push(...stroke(second + away + 6, 'front', 'closing', 'closed'));
      at = serve;
    }
    return made;
  });
  return all.toSorted(([a], [b]) => a - b);
}

function stroke(at: number, which: 'front' | 'rear' | 'both', now: Door, then: Door): [number, Change][] {
  const both = (door: Door): Change =>
    which === 'both' ? { front: door, rear: door } : which === 'rear' ? { rear: door } : { front: door };
  return [
    [at, both(now)],
    [at + 2, both(then)],
  ];
}

/** What a line of the story does to the world. */
export function befall(world: World, change: Change): void {
  const { go, rate, halt, drift, front, rear, person, stuck, drop, flickers, ...plain } = change;
  if (go !== undefined) {
    world.target = heightOf(world.heights, go);
    world.rate = rate ?? world.rated;
    world.holdS = world.startHoldS;
  }
  if (halt) [world.target, world.mmS, world.creep] = [null, 0, 0];
  if (drift !== undefined) world.creep = drift;
  if (front !== undefined) world.doors[0] = front;
  if (rear !== undefined) world.doors[1] = rear;
  if (drop !== undefined) world.dropMm = drop;
  if (typeof person === 'boolean') [world.person, world.flicker] = [person, null];
  else if (person !== undefined) world.flicker = { ...person, from: world.timeS };
  if (stuck !== undefined) world.stuck = { ...world.stuck, ...stuck };
  if (flickers !== undefined) world.flickers = { ...world.flickers, ...flickers };
  for (const [name, value] of Object.entries(plain))
    if (name in world) Object.assign(world, { [name]: value });
}

/** A quarter of a second. */
export function advance(world: World): void {
  world.timeS += STEP_S;
  if (world.creep !== 0) {
    world.mmS = world.creep;
    world.mm += world.creep * STEP_S;
  } else if (world.target !== null && world.holdS > 0) {
    world.holdS -= STEP_S;
    world.latched = world.target > world.mm ? 'up' : 'down';
  } else if (world.target !== null) {
    const left = world.target - world.mm;
    const way = Math.sign(left);
    const may = Math.sqrt(2 * ACCELERATION * Math.abs(left));
    const { approach } = world;
    const slow =
      approach === undefined
        ? Number.POSITIVE_INFINITY
        : Math.hypot(approach.mmS, Math.sqrt(2 * ACCELERATION * Math.max(0, Math.abs(left) - approach.mm)));
    const speed = Math.min(world.rate, Math.abs(world.mmS) + ACCELERATION * STEP_S, may, slow);
    if (Math.abs(left) <= speed * STEP_S + 1 || Math.abs(left) < 8) {
      [world.mm, world.mmS, world.target] = [world.target, 0, null];
    } else {
      world.mmS = way * speed;
      world.mm += world.mmS * STEP_S;
    }
  } else world.mmS = 0;
  if (world.mmS > 0) world.latched = 'up';
  if (world.mmS < 0) world.latched = 'down';
  const level = (world.stuck.boxLevel ?? offLandingMm(world) <= 80) && world.holdS <= 0;
  world.levelS = level && world.mmS === 0 ? world.levelS + STEP_S : 0;
  if (world.levelS >= 2) world.latched = null;
}

/** What a person sensor shows. */
export function seesPerson({ person, flicker, timeS }: World): boolean {
  if (flicker === null) return person;
  return (timeS - flicker.from) % (flicker.on + flicker.off) < flicker.on;
}

/** Whether a contact reads the contrary just now. */
export function contrary({ flickers, timeS }: World, name: keyof World['flickers']): boolean {
  const flicker = flickers[name];
  return flicker !== null && flicker !== undefined && timeS % (flicker.on + flicker.off) < flicker.on;
}
