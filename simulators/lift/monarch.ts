import { boardCalls } from './callWords.ts';
import { driveOf } from './drive.ts';
import { measuredLoadPct, shownContact } from './sensing.ts';
import type { Lift } from './state.ts';
import {
  carDoors,
  carMotion,
  chainStage,
  currentFloor,
  curtainBlocked,
  doorShare,
  inDoorZone,
  isBlank,
  isOverloaded,
  servedDoor,
} from './view.ts';

/** Registers of one table, by address. */
export type Words = ReadonlyMap<number, number>;

/** System state in bits 4 to 7 of 0x101D. */
const SYSTEM = { inspection: 0, relevel: 2, fireReturn: 3, fault: 5, automatic: 7, parked: 9, slow: 10 };
/** Car state in bits 8 to 11 of 0x101D. */
const CAR = { waiting: 0, opening: 1, open: 2, closing: 3, closed: 4, running: 5, stopping: 6 };

export function bits(...set: readonly (readonly [bit: number, on: boolean])[]): number {
  return set.reduce((word, [bit, on]) => (on ? word | (1 << bit) : word), 0);
}

/**
 * The live registers of a NICE3000+ (0x1010 to 0x1023, calls, state word, fault), as its service app reads them. Bits
 * of the terminal words 0x1015 to 0x1017 and 0x1022 are free to be wired: here X25 (safety), X26 (car door), X27
 * (landing locks) are bits 0 to 2 of 0x1022, and the outputs Y1 (run contactor) and Y2 (brake) bits 1 and 2 of 0x1017.
 */
export function monarchLive(lift: Lift): Words {
  const words = new Map<number, number>();
  for (let address = 0x1010; address <= 0x1023; address++) words.set(address, 0);
  boardCalls(lift, words);
  words.set(0x3000, 0).set(0x8000, 0);
  if (isBlank(lift)) return words;

  const { plan, run, door, timeMs } = lift;
  const { mm, mmS } = carMotion(lift);
  const drive = driveOf(lift);
  const share = doorShare(door, timeMs);
  const load = 10 * measuredLoadPct(lift);
  words.set(0x1010, word(Math.abs(mmS)));
  words.set(0x1011, word(plan.speed * 1000));
  words.set(0x1012, word(drive.busVolts * 10));
  words.set(0x1013, word(drive.amps * 100));
  words.set(0x1014, word(drive.hertz * 100));
  words.set(0x1015, bits([0, shownContact(lift, 'zone', inDoorZone(lift))]));
  words.set(
    0x1017,
    bits([1, lift.phase.name === 'running' && run !== undefined], [2, run !== undefined && !run.braked]),
  );
  words.set(0x1018, currentFloor(lift));
  words.set(0x1019, word(Math.max(0, mm) / 100));
  words.set(0x101a, Math.round(load) & 0xffff); // below its zero a cell reads high: there is no sign
  words.set(0x101b, carTopInputs(lift, share, load));
  words.set(0x101c, carTopOutputs(lift));
  words.set(0x101d, systemState(lift, load));
  words.set(0x101e, word(Math.abs(load - plan.balance * 1000)));
  const stage = chainStage(lift);
  words.set(
    0x1022,
    bits(
      [0, stage !== 'other' && stage !== 'start'],
      [1, stage === 'closed' || stage === 'landingDoor'],
      [2, stage === 'closed' || (stage === 'carDoor' && door.locked)],
    ),
  );
  words.set(0x3000, stateWord(lift));
  words.set(0x8000, lift.fault.code);
  return words;
}

/** 1 up, 2 down, 3 stopped; the two senses are swapped in some controllers. */
function stateWord({ run, intent, phase, plan, restMm, heights }: Lift): number {
  const about = phase.name === 'starting' && intent !== undefined;
  const sign = run?.sign ?? (about ? Math.sign((heights[intent.target - 1] ?? 0) - restMm) : 0);
  if (sign === 0) return 3;
  return sign > 0 === plan.upIsOne ? 1 : 2;
}

function carTopInputs(lift: Lift, share: number, load: number): number {
  const held = lift.timeMs < lift.trouble.heldUntilMs && lift.door.phase !== 'closed';
  const served = servedDoor(lift);
  const ofDoors = carDoors(lift).flatMap((door): [number, boolean][] =>
    door === served
      ? [
          [door - 1, curtainBlocked(lift)],
          [door + 1, shownContact(lift, 'openLimit', share >= 1)],
          [door + 3, shownContact(lift, 'closeLimit', share <= 0)],
        ]
      : [[door + 3, true]],
  );
  return bits(...ofDoors, [6, load >= 900], [7, isOverloaded(lift)], [8, held]);
}

function carTopOutputs(lift: Lift): number {
  const { door, run, phase } = lift;
  const stranded = run === undefined && phase.name !== 'starting' && !inDoorZone(lift);
  const buzzes = isOverloaded(lift) || (door.nudging && door.phase === 'closing');
  const served = servedDoor(lift);
  const ofDoors = carDoors(lift).flatMap((one): [number, boolean][] =>
    one === served
      ? [
          [3 * one - 3, door.phase === 'opening'],
          [3 * one - 2, door.phase === 'closing'],
          [3 * one - 1, shownContact(lift, 'lock', door.locked)],
        ]
      : [[3 * one - 1, true]],
  );
  return bits(...ofDoors, [11, stranded], [13, buzzes]);
}

function systemState(lift: Lift, load: number): number {
  const blocked = curtainBlocked(lift);
  const car = carState(lift) << 8;
  return (
    car |
    (system(lift) << 4) |
    bits([0, blocked], [3, lift.mode === 'fire'], [12, load >= 900], [13, isOverloaded(lift)])
  );
}

function system(lift: Lift): number {
  const { mode, phase, fault, intent } = lift;
  if (mode === 'inspection') return SYSTEM.inspection;
  if (fault.blocking || phase.name === 'halted') return SYSTEM.fault;
  if (mode === 'fire') return SYSTEM.fireReturn;
  const travels = ['starting', 'running', 'stopping'].includes(phase.name);
  const kind = lift.run?.kind ?? intent?.kind;
  if (travels && (kind === 'correction' || kind === 'rescue')) return SYSTEM.slow;
  if (phase.name === 'relevel') return SYSTEM.relevel;
  return SYSTEM.automatic;
}

function carState({ phase, door, run }: Lift): number {
  if (run !== undefined || phase.name === 'starting') return CAR.running;
  if (phase.name === 'stopping' || phase.name === 'relevel') return CAR.stopping;
  if (door.phase === 'opening') return CAR.opening;
  if (door.phase === 'open') return CAR.open;
  if (door.phase === 'closing') return CAR.closing;
  return phase.name === 'idle' ? CAR.waiting : CAR.closed;
}

export function word(value: number): number {
  return Math.min(0xffff, Math.max(0, Math.round(value)));
}
