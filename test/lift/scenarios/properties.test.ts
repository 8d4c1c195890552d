import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { soak } from '../../harness/soak.ts';
import { type Change, type Incident, incidentsSchema } from './script.ts';
import { tell } from './told.ts';

// Properties of whatever a lift and its sensors do: rides at random, one thing wrong at a random moment.

vi.setConfig({ testTimeout: soak(1) > 1 ? 3_600_000 : 900_000 });

type Step = readonly [number, Change];

const ride = fc.record({ to: fc.integer({ min: 1, max: 6 }), waitS: fc.integer({ min: 20, max: 400 }) });
const rides = fc.array(ride, { minLength: 3, maxLength: 7 });
const devices = fc.constantFrom('both', 'box', 'controller' as const);

/** Rides one after the other, each over before the next begins. */
function served(plan: readonly { to: number; waitS: number }[]): { steps: Step[]; endS: number } {
  let at = 10;
  const steps = plan.map(({ to, waitS }): Step => {
    const step: Step = [at, { serve: to }];
    at += 45 + waitS;
    return step;
  });
  return { steps, endS: at };
}

function incident(
  more: Partial<Incident> & Pick<Incident, 'devices' | 'until'>,
  steps: readonly Step[],
): Incident {
  const [one] = incidentsSchema.parse([
    {
      name: 'at random',
      everyS: 1,
      clause: 'issue, what must be seen 3',
      ...more,
      steps: steps.map((step) => [...step]),
    },
  ]);
  if (one === undefined) throw new Error('no incident');
  return one;
}

const reds = (one: Incident) =>
  tell(one).alarms.flatMap(({ atS, rule, cause, severity }) =>
    cause === 'raised' && severity === 'red' ? [`${rule} at ${atS}`] : [],
  );

const anyFlag = fc.boolean();
type Stuck = NonNullable<Change['stuck']>;
/** One sensor, at any value it can show. */
const stuck: fc.Arbitrary<Stuck> = fc.oneof(
  ...(
    ['openLimit', 'closeLimit', 'lock', 'chain', 'zone', 'boxLevel', 'boxDoor', 'boxUp', 'boxDown'] as const
  ).map((name) => anyFlag.map((value): Stuck => ({ [name]: value }))),
  fc.integer({ min: -3_000, max: 40_000 }).map((position): Stuck => ({ position })),
  fc.integer({ min: 0, max: 3_000 }).map((speed): Stuck => ({ speed })),
  fc.integer({ min: 0, max: 3 }).map((direction): Stuck => ({ direction })),
  fc.integer({ min: -100, max: 300 }).map((load): Stuck => ({ load })),
  fc.integer({ min: 1, max: 6 }).map((floor): Stuck => ({ floor })),
);

type Word = NonNullable<Change['word']>;
const bit = (of: Word['of'], address: number, most: number): fc.Arbitrary<Word> =>
  fc.record({ n: fc.integer({ min: 0, max: most }), on: anyFlag }).map(({ n, on }) => ({
    ...{ of, address, mask: 1 << n, value: on ? 1 << n : 0 },
  }));
const field = (address: number, mask: number, value: fc.Arbitrary<number>): fc.Arbitrary<Word> =>
  value.map((one) => ({ of: 'controller' as const, address, mask, value: one }));
const anyWord = fc.integer({ min: 0, max: 0xffff });
/** One register of a device, or one bit of it, as §2.1 and §2.2 have them. */
const words: fc.Arbitrary<Word> = fc.oneof(
  ...[0x1010, 0x1011, 0x1018, 0x1019, 0x101a, 0x2000, 0x2010, 0x3000].map((at) => field(at, 0xffff, anyWord)),
  ...[4, 8].map((place) =>
    field(
      0x101d,
      0xf << place,
      fc.integer({ min: 0, max: 15 }).map((code) => code << place),
    ),
  ),
  field(0x8000, 0xffff, fc.integer({ min: 1, max: 99 })),
  ...[0x1015, 0x101b, 0x101c, 0x101d, 0x1022].map((at) => bit('controller', at, 15)),
  ...[0, 1, 2].map((at) => bit('box', at, 15)),
);

describe('no single sensor that sticks at any value raises a red alarm', () => {
  test('nor does any register, or any bit of one', () => {
    fc.assert(
      fc.property(
        devices,
        rides,
        words,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seen, plan, word, when) => {
          const { steps, endS } = served(plan);
          const parked: Step[] = [[endS, { park: 3 }]];
          const from: Step = [Math.round(when * endS), { word }];
          const told = tell(incident({ devices: seen, until: endS + 600 }, [...steps, ...parked, from]));
          const red = told.alarms.filter(
            ({ rule, cause, severity }) =>
              cause === 'raised' && severity === 'red' && rule !== 'alarm-button',
          );
          expect(red).toEqual([]);
        },
      ),
      { numRuns: soak(20) },
    );
  });

  test('from the beginning, or from any moment on', () => {
    fc.assert(
      fc.property(
        devices,
        rides,
        stuck,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seen, plan, what, when) => {
          const { steps, endS } = served(plan);
          const from: Step = [Math.round(when * endS), { stuck: what }];
          expect(reds(incident({ devices: seen, until: endS + 600 }, [...steps, from]))).toEqual([]);
        },
      ),
      { numRuns: soak(20) },
    );
  });

  test('a person sensor that always shows the same, and one that sticks while the car has stood empty for long', () => {
    fc.assert(
      fc.property(devices, rides, anyFlag, anyFlag, (seen, plan, person, late) => {
        const { steps, endS } = served(plan);
        const from: Step = [late ? endS + 400 : 0, { stuck: { person } }];
        expect(reds(incident({ devices: seen, until: endS + 1_200 }, [...steps, from]))).toEqual([]);
      }),
      { numRuns: soak(6) },
    );
  });

  test('an alarm button that sticks at any moment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('both', 'box' as const),
        rides,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seen, plan, when) => {
          const { steps, endS } = served(plan);
          const from: Step = [Math.round(when * endS), { button: true }];
          const told = tell(incident({ devices: seen, until: endS + 600 }, [...steps, from]));
          expect(
            told.alarms.filter(({ severity, cause }) => severity === 'red' && cause === 'raised'),
          ).toEqual([]);
          expect(
            told.alarms.filter(({ rule, cause }) => rule === 'alarm-button' && cause === 'raised').length,
          ).toBeLessThanOrEqual(1);
          expect(
            told.deeds.filter(([deed]) => deed.kind === 'sensor-fault' && deed.sensor === 'alarmButton'),
          ).toHaveLength(1);
        },
      ),
      { numRuns: soak(6) },
    );
  });
});

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
