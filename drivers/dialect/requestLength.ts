/**
 * Length of a whole request frame with its CRC, told from its first bytes. `more` while they do not tell yet, `unknown`
 * for a function whose requests have no fixed shape: only silence ends those.
 */
export function requestLength(bytes: Uint8Array): number | 'more' | 'unknown' {
  const code = bytes[1];
  if (code === undefined) return 'more';
  if ((code >= 1 && code <= 6) || code === 8) return 8;
  if (code === 7 || code === 11 || code === 12 || code === 17) return 4; // serial line only, no data
  if (code === 15 || code === 16) return withCount(bytes, 6);
  if (code === 22) return 10;
  if (code === 23) return withCount(bytes, 10);
  if (code === 0x2b) return bytes[2] === undefined ? 'more' : bytes[2] === 0x0e ? 7 : 'unknown';
  return 'unknown';
}

function withCount(bytes: Uint8Array, at: number): number | 'more' {
  const count = bytes[at];
  return count === undefined ? 'more' : at + 1 + count + 2;
}
