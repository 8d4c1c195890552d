import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  birthHash,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeState,
  eventMessage,
  GatewayView,
  type StreamHead,
  standing,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import * as examples from './examples.ts';

// A platform that subscribes to a gateway which has been running for long. What the broker kept may be older than what was
// delivered since.

const EPOCH = 'e100000000000001';
const NEXT = 'e200000000000002';
const AFTER_NEXT = 'e300000000000003';
const birthOf = (epoch: string, before: string | null = null, rows = 0) =>
  encodeBirth({
    ...{ ...examples.birth, epoch },
    previous: before === null ? null : { epoch: before, event: rows, telemetry: rows },
  });
const BIRTH = birthOf(EPOCH);

type Said = { readonly topic: string; readonly bytes: Uint8Array };

const header = (epoch: string, seq: number, historical: boolean) => ({
  ...{ ...examples.header, epoch, seq, historical },
  birth: birthHash(BIRTH),
});

/** A part of a row, live unless it is said to be historical. */
function tel(seq: number, part = 1, { sealed = true, historical = false, epoch = EPOCH } = {}): Said {
  const own = { first: part, last: part, sealed, slice: null, evidence: null };
  const to = (100 * seq + part) * 60_000;
  const body = encodeParts([{ from: to - 60_000, to, samples: [], reports: [] }], []);
  return { topic: 'tel', bytes: telemetryMessage({ ...header(epoch, seq, historical), ...own }, body) };
}

function event(seq: number, historical = false, epoch = EPOCH): Said {
  const { clock } = examples.events;
  if (clock === undefined) throw new Error('no example of a clock row');
  const own = { ...header(epoch, seq, historical), durable: true };
  return { topic: 'event', bytes: eventMessage(own, encodeEvent(clock)) };
}

type Heads = { readonly event: StreamHead; readonly telemetry: StreamHead };
const head = (event: number, seq: number, parts = 1): Heads => ({
  event: { seq: event, parts: Math.min(event, 1) },
  telemetry: { seq, parts: seq === 0 ? 0 : parts },
});

function state(heads: Heads, delivered = heads, { online = true, epoch = EPOCH } = {}): Said {
  return {
    topic: 'state',
    bytes: encodeState({
      ...examples.state,
      online,
      journal: 'ok',
      guardAlive: true,
      epoch,
      heads,
      delivered,
    }),
  };
}

/** Joins late; what the broker had kept first, then what is said. */
function join(kept: readonly Said[], said: readonly Said[]): GatewayView {
  const view = new GatewayView({ joinLate: true });
  const born = [{ topic: `birth/${birthHash(BIRTH)}`, bytes: BIRTH }];
  for (const { topic, bytes } of [...born, ...kept])
    expect(view.ingest(topic, bytes, { atMs: 0, retained: true }).ok).toBe(true);
  for (const { topic, bytes } of said) expect(view.ingest(topic, bytes, { atMs: 0 }).ok).toBe(true);
  return view;
}

const missing = (view: GatewayView) =>
  view.report().missing.map(({ stream, from, to, parts }) => [stream, from, to, ...(parts ? [parts] : [])]);
const birth = { topic: 'birth', bytes: BIRTH };

describe('who joins late', () => {
  it('misses nothing that was delivered between the state that the broker kept and the first live message', () => {
    const view = join([birth, state(head(3, 10))], [tel(13), event(6), state(head(6, 13))]);
    expect(missing(view)).toEqual([]);
    expect(view.report()).toMatchObject({ complete: true, received: 2 });
  });

  it('misses no part of a row that was under way', () => {
    const view = join(
      [birth, state(head(0, 10))],
      [tel(11, 4, { sealed: false }), tel(11, 5), state(head(0, 11, 5))],
    );
    expect(view.report()).toMatchObject({ complete: true, missing: [], received: 2 });
  });

  it('misses nothing where the broker keeps nothing, whatever comes first', () => {
    const orders = [
      [tel(13), birth, state(head(0, 13))],
      [state(head(0, 12)), tel(13), birth],
      [birth, state(head(5, 12), head(5, 11)), tel(12, 2), tel(13)],
    ];
    for (const said of orders) expect(missing(join([], said))).toEqual([]);
  });

  it('misses nothing of the live rows that overtook a backlog before it came', () => {
    const backlog = [50, 51, 52, 53].map((seq) => tel(seq, 1, { historical: true }));
    const view = join(
      [birth, state(head(0, 57), head(0, 40))],
      [...backlog.slice(0, 2), tel(58), ...backlog.slice(2), tel(59), state(head(0, 59))],
    );
    expect(missing(view)).toEqual([]);
    expect(view.report()).toMatchObject({ complete: true, received: 6 });
  });

  it('misses what is lost after it came', () => {
    const said = [tel(13), tel(15), event(7), event(9), state(head(9, 16), head(9, 16))];
    expect(missing(join([birth, state(head(3, 10))], said))).toEqual([
      ['event', 8, 8],
      ['telemetry', 14, 14],
      ['telemetry', 16, 16],
    ]);
  });

  it('misses what is lost at once, where the gateway had said that all was delivered', () => {
    const said = [state(head(3, 10)), tel(12), event(5)];
    expect(missing(join([birth], said))).toEqual([
      ['event', 4, 4],
      ['telemetry', 11, 11],
    ]);
  });

  it('reads a place without parts as a whole row', () => {
    const view = join(
      [birth, state(head(0, 12, 3), head(0, 11, 0))],
      [tel(12, 1), tel(11, 4), state(head(0, 12))],
    );
    expect(missing(view)).toEqual([]);
  });

  it('sees the lost tail of a gateway that had said goodbye, and gets it when the gateway is back', () => {
    const view = join([birth, state(head(4, 12), head(2, 11), { online: false })], []);
    expect(standing(view, 0).map(({ code }) => code)).toEqual(['lost-tail', 'offline']);
    for (const { topic, bytes } of [event(3, true), event(5), tel(13), state(head(5, 13))])
      view.ingest(topic, bytes, { atMs: 0 });
    expect(missing(view)).toEqual([
      ['event', 4, 4],
      ['telemetry', 12, 12],
    ]);
  });

  it('takes no last will for the word of the gateway', () => {
    const { topic, bytes } = state(head(40, 40), head(30, 30), { online: false });
    const will = { topic, bytes: withWill(bytes) };
    const view = join([birth, will], [tel(90), event(80), state(head(80, 90))]);
    expect(missing(view)).toEqual([]);
  });

  it('misses nothing of journals that were over, nor of the one that ended as it came', () => {
    const next = { topic: 'birth', bytes: birthOf(NEXT, EPOCH, 20) };
    const own = { epoch: NEXT };
    const before = join(
      [state(head(8, 15), head(8, 15)), next],
      [tel(3, 1, own), state(head(0, 3), head(0, 3), own)],
    );
    expect(missing(before)).toEqual([]);
    const drain = [17, 18, 19, 20].map((seq) => tel(seq, 1, { historical: true }));
    const said = [tel(3, 1, own), ...drain, state(head(0, 3), head(0, 3), own), next];
    expect(missing(join([next], said))).toEqual([]);
    expect(missing(join([], said))).toEqual([]);
  });

  it('misses all of a journal that began and ended while it was away', () => {
    const view = join([birth, state(head(2, 2))], [tel(3), event(3)]);
    const { bytes } = { bytes: birthOf(AFTER_NEXT, NEXT, 7) };
    view.ingest('birth', bytes, { retained: true });
    view.ingest('birth', bytes);
    expect(view.report().missing).toEqual([
      { epoch: NEXT, stream: 'event', from: 1, to: 7 },
      { epoch: NEXT, stream: 'telemetry', from: 1, to: 7 },
    ]);
  });

  it('never misses what was delivered before, and always what is lost after, wherever it comes in', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 12 }), // parts of each
          keptBefore: fc.nat(40),
          from: fc.nat(40),
          lost: fc.nat(60),
        }),
        ({ rows, keptBefore, from, lost }) => {
          const said = gatewayThatSays(rows);
          const at = from % said.length;
          const live = said.slice(at);
          const kept = said
            .slice(0, at)
            .filter(({ topic }) => topic === 'state')
            .slice(-1 - (keptBefore % 3))[0];
          const whole = join([birth, ...(kept === undefined ? [] : [kept])], live);
          expect(missing(whole)).toEqual([]);
          const parts = live.flatMap(({ topic }, nth) => (topic === 'tel' ? [nth] : []));
          const hole = parts[1 + (lost % Math.max(1, parts.length - 1))];
          if (hole === undefined) return;
          const broken = join([birth], live.toSpliced(hole, 1));
          expect(missing(broken).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: soak(500) },
    );
  });
});

/** Every row part by part, with a state now and then; at the end one that names everything. */
function gatewayThatSays(rows: readonly number[]): Said[] {
  const said = rows.flatMap((parts, row) =>
    Array.from({ length: parts }, (_, nth) => {
      const [seq, part] = [row + 1, nth + 1];
      const one = tel(seq, part, { sealed: part === parts });
      return (seq + part) % 2 === 0 ? [one, state(head(0, seq, part))] : [one];
    }).flat(),
  );
  return [...said, state(head(0, rows.length, rows.at(-1)))];
}

function withWill(bytes: Uint8Array): Uint8Array {
  const map = bytes.slice();
  map[0] = (map[0] ?? 0) + 1; // one key more
  return new Uint8Array([...map, 9, 0xf5]);
}
