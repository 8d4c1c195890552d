import fc from 'fast-check';
import { QUALITY_CODES, type Quality } from '../../drivers/quality.ts';
import type { PointValue } from '../../drivers/reading.ts';
import type {
  AlarmEvent,
  Birth,
  Channel,
  EventBody,
  EventHeader,
  LiftHappening,
  LiftInstant,
  Part,
  Plain,
  ReportGroup,
  SampleGroup,
  StateMessage,
  TelemetryHeader,
  TimeBase,
  WireText,
} from '../../gateway/telemetry/index.ts';
import { CLOCK_QUALITIES, liftDetails } from '../../gateway/telemetry/index.ts';

// What a gateway could ever say, for property tests.

export const id = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{16}$/),
  fc.constantFrom('b007b007b007b007', 'test-boot', 'ABCDEF0123456789'),
);
const words = fc.string({ maxLength: 12, unit: 'grapheme' });
const text: fc.Arbitrary<WireText> = fc.oneof(words, fc.record({ en: words, zh: words }));
const sequence = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.maxSafeNat());
const quality = fc.constantFrom(...(Object.keys(QUALITY_CODES) as Quality[]));
const mono = fc.nat({ max: 2 ** 45 });
const instant = fc.record({ boot: id, mono });

export const channels: fc.Arbitrary<Channel[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 70_000 }), { minLength: 1, maxLength: 8 })
  .chain((indices) =>
    fc.tuple(
      ...indices.map((index) =>
        fc.record(
          {
            index: fc.constant(index),
            point: fc.constant(`d${index}/p`),
            name: text,
            unit: words,
            exponent: fc.integer({ min: -9, max: 9 }),
            profile: words,
            place: text,
            role: words,
          },
          { requiredKeys: ['index', 'point', 'name', 'unit', 'exponent', 'profile'] },
        ),
      ),
    ),
  );

const finite = fc.oneof(
  fc.integer({ min: -300, max: 300 }).map((value) => value / 10),
  fc.integer({ min: -50_000, max: 50_000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e300, -1e300, 5e-324, 2 ** 50, 2 ** 53, -(2 ** 53), 9_007_199.254740993),
);
const plainValue: fc.Arbitrary<PointValue> = fc.oneof({ weight: 6, arbitrary: finite }, words, fc.boolean());

const eventValue = plainValue.map((value) => (value === 0 ? 0 : value)); // −0 travels as 0

/** A value with its quality: good and there, uncertain and there, bad and missing; rarely any other mixture. */
const cell = (value: fc.Arbitrary<PointValue>): fc.Arbitrary<{ value: PointValue; quality: Quality }> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ value, quality: fc.constant<Quality>('good') }) },
    { weight: 2, arbitrary: fc.record({ value: fc.constant(null), quality }) },
    { weight: 1, arbitrary: fc.record({ value, quality }) },
  );

/** Columns of one temper: smooth numbers, any numbers, states, or a mixture. */
const column = (rows: number) =>
  fc
    .constantFrom<fc.Arbitrary<PointValue>>(
      fc.integer({ min: 200, max: 210 }).map((value) => value / 10),
      finite,
      fc.boolean(),
      fc.constantFrom('open', 'closed', 'fault'),
      plainValue,
    )
    .chain((value) => fc.array(cell(value), { minLength: rows, maxLength: rows }));

function sampleGroup(
  indices: readonly number[],
  from: number,
  to: number,
  nth: number,
): fc.Arbitrary<SampleGroup> {
  return fc.tuple(fc.subarray([...indices]), times(from, to, nth)).chain(([members, at]) =>
    fc.tuple(...members.map(() => column(at.length))).map((columns) => ({
      times: at,
      columns: columns.map((cells, place) => ({
        channel: members[place] ?? 0,
        values: cells.map((one) => one.value),
        qualities: cells.map((one) => one.quality),
      })),
    })),
  );
}

const record = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      three: fc.oneof(
        fc.tuple(finite, finite, finite).map((three) => three.toSorted((a, b) => a - b)),
        fc
          .tuple(fc.integer({ min: 200, max: 220 }), fc.nat(9), fc.nat(9))
          .map(([m, a, b]) => [m - a, m, m + b]),
      ),
      n: fc.oneof(fc.constant(60), fc.integer({ min: 1, max: 100_000 })),
      quality: fc.oneof(
        { weight: 4, arbitrary: fc.constant<Quality>('good') },
        { weight: 1, arbitrary: quality },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ three: fc.constant([null, null, null]), n: fc.constant(0), quality }) },
);

function reportGroup(
  indices: readonly number[],
  from: number,
  to: number,
  nth: number,
): fc.Arbitrary<ReportGroup> {
  const period = fc.constantFrom({}, {}, { periodMs: 86_400_000 }, { periodMs: 82_800_000 });
  return fc.tuple(fc.subarray([...indices]), times(from, to, nth), period).chain(([members, at, length]) =>
    fc
      .tuple(...members.map(() => fc.array(record, { minLength: at.length, maxLength: at.length })))
      .map((columns) => ({
        times: at,
        ...length,
        columns: columns.map((records, place) => ({
          channel: members[place] ?? 0,
          min: records.map((one) => one.three[0] ?? null),
          mean: records.map((one) => one.three[1] ?? null),
          max: records.map((one) => one.three[2] ?? null),
          n: records.map((one) => one.n),
          qualities: records.map((one) => one.quality),
        })),
      })),
  );
}

/** Rising times in (from, to]; those of different groups of a part never meet, so that tests can tell them apart. */
function times(from: number, to: number, nth: number): fc.Arbitrary<number[]> {
  return fc
    .uniqueArray(fc.nat({ max: Math.floor((to - from - 1 - nth) / 3) }), { maxLength: 12 })
    .map((some) => some.toSorted((a, b) => a - b).map((third) => from + 1 + 3 * third + nth));
}

export function parts(among: readonly Channel[], count = { min: 0, max: 5 }): fc.Arbitrary<Part[]> {
  const indices = among.map(({ index }) => index);
  const bounds = fc
    .tuple(
      mono,
      fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 4, max: 70_000 })), {
        minLength: count.min,
        maxLength: count.max,
      }),
    )
    .map(([start, spans]) => {
      let end = start;
      return spans.map(([gap, length]) => {
        const from = end + (gap === 3 ? 1000 : 0);
        end = from + length;
        return { from, to: end };
      });
    });
  return bounds.chain((all) =>
    fc.tuple(
      ...all.map(({ from, to }) =>
        fc.record({
          from: fc.constant(from),
          to: fc.constant(to),
          samples: fc.tuple(...[0, 1, 2].map((nth) => sampleGroup(indices, from, to, nth))),
          reports: fc.tuple(...[0, 1].map((nth) => reportGroup(indices, from, to, nth))),
        }),
      ),
    ),
  );
}

const time: fc.Arbitrary<TimeBase> = fc.record({
  mono,
  utc: fc.option(fc.integer({ min: -(2 ** 45), max: 2 ** 45 })),
  quality: fc.constantFrom(...CLOCK_QUALITIES),
});

const header = { epoch: id, boot: id, seq: sequence, birth: id, time, historical: fc.boolean() };

export const telemetryHeader: fc.Arbitrary<Omit<TelemetryHeader, 'first' | 'last'>> = fc.record({
  ...header,
  sealed: fc.boolean(),
  slice: fc.option(fc.nat(3).map((index) => ({ index, count: 4 }))),
  evidence: fc.option(words),
});

export const eventHeader: fc.Arbitrary<EventHeader> = fc.record({ ...header, durable: fc.boolean() });

/** Anything that has a place in JSON, as it travels: −0 as 0. */
export const plain: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    ...[fc.constant(null), fc.boolean(), words, finite.map((value) => value + 0)],
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(words, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const details = fc.dictionary(words, plain, { maxKeys: 4 });

const count = fc.oneof(fc.nat(70_000), fc.maxSafeNat());
const unsure = fc.option(count);
const moment: fc.Arbitrary<LiftInstant> = fc.tuple(id, mono);
const measure = fc.option(finite.map((value) => value + 0));
const trip = {
  ...{ from: count, to: count, started: moment, durationMs: count, distanceMm: unsure, vmaxMmS: count },
  ...{ levelErrorMm: measure, loadPct: measure, mode: unsure, atLanding: fc.option(fc.boolean()) },
};
const fault = {
  ...{ class: unsure, vendor: words, code: count, sub: unsure, level: unsure, suffix: fc.option(words) },
  ...{ name: fc.option(fc.record({ en: words, zh: words })), floor: unsure },
};
const what = <W extends string>(name: W) => ({ what: fc.constant(name) });
export const happening: fc.Arbitrary<LiftHappening> = fc.oneof(
  fc.record({ ...what('trip'), ...trip }),
  fc.record({ ...what('doors-unseen'), door: count, from: moment, to: moment, least: count }),
  fc.record({ ...what('fault-on'), ...fault, since: moment, notBefore: fc.option(moment) }),
  fc.record({ ...what('fault-off'), ...fault, since: moment, until: moment, exact: fc.boolean() }),
  fc.record({ ...what('comm-back'), device: words, since: moment, silentMs: unsure }),
  fc.record({ ...what('day'), day: words, record: details }),
  fc.record({
    ...{ ...what('dossier'), occurrence: words, rule: words, snapshot: details },
    trips: fc.array(fc.record(trip), { maxLength: 3 }),
  }),
);

export const event: fc.Arbitrary<EventBody> = fc.oneof(
  fc.record({
    type: fc.constant('alarm' as const),
    rule: words,
    ruleName: text,
    occurrence: words,
    cause: words,
    from: fc.constantFrom(...'ABCDEFGHI'),
    to: fc.constantFrom(...'ABCDEFGHI'),
    severity: fc.constantFrom<AlarmEvent['severity']>('blue', 'yellow', 'orange', 'red'),
    device: words,
    deviceName: text,
    place: fc.option(text),
    point: fc.option(words),
    value: fc.option(eventValue),
    limit: fc.option(eventValue),
    unit: words,
    quality,
    onset: instant,
    declared: instant,
    actor: fc.option(words),
    condition: fc.constantFrom(...'ABCDEF'),
    announcement: fc.oneof(fc.constant(1), fc.maxSafeNat()),
    group: fc.option(words),
    reason: fc.option(words),
    until: fc.option(instant),
    at: instant,
  }),
  fc.record({ type: fc.constant('clock' as const), boot: id, time, at: instant }),
  fc.record({
    type: fc.constant('system' as const),
    code: words,
    severity: fc.constantFrom('none' as const, 'blue' as const, 'red' as const),
    text: words,
    at: instant,
  }),
  fc.record({
    type: fc.constant('command' as const),
    verb: words,
    actor: words,
    accepted: fc.boolean(),
    detail: words,
    at: instant,
  }),
  fc
    .record({ type: fc.constant('lift' as const), lift: words, liftName: text, happening, at: instant })
    .map(({ happening: told, ...rest }) => ({ ...rest, ...liftDetails(told) })),
  fc.record({
    ...{ type: fc.constant('lift' as const), lift: words, liftName: text, what: words, details, at: instant },
  }),
);

export const birth: fc.Arbitrary<Birth> = fc.record(
  {
    gateway: words,
    name: text,
    software: words,
    epoch: id,
    previous: fc.option(fc.record({ epoch: id, event: sequence, telemetry: sequence })),
    channels,
    rules: fc.array(
      fc.record(
        { id: words, kind: words, point: words, text: words },
        { requiredKeys: ['id', 'kind', 'text'] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['gateway', 'software', 'epoch', 'previous', 'channels', 'rules'] },
);

const heads = fc.tuple(fc.nat(), fc.maxSafeNat(), fc.nat(10)).map(([event, telemetry, parts]) => ({
  event: { seq: event, parts: event === 0 ? 0 : 1 },
  telemetry: { seq: telemetry, parts },
}));

const plainState = fc.record({
  online: fc.boolean(),
  epoch: id,
  boot: id,
  time,
  guardAlive: fc.boolean(),
  journal: fc.constantFrom('ok' as const, 'trouble' as const),
  heads,
  delivered: heads,
});
export const state: fc.Arbitrary<StateMessage> = fc
  .tuple(plainState, fc.boolean())
  .map(([plain, will]) => (will ? { ...plain, will } : plain));
