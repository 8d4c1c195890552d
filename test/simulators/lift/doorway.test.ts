import { expect, test } from 'vitest';
import { doorCurrent, doorSpeed } from '../../../simulators/lift/doorDrive.ts';
import { chainStage, curtainBlocked, doorShare } from '../../../simulators/lift/view.ts';
import { Shaft } from './shaft.ts';

const DOOR = {
  widthMm: 800,
  openMs: 2200,
  closeMs: 2800,
  spreadMs: 0,
  dwellCarMs: 3000,
  dwellHallMs: 5000,
  passMs: 1300,
  latecomers: 0,
  retries: 2,
  openLimitMs: 10_000,
  nudgeAfterMs: 120_000,
};

function atFloor5(door: Partial<typeof DOOR> = {}): Shaft {
  return new Shaft({ door: { ...DOOR, ...door } }).suffers({ verb: 'ride', from: 1, to: 5 });
}

test('a door opens, waits and closes in its times', () => {
  const [here, there] = atFloor5().passes(120).facts('door');
  expect(here).toMatchObject({ floor: 1, openMs: 2200, closeMs: 2800, reversals: 0, blockedMs: 600 });
  expect(there).toMatchObject({ floor: 5, openMs: 2200, closeMs: 2800 });
  expect(there?.dwellMs).toBeGreaterThanOrEqual(3000);
  expect((there?.endMs ?? 0) - (there?.startMs ?? 0)).toBe(2200 + (there?.dwellMs ?? 0) + 2800);
});

test('a slowing door takes longer at its floor every day', () => {
  const shaft = atFloor5().suffers({ verb: 'slowDoor', floor: 5, perDay: 0.1 }).passes(120);
  shaft
    .passes(5 * 86_400)
    .suffers({ verb: 'ride', from: 1, to: 5 })
    .passes(180);
  const cycles = shaft.facts('door');
  expect(cycles.filter(({ floor }) => floor === 5).map(({ openMs }) => openMs)).toEqual([2200, 3300]);
  expect(cycles.filter(({ floor }) => floor === 1).every(({ openMs }) => openMs === 2200)).toBe(true);
});

test('the leaf moves as fast as it moves, and a dragging one costs current', () => {
  const shaft = atFloor5()
    .until(({ door }) => door.phase === 'opening')
    .passes(0.7);
  const before = doorShare(shaft.lift.door, shaft.lift.timeMs);
  const speed = doorSpeed(shaft.lift);
  shaft.passes(0.01);
  const moved = (doorShare(shaft.lift.door, shaft.lift.timeMs) - before) * 800;
  expect(Math.abs(moved / 0.01 / speed - 1)).toBeLessThan(0.02);
  const easy = doorCurrent(shaft.lift);
  expect(doorCurrent(shaft.suffers({ verb: 'slowDoor', share: 0.5 }).lift)).toBeGreaterThan(easy * 1.5);
});

test('a hand in the closing door turns it round, once', () => {
  const cycles = atFloor5({ latecomers: 1 }).passes(180).facts('door');
  expect(cycles.map(({ reversals }) => reversals)).toEqual([1, 1]);
  expect(cycles[0]?.blockedMs).toBeGreaterThan(600);
});

test('what lies in the doorway is met until the controller gives up with the door open, E49', () => {
  const shaft = atFloor5().suffers({ verb: 'obstruct', seconds: 600 });
  shaft.until(({ fault }) => fault.code !== 0).passes(10);
  expect(shaft.lift).toMatchObject({
    fault: { code: 49 },
    phase: { name: 'halted' },
    door: { phase: 'open' },
  });
  expect(shaft.lift.riders).toEqual([]);
  shaft.passes(600).repaired().passes(60);
  expect(shaft.facts('door')).toMatchObject([{ floor: 1, reversals: 3 }]);
  expect(shaft.facts('fault')).toMatchObject([{ code: 49, floor: 1 }]);
});

test('a door held open stays open; a blind light curtain is nudged shut after two minutes', () => {
  const held = atFloor5().suffers({ verb: 'hold', seconds: 60 }).passes(180).facts('door')[0];
  expect(held?.dwellMs).toBeGreaterThan(55_000);
  const shaft = atFloor5().suffers({ verb: 'dirtyCurtain', seconds: 400 });
  shaft.passes(60);
  expect(curtainBlocked(shaft.lift)).toBe(true);
  shaft.passes(240);
  expect(shaft.facts('door')[0]).toMatchObject({ nudged: true, closeMs: 7000 });
});

test('a landing lock that does not make leaves the chain open behind a shut car door, then E53', () => {
  const shaft = atFloor5().suffers({ verb: 'stickLock', floor: 1 });
  shaft.until(({ door }) => door.phase === 'closed' && !door.locked);
  expect(chainStage(shaft.lift)).toBe('landingDoor');
  shaft.until(({ fault }) => fault.code !== 0).passes(10);
  expect(shaft.lift).toMatchObject({ fault: { code: 53 }, door: { phase: 'open' }, riders: [] });
  shaft.repaired().passes(30);
  expect(shaft.lift).toMatchObject({
    fault: { code: 0 },
    phase: { name: 'idle' },
    door: { phase: 'closed' },
  });
  expect(shaft.facts('entrapment')).toEqual([]);
});
