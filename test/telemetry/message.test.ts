import { isNativeAccelerationEnabled } from 'cbor-x/decode';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeAck,
  decodeBirth,
  decodeEvent,
  decodeMessage,
  decodeParts,
  decodeState,
  encodeAck,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeState,
  encodeTombstone,
  eventMessage,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import * as arbitrary from './arbitrary.ts';
import { birth, examples, header } from './examples.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const knowsBirth = () => birth;

describe('a message', () => {
  it('of a birth, an event or a state is read as it was written', () => {
    fc.assert(
      fc.property(arbitrary.birth, (wrote) => {
        expect(decodeBirth(encodeBirth(wrote))).toEqual({ ok: true, value: wrote });
      }),
    );
    fc.assert(
      fc.property(arbitrary.event, arbitrary.eventHeader, (event, head) => {
        expect(decodeEvent(encodeEvent(event))).toEqual({ ok: true, value: event });
        expect(decodeMessage('event', eventMessage(head, encodeEvent(event)), () => undefined)).toEqual({
          ok: true,
          value: { kind: 'event', ...head, event },
        });
      }),
    );
    fc.assert(
      fc.property(arbitrary.state, (wrote) => {
        expect(decodeState(encodeState(wrote))).toEqual({ ok: true, value: wrote });
      }),
    );
  });

  it('of telemetry keeps its header', () => {
    fc.assert(
      fc.property(arbitrary.telemetryHeader, fc.integer({ min: 1, max: 9 }), (head, first) => {
        const wrote = { ...head, first, last: first - 1 };
        expect(decodeMessage('tel', telemetryMessage(wrote, encodeParts([], [])), knowsBirth)).toEqual({
          ok: true,
          value: { kind: 'telemetry', ...wrote, parts: [] },
        });
      }),
    );
  });

  it('of an acknowledgement or a tombstone is read as it was written', () => {
    const ack = {
      epoch: birth.epoch,
      stream: 'event',
      intervals: [
        [1, 7],
        [9, 2 ** 40],
      ],
    } as const;
    expect(decodeAck(encodeAck(ack))).toEqual({ ok: true, value: ack });
    const tombstone = { stream: 'event', epoch: 'odd', from: 1, to: 2 ** 40, reason: 'retired' } as const;
    expect(decodeMessage('event', encodeTombstone(tombstone), knowsBirth)).toEqual({
      ok: true,
      value: { kind: 'tombstone', ...tombstone },
    });
  });

  it('carries the body of the journal byte for byte', () => {
    const body = encodeEvent({
      type: 'system',
      code: 'x',
      severity: 'red',
      text: 'y',
      at: { boot: 'b', mono: 2 ** 33 },
    });
    const message = hex(eventMessage({ ...header, durable: true }, body));
    expect(message.startsWith('82')).toBe(true);
    expect(message.endsWith(hex(body))).toBe(true);
  });

  it('whose birth is not known is not decoded, and says which birth it needs', () => {
    const bytes = telemetryMessage(
      { ...header, first: 1, last: 0, sealed: true, slice: null, evidence: null },
      encodeParts([], []),
    );
    expect(decodeMessage('tel', bytes, () => undefined)).toMatchObject({
      ok: false,
      error: { code: 'telemetry.unknown-birth', header: { birth: header.birth, seq: header.seq } },
    });
  });

  it('of a later version is a problem', () => {
    expect(decodeState(unhex('a10002'))).toMatchObject({ ok: false, error: { code: 'telemetry.malformed' } });
  });
});

describe('integers on the wire', () => {
  it('are CBOR integers of any size', () => {
    const of = (from: number) =>
      hex(encodeTombstone({ stream: 'event', epoch: birth.epoch, from, to: 2 ** 53 - 1, reason: 'evicted' }));
    const [start, end] = ['a6000101488f14e45fceea167a020003', '041b001fffffffffffff0500'];
    expect(of(23)).toBe(`${start}17${end}`);
    expect(of(24)).toBe(`${start}1818${end}`);
    expect(of(65_536)).toBe(`${start}1a00010000${end}`);
    expect(of(2 ** 32 - 1)).toBe(`${start}1affffffff${end}`);
    expect(of(2 ** 32)).toBe(`${start}1b0000000100000000${end}`);
  });

  it('of a column are one integer where they are equal, else Exp-Golomb codes of their differences', () => {
    const channel = { index: 5, point: 'd/p', name: 'p', unit: '', exponent: 0, profile: 'x' };
    const body = (values: number[]) =>
      hex(
        encodeParts(
          [
            {
              from: 1000,
              to: 2000,
              samples: [
                {
                  times: [1100, 1200, 1300],
                  columns: [{ channel: 5, values, qualities: ['good', 'good', 'good'] }],
                },
              ],
              reports: [],
            },
          ],
          [channel],
        ),
      );
    // {0: 1, 1: [1, 1000, 0, 1000], 2: [{0: 3, 1: ticks 100, 200, 300 (k = 0; zigzag 200, 0, 0), 2: 5, 3: [values]}]}
    const frame = 'a3000101840119 03e8001903e80281a4000301 44 00 019380 0205 0381'.replaceAll(' ', '');
    expect(body([7, 7, 7])).toBe(`${frame}07`);
    // k = 1; zigzag 6, −1, 0 → 12, 1, 0 → 00111 0, 1 1, 1 0
    expect(body([6, 5, 5])).toBe(`${frame}43013b80`);
  });
});

describe('bytes of a stranger', () => {
  const topics = ['birth', 'birth/00', 'tel', 'event', 'state', 'ack', 'cmd', ''];
  const everything = (bytes: Uint8Array) => {
    for (const topic of topics) decodeMessage(topic, bytes, knowsBirth);
    decodeParts(bytes, birth.channels);
    decodeEvent(bytes);
  };

  it('never make the decoder throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), everything), { numRuns: soak(2000) });
  });

  it('that were messages once, with bytes changed, cut or doubled, are decoded or refused', () => {
    const change = fc.record({ at: fc.nat(), by: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        fc.array(change, { maxLength: 4 }),
        fc.option(fc.nat()),
        ({ bytes }, changes, cut) => {
          const broken = Uint8Array.from(bytes);
          for (const { at, by } of changes) broken[at % broken.length] = by;
          everything(cut === null ? broken : broken.subarray(0, cut % broken.length));
        },
      ),
      { numRuns: soak(5000) },
    );
  });

  it('never reach code that does not check its bounds', () => {
    expect(isNativeAccelerationEnabled).toBe(false);
  });

  it('that claim more than they hold are refused at once', () => {
    const hostile = [
      '9b001fffffffffffff', // an array of 2^53 items
      'bb001fffffffffffff',
      '5b001fffffffffffff',
      '7affffffff',
      '9f01ff', // indefinite
      'c11a00000000', // a date
      'd9dfff84190102', // a record of cbor-x
      `${'81'.repeat(50)}00`, // deep
      // one column of a milliard equal rows, a thousand times over
      'a30001018401000000' + '0281a4001a3b9aca0001000200' + '0381' + '00',
      '',
    ];
    for (const text of hostile) {
      const result = decodeParts(unhex(text), birth.channels);
      expect(result.ok ? '' : result.error.what, text).toMatch(/not our CBOR|too many values/);
    }
  });
});
