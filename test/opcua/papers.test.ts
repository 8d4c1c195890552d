import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import { Papers, piecesOf } from '../../gateway/opcua/papers/papers.ts';
import { OPCUA_CAPS } from '../../gateway/opcua/server/caps.ts';
import { removeFolder } from '../harness/removeFolder.ts';

test('a paper is cut into pieces of so many bytes, never within a character, and is whole when put together', () => {
  const text = '电梯 A: 5 °C, 🛗 – '.repeat(200);
  for (const bytes of [4, 7, 100, 60_000]) {
    const pieces = piecesOf(text, bytes);
    expect(pieces.join('')).toBe(text);
    expect(Math.max(...pieces.map((piece) => Buffer.byteLength(piece)))).toBeLessThanOrEqual(bytes);
  }
  expect(piecesOf('', 10)).toEqual(['']);
});

test('papers are written one at a time; who asks for the same waits for the same, and more than a few wait for none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-papers-'));
  onTestFinished(() => removeFolder(folder));
  const papers = new Papers(systemClock());
  const month = (nth: number) =>
    papers.ask({
      ...{ kind: 'lift-month', lift: 'a', month: `2026-0${nth}`, format: 'json', language: 'en' },
      ...{ journal: join(folder, 'journal.db'), timeZone: undefined },
      about: { place: null, registration: null, labels: null },
    });
  const asked = Array.from({ length: OPCUA_CAPS.papersAsked + 2 }, (_, i) => month(i + 1));
  const again = month(1);
  const answers = await Promise.all(asked);
  // there is no journal, which is told as such by the thread
  expect(answers).toEqual([...Array(OPCUA_CAPS.papersAsked).fill('nothing'), 'busy', 'busy']);
  expect(await again).toBe('nothing');
  const [late] = await Promise.all([month(1), papers.stop()]);
  expect(late).toBe('failed');
});
