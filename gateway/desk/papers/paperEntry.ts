import type { PaperEntry } from '../http/api/commissionApi.ts';
import type { KeptPaper } from './paperShelf.ts';

/** A paper as it is listed. */
export function paperEntry({ sha256, kind, actor, utc, key, told, pieces }: KeptPaper): PaperEntry {
  return { sha256, kind, actor, utc, key, told, pieces };
}
