import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DetectionInput, DetectionState } from '../../../gateway/lift/detection/detection.ts';
import { NO_DETECTION, stepDetection } from '../../../gateway/lift/detection/detection.ts';
import {
  ENTRAPMENT_EDGES,
  type EntrapmentChange,
} from '../../../gateway/lift/detection/entrapment/entrapment.ts';
import { THRESHOLDS } from '../detection/lift.ts';
import { AT_FIRST, lookAt, type World } from './story.ts';

const PLAN = { ratedMmS: 1000, topFloor: 6, topMm: null };
const ALL = { sees: 'person', verdict: true, tells: { zone: true, door: true } } as const;
const FIELDS = ['moving', 'door', 'zone', 'mode', 'seen', 'button', 'power'] as const;

/** Anything a lift may show, sensible or not. */
const worlds: fc.Arbitrary<World> = fc.record({
  door: fc.constantFrom('closed', 'closed', 'opened', 'closing', 'unknown', 'doorFault'),
  moving: fc.boolean(),
  zone: fc.boolean(),
  seen: fc.boolean(),
  mode: fc.constantFrom('normal', 'normal', 'inspection', 'faultLock', 'fireOperation'),
  power: fc.constantFrom('mains', 'mains', 'battery', 'off'),
  chain: fc.constantFrom('closed', 'openOther'),
  fault: fc.constantFrom(0, 0, 1, 5),
  button: fc.boolean(),
  openButton: fc.boolean(),
  calls: fc.boolean(),
  trapped: fc.constantFrom('no', 'no', 'at-level'),
  silent: fc.oneof(
    { weight: 4, arbitrary: fc.constant([] as (typeof FIELDS)[number][]) },
    { weight: 1, arbitrary: fc.subarray([...FIELDS]) },
    { weight: 1, arbitrary: fc.constant('all' as const) },
  ),
  doubt: fc.subarray([...FIELDS], { maxLength: 2 }),
});
const lifts = fc.record({
  sees: fc.constantFrom('person', 'load', 'no'),
  verdict: fc.boolean(),
  tells: fc.record({ zone: fc.boolean(), door: fc.boolean() }),
});
const plans = fc.array(fc.record({ world: worlds, seconds: fc.integer({ min: 1, max: 100 }) }), {
  minLength: 1,
  maxLength: 12,
});

type Lift = Parameters<typeof lookAt>[1];

/** Folds one input; the changes of the entrapment it made. */
function fold(state: DetectionState, input: DetectionInput): [DetectionState, EntrapmentChange[]] {
  const step = stepDetection(state, input, PLAN, THRESHOLDS);
  const changes = step.findings.flatMap((one) => (one.kind === 'entrapment' ? [one.change] : []));
  return [step.state, changes];
}

function inputAt(world: World, lift: Lift, second: number): DetectionInput {
  const at = { boot: 'test', mono: 1000 * second };
  const snapshot = lookAt(world, lift, at);
  return snapshot === null ? { kind: 'tick', at } : { kind: 'look', snapshot, at };
}

/** Somebody is shut in between landings, and found. */
function confirmed(): DetectionState {
  const shut: World = { ...AT_FIRST, door: 'closed', zone: false, seen: true };
  let state = NO_DETECTION;
  for (let second = 0; second <= 40; second++) [state] = fold(state, inputAt(shut, ALL, second));
  expect(state.entrapment.phase).toBe('confirmed');
  return state;
}

describe('a confirmed entrapment', () => {
  test('never ends by time alone', () => {
    fc.assert(
      fc.property(
        worlds,
        fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 60 }),
        (world, gaps) => {
          // whatever stands shut, or cannot be told, goes on standing so: nothing happens but time
          const shut: World = { ...world, moving: false, mode: 'normal' };
          const still: World = shut.door === 'opened' ? { ...shut, door: 'closed' } : shut;
          let state = confirmed();
          let second = 40;
          for (const gap of gaps) {
            second += gap;
            const [next, changes] = fold(state, inputAt(still, ALL, second));
            expect(changes).toEqual([]);
            state = next;
          }
          expect(state.entrapment.phase).toBe('confirmed');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('does not end by one look at a mechanic, with nothing but silence behind it', () => {
    const inspected: World = { ...AT_FIRST, door: 'closed', zone: false, seen: true, mode: 'inspection' };
    let [state] = fold(confirmed(), inputAt(inspected, ALL, 41));
    for (let second = 42; second < 100; second++) {
      const [next, changes] = fold(state, inputAt({ ...inspected, silent: 'all' }, ALL, second));
      expect(changes).toEqual([]);
      state = next;
    }
    expect(state.entrapment.phase).toBe('confirmed');
  });

  test('never ends by silence, nor by a restart in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.integer({ min: 1, max: 100_000 }), reboot: fc.boolean() }), {
          maxLength: 40,
        }),
        (silences) => {
          let state = confirmed();
          let [boot, second] = [0, 40];
          for (const { gap, reboot } of silences) {
            if (reboot) [boot, second] = [boot + 1, 0];
            second += gap;
            const at = { boot: boot === 0 ? 'test' : `boot-${boot}`, mono: 1000 * second };
            const [next, changes] = fold(state, { kind: 'tick', at });
            expect(changes).toEqual([]);
            state = next;
          }
          expect(state.entrapment.phase).toBe('confirmed');
        },
      ),
      { numRuns: 60 },
    );
  });
});

const BLIND = { sees: 'person', verdict: false, tells: { zone: false, door: false } } as const;
/** A ride after a mechanic's visit is seen whole, and the wire breaks in the very second in which that is drawn. */
const SHUT: World = { ...AT_FIRST, door: 'closed', zone: false };
const ATTENDED_THEN_SILENT: { world: World; seconds: number }[] = [
  { world: { ...SHUT, button: true }, seconds: 31 },
  { world: { ...SHUT, mode: 'inspection' }, seconds: 11 },
  { world: { ...SHUT, moving: true }, seconds: 11 },
  { world: { ...SHUT, silent: 'all' }, seconds: 1 },
];

describe('whatever a lift shows', () => {
  test('phases follow allowed edges, and each ends by something that happened', () => {
    fc.assert(
      fc.property(lifts, plans, (lift, plan) => {
        let state = NO_DETECTION;
        let second = 0;
        let shown: World = AT_FIRST; // by the last look: a tick in a silence may draw what was seen before it
        for (const { world, seconds } of plan) {
          if (world.silent !== 'all') shown = world;
          for (let i = 0; i < seconds; i++, second++) {
            const before = state.entrapment;
            const [next, changes] = fold(state, inputAt(world, lift, second));
            state = next;
            for (const { from, to, cause } of changes) {
              expect(from).toBe(before.phase);
              expect(ENTRAPMENT_EDGES[from]).toContain(to);
              // once confirmed, only a ride, an open door at a landing or a mechanic eases it
              if (before.confirmedOnce && to !== 'confirmed') {
                expect(['ran', 'door-open', 'inspection']).toContain(cause);
                if (cause === 'ran') expect(shown.moving).toBe(true);
                // it may be on its way back when its three seconds are over
                if (cause === 'door-open') expect(['opened', 'closing']).toContain(shown.door);
                if (cause === 'door-open' && lift.tells.zone) expect(shown.zone).toBe(true);
                if (cause === 'inspection') expect(shown.mode).toBe('inspection');
              }
            }
            expect(changes.length).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 150, examples: [[BLIND, ATTENDED_THEN_SILENT]] },
    );
  });

  test('the state is plain data: written down and read again at any time, it goes on as if nothing had been', () => {
    fc.assert(
      fc.property(lifts, plans, (lift, plan) => {
        let [kept, saved] = [NO_DETECTION, NO_DETECTION];
        let second = 0;
        for (const { world, seconds } of plan) {
          for (let i = 0; i < seconds; i += 5, second += 5) {
            const input = inputAt(world, lift, second);
            const [one, changes] = fold(kept, input);
            const [other, same] = fold(JSON.parse(JSON.stringify(saved)) as DetectionState, input);
            expect(same).toEqual(changes);
            [kept, saved] = [one, other];
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});
