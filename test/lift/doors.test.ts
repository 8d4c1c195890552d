import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { type DoorEffect, NO_DOORS, stepDoors } from '../../gateway/lift/doors.ts';
import { doorShowing } from './shownLift.ts';

function fold(looks: Iterable<LiftSnapshot>): DoorEffect[] {
  let state = NO_DOORS;
  const effects: DoorEffect[] = [];
  for (const look of looks) {
    // as if the gateway had been restarted after each: the state is plain data
    const step = stepDoors(JSON.parse(JSON.stringify(state)), look);
    state = step.state;
    effects.push(...step.effects);
  }
  return effects;
}

type True = { readonly from: number; readonly to: number; readonly dwell: number };
const [OPEN, CLOSE] = [2_200, 2_800];

function statusAt(cycles: readonly True[], ms: number) {
  const cycle = cycles.find(({ from, to }) => ms >= from && ms < to);
  if (cycle === undefined) return 'closed';
  if (ms < cycle.from + OPEN) return 'opening';
  return ms < cycle.to - CLOSE ? 'opened' : 'closing';
}

describe('door cycles', () => {
  const times = fc.array(
    fc.record({ shut: fc.integer({ min: 500, max: 20_000 }), dwell: fc.integer({ min: 1_000, max: 9_000 }) }),
    { minLength: 1, maxLength: 8 },
  );
  const holes = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 90_000 }), ms: fc.integer({ min: 100, max: 20_000 }) }),
    { maxLength: 5 },
  );

  test('are told exactly, or lie in a time that says it was not watched, whatever was not heard', () => {
    fc.assert(
      fc.property(times, holes, (plan, list) => {
        let now = 3_000;
        const cycles = plan.map(({ shut, dwell }): True => {
          const from = now + shut;
          now = from + OPEN + dwell + CLOSE;
          return { from, to: now, dwell };
        });
        const looks: LiftSnapshot[] = [];
        for (let ms = 0; ms < now + 30_000; ms += 400)
          if (ms > now + 20_000 || !list.some(({ at, ms: long }) => ms >= at && ms < at + long))
            looks.push(doorShowing(statusAt(cycles, ms), ms));
        const effects = fold(looks);
        const told = effects.flatMap((effect) => (effect.kind === 'door' ? [effect.cycle] : []));
        const unseen = effects.flatMap((effect) => (effect.kind === 'door-unseen' ? [effect.unseen] : []));
        const matched = told.map(({ startedAt, endedAt, plusMinusMs, openMs, closeMs, dwellMs }) => {
          const match = cycles.find(
            ({ from, to }) =>
              Math.abs(startedAt.mono - from) <= plusMinusMs && Math.abs(endedAt.mono - to) <= plusMinusMs,
          );
          if (openMs !== null) expect(Math.abs(openMs - OPEN)).toBeLessThanOrEqual(2 * plusMinusMs);
          if (closeMs !== null) expect(Math.abs(closeMs - CLOSE)).toBeLessThanOrEqual(2 * plusMinusMs);
          if (dwellMs !== null)
            expect(Math.abs(dwellMs - (match?.dwell ?? 0))).toBeLessThanOrEqual(2 * plusMinusMs);
          return match;
        });
        expect(matched).not.toContain(undefined);
        expect(new Set(matched).size).toBe(told.length);
        for (const cycle of cycles)
          if (!matched.includes(cycle) && cycle.from > (looks[0]?.floor?.at.mono ?? 0))
            expect(unseen.some(({ from, to }) => from.mono <= cycle.to && to.mono >= cycle.from)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('of a door that turns back are one, with its reversals', () => {
    const story = [
      'closed',
      'opening',
      'opened',
      'closing',
      'opening',
      'opened',
      'closing',
      'closed',
    ] as const;
    const effects = fold(story.map((status, i) => doorShowing(status, 400 * i)));
    expect(effects).toMatchObject([{ kind: 'door', cycle: { reversals: 1, floor: 3, door: 1 } }]);
  });

  test('end only when the landing lock has made', () => {
    const looks = [
      doorShowing('closed', 0, true),
      doorShowing('opened', 400, false),
      doorShowing('closing', 800, false),
      doorShowing('closed', 1_200, false),
      doorShowing('opening', 1_600, false),
      doorShowing('closing', 2_000, false),
      doorShowing('closed', 2_400, true),
    ];
    expect(fold(looks)).toMatchObject([{ kind: 'door', cycle: { reversals: 1 } }]);
  });

  test('are none when the operator turns in vain', () => {
    const looks = [
      doorShowing('closed', 0, true),
      doorShowing('opening', 400, true),
      doorShowing('opening', 2_400, true),
      doorShowing('closed', 2_800, true),
    ];
    expect(fold(looks)).toMatchObject([{ kind: 'door-balked', floor: 3 }]);
  });

  test('are not known where it may have shut and opened between two looks', () => {
    const turned = (ms: number) => [
      doorShowing('closed', 0),
      doorShowing('opening', 400),
      doorShowing('closing', 800),
      doorShowing('opening', 800 + ms),
      doorShowing('closed', 1_200 + ms),
    ];
    expect(fold(turned(450))).toMatchObject([{ kind: 'door', cycle: { reversals: 1 } }]);
    expect(fold(turned(800))).toMatchObject([{ kind: 'door-unseen', unseen: { least: 1 } }]);
    // a sensor that knows only open and shut would not have seen it close
    const plain = (ms: number) => [
      doorShowing('closed', 0),
      ...[400, 800, 1_200, 1_600, 2_000, 2_400].map((mono) => doorShowing('opened', mono)),
      doorShowing('opened', 2_400 + ms),
      doorShowing('closed', 2_800 + ms),
    ];
    expect(fold(plain(450))).toMatchObject([{ kind: 'door', cycle: { openMs: null, dwellMs: null } }]);
    expect(fold(plain(800))).toMatchObject([{ kind: 'door-unseen', unseen: { least: 1 } }]);
  });

  test('are none where a contact that knows open and shut alone bounces', () => {
    const looks = [doorShowing('closed', 0), doorShowing('opened', 500), doorShowing('closed', 1_000)];
    expect(fold(looks)).toEqual([]);
  });

  test('over a restart are not known', () => {
    const open = [100, 500, 900, 1_300, 1_700, 2_100, 2_500].map((mono) => doorShowing('opened', mono));
    const looks = [...open, doorShowing('closed', 2_900)];
    expect(
      fold([doorShowing('closed', 0), ...looks, doorShowing('closed', 300, null, 'next')]),
    ).toMatchObject([{ kind: 'door' }, { kind: 'door-unseen', unseen: { least: 0 } }]);
  });
});
