import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter, toLine } from '../../gateway/core/ndjson.ts';

function feed(splitter: LineSplitter, ...chunks: string[]) {
  return chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk)));
}

describe('lines off a socket', () => {
  test('a whole line, two joined lines and a split line are read alike', () => {
    const splitter = new LineSplitter(1000);
    expect(feed(splitter, '{"a":1}\n', '{"a":2}\n{"a":3}\n{"a"', ':4', '}\n')).toEqual(
      [1, 2, 3, 4].map((a) => ({ kind: 'json', value: { a } })),
    );
  });

  test('garbage and empty lines do not disturb what follows', () => {
    expect(feed(new LineSplitter(1000), '\n  \nnot json\n{"ok":true}\n')).toEqual([
      { kind: 'garbled' },
      { kind: 'json', value: { ok: true } },
    ]);
  });

  test('an over-long line is told once and skipped, however it is cut', () => {
    const long = 'x'.repeat(5000);
    expect(feed(new LineSplitter(100), long, long, `${long}\n{"a":1}\n`)).toEqual([
      { kind: 'too-long' },
      { kind: 'json', value: { a: 1 } },
    ]);
  });

  test('any messages, Chinese names too, survive any cutting of their bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.integer(), name: fc.string({ unit: 'grapheme' }) }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        (messages, cuts) => {
          const bytes = Buffer.from(messages.map(toLine).join(''));
          const splitter = new LineSplitter(10_000);
          const seen = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = cuts[turn % cuts.length] ?? 1;
            seen.push(...splitter.push(bytes.subarray(at, at + size)));
            at += size;
          }
          expect(seen).toEqual(messages.map((value) => ({ kind: 'json', value })));
        },
      ),
    );
  });
});
