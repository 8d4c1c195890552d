import type { Problem, Result } from '../result.ts';
import { textProblem } from './textProblems.ts';

const NEW_LINE = 0x0a;

/**
 * The text of a file that has to be UTF-8. Another encoding is refused by its name with the line at which it shows: read as
 * UTF-8 its names would be garbage on every screen, and nobody would know why.
 *
 * @param where the file, as problems name it
 */
export function readUtf8(bytes: Uint8Array, where: string): Result<string, Problem> {
  if (isUtf16(bytes)) return { ok: false, error: { ...textProblem('file.utf-16'), where } };
  // a file system that lost its power gives a file its length before its content
  const zero = bytes.indexOf(0);
  if (zero !== -1)
    return { ok: false, error: { ...textProblem('file.zeros'), where: `${where}:${lineOf(bytes, zero)}` } };
  const text = decoded(bytes, 'utf-8');
  if (text !== undefined) return { ok: true, value: text };
  // a two-byte character of GBK may end in what is no byte of its own, but never in a new line
  const looksLikeGbk = decoded(bytes, 'gb18030') !== undefined;
  const problem = looksLikeGbk ? textProblem('file.gbk') : textProblem('file.not-utf-8');
  return { ok: false, error: { ...problem, where: `${where}:${firstBadLine(bytes)}` } };
}

/** By its mark, or because every second byte of what should be ASCII is nothing. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const head = bytes.subarray(0, 64);
  const zeros = (odd: number) => head.filter((byte, i) => byte === 0 && i % 2 === odd).length;
  const [even, odd] = [zeros(0), zeros(1)];
  return Math.min(even, odd) === 0 && Math.max(even, odd) > head.length / 4;
}

function lineOf(bytes: Uint8Array, offset: number): number {
  return bytes.subarray(0, offset).reduce((line, byte) => line + (byte === NEW_LINE ? 1 : 0), 1);
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(NEW_LINE, from);
    const until = end === -1 ? bytes.length : end;
    if (decoded(bytes.subarray(from, until), 'utf-8') === undefined) return line;
    from = until + 1;
  }
  return line;
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
