import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Message,
  type Part,
  type Stream,
  type TelemetryMessage,
  type TombstoneReason,
  Verifier,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import { birth, header, state } from './examples.ts';

const epochs = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'cccccccccccccccc'];

function part(n: number): Part {
  const value = { channel: 0, values: [n], qualities: ['good' as const] };
  return { from: n, to: n + 1, samples: [{ times: [n + 1], columns: [value] }], reports: [] };
}

type Telemetry = {
  seq: number;
  first: number;
  last: number;
  sealed?: boolean;
  slice?: TelemetryMessage['slice'];
};

function telemetry(epoch: string, { seq, first, last, sealed = false, slice = null }: Telemetry): Message {
  const parts = Array.from({ length: last - first + 1 }, (_, nth) => part(seq * 100 + first + nth));
  return { kind: 'telemetry', ...header, epoch, seq, first, last, sealed, slice, evidence: null, parts };
}

function event(epoch: string, seq: number, text = `${seq}`): Message {
  const at = { boot: header.boot, mono: seq };
  return {
    kind: 'event',
    ...header,
    epoch,
    seq,
    durable: true,
    event: { type: 'system', code: 'x', severity: 'none', text, at },
  };
}

function tombstone(
  epoch: string,
  stream: Stream,
  from: number,
  to: number,
  reason: TombstoneReason = 'evicted',
): Message {
  return { kind: 'tombstone', epoch, stream, from, to, reason };
}

function heads(epoch: string, event: number, telemetry: { seq: number; parts: number }): Message {
  const none = { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } };
  return {
    kind: 'state',
    state: { ...state, epoch, heads: { event: { seq: event, parts: 1 }, telemetry }, delivered: none },
  };
}

function verified(messages: readonly Message[]) {
  const verifier = new Verifier();
  for (const message of messages) verifier.add(message);
  return verifier.report();
}

/** One row: parts in messages of some size, the seal with the last part or after it, in slices or whole, or a tombstone. */
const row = fc.record({
  parts: fc.integer({ min: 1, max: 6 }),
  perMessage: fc.integer({ min: 1, max: 6 }),
  lateSeal: fc.boolean(),
  slices: fc.constantFrom(1, 1, 1, 3),
  dead: fc.constantFrom(false, false, false, true),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

function rowMessages(
  epoch: string,
  seq: number,
  { parts, perMessage, lateSeal, slices, dead }: Row,
  open: boolean,
) {
  if (dead) return [tombstone(epoch, 'telemetry', seq, seq)];
  const messages: Message[] = [];
  for (let first = 1; first <= parts; first += perMessage) {
    const last = Math.min(parts, first + perMessage - 1);
    const sealed = !open && !lateSeal && last === parts;
    for (let index = 0; index < slices; index++) {
      const slice = slices === 1 ? null : { index, count: slices };
      messages.push(telemetry(epoch, { seq, first, last, sealed, slice }));
    }
  }
  if (lateSeal && !open)
    messages.push(telemetry(epoch, { seq, first: parts + 1, last: parts, sealed: true }));
  return messages;
}

/** Everything a gateway said in one to three epochs, complete, the newest segment still open. */
const story = fc
  .array(fc.record({ events: fc.nat(6), rows: fc.array(row, { minLength: 1, maxLength: 6 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) =>
    all.flatMap(({ events, rows }, nth) => {
      const epoch = epochs[nth] ?? '';
      const before = all[nth - 1];
      const previous =
        before === undefined
          ? null
          : { epoch: epochs[nth - 1] ?? '', event: before.events, telemetry: before.rows.length };
      const last = rows.at(-1);
      const words: Message[] = [
        { kind: 'birth', hash: epoch, birth: { ...birth, epoch, previous } },
        heads(epoch, events, { seq: rows.length, parts: last?.dead ? 1 : (last?.parts ?? 0) }),
      ];
      const data = [
        ...Array.from({ length: events }, (_, at) => event(epoch, at + 1)),
        ...rows.flatMap((one, at) => rowMessages(epoch, at + 1, one, at === rows.length - 1)),
      ];
      return { words, data };
    }),
  )
  .map((perEpoch) => ({
    words: perEpoch.flatMap(({ words }) => words),
    data: perEpoch.flatMap(({ data }) => data),
  }));

function shuffled<T>(items: readonly T[], by: readonly number[]): T[] {
  return items
    .map((item, at) => ({ item, key: by[at % by.length] ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

describe('the verifier', () => {
  it('finds a complete stream complete, in any order and with any message twice', () => {
    const order = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(story, fc.array(fc.nat()), order, ({ words, data }, twice, by) => {
        const doubled = [...words, ...data, ...twice.flatMap((at) => data[at % data.length] ?? [])];
        const report = verified(shuffled(doubled, by));
        expect(report).toMatchObject({ missing: [], behindHead: [], conflicts: [], complete: true });
        expect(report.received).toBe(verified([...words, ...data]).received);
      }),
      { numRuns: soak(500) },
    );
  });

  it('reports whatever single message is lost, and where', () => {
    fc.assert(
      fc.property(story, fc.nat(), ({ words, data }, nth) => {
        const lost = data[nth % data.length] as Message & { seq?: number; from?: number; epoch: string };
        const report = verified([...words, ...data.filter((message) => message !== lost)]);
        const seq = lost.kind === 'tombstone' ? lost.from : (lost.seq ?? 0);
        const gaps = [...report.missing, ...report.behindHead].filter(({ epoch }) => epoch === lost.epoch);
        expect(gaps.some(({ from, to }) => from <= seq && seq <= to)).toBe(true);
        expect(report.complete).toBe(false);
      }),
      { numRuns: soak(1000) },
    );
  });

  const [epoch = ''] = epochs;

  it('names a hole in the events and the parts of a row', () => {
    const report = verified([
      event(epoch, 1),
      event(epoch, 4),
      telemetry(epoch, { seq: 1, first: 1, last: 3 }),
      telemetry(epoch, { seq: 1, first: 6, last: 7 }),
      telemetry(epoch, { seq: 2, first: 1, last: 1 }),
    ]);
    expect(report.missing).toEqual([
      { epoch, stream: 'event', from: 2, to: 3 },
      { epoch, stream: 'telemetry', from: 1, to: 1, parts: [4, 5] },
      { epoch, stream: 'telemetry', from: 1, to: 1, parts: [8, null] },
    ]);
  });

  it('sees a lost tail by the heads that the gateway names', () => {
    const report = verified([
      event(epoch, 1),
      telemetry(epoch, { seq: 1, first: 1, last: 2 }),
      heads(epoch, 3, { seq: 1, parts: 4 }),
    ]);
    expect(report.missing).toEqual([]);
    expect(report.behindHead).toEqual([
      { epoch, stream: 'event', from: 2, to: 3 },
      { epoch, stream: 'telemetry', from: 1, to: 1, parts: [3, 4] },
    ]);
  });

  it('calls lost what the gateway was told had arrived', () => {
    const report = verified([
      {
        kind: 'state',
        state: {
          ...state,
          epoch,
          delivered: { event: { seq: 2, parts: 1 }, telemetry: { seq: 0, parts: 0 } },
        },
      },
    ]);
    expect(report.missing).toEqual([{ epoch, stream: 'event', from: 1, to: 2 }]);
  });

  it('expects the rows of the journal before this one', () => {
    const previous = { epoch: 'dddddddddddddddd', event: 2, telemetry: 0 };
    const born: Message = { kind: 'birth', hash: 'x', birth: { ...birth, previous } };
    const report = verified([event(previous.epoch, 1), born]);
    expect(report.missing).toEqual([{ epoch: previous.epoch, stream: 'event', from: 2, to: 2 }]);
  });

  it('calls it a conflict when a key comes again with another body', () => {
    const report = verified([event(epoch, 1), event(epoch, 1), event(epoch, 1, 'other')]);
    expect(report).toMatchObject({
      received: 1,
      duplicates: 1,
      conflicts: [{ epoch, stream: 'event', seq: 1, part: 1 }],
      complete: false,
    });
  });

  it('knows what it has of a row that is open, sliced or gone, and compares it too', () => {
    const other = (message: Message): Message =>
      message.kind === 'telemetry' ? { ...message, boot: 'another' } : message;
    const open = telemetry(epoch, { seq: 1, first: 1, last: 2 });
    expect(verified([open, open, other(open)])).toMatchObject({
      ...{ received: 2, duplicates: 2 },
      conflicts: [{ part: 1 }, { part: 2 }],
    });
    const slice = telemetry(epoch, { seq: 1, first: 1, last: 1, slice: { index: 0, count: 2 } });
    expect(verified([slice, slice, other(slice)])).toMatchObject({
      ...{ received: 0, duplicates: 1 },
      conflicts: [{ part: 1 }],
    });
    const stone = tombstone(epoch, 'telemetry', 1, 1);
    expect(verified([open, stone, open, other(open)])).toMatchObject({
      ...{ received: 2, duplicates: 2 },
      conflicts: [{ part: 1 }, { part: 2 }],
    });
  });

  it('lists tombstones and does not miss what they cover', () => {
    const report = verified([event(epoch, 1), tombstone(epoch, 'event', 2, 5), event(epoch, 6)]);
    expect(report).toMatchObject({
      tombstoned: [{ epoch, stream: 'event', from: 2, to: 5, reason: 'evicted' }],
      missing: [],
      complete: true,
    });
  });

  it('does not miss the rest of a row that was evicted when some of it had come', () => {
    const some = telemetry(epoch, { seq: 1, first: 2, last: 2 });
    const rest = [tombstone(epoch, 'telemetry', 1, 1), telemetry(epoch, { seq: 2, first: 1, last: 1 })];
    expect(verified([some, ...rest]).complete).toBe(true);
    expect(verified([...rest, some]).complete).toBe(true);
  });

  it('does not expect what was delivered before it listened', () => {
    const verifier = new Verifier();
    verifier.startAfter(epoch, 'event', 5);
    verifier.add(event(epoch, 7));
    expect(verifier.report().missing).toEqual([{ epoch, stream: 'event', from: 6, to: 6 }]);
  });

  it('keeps no more hashes than its window, and counts older duplicates all the same', () => {
    const verifier = new Verifier({ window: 2 });
    for (let seq = 1; seq <= 5; seq++) verifier.add(event(epoch, seq));
    verifier.add(event(epoch, 1, 'other'));
    expect(verifier.report()).toMatchObject({ received: 5, duplicates: 1, conflicts: [] });
  });
});
