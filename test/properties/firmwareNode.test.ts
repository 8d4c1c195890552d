import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCommand, encodeCommand, NODE_OUTPUTS } from '../../drivers/annunciator/node.ts';
import { type NodeEvent, startingState, step } from '../../firmware/annunciator/core.ts';
import { type KeptNode, keptFrom, keptText, NEVER_TOLD } from '../../firmware/annunciator/kept.ts';
import type { NodeState } from '../../firmware/annunciator/nodeState.ts';
import { pinsOf, statusOf } from '../../firmware/annunciator/outputs.ts';
import { RESET_COUNTS_MS } from '../../firmware/annunciator/valve.ts';
import { soak } from '../harness/soak.ts';

// Registers as a master might write them: those the node refuses included.
const registers = fc.tuple(
  fc.integer({ min: 0, max: 650 }),
  fc.integer({ min: 0, max: 4 }),
  fc.oneof(fc.constantFrom(0, 0, 8), fc.integer({ min: 0, max: 31 })),
  fc.oneof(fc.constantFrom(0b10_10_01_10_10, 0b00_01_01_00_01), fc.integer({ min: 0, max: 1023 })),
  fc.constantFrom(0, 0, 0, 8, 31),
  fc.integer({ min: 0, max: 65_535 }),
);
const event = fc.oneof(
  { weight: 5, arbitrary: registers.map((words) => ({ kind: 'registers', words }) as const) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('contact' as const),
      contact: fc.constantFrom('reset' as const, 'silence' as const, 'test' as const, 'tamper' as const),
      closed: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('board' as const),
      board: fc.constantFrom('ready' as const, 'ready' as const, 'gone' as const, 'starting' as const),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'press' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reboot' } as const) },
  { weight: 2, arbitrary: fc.constant({ kind: 'tick' } as const) },
);
const pause = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30_000 }));
const history = fc.array(fc.tuple(event, pause), { maxLength: 120 });
/** A hand on the reset button, as the contact tells of it; the settling is left to what comes next. */
const PRESS = [false, true].map((closed) => ({ kind: 'contact', contact: 'reset', closed }) as const);
const HELD_MS = 100;

/** Every single event of a history with its time. */
function* told(events: readonly (readonly [Happening, number])[]): Generator<readonly [Single, number]> {
  let now = 1000;
  for (const [what, pauseMs] of events) {
    now += pauseMs;
    for (const single of what.kind === 'press' ? PRESS : [what]) {
      yield [single, now];
      if (what.kind === 'press') now += HELD_MS;
    }
  }
}

type Happening = typeof event extends fc.Arbitrary<infer E> ? E : never;
type Single = Exclude<Happening, { kind: 'press' }>;

function reboot(state: NodeState, now: number): NodeState {
  const kept = keptFrom(keptText(state.kept));
  if (!kept.ok) throw new Error('what was kept does not read back');
  return startingState((state.boot + 1) >>> 0, kept.value, now);
}

function happen(state: NodeState, what: Single, now: number): NodeState {
  if (what.kind === 'reboot') return reboot(state, now);
  if (what.kind !== 'registers') return step(state, what satisfies NodeEvent, now);
  const command = decodeCommand(what.words);
  return command === null
    ? step(state, { kind: 'tick' }, now)
    : step(state, { kind: 'command', command }, now);
}

const open = (kept: KeptNode) => !kept.valveClosed;

test('a closed gas valve never opens but after a press of the reset button with nothing asking for it, whatever happens', () => {
  let openings = 0;
  fc.assert(
    fc.property(history, (events) => {
      let state = startingState(1, NEVER_TOLD, 1000);
      let pressedAt = Number.NEGATIVE_INFINITY;
      let presses = 0;
      for (const [what, now] of told(events)) {
        const before = state;
        state = happen(state, what, now);
        const { resetPresses } = statusOf(state, now);
        if (what.kind === 'reboot') presses = 0;
        if (resetPresses !== presses) pressedAt = now;
        presses = resetPresses;
        if (open(before.kept) || !open(state.kept)) continue;
        openings += 1;
        expect(now - pressedAt).toBeLessThanOrEqual(RESET_COUNTS_MS);
        expect(state.kept.closeAsked).toBe(false);
        expect(state.lost && state.kept.onLoss['gas-valve'] === 'act').toBe(false);
        expect(before.board).toBe('ready'); // when the button was heard
      }
    }),
    { numRuns: soak(2000) },
  );
  expect(openings).toBeGreaterThan(0); // the property was put to the test
});

test('the pin of a valve that needs power rises only where the latch was opened by hand', () => {
  fc.assert(
    fc.property(history, (events) => {
      let state = startingState(1, NEVER_TOLD, 1000);
      for (const [what, now] of told(events)) {
        const before = pinsOf(state, now)['gas-valve'];
        const was = state;
        state = happen(state, what, now);
        if (!state.kept.atRest.has('gas-valve')) continue;
        const rises = !before && pinsOf(state, now)['gas-valve'];
        if (rises) expect([open(was.kept), open(state.kept)]).toEqual([false, true]);
      }
    }),
    { numRuns: soak(1000) },
  );
});

test('what guard asks for acts at once while its lease lives, and the status says what the pins do', () => {
  fc.assert(
    fc.property(history, (events) => {
      let state = startingState(1, NEVER_TOLD, 1000);
      for (const [what, now] of told(events)) {
        state = happen(state, what, now);
        const status = statusOf(state, now);
        const pins = pinsOf(state, now);
        for (const output of NODE_OUTPUTS) {
          if (output === 'siren') continue; // in patterns
          expect(pins[output]).toBe(status.acting.has(output) !== state.kept.atRest.has(output));
        }
        if (what.kind !== 'registers') continue;
        const command = decodeCommand(what.words);
        if (command === null || command.leaseMs === 0) continue;
        expect(status.tone).toBe(command.tone);
        const asked = encodeCommand(command)[2] ?? 0;
        for (const [i, output] of NODE_OUTPUTS.entries())
          if (((asked >> i) & 1) === 1) expect(status.acting.has(output)).toBe(true);
      }
    }),
    { numRuns: soak(500) },
  );
});
