/**
 * A sensor box made a second time, from the facts of §2.2 of the domain document alone and without a look at the box of
 * `simulators/`: bytes in, bytes out. What both get wrong is wrong in the document; what one gets wrong the other shows.
 */
export type BoxScene = {
  floor: number; // as people say it: -2, -1, 1, 2, …; there is no 0
  level: boolean;
  doorOpen: boolean;
  person: boolean;
  way: 'up' | 'down' | null; // lit from departure until level for 2 s
  faults: number;
  doorCount: number;
  runMinutes: number;
  tripS: number;
  tripM: number;
  vibration: readonly [z: number, y: number, x: number]; // 0.1 m/s²
};

export const QUIET_SCENE: BoxScene = {
  ...{ floor: 1, level: true, doorOpen: false, person: false, way: null, faults: 0 },
  ...{ doorCount: 0, runMinutes: 0, tripS: 0, tripM: 0, vibration: [0, 0, 0] },
};

const ADDRESS = 247;
const BASE = 16;
const COUNT = 19;

/** The answer to a request frame, its CRC with it; null: silence. Limits are those a box leaves its maker with. */
export function answerOfBox(request: readonly number[], scene: BoxScene): number[] | null {
  const [unit, code, high = 0, low = 0, many = 0, few = 0, ...check] = request;
  if (unit !== ADDRESS || request.length !== 8) return null;
  const [a, b] = remainder(request.slice(0, 6));
  if (check[0] !== a || check[1] !== b) return null;
  if (code !== 3) return null; // 6 sets limits: nobody here does
  const first = high * 256 + low - BASE;
  const count = many * 256 + few;
  if (first < 0 || count < 1 || first + count > COUNT) return null;
  const bytes = [...table(scene)].slice(2 * first, 2 * (first + count));
  const reply = [ADDRESS, 3, bytes.length, ...bytes];
  return [...reply, ...remainder(reply)];
}

function table(scene: BoxScene): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * COUNT));
  const byte = (register: number, half: 'hi' | 'lo', value: number) =>
    view.setUint8(2 * register + (half === 'hi' ? 0 : 1), value & 0xff);
  view.setUint16(0, scene.faults);
  let state = 0;
  if (scene.way === 'up') state += 256;
  if (scene.way === 'down') state += 512;
  if (scene.level) state += 1024;
  if (scene.doorOpen) state += 2048;
  if (scene.person) state += 4096;
  view.setUint16(2, state);
  byte(2, 'hi', scene.floor < 0 ? 0xe0 - scene.floor : scene.floor);
  view.setUint32(6, scene.doorCount);
  view.setUint32(10, scene.runMinutes);
  byte(10, 'hi', scene.tripS);
  byte(10, 'lo', scene.tripM);
  byte(11, 'hi', scene.vibration[0]);
  byte(11, 'lo', scene.vibration[1]);
  byte(12, 'hi', scene.vibration[2]);
  byte(14, 'hi', 1);
  byte(14, 'lo', 30);
  byte(15, 'hi', 3); // m/s
  byte(16, 'hi', 90);
  byte(16, 'lo', 15);
  byte(17, 'hi', 15); // s off the zone
  byte(17, 'lo', 1); // min of running
  byte(18, 'hi', 1); // min of an open door
  byte(18, 'lo', 20); // openings and closings
  return new Uint8Array(view.buffer);
}

/** CRC of Modbus RTU by long division, low byte first. */
function remainder(frame: readonly number[]): [number, number] {
  let rest = 0xffff;
  for (const value of frame) {
    rest ^= value;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xa001 : rest >>> 1;
  }
  return [rest & 0xff, rest >>> 8];
}
