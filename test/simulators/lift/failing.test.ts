import { expect, test } from 'vitest';
import type { Lift } from '../../../simulators/lift/state.ts';
import {
  alarmPressed,
  carMotion,
  chainStage,
  controllerAnswers,
  currentFloor,
  inDoorZone,
  levelErrorMm,
} from '../../../simulators/lift/view.ts';
import { Shaft } from './shaft.ts';

const halfway = (lift: Lift) => lift.riders.length > 0 && carMotion(lift).mm > 4000;

test('somebody is shut in at a landing whose door stays shut, presses the alarm, and is let out', () => {
  const shaft = new Shaft().suffers({ verb: 'trap', where: 'level' });
  shaft.until(({ entrapped }) => entrapped !== undefined);
  expect(shaft.lift.entrapped).toMatchObject({ level: true, persons: 1 });
  expect(Math.abs(levelErrorMm(shaft.lift))).toBeLessThan(15);
  shaft.until(alarmPressed).passes(600);
  expect(shaft.lift).toMatchObject({ fault: { code: 48 }, riders: [{}], door: { phase: 'closed' } });
  shaft.suffers({ verb: 'free' }).passes(60);
  expect(shaft.facts('entrapment')).toMatchObject([{ level: true, floor: 7, persons: 1 }]);
  expect(shaft.lift.riders).toEqual([]);
  expect(shaft.lift.phase.name).toBe('idle');
});

test('somebody is shut in between two floors when the chain opens, and is brought to a landing', () => {
  const shaft = new Shaft().suffers({ verb: 'trap', where: 'between' });
  shaft.until(({ entrapped }) => entrapped !== undefined).passes(1200);
  expect(inDoorZone(shaft.lift)).toBe(false);
  expect(chainStage(shaft.lift)).toBe('start');
  expect(shaft.lift).toMatchObject({ fault: { code: 41 }, riders: [{}] });
  expect(shaft.facts('trip').at(-1)).toMatchObject({ interrupted: true });
  shaft.suffers({ verb: 'free' }).passes(120);
  const [entrapment] = shaft.facts('entrapment');
  expect(entrapment).toMatchObject({ level: false, persons: 1 });
  expect((entrapment?.untilMs ?? 0) - (entrapment?.fromMs ?? 0)).toBeGreaterThan(1_200_000);
  expect(shaft.facts('trip').at(-1)).toMatchObject({ run: 'correction', interrupted: false });
  expect(shaft.lift.riders).toEqual([]);
});

test('a trap that would have been sprung later in the ride is gone with what held it', () => {
  const ride = () =>
    new Shaft().suffers({ verb: 'trap', where: 'between' }).until(({ run }) => run !== undefined);
  for (const shaft of [ride().repaired(), ride().suffers({ verb: 'free' })]) {
    shaft.passes(120);
    expect(shaft.lift).toMatchObject({ riders: [], fault: { code: 0 }, phase: { name: 'idle' } });
    expect(shaft.facts('entrapment')).toEqual([]);
  }
});

test('who gets in after a correction that was broken off is not let out at once', () => {
  const shaft = new Shaft()
    .suffers({ verb: 'overspeed', factor: 1.3 })
    .suffers({ verb: 'ride', from: 3, to: 1 });
  shaft.until(({ fault }) => fault.code !== 0).suffers({ verb: 'free' });
  shaft.until(({ run }) => run?.kind === 'correction');
  shaft.until((lift) => Math.abs(carMotion(lift).mm - (lift.heights[1] ?? 0)) < 180);
  shaft.suffers({ verb: 'rebootController', seconds: 1, answers: false }).passes(60);
  expect(shaft.lift).toMatchObject({ phase: { name: 'idle' }, intent: { kind: 'correction' } });
  shaft.suffers({ verb: 'ride', from: currentFloor(shaft.lift), to: 7 }).passes(60);
  expect(shaft.facts('trip').at(-1)).toMatchObject({ to: 7, run: 'normal' });
});

test('a lift does not start while its landing lock has not made', () => {
  const shaft = new Shaft()
    .suffers({ verb: 'stickLock', floor: 1 })
    .suffers({ verb: 'ride', from: 1, to: 7 });
  shaft.until(({ door }) => door.phase === 'closed' && !door.locked);
  shaft.suffers({ verb: 'fireAlarm', on: false }).passes(3);
  expect(shaft.lift).toMatchObject({ run: undefined, door: { locked: false } });
});

test('without a battery people sit in the dark until the mains are back', () => {
  const shaft = new Shaft().suffers({ verb: 'ride', from: 1, to: 7 }).until(halfway);
  shaft.suffers({ verb: 'mains', on: false }).passes(900);
  expect(controllerAnswers(shaft.lift)).toBe(false);
  expect(shaft.lift).toMatchObject({ phase: { name: 'off' }, entrapped: { persons: 1 } });
  shaft.suffers({ verb: 'mains', on: true });
  expect(controllerAnswers(shaft.lift)).toBe(false);
  shaft.passes(120);
  expect(controllerAnswers(shaft.lift)).toBe(true);
  expect(shaft.facts('power')).toHaveLength(1);
  expect(shaft.facts('entrapment')).toHaveLength(1);
  expect(shaft.lift).toMatchObject({ riders: [], phase: { name: 'idle' } });
});

test('with a battery the car crawls to a landing, opens, and stays there', () => {
  const shaft = new Shaft({ rescue: true }).suffers({ verb: 'ride', from: 1, to: 7 }).until(halfway);
  shaft.suffers({ verb: 'mains', on: false }).passes(120);
  expect(shaft.facts('trip').at(-1)).toMatchObject({ run: 'rescue', vmaxMmS: 100 });
  expect(shaft.lift).toMatchObject({
    riders: [],
    mains: false,
    door: { phase: 'open' },
    phase: { name: 'off' },
  });
  expect(shaft.facts('mode').map(({ mode }) => mode)).toEqual(['normal', 'rescue', 'normal']);
  shaft.suffers({ verb: 'mains', on: true }).passes(60);
  expect(shaft.lift).toMatchObject({ phase: { name: 'idle' }, door: { phase: 'closed' } });
});

test('a reboot stops the car, keeps the counters, and the lift goes on to the next landing', () => {
  const shaft = new Shaft().suffers({ verb: 'ride', from: 1, to: 7 }).until(halfway);
  const { trips } = shaft.lift.counters;
  shaft.suffers({ verb: 'rebootController', seconds: 6 }).passes(3);
  expect(shaft.lift.phase.name).toBe('booting');
  expect(controllerAnswers(shaft.lift)).toBe(true);
  shaft.passes(60);
  expect(shaft.facts('trip').map(({ run }) => run)).toEqual(['normal', 'correction']);
  expect(shaft.lift).toMatchObject({ riders: [], counters: { trips: trips + 2 } });
});

test('a mechanic switches to inspection when nobody is aboard and moves the car slowly until he leaves', () => {
  const shaft = new Shaft()
    .suffers({ verb: 'ride', from: 1, to: 3 })
    .until(({ riders }) => riders.length > 0);
  shaft.suffers({ verb: 'inspect', on: true }).passes(1800);
  const jogs = shaft.facts('trip').filter(({ run }) => run === 'inspection');
  expect(jogs.length).toBeGreaterThan(10);
  expect(Math.max(...jogs.map(({ vmaxMmS }) => vmaxMmS))).toBe(250);
  expect(shaft.facts('trip')[0]).toMatchObject({ run: 'normal', to: 3, interrupted: false });
  shaft.suffers({ verb: 'ride', from: 1, to: 2 }).passes(5);
  expect(shaft.lift.waiting).toEqual([]);
  shaft.suffers({ verb: 'inspect', on: false }).passes(120);
  expect(inDoorZone(shaft.lift)).toBe(true);
  expect(shaft.facts('mode').map(({ mode }) => mode)).toEqual(['normal', 'inspection', 'normal']);
});

test('a fire alarm brings the car to the entrance, where it stays open', () => {
  const shaft = new Shaft()
    .suffers({ verb: 'ride', from: 4, to: 7 })
    .until(({ riders }) => riders.length > 0);
  shaft.passes(8).suffers({ verb: 'fireAlarm', on: true }).passes(180);
  expect(shaft.facts('trip').at(-1)).toMatchObject({ run: 'fire', to: 1 });
  expect(shaft.lift).toMatchObject({ mode: 'fire', riders: [], door: { phase: 'open' } });
  shaft.suffers({ verb: 'fireAlarm', on: false }).passes(60);
  expect(shaft.lift).toMatchObject({ mode: 'normal', phase: { name: 'idle' } });
});

test('a fault of the table stops the lift or not, as its level says, and is logged', () => {
  const shaft = new Shaft().suffers({ verb: 'fail', code: 51, seconds: 30 });
  shaft.suffers({ verb: 'ride', from: 1, to: 7 }).passes(60);
  expect(shaft.facts('trip')).toMatchObject([{ interrupted: false }]);
  shaft
    .suffers({ verb: 'ride', from: 7, to: 1 })
    .until((lift) => lift.riders.length > 0 && carMotion(lift).mmS < -900);
  shaft.suffers({ verb: 'fail', code: 40, seconds: 60 }).passes(180);
  expect(shaft.facts('trip').map(({ run, interrupted }) => [run, interrupted])).toEqual([
    ['normal', false],
    ['normal', true],
    ['correction', false],
  ]);
  expect(shaft.lift.log.map(({ code }) => code)).toEqual([40, 51]);
  expect(shaft.facts('fault').map(({ code }) => code)).toEqual([51, 40]);
});

test('a governor trips, a limit switch is passed, a brake slips, a call is not answered', () => {
  const fast = new Shaft()
    .suffers({ verb: 'overspeed', factor: 1.3 })
    .suffers({ verb: 'ride', from: 1, to: 7 });
  fast.passes(60);
  expect(fast.facts('trip')[0]).toMatchObject({ interrupted: true });
  expect(fast.facts('trip')[0]?.vmaxMmS).toBeGreaterThan(1150);
  expect(fast.lift.fault.code).toBe(33);

  const high = new Shaft().suffers({ verb: 'overtravel', mm: 260 }).suffers({ verb: 'ride', from: 1, to: 7 });
  high.passes(60);
  expect(high.lift.fault.code).toBe(43);
  expect(levelErrorMm(high.lift)).toBeGreaterThan(200);

  const loose = new Shaft()
    .suffers({ verb: 'ride', from: 1, to: 7 })
    .until(({ door }) => door.phase === 'open');
  loose.suffers({ verb: 'runaway', mm: 700 }).passes(1);
  expect(loose.lift).toMatchObject({ run: { kind: 'runaway' }, door: { phase: 'open' } });
  loose.passes(30);
  expect(loose.lift.fault.code).toBe(33);

  const deaf = new Shaft()
    .suffers({ verb: 'ignoreCalls' })
    .suffers({ verb: 'ride', from: 3, to: 7 })
    .passes(300);
  expect(deaf.facts('trip')).toEqual([]);
  expect(deaf.lift.waiting).toHaveLength(1);
  expect(deaf.repaired().passes(120).facts('trip')).toHaveLength(2);
});
