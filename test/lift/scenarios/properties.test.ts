import fc from 'fast-check';
import { expect, test } from 'vitest';
import { soak } from '../../harness/soak.ts';
import { devices, incident, reds, type Step } from './randomRides.ts';
import type { Change } from './script.ts';
import { tell } from './told.ts';

// Properties of whatever a lift and its sensors do: one thing wrong at a random moment.

const anyFlag = fc.boolean();
test('an entrapment that stood ends only by an open door at a landing, a hand, or not at all', () => {
  const event = fc.record({
    atS: fc.integer({ min: 80, max: 900 }),
    what: fc.constantFrom<Change>(
      ...[{ person: false }, { load: 0 }, { mode: 0 }, { mode: 7 }, { mode: 3 }, { zeros: true }],
      ...[
        { zeros: false },
        { silent: ['controller' as const] },
        { silent: ['controller' as const, 'box' as const] },
      ],
      ...[
        { silent: [] },
        { restart: true as const },
        { go: 2.6 },
        { go: 3.5 },
        { button: true },
        { button: false },
      ],
      ...[{ person: { on: 0.5, off: 7 } }, { stuck: { zone: true } }, { fault: 41 }, { openButton: true }],
    ),
  });
  fc.assert(
    fc.property(devices, fc.array(event, { maxLength: 12 }), fc.boolean(), (seen, events, freed) => {
      const trapped: Step[] = [
        [2, { open: 'front' }],
        [4, { person: true, load: 12, carCalls: [4] }],
        [7, { shut: 'front' }],
        [10, { go: 2.5 }],
      ];
      const steps = events.map(({ atS, what }): Step => [atS, what]);
      const rescue: Step[] = freed
        ? [
            [1_000, { silent: [], zeros: false, mode: 7, go: 3, stuck: { zone: null } }],
            [1_020, { open: 'front' }],
          ]
        : [];
      const told = tell(incident({ devices: seen, until: 1_100 }, [...trapped, ...steps, ...rescue]));
      const confirmedAt = told.phases.find(([phase]) => phase === 'confirmed')?.[1];
      expect(confirmedAt).toBeLessThan(80);
      const ended = told.phases.filter(
        ([phase, at]) => (phase === 'resolved' || phase === 'none') && at > 80,
      );
      if (freed) {
        expect(ended[0]?.[0]).toBe('resolved');
        expect(ended[0]?.[1]).toBeGreaterThan(1_020);
        expect(ended[0]?.[1]).toBeLessThan(1_045);
      } else expect(ended).toEqual([]);
    }),
    { numRuns: soak(20) },
  );
});

test('nothing that was told before a silence is used after it', () => {
  fc.assert(
    fc.property(
      devices,
      fc.integer({ min: 5, max: 300 }),
      fc.integer({ min: 1, max: 6 }),
      anyFlag,
      (seen, gapS, to, restarts) => {
        // the door stands open before somebody; nobody is heard while they leave, it shuts, the car goes elsewhere and stands there open
        const back = 60 + gapS + 60;
        const steps: Step[] = [
          [10, { open: 'front' }],
          [14, { person: true, load: 15, carCalls: [3] }],
          [60, { silent: ['controller', 'box'], ...(restarts ? { restart: true as const } : {}) }],
          [61, { person: false, load: 0, carCalls: [], front: 'closed' }],
          [62, { go: to + 0.5 > 6 ? 5.5 : to + 0.5 }],
          [back - 2, { halt: true, front: 'opened' }],
          [back, { silent: [] }],
        ];
        expect(reds(incident({ devices: seen, until: back + 40 }, steps))).toEqual([]);
      },
    ),
    { numRuns: soak(10) },
  );
});
