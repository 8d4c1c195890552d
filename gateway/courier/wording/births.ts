import type { JournalReader } from '../../journal/types.ts';
import type { UplinkFilter } from '../../site/schema/uplinkSchema.ts';
import { type Birth, decodeBirth } from '../../telemetry/index.ts';
import { wantedChannels } from '../flow/filter.ts';

const MOST = 8;

type Known = { readonly birth: Birth; readonly wanted: ReadonlySet<number> | null };

/** Births of the journal, decoded, and which of their channels an uplink gets; the last few are kept. */
export class Births {
  readonly #reader: JournalReader;
  readonly #filter: UplinkFilter | undefined;
  readonly #lost: Birth | null;
  readonly #known = new Map<string, Known>();

  /** `lost` stands for births that the journal of `reader` has no more; null: it has all that rows refer to. */
  constructor(reader: JournalReader, filter: UplinkFilter | undefined, lost: Birth | null = null) {
    this.#reader = reader;
    this.#filter = filter;
    this.#lost = lost;
  }

  /** Throws when the journal has it no more and nothing stands for it. */
  birth(hash: string): Birth {
    return this.#get(hash).birth;
  }

  /** Which channels of this birth go out; null: all. */
  wanted(hash: string): ReadonlySet<number> | null {
    return this.#filter === undefined ? null : this.#get(hash).wanted;
  }

  #get(hash: string): Known {
    const known = this.#known.get(hash);
    if (known !== undefined) return known;
    const encoded = this.#reader.birth(hash);
    const decoded = encoded === null ? null : decodeBirth(encoded);
    const birth = decoded?.ok ? decoded.value : this.#lost;
    if (birth === null) throw new Error(`the journal does not have birth ${hash}, which a row names`);
    const entry = { birth, wanted: wantedChannels(this.#filter, birth.channels) };
    this.#known.set(hash, entry);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(oldest);
    }
    return entry;
  }
}

/** Stands for a birth that is not known: events are legible without, and no more is read of it than whose it is. */
export function lostBirth(gateway: string, epoch: string): Birth {
  return { gateway, software: '', epoch, previous: null, channels: [], rules: [] };
}
