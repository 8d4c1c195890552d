import type { DatabaseSync } from 'node:sqlite';
import type { Stream, StreamHead } from '../../telemetry/wire/model.ts';
import { findLeftovers } from '../past/leftover.ts';
import type { Delivery } from '../types.ts';

/** How far the journal's own epoch has come. `open`: its newest telemetry row still grows. */
export type OwnReach = {
  readonly epoch: string;
  readonly heads: Readonly<Record<Stream, StreamHead>>;
  readonly open: boolean;
};

type Reach = Readonly<Record<Stream, number>>;

/** Epochs looked up among the files of the folder in one run: each opens all of them. */
const MOST_LOOK_UPS = 8;

/**
 * Cuts off what was said to be delivered and cannot have been: rows that are not written yet would otherwise never be sent.
 * Null: nothing is left of it.
 */
export class DeliveryClamp {
  readonly #db: DatabaseSync;
  readonly #file: string;
  #past: ReadonlyMap<string, Reach> = new Map();
  #lookUps = 0;

  constructor(db: DatabaseSync, file: string) {
    this.#db = db;
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

  #foreignEnd({ epoch, stream }: Delivery): number {
    const adopted = stream === 'event' ? this.#adoptedEnd(epoch) : 0;
    return Math.max(adopted, this.#pastEnd(epoch, stream));
  }

  /** Events that were told before they were on the disk: only those that are there by now count. */
  #adoptedEnd(epoch: string): number {
    const row = this.#db.prepare('SELECT max(seq) AS seq FROM adopted WHERE epoch = ?').get(epoch);
    return Number(row?.seq ?? 0);
  }

  /** Journals before this one, also such that were put beside it by hand. */
  #pastEnd(epoch: string, stream: Stream): number {
    if (!this.#past.has(epoch) && this.#lookUps < MOST_LOOK_UPS) {
      this.#lookUps++;
      const found = findLeftovers(this.#file);
      if (found.ok) this.#past = new Map(found.value.map(({ epoch: of, heads }) => [of, heads]));
    }
    return this.#past.get(epoch)?.[stream] ?? 0;
  }
}
