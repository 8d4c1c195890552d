import { asArray, asCount, asInteger, decode, documentFields } from '../telemetry/fields.ts';
import { decodeIntegers } from '../telemetry/integers.ts';

/**
 * When the last part of a telemetry body ends, mono in milliseconds of its boot; 0 for a body of no parts or one that
 * does not decode. Reads the bounds alone: a drain asks this of every row.
 */
export function bodyEnd(body: Uint8Array): number {
  const end = decode(body, 'telemetry body', (item) => {
    const [count, start, gaps, lengths] = asArray(documentFields(item).get(1));
    const parts = asCount(count);
    const spans = [...decodeIntegers(gaps, parts, 0), ...decodeIntegers(lengths, parts, 0)];
    return parts === 0 ? 0 : spans.reduce((sum, span) => sum + span, asInteger(start));
  });
  return end.ok ? end.value : 0;
}
