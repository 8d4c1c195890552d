import type { Words } from './told.ts';
import { contrary, floorOf, offLandingMm, seesPerson, type World } from './world.ts';

/** What a Monarch controller shows. Registers as in §2.1 of the domain document. */
export function controllerWords(world: World): Words {
  const { stuck, doors, mmS, mode } = world;
  const [front, rear] = doors;
  const bit = (value: boolean, place: number) => (value ? 1 << place : 0);
  const flick = (name: Parameters<typeof contrary>[1], value: boolean) => value !== contrary(world, name);
  const opened = flick('openLimit', stuck.openLimit ?? front === 'opened');
  const closed = flick('closeLimit', stuck.closeLimit ?? front === 'closed');
  const locked = front === 'closed' && rear === 'closed';
  const moves = mmS !== 0 || world.holdS > 0;
  const zone = flick('zone', stuck.zone ?? offLandingMm(world) <= 200);
  const any = (state: string) => front === state || rear === state;
  const car = moves ? 5 : any('opening') ? 1 : any('opened') ? 2 : any('closing') ? 3 : 4;
  const held = world.holdS > 0 ? (world.target ?? 0) - world.mm : 0;
  const direction = stuck.direction ?? (mmS > 0 || held > 0 ? 1 : mmS < 0 || held < 0 ? 2 : 3);
  const position = stuck.position ?? world.mm + world.dropMm;
  const sway = [0, 0.7, -1, 0.3, 1, -0.6][Math.floor(world.timeS * 4) % 6] ?? 0;
  const noise = sway > 0 ? world.speedNoise : 0;
  const load = (stuck.load ?? world.load) + world.loadDrift + sway * world.loadNoise;
  const calls = (floors: readonly number[]) => floors.reduce((word, floor) => word | (1 << (floor - 1)), 0);
  const hall = (floors: readonly number[], first: number) =>
    floors.reduce((word, floor) => {
      const index = floor - first;
      return index >= 0 && index < 4 ? word | (1 << (2 * index)) : word;
    }, 0);
  const words: [number, number][] = [
    [0x1010, Math.round(Math.abs(stuck.speed ?? (mmS === 0 ? noise : mmS)))],
    [0x1011, world.rated],
    [0x1013, moves ? 800 : 0],
    [0x1015, bit(zone, 0)],
    [0x1016, 0],
    [0x1018, stuck.floor ?? floorOf(world)],
    [0x1019, Math.round(position / 100) & 0xffff],
    [0x101a, Math.round(load * 10) & 0xffff],
    [
      0x101b,
      bit(world.curtain, 0) |
        bit(opened, 2) |
        bit(stuck.rearOpenLimit ?? rear === 'opened', 3) |
        bit(closed, 4) |
        bit(stuck.rearCloseLimit ?? rear === 'closed', 5) |
        bit(world.overload, 7) |
        bit(world.openButton, 8),
    ],
    [
      0x101c,
      bit(flick('lock', stuck.lock ?? front === 'closed'), 2) | bit(stuck.rearLock ?? rear === 'closed', 5),
    ],
    [0x101d, (mode << 4) | (car << 8) | bit(world.overload, 13)],
    [0x1022, flick('chain', stuck.chain ?? locked) ? 7 : 3],
    [0x1020, 0],
    [0x1021, 0],
    [0x1017, 0],
    [0x1023, 0],
    ...[0, 1, 2, 3, 4, 5].map((n): [number, number] => [0x2000 + n, n === 0 ? calls(world.carCalls) : 0]),
    ...[0, 1, 2, 3].map((n): [number, number] => [0x2010 + n, hall(world.hallCalls, 1 + 4 * n)]),
    [0x3000, direction],
    [0x8000, stuck.fault ?? world.fault],
  ];
  return new Map(world.zeros ? words.map(([address]) => [address, 0]) : words);
}

/** What the sensor box shows: words 0 to 18 of §2.2. `below`: how many floors have a minus sign. */
export function boxWords(world: World, below: number): Words {
  const { stuck, doors } = world;
  const level = (stuck.boxLevel ?? offLandingMm(world) <= 80) !== contrary(world, 'boxLevel');
  const open = (stuck.boxDoor ?? doors.some((door) => door !== 'closed')) !== contrary(world, 'boxDoor');
  const up = stuck.boxUp ?? world.latched === 'up';
  const down = stuck.boxDown ?? world.latched === 'down';
  const person = stuck.person ?? seesPerson(world);
  const state =
    (up ? 0x100 : 0) |
    (down ? 0x200 : 0) |
    (level ? 0x400 : 0) |
    (open ? 0x800 : 0) |
    (person ? 0x1000 : 0) |
    (world.inspectionBit ? 0x2000 : 0) |
    (world.button !== contrary(world, 'button') ? 0x4000 : 0);
  const story = floorOf(world) - below;
  const floor = story >= 1 ? story : 0xe0 + (1 - story); // there is no floor 0
  const shake = world.mmS === 0 ? 0 : Math.round(10 * world.shakes); // 0.1 m/s²
  const words = [
    world.boxFault,
    state,
    floor << 8,
    0,
    10,
    0,
    20,
    0,
    0,
    0,
    0,
    (shake << 8) | shake,
    shake << 8,
  ];
  words.push(
    ((6 - below - 1) << 8) | below,
    (1 << 8) | 30,
    3 << 8,
    (90 << 8) | 15,
    (15 << 8) | 1,
    (1 << 8) | 20,
  );
  return new Map(words.map((word, n) => [n, word]));
}
