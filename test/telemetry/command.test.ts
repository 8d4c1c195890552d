import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Command,
  commandId,
  decodeCommand,
  decodeMessage,
  encodeCommand,
} from '../../gateway/telemetry/index.ts';
import { type CborItem, encodeItem } from '../../gateway/telemetry/wire/cbor.ts';
import { acknowledge, commands } from './commandExamples.ts';

const line = (maxLength: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .filter((text) => text.trim() !== '' && text.length <= maxLength && !/\p{Cc}/u.test(text));
const seq = fc.integer({ min: 1, max: 2 ** 40 });
const epoch = fc.stringMatching(/^[0-9a-f]{16}$/);
const command: fc.Arbitrary<Command> = fc.record({
  id: fc.oneof(epoch, line(20)),
  issued: fc.option(fc.integer({ min: 0, max: 2 ** 45 })),
  expires: fc.option(fc.integer({ min: 0, max: 2 ** 45 })),
  ask: fc.oneof(
    fc.constant({ kind: 'ping' as const }),
    fc
      .tuple(epoch, fc.constantFrom('event' as const, 'telemetry' as const), seq, fc.nat(1e6))
      .map(([of, stream, from, more]) => ({
        kind: 'replay' as const,
        epoch: of,
        stream,
        from,
        to: from + more,
      })),
    fc.record({
      kind: fc.constant('acknowledge' as const),
      occurrence: line(60),
      announcement: fc.integer({ min: 1, max: 1e6 }),
      severity: fc.constantFrom('blue' as const, 'yellow' as const, 'orange' as const, 'red' as const),
      actor: line(40),
      text: fc.option(line(100)),
    }),
  ),
});

describe('a command', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(command, (one) => {
        expect(decodeCommand(encodeCommand(one))).toEqual({ ok: true, value: one });
      }),
      { numRuns: 200 },
    );
  });

  it('cannot say anything but acknowledge, replay and ping', () => {
    for (let kind = 3; kind < 24; kind++) {
      const bytes = withField(2, kind);
      expect(decodeCommand(bytes)).toMatchObject({ ok: false, error: { code: 'telemetry.malformed' } });
      expect(commandId(bytes)).toBe(acknowledge.id);
    }
  });

  it.each<[string, number, CborItem]>([
    ['a field that is not known', 10, true],
    ['another version', 0, 2],
    ['an occurrence without a name', 5, ' '],
    ['no announcement', 6, -1],
    ['no severity', 7, 0],
    ['a name that steers a terminal', 8, 'Li\u001b[2J'],
    ['a name without end', 8, 'x'.repeat(101)],
    ['a remark without end', 9, 'x'.repeat(401)],
    ['a number for a name', 8, 7],
  ])('with %s is refused as a whole', (_what, key, value) => {
    expect(decodeCommand(withField(key, value)).ok).toBe(false);
    expect(decodeMessage('cmd', withField(key, value), () => undefined).ok).toBe(false);
  });

  it('for a range that falls, or begins before the first row, is refused', () => {
    const replay = commands[2]?.ask;
    if (replay?.kind !== 'replay') throw new Error('the example is another one');
    for (const range of [
      { from: 3, to: 2 },
      { from: 0, to: 2 },
    ])
      expect(decodeCommand(encodeCommand({ ...acknowledge, ask: { ...replay, ...range } })).ok).toBe(false);
  });
});

/** The example with one field set. */
function withField(key: number, value: CborItem): Uint8Array {
  const { id, ask } = acknowledge;
  if (ask.kind !== 'acknowledge') throw new Error('the example is another one');
  const fields = new Map<number, CborItem>([
    [0, 1],
    [1, Buffer.from(id, 'hex')],
    [2, 0],
    [5, ask.occurrence],
    [6, ask.announcement],
    [7, 4],
    [8, ask.actor],
  ]);
  expect(decodeCommand(encodeItem(fields)).ok).toBe(true);
  return encodeItem(new Map([...fields, [key, value]]));
}
