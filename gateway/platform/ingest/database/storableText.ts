/** A text as PostgreSQL takes it: without zero bytes, which registers are filled up with, and without half a character. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** A document as `jsonb` takes it. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'string' ? storable(one) : one));
}
