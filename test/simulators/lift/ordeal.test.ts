import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inDoorZone } from '../../../simulators/lift/view.ts';
import { soak } from '../../harness/soak.ts';
import { Shaft } from './shaft.ts';

type Wish = Parameters<Shaft['suffers']>[0];

const seconds = fc.integer({ min: 1, max: 90 });
const floor = fc.integer({ min: 1, max: 7 });
const ride = fc
  .tuple(floor, floor)
  .filter(([from, to]) => from !== to)
  .map(([from, to]): Wish => ({ verb: 'ride', from, to }));

const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 6, arbitrary: ride },
  fc.constantFrom('level', 'between').map((where): Wish => ({ verb: 'trap', where })),
  fc.constant<Wish>({ verb: 'free' }),
  floor.map((one): Wish => ({ verb: 'stickLock', floor: one })),
  seconds.map((s): Wish => ({ verb: 'obstruct', seconds: s })),
  seconds.map((s): Wish => ({ verb: 'hold', seconds: s })),
  seconds.map((s): Wish => ({ verb: 'dirtyCurtain', seconds: s })),
  fc.boolean().map((on): Wish => ({ verb: 'mains', on })),
  fc.boolean().map((on): Wish => ({ verb: 'inspect', on })),
  fc.boolean().map((on): Wish => ({ verb: 'fireAlarm', on })),
  fc
    .tuple(seconds, fc.boolean())
    .map(([s, answers]): Wish => ({ verb: 'rebootController', seconds: s, answers })),
  fc
    .tuple(fc.integer({ min: 1, max: 58 }), fc.option(seconds))
    .map(([code, s]): Wish => ({ verb: 'fail', code, seconds: s })),
  fc
    .constantFrom('start', 'carDoor', 'landingDoor', 'other')
    .map((stage): Wish => ({ verb: 'openChain', stage })),
  fc.constant<Wish>({ verb: 'overspeed', factor: 1.3 }),
  fc.constant<Wish>({ verb: 'overtravel', mm: 260 }),
  fc.constant<Wish>({ verb: 'runaway', mm: 700 }),
  fc.constant<Wish>({ verb: 'ignoreCalls' }),
);

test('whatever happened to it, a lift that is put right carries people again, and its record makes sense', () => {
  const story = fc.array(fc.tuple(wish, fc.integer({ min: 0, max: 40_000 })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(story, fc.boolean(), fc.integer({ min: 1, max: 1000 }), (mishaps, rescue, seed) => {
      const shaft = new Shaft({ rescue }, seed);
      for (const [what, ms] of mishaps) shaft.suffers(what).passes(ms / 1000);
      shaft.suffers({ verb: 'mains', on: true }).suffers({ verb: 'fireAlarm', on: false });
      shaft.suffers({ verb: 'inspect', on: false }).passes(60).repaired().passes(600);
      const before = shaft.facts('trip').length;
      shaft.suffers({ verb: 'ride', from: 2, to: 7 }).passes(300);

      expect(shaft.lift).toMatchObject({ riders: [], waiting: [], fault: { code: 0 }, mode: 'normal' });
      expect(shaft.lift).toMatchObject({ phase: { name: 'idle' }, door: { phase: 'closed' } });
      expect(inDoorZone(shaft.lift)).toBe(true);
      expect(shaft.facts('trip').length).toBeGreaterThan(before);
      expect(shaft.facts('trip').at(-1)).toMatchObject({ to: 7, interrupted: false });
      expect(shaft.facts('entrapment').every(({ untilMs }) => untilMs !== null)).toBe(true);

      const trips = shaft.facts('trip');
      trips.forEach((trip, i) => {
        expect(trip.startMs).toBeGreaterThanOrEqual(trips[i - 1]?.endMs ?? 0);
        expect(trip.endMs).toBeGreaterThan(trip.startMs);
        if (trip.run === 'runaway') return;
        const open = shaft
          .facts('door')
          .filter((one) => one.startMs < trip.endMs && one.endMs > trip.startMs);
        expect(open).toEqual([]);
      });
    }),
    { numRuns: soak(60) },
  );
});
