/** A random 64-bit identifier as 16 hex digits, e.g. the epoch of a journal. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Buffer.from(bytes).toString('hex');
}
