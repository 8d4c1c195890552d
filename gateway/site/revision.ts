import { createHash } from 'node:crypto';

/** Names a text of a site file: the same text has the same name, wherever it came from. */
export function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
