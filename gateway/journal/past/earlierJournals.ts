import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { STREAMS, type Stream } from '../../telemetry/wire/model.ts';
import { adoptedEpochs } from '../file/adoptedRows.ts';
import { type Lineage, lineageOf, type Previous } from '../file/identity.ts';
import { reachedBy } from '../file/lineage.ts';
import { openForReading } from '../file/openForReading.ts';
import { readOr } from '../file/readOrDamaged.ts';
import { journalsBeside } from './quarantine.ts';
import { isSpareCopy } from './spareCopy.ts';

/**
 * A journal that is over: how far its streams had come, at least, and the files that may still hold rows of it; none where it
 * was deleted. `adoptedIn`: files of other epochs that hold events of this one. `previous` is what its births name as the one
 * before it. `gateway`: by which name it was written.
 */
export type EarlierJournal = {
  readonly gateway: string;
  readonly epoch: string;
  readonly heads: Readonly<Record<Stream, number>>;
  readonly previous: Previous | null;
  readonly files: readonly string[];
  readonly adoptedIn: readonly string[];
  /** It was written beside another one, while the disk of that was in trouble. */
  readonly spare: boolean;
};

/** What a file says that has nothing to tell: not a journal, or damaged beyond reading. */
const NOTHING_TO_READ = ['journal.foreign', 'journal.damaged', 'journal.missing', 'journal.log-missing'];

/**
 * The journals beside the one at `file` that are over, spare ones first, then the oldest: those it names, those set aside in its folder, copies of spare
 * journals, and what was written when the gateway had another name. Problems: a file that cannot be opened now, of which nobody
 * can say yet what it holds.
 */
export function findEarlierJournals(file: string): Result<readonly EarlierJournal[], Problem> {
  const now = openForReading(file);
  if (!now.ok) return now;
  const { db, identity } = now.value;
  const found = new Found();
  found.add(identity.gateway, lineageOf(identity), null);
  found.addAdopted(identity.gateway, db, file);
  db.close();
  for (const name of journalsBeside(file)) {
    const path = join(dirname(file), name);
    const opened = openForReading(path);
    if (opened.ok) {
      const { db: other, identity: its } = opened.value;
      found.add(its.gateway, reachedBy(other, its), path);
      found.addAdopted(its.gateway, other, path);
      other.close();
    } else if (!NOTHING_TO_READ.includes(opened.error.code)) return opened;
  }
  return ok(found.all(identity.epoch));
}

/** Changes when a file beside `file` comes, goes or becomes another one; '' where nothing can be seen. */
export function stampOfEarlier(file: string): string {
  return readOr(
    () =>
      journalsBeside(file)
        .map((name) => {
          const { ino, size, mtimeMs } = statSync(join(dirname(file), name));
          return `${name} ${ino} ${size} ${mtimeMs}`;
        })
        .join('\n'),
    '',
  );
}

class Found {
  readonly #byEpoch = new Map<string, EarlierJournal>();

  /** Takes note of the first of `lineage`, which lies in `file`, and of those that it names. */
  add(gateway: string, lineage: Lineage, file: string | null): void {
    for (const [n, { epoch, ...heads }] of lineage.entries())
      this.#note(gateway, epoch, heads, {
        previous: lineage[n + 1] ?? null,
        ...(n === 0 && file !== null ? { file } : {}),
      });
  }

  /** Events of other epochs that lie in `file`. */
  addAdopted(gateway: string, db: DatabaseSync, file: string): void {
    for (const { epoch, event } of readOr(() => adoptedEpochs(db), []))
      this.#note(gateway, epoch, { event, telemetry: 0 }, { adoptedIn: file });
  }

  /** All but the one of this epoch, of which there may be copies. Spare ones first: little, and waited for. */
  all(epoch: string): readonly EarlierJournal[] {
    const others = [...this.#byEpoch.values()].filter((one) => one.epoch !== epoch).reverse();
    return others.toSorted((a, b) => Number(b.spare) - Number(a.spare));
  }

  #note(
    gateway: string,
    epoch: string,
    heads: Readonly<Record<Stream, number>>,
    more: { readonly previous?: Previous | null; readonly file?: string; readonly adoptedIn?: string },
  ): void {
    const known = this.#byEpoch.get(epoch);
    const [event, telemetry] = STREAMS.map((stream) => Math.max(heads[stream], known?.heads[stream] ?? 0));
    this.#byEpoch.set(epoch, {
      ...{ gateway, epoch },
      heads: { event: event ?? 0, telemetry: telemetry ?? 0 },
      previous: known?.previous ?? more.previous ?? null,
      files: [...(known?.files ?? []), ...(more.file === undefined ? [] : [more.file])],
      spare: known?.spare === true || more.adoptedIn !== undefined || isSpareCopy(more.file ?? ''),
      adoptedIn: [...(known?.adoptedIn ?? []), ...(more.adoptedIn === undefined ? [] : [more.adoptedIn])],
    });
  }
}
