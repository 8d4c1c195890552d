import { dirname, join } from 'node:path';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { STREAMS, type Stream } from '../../telemetry/wire/model.ts';
import { type Lineage, lineageOf, type Previous } from '../file/identity.ts';
import { readLineage } from '../file/lineage.ts';
import { openForReading } from '../file/openForReading.ts';
import { setAsideBeside } from './setAside.ts';

/**
 * A journal that is over: how far its streams had come, at least, and the files that may still hold rows of it; none where it
 * was deleted. `previous` is what its births name as the one before it.
 */
export type Leftover = {
  readonly epoch: string;
  readonly heads: Readonly<Record<Stream, number>>;
  readonly previous: Previous | null;
  readonly files: readonly string[];
};

/** What a file says that has nothing to tell: not a journal, or damaged beyond reading. */
const NOTHING_TO_READ = ['journal.foreign', 'journal.damaged', 'journal.missing'];

/**
 * The journals that came before the one at `file`, the oldest first: those it names, and files set aside beside it that
 * are of the same gateway. Problems: a file that cannot be opened now, of which nobody can say yet what it holds.
 */
export function findLeftovers(file: string): Result<readonly Leftover[], Problem> {
  const now = openForReading(file);
  if (!now.ok) return now;
  now.value.db.close();
  const { gateway, epoch } = now.value.identity;
  const found = new Map<string, Leftover>();
  add(found, lineageOf(now.value.identity), null);
  for (const name of setAsideBeside(file)) {
    const path = join(dirname(file), name);
    const opened = openForReading(path);
    if (opened.ok) {
      add(found, readLineage(opened.value.db, gateway), path);
      opened.value.db.close();
    } else if (!NOTHING_TO_READ.includes(opened.error.code)) return opened;
  }
  found.delete(epoch); // a copy of the journal itself
  return ok([...found.values()].reverse());
}

/** Takes note of the first of `lineage`, which lies in `file`, and of those that it names. */
function add(found: Map<string, Leftover>, lineage: Lineage, file: string | null): void {
  for (const [n, { epoch, ...heads }] of lineage.entries()) {
    const known = found.get(epoch);
    const files = known?.files ?? [];
    found.set(epoch, {
      epoch,
      heads:
        known === undefined ? heads : perStream((stream) => Math.max(heads[stream], known.heads[stream])),
      previous: known?.previous ?? lineage[n + 1] ?? null,
      files: n === 0 && file !== null ? [...files, file] : files,
    });
  }
}

function perStream<T>(of: (stream: Stream) => T): Record<Stream, T> {
  const [event, telemetry] = STREAMS;
  return { event: of(event), telemetry: of(telemetry) };
}
