import { expect, test } from 'vitest';
import { birthHash, type Channel, encodeBirth, GatewayView } from '../../gateway/telemetry/index.ts';
import {
  BirthPieces,
  birthPointer,
  cutBirth,
  readBirthPointer,
} from '../../gateway/telemetry/wire/birthPieces.ts';
import { decodeInPython } from './python.ts';

const channels: Channel[] = Array.from({ length: 40 }, (_, index) => ({
  ...{ index, point: `device-${index}/value`, name: `Value ${index}`, unit: 'kPa' },
  ...{ exponent: -1, profile: 'test' },
}));
const epoch = '8f14e45fceea167a';
const birth = { gateway: 'tower-1', software: 'test', epoch, previous: null, channels, rules: [] };
const document = encodeBirth(birth);
const hash = birthHash(document);
const pieces = cutBirth(hash, document, () => 500) ?? [];

test('a birth in pieces, in whatever order and with repetitions, is the birth, and the pointer makes it the current one', () => {
  expect(pieces.length).toBeGreaterThan(2);
  for (const { payload } of pieces) expect(payload.length).toBeLessThanOrEqual(500);
  const view = new GatewayView();
  expect(view.ingest('birth', birthPointer(hash))).toMatchObject({ ok: true, value: { messages: [] } });
  const [first] = pieces;
  for (const piece of [...pieces.toReversed(), ...(first === undefined ? [] : [first])])
    expect(view.ingest(piece.topic, piece.payload).ok).toBe(true);
  expect(view.birth).toEqual(birth);

  const later = new GatewayView();
  for (const piece of pieces) later.ingest(piece.topic, piece.payload);
  expect(later.birth).toBeNull();
  later.ingest('birth', birthPointer(hash));
  expect(later.birth).toEqual(birth);
});

test('pieces that were garbled are refused by the hash, and those of ever new documents do not fill the memory', () => {
  const view = new GatewayView();
  const results = pieces.map(({ topic, payload }, nth) =>
    view.ingest(topic, nth === 1 ? payload.toReversed() : payload),
  );
  expect(results.at(-1)).toMatchObject({ ok: false, error: { code: 'telemetry.wrong-hash' } });
  const table = new BirthPieces();
  for (let nth = 0; nth < 100; nth++)
    table.take(`birth/${String(nth).padStart(16, '0')}/0/2`, new Uint8Array(10));
  expect(table.take('birth/0000000000000000/1/2', new Uint8Array(10))).toBeUndefined(); // the first half was forgotten
  expect(table.take('birth', document)).toBeNull();
  expect(table.take(`birth/${hash}`, document)).toBeNull();
  expect(readBirthPointer(document)).toBeNull();
});

test('a document is not cut where the topic leaves no room for a byte', () => {
  expect(cutBirth(hash, document, () => 0)).toBeNull();
});

test('the decoder in Python joins the pieces too', () => {
  const wire = [...pieces.toReversed(), { topic: 'birth', payload: birthPointer(hash) }];
  const decoded = decodeInPython(wire.map(({ topic, payload }) => ({ topic, bytes: payload })));
  expect(decoded.at(-2)).toMatchObject({
    gateway: 'tower-1',
    channels: channels.map(({ index }) => ({ index })),
  });
  expect(decoded.at(-1)).toEqual({ current: hash });
});
