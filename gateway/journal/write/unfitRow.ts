/** A row that SQLite does not take, whatever the disk does: too big, of the wrong type, without a value. https://www.sqlite.org/rescode.html */
const POISON: ReadonlySet<number> = new Set([18, 20, 275, 1299, 3091]);

/** Whether it is the row that is at fault, and no other try of it can go better. */
export function isPoison(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  if ('errcode' in error && typeof error.errcode === 'number') return POISON.has(error.errcode);
  return !('syscall' in error);
}

/** What `encode` makes, or why it does not. */
export function attemptEncoding(encode: () => Uint8Array): Uint8Array | string {
  try {
    return encode();
  } catch (error) {
    return String(error);
  }
}
