import type { Stream, StreamHead } from '../../telemetry/wire/model.ts';
import { findEarlierJournals, stampOfEarlier } from '../past/earlierJournals.ts';
import type { Delivery } from '../types.ts';

/** How far the journal's own epoch has come. `open`: its newest telemetry row still grows. */
export type OwnReach = {
  readonly epoch: string;
  readonly heads: Readonly<Record<Stream, StreamHead>>;
  readonly open: boolean;
};

type Reach = Readonly<Record<Stream, number>>;

/**
 * Cuts off what was said to be delivered and cannot have been: rows that are not written yet would otherwise never be sent.
 * Null: nothing is left of it.
 */
export class DeliveryClamp {
  readonly #file: string;
  #past: ReadonlyMap<string, Reach> = new Map();
  /** What lay beside the journal when it was looked. */
  #stamp: string | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  clamp(delivery: Delivery, own: OwnReach): Delivery | null {
    const { epoch, from } = delivery;
    const to = Math.min(
      delivery.to,
      epoch === own.epoch ? this.#ownEnd(delivery, own) : this.#foreignEnd(delivery),
    );
    if (from < 1 || to < from) return null;
    const { seq, parts } = own.heads[delivery.stream];
    const grows = epoch === own.epoch && delivery.parts !== null && to === seq;
    return { ...delivery, to, parts: grows ? Math.min(delivery.parts, parts) : delivery.parts };
  }

  /** A row that still grows cannot have been delivered as a whole. */
  #ownEnd({ stream, parts }: Delivery, { heads, open }: OwnReach): number {
    const { seq } = heads[stream];
    return stream === 'telemetry' && open && parts === null ? seq - 1 : seq;
  }

  /** Journals that are over, copies of spare ones among them, also such that were put beside it by hand. */
  #foreignEnd({ epoch, stream }: Delivery): number {
    const stamp = stampOfEarlier(this.#file);
    if (stamp !== this.#stamp) {
      const found = findEarlierJournals(this.#file);
      if (found.ok) this.#past = new Map(found.value.map(({ epoch: of, heads }) => [of, heads]));
      this.#stamp = stamp;
    }
    return this.#past.get(epoch)?.[stream] ?? 0;
  }
}
