import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withCrc } from '../../../../drivers/crc.ts';
import type { Request } from '../../../../drivers/request.ts';
import {
  type Ask,
  type ExchangeEffect,
  type ExchangeState,
  IDLE,
  type Outcome,
  stepExchange,
} from '../../../../gateway/guard/bus/line/exchange.ts';
import { ModbusClient } from '../../../../gateway/guard/bus/line/modbusClient.ts';
import { type Question, questionOf, type Shape } from '../../../../gateway/guard/bus/line/shape.ts';

import { soak } from '../../../harness/soak.ts';

const READ: Request = { op: 'read', unit: 17, table: 'holding', address: 0x6b, count: 3 };
const REPLY = withCrc([17, 3, 6, 0xae, 0x41, 0x56, 0x52, 0x43, 0x40]);
const REFUSAL = withCrc([17, 0x83, 2]);
// a question to another unit whose reply may still be under way
const OTHER = question({ op: 'read', unit: 5, table: 'input', address: 0, count: 2 });
const LATE = withCrc([5, 4, 4, 1, 2, 3, 4]);
const KNOWN: readonly Shape[] = [OTHER.reply, OTHER.exception, question(READ).reply];

function frameOf(request: Request): Uint8Array {
  return new ModbusClient().ask(request);
}

function question(request: Request): Question {
  return questionOf(request, frameOf(request));
}

/** Sends at 100, gives up at 200; the chunks arrive 5 ms apart from 110 on. */
function exchange(
  chunks: readonly Uint8Array[],
  request = READ,
  change: Partial<Ask> = {},
  before: readonly Uint8Array[] = [],
) {
  let state: ExchangeState = IDLE;
  const effects: ExchangeEffect[] = [];
  const feed = (input: Parameters<typeof stepExchange>[1]) => {
    const step = stepExchange(state, input);
    state = step.state;
    effects.push(...step.effects);
  };
  for (const bytes of before) feed({ kind: 'bytes', bytes, at: 98, known: KNOWN });
  const asked = question(request);
  const ask = {
    frame: frameOf(request),
    question: asked,
    notBefore: 100,
    deadline: 200,
    beginBy: 200,
    usualMs: 30,
    quietMs: 4,
    echoes: false,
  };
  feed({ kind: 'send', ask: { ...ask, ...change }, at: 100, known: KNOWN });
  chunks.forEach((bytes, i) => {
    feed({ kind: 'bytes', bytes, at: 110 + 5 * i, known: KNOWN });
  });
  const early = outcomeIn(effects);
  if (early === undefined) feed({ kind: 'deadline', at: 200, known: KNOWN });
  const surplus = effects.flatMap((effect) => (effect.kind === 'surplus' ? [effect.shape.key] : []));
  return { outcome: early ?? outcomeIn(effects), atOnce: early !== undefined, surplus, effects };
}

function askOf(change: Partial<Ask>): Ask {
  return {
    ...{ frame: frameOf(READ), question: question(READ), echoes: false },
    ...{ notBefore: 100, deadline: 200, beginBy: 200, usualMs: 30, quietMs: 4 },
    ...change,
  };
}

function outcomeIn(effects: readonly ExchangeEffect[]): Outcome | undefined {
  return effects.find((effect) => effect.kind === 'done')?.outcome;
}

function restsIn(effects: readonly ExchangeEffect[]): number[] {
  return effects.flatMap((effect) => (effect.kind === 'rest' ? [effect.bytes] : []));
}

describe('a reply that has begun', () => {
  it('is left alone for the bytes that are missing, once its whole head is there, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: REPLY.length - 1 }), { maxLength: 6 }), (cuts) => {
        const ends = [...new Set(cuts)].toSorted((a, b) => a - b);
        const starts = [0, ...ends];
        const chunks = starts.map((from, i) => REPLY.subarray(from, ends[i] ?? REPLY.length));
        const missing = ends.filter((seen) => seen >= 3 && seen < REPLY.length - 1);
        expect(restsIn(exchange(chunks).effects)).toEqual(missing.map((seen) => REPLY.length - seen));
      }),
      { numRuns: soak(200) },
    );
  });

  it('is looked at as it comes where anything stands before it, or where another one has begun', () => {
    const head = REPLY.subarray(0, 5);
    expect(restsIn(exchange([Uint8Array.of(0), head]).effects)).toEqual([]);
    expect(restsIn(exchange([LATE.subarray(0, 4)]).effects)).toEqual([]);
    expect(restsIn(exchange([REFUSAL.subarray(0, 3)]).effects)).toEqual([]);
    expect(restsIn(exchange([LATE, head]).effects)).toEqual([REPLY.length - head.length]);
  });
});

function answer(outcome: Outcome | undefined): number[] | undefined {
  return outcome?.kind === 'answer' ? [...outcome.found.frame] : undefined;
}

/** The bytes cut into pieces at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % bytes.length))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i])).filter((piece) => piece.length > 0);
}

const noise = fc.uint8Array({ maxLength: 40 });
const places = fc.array(fc.nat(100), { maxLength: 8 });

describe('a reply is found', () => {
  it('whole, in two pieces, byte by byte, and at once', () => {
    fc.assert(
      fc.property(places, (where) => {
        const { outcome, atOnce } = exchange(cut(REPLY, where));
        expect(answer(outcome)).toEqual([...REPLY]);
        expect(atOnce).toBe(true);
      }),
    );
    expect(answer(exchange([...REPLY].map((byte) => Uint8Array.of(byte))).outcome)).toEqual([...REPLY]);
  });

  it('wherever it stands in noise, however that is torn', () => {
    fc.assert(
      fc.property(noise, noise, places, (head, tail, where) => {
        const { outcome } = exchange(cut(Buffer.concat([head, REPLY, tail]), where));
        expect(answer(outcome)).toEqual([...REPLY]);
      }),
      { numRuns: soak(2000) },
    );
  });

  it('behind the echo of the request, and the echo is noticed', () => {
    fc.assert(
      fc.property(places, (where) => {
        const { outcome } = exchange(cut(Buffer.concat([frameOf(READ), REPLY]), where));
        expect(outcome).toMatchObject({ kind: 'answer', echoed: true });
      }),
    );
    expect(exchange([REPLY]).outcome).toMatchObject({ echoed: false });
  });

  it('among late replies of other units, which are told', () => {
    const { outcome, surplus } = exchange([Buffer.concat([LATE, REPLY, LATE])]);
    expect(answer(outcome)).toEqual([...REPLY]);
    expect(surplus).toEqual([OTHER.reply.key, OTHER.reply.key]);
  });

  it('behind its own garbled beginning', () => {
    const { outcome } = exchange([Buffer.concat([REPLY.subarray(0, 5), REPLY])]);
    expect(answer(outcome)).toEqual([...REPLY]);
  });

  it('as a refusal too', () => {
    expect(answer(exchange([REFUSAL]).outcome)).toEqual([...REFUSAL]);
  });
});

describe('no wrong frame is accepted', () => {
  it('with any bit of the reply flipped', () => {
    fc.assert(
      fc.property(fc.nat(REPLY.length * 8 - 1), (bit) => {
        const bad = REPLY.slice();
        bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const { outcome } = exchange([bad]);
        expect(outcome?.kind).toBe('crc');
        // unit, function and length intact: this was the reply, and no other is to come
        expect(outcome).toMatchObject({ identified: bit >= 24 });
      }),
    );
  });

  it('out of pure noise', () => {
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 6 }), (chunks) => {
        // what stands there with a good CRC would be a frame by the rules; noise makes one in 65,536 tries
        expect(exchange(chunks).outcome?.kind).not.toBe('answer');
      }),
      { numRuns: soak(2000), seed: 4711 },
    );
  });

  it('of another unit, function or length', () => {
    for (const [frame, kind] of [
      [withCrc([18, 3, 6, 1, 2, 3, 4, 5, 6]), 'crc'],
      [withCrc([17, 4, 6, 1, 2, 3, 4, 5, 6]), 'mismatch'],
      [withCrc([17, 3, 4, 1, 2, 3, 4]), 'mismatch'],
    ] as const)
      expect(exchange([frame]).outcome?.kind).toBe(kind);
  });

  it('that stands inside another frame', () => {
    const outer = question({ op: 'read', unit: 9, table: 'holding', address: 0, count: 8 });
    const frame = withCrc([9, 3, 16, ...REPLY, 0, 0, 0, 0, 0]);
    const known = [...KNOWN, outer.reply];
    let state: ExchangeState = IDLE;
    const asked = question(READ);
    const ask = {
      frame: frameOf(READ),
      question: asked,
      notBefore: 0,
      deadline: 200,
      beginBy: 200,
      usualMs: 30,
      quietMs: 4,
      echoes: false,
    };
    state = stepExchange(state, { kind: 'send', ask, at: 0, known }).state;
    for (const byte of frame)
      state = stepExchange(state, { kind: 'bytes', bytes: Uint8Array.of(byte), at: 10, known }).state;
    expect(state.step).toBe('waiting');
  });

  it('that was there before the question could have been heard', () => {
    const { outcome, surplus } = exchange([REPLY], READ, { notBefore: 111 });
    expect(outcome?.kind).toBe('timeout');
    expect(surplus).toEqual([question(READ).reply.key]);
  });

  it('that began before the question and ends after it', () => {
    const { outcome, surplus } = exchange([REPLY.subarray(4)], READ, {}, [REPLY.subarray(0, 4)]);
    expect(outcome?.kind).toBe('timeout');
    expect(surplus).toEqual([question(READ).reply.key]);
  });
});

describe('an exchange ends', () => {
  it('as a timeout when nothing comes, or no more than a click on the line', () => {
    expect(exchange([]).outcome).toEqual({ kind: 'timeout' });
    expect(exchange([Uint8Array.of(0, 0xff)]).outcome).toEqual({ kind: 'timeout' });
  });

  it('soon after a garbled reply, without waiting for the deadline', () => {
    const bad = REPLY.with(5, 0);
    const { effects } = exchange([bad]);
    const armed = effects.flatMap((effect) => (effect.kind === 'arm' ? [effect.at] : []));
    expect(armed).toEqual([200, 114]);
  });

  it('soon after noise that is no reply, when one would have begun by then, and not after a reply that has begun', () => {
    const armed = (bytes: Uint8Array) =>
      exchange([bytes]).effects.flatMap((effect) => (effect.kind === 'arm' ? [effect.at] : []));
    expect(armed(Uint8Array.of(9, 9, 9, 9, 9, 9))).toEqual([200, 110 + 30]);
    expect(armed(REPLY.subarray(0, 5))).toEqual([200]);
    expect(exchange([Uint8Array.of(9, 9, 9, 9, 9, 9)]).outcome).toEqual({ kind: 'crc', identified: false });
  });

  it('early for a device that is probably dead, unless a reply has begun', () => {
    const hurried = { beginBy: 130 };
    expect(exchange([], READ, hurried).effects).toContainEqual({ kind: 'arm', at: 130 });
    let { state } = stepExchange(IDLE, { kind: 'send', ask: askOf({ beginBy: 130 }), at: 100, known: KNOWN });
    state = stepExchange(state, { kind: 'bytes', bytes: REPLY.subarray(0, 2), at: 129, known: KNOWN }).state;
    const later = stepExchange(state, { kind: 'deadline', at: 130, known: KNOWN });
    expect(later.effects).toEqual([{ kind: 'arm', at: 200 }]);
    const rest = stepExchange(later.state, {
      kind: 'bytes',
      bytes: REPLY.subarray(2),
      at: 140,
      known: KNOWN,
    });
    expect(outcomeIn(rest.effects)?.kind).toBe('answer');
  });

  it('when the port is lost', () => {
    const asked = question(READ);
    const ask = {
      frame: frameOf(READ),
      question: asked,
      notBefore: 0,
      deadline: 200,
      beginBy: 200,
      usualMs: 30,
      quietMs: 4,
      echoes: false,
    };
    const { state } = stepExchange(IDLE, { kind: 'send', ask, at: 0, known: [] });
    expect(stepExchange(state, { kind: 'portLost' })).toEqual({
      state: IDLE,
      effects: [{ kind: 'done', outcome: { kind: 'portLost' } }],
    });
  });

  it('of a single write on an adapter that hears itself with the second of two like frames', () => {
    const write: Request = { op: 'write-coils', unit: 3, address: 4, values: [true] };
    const frame = frameOf(write);
    expect(exchange([frame], write, { echoes: true }).outcome?.kind).toBe('timeout');
    expect(answer(exchange([frame, frame], write, { echoes: true }).outcome)).toEqual([...frame]);
    expect(answer(exchange([frame], write).outcome)).toEqual([...frame]);
  });

  it('as a mismatch when a write is confirmed for another address', () => {
    const write: Request = { op: 'write-registers', unit: 3, address: 4, values: [1, 2] };
    expect(exchange([withCrc([3, 16, 0, 4, 0, 2])], write).outcome?.kind).toBe('answer');
    expect(exchange([withCrc([3, 16, 0, 5, 0, 2])], write).outcome?.kind).toBe('mismatch');
  });
});
