import { type Birth, decodeBirth } from '../../../telemetry/index.ts';
import { Interned } from '../../../telemetry/sdk/interned.ts';
import type { Database } from './postgresPool.ts';

const MOST = 2_000;

/** Births from the database, the ones used last kept, and what they have in common once: each is some ten kilobytes then, not fifty. */
export class KnownBirths {
  readonly #database: Database;
  readonly #known = new Map<string, Birth>();
  readonly #interned = new Interned();

  constructor(database: Database) {
    this.#database = database;
  }

  /** One that was loaded; undefined: not loaded, or not known. */
  readonly get = (hash: string): Birth | undefined => {
    const birth = this.#known.get(hash);
    if (birth === undefined) return undefined;
    this.#known.delete(hash);
    this.#known.set(hash, birth);
    return birth;
  };

  async load(hashes: Iterable<string>): Promise<void> {
    const wanted = [...new Set(hashes)].filter((hash) => !this.#known.has(hash));
    if (wanted.length === 0) return;
    const rows = await this.#database.query<{ hash: string; doc: Buffer }>(
      'select hash, doc from birth where hash = any ($1::text[])',
      [wanted],
    );
    for (const { hash, doc } of rows) {
      const birth = decodeBirth(doc);
      if (birth.ok) this.#known.set(hash, this.#interned.birth(birth.value));
    }
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST + wanted.length) break;
      this.#known.delete(oldest);
    }
  }
}
