import type { Birth, Header, StateMessage, Stream } from '../wire/model.ts';
import { STREAMS } from '../wire/model.ts';
import type { Verifier } from './verify.ts';

/** What a header says of where a message stands in its stream; `first`: its first part. */
export type Place = Pick<Header, 'epoch' | 'seq' | 'historical'> & { readonly first: number };

export type SavedLateJoin = {
  readonly unsettled: readonly Stream[];
  readonly epoch: string | null;
  readonly begun: readonly string[];
};

const MOST_EPOCHS = 64;

/**
 * For a platform that joins a gateway which has been running: which rows were delivered before it listened, and are not to be
 * expected here. What a broker kept (`retained`) may be as old as it likes, so a kept `state` only says so until the first
 * live message of a stream comes; that one settles it: everything before it is not expected, everything after it is. An
 * epoch that was over or under way at that time starts with the first row that is met of it.
 */
export class LateJoin {
  readonly #verifier: Verifier;
  readonly #unsettled = new Set<Stream>(STREAMS);
  /** The journal in use when this platform joined; null: not known yet. */
  #epoch: string | null = null;
  /** Epochs that began since: expected from their first row. */
  readonly #begun = new Set<string>();

  constructor(verifier: Verifier) {
    this.#verifier = verifier;
  }

  save(): SavedLateJoin {
    return { unsettled: [...this.#unsettled], epoch: this.#epoch, begun: [...this.#begun] };
  }

  restore({ unsettled, epoch, begun }: SavedLateJoin): void {
    for (const stream of STREAMS) if (!unsettled.includes(stream)) this.#unsettled.delete(stream);
    this.#epoch = epoch;
    for (const one of begun) this.#begun.add(one);
  }

  /** Answers whether the verifier may take the state as it is. A last will is too old for that until all is settled. */
  state({ epoch, online, will, heads, delivered }: StateMessage, retained: boolean): boolean {
    if (will === true) return this.#unsettled.size === 0;
    this.#epoch ??= epoch;
    for (const stream of this.#unsettled) {
      const [head, seen] = [heads[stream], delivered[stream]];
      // no parts: the row as a whole
      this.#verifier.startAfter(epoch, stream, seen.seq, seen.parts === 0 ? null : seen.parts);
      const isAllDelivered = head.seq === seen.seq && head.parts === seen.parts;
      if (!online || (!retained && isAllDelivered)) this.#unsettled.delete(stream);
    }
    return true;
  }

  /** To be told of a row before the verifier counts it. */
  row(stream: Stream, { epoch, seq, first, historical }: Place): void {
    const isLive = !historical && this.#unsettled.has(stream);
    if (isLive) {
      this.#epoch ??= epoch;
      this.#unsettled.delete(stream);
    }
    if (isLive || (!this.#begun.has(epoch) && this.#verifier.isUntouched(epoch, stream)))
      this.#verifier.startBefore(epoch, stream, seq, first);
  }

  /** The birth of the journal in use now; one that came after it joined closes the journal before. */
  birth({ epoch, previous }: Birth): void {
    if (this.#unsettled.size === STREAMS.length) this.#epoch = epoch;
    this.#epoch ??= epoch;
    const isNew = epoch !== this.#epoch;
    if (isNew && this.#begun.size < MOST_EPOCHS) this.#begun.add(epoch);
    if (previous === null) return;
    for (const stream of STREAMS) {
      const seq = previous[stream];
      if (isNew && !this.#unsettled.has(stream))
        this.#verifier.expect(previous.epoch, stream, { seq, parts: 1 });
      else this.#verifier.startAfter(previous.epoch, stream, seq);
    }
  }
}
