import type { DeliveredSet } from '../../journal/types.ts';
import { addInterval, type Intervals, includes, intersect, subtract } from '../../telemetry/sdk/intervals.ts';
import type { StreamHead, TombstoneReason } from '../../telemetry/wire/model.ts';

/** A journal row without its body. Events count as sealed rows of one part. */
export type RowShape = { readonly seq: number; readonly parts: number; readonly sealed: boolean };

/** What the plan may ask of one stream of the journal. */
export interface StreamView {
  /** `seq` of the newest row, 0 when there is none. */
  readonly head: number;
  /** The first row with `seq` or more; rows that are gone or damaged are left out. */
  atOrAfter(seq: number): RowShape | null;
  readonly tombstones: readonly Gap[];
}
export type Gap = { readonly from: number; readonly to: number; readonly reason: TombstoneReason };

/** One message to publish: parts [first..last] of a row (none where `last` is below `first`), or word of what will never come. */
export type Step =
  | {
      readonly kind: 'row';
      readonly seq: number;
      readonly first: number;
      readonly last: number;
      readonly sealed: boolean;
    }
  | ({ readonly kind: 'tombstone' } & Gap);

/** `live`: what was written since the connection is up; `backlog`: what had waited by then. */
export type Queue = 'live' | 'backlog';

/** What an acknowledgement adds to the delivered set: see `Delivery`. */
export type Acknowledged = { readonly from: number; readonly to: number; readonly parts: number | null };

/** Acknowledged parts of a row that is not acknowledged as a whole. `sealedAt`: its last part, once that was acknowledged. */
type RowProgress = { parts: Intervals; sealedAt: number | null };

/**
 * Which message of one stream comes next, for one uplink. No I/O and no time: two cursors, one over what is live and one
 * over what had waited, so that neither is behind the other. Each goes in order of sequence, each part once per
 * connection; what was not acknowledged when the connection broke goes out again.
 */
export class StreamPlan {
  #acked: Intervals;
  readonly #progress = new Map<number, RowProgress>();
  /** Rows that need no look in this connection: acknowledged, in flight as a whole, or nowhere to be found. */
  #taken: Intervals;
  /** Rows found neither in the journal nor under a tombstone: passed over until a tombstone turns up. */
  #missing: Intervals = [];
  /** Rows that go out once more although they were acknowledged, and what was acknowledged of them since. */
  #again: Intervals = [];
  readonly #repeated = new Map<number, RowProgress>();
  /** seq → parts put in flight in this connection. */
  readonly #sent = new Map<number, number>();
  /** What was put in flight as a whole, in any connection: an acknowledgement of anything else is a mistake. */
  #offered: Intervals = [];
  #liveFrom = 1;

  constructor(delivered: DeliveredSet) {
    this.#acked = delivered.intervals;
    this.#taken = this.#acked;
    for (const [seq, parts] of delivered.partial)
      if (parts > 0) this.#progress.set(seq, { parts: [[1, parts]], sealedAt: null });
  }

  /** Rows that the platform has as a whole. */
  get acked(): Intervals {
    return this.#acked;
  }

  /** The same, with parts of rows that it does not have as a whole. */
  get deliveredSet(): DeliveredSet {
    const partial = [...this.#progress].map(([seq, { parts }]) => [seq, prefix(parts)] as const);
    return { intervals: this.#acked, partial: new Map(partial.filter(([, parts]) => parts > 0)) };
  }

  /** Where `live` begins. */
  get liveFrom(): number {
    return this.#liveFrom;
  }

  /** A connection is up: what is there now had waited, but for the newest row where it still grows. */
  connected(view: StreamView): void {
    const newest = view.atOrAfter(view.head);
    this.#liveFrom = newest !== null && !newest.sealed ? newest.seq : view.head + 1;
  }

  /** The next message of `queue`, or null when everything in it has been sent. Asking twice gives the same answer. */
  next(view: StreamView, queue: Queue = 'live'): Step | null {
    this.#reconsider(view.tombstones);
    const end = queue === 'live' ? view.head : Math.min(view.head, this.#liveFrom - 1);
    let seq = firstFree(this.#taken, queue === 'live' ? this.#liveFrom : 1);
    while (seq <= end) {
      const row = view.atOrAfter(seq);
      const gapEnd = Math.min(freeUntil(this.#taken, seq), (row?.seq ?? end + 1) - 1, end);
      if (gapEnd >= seq) {
        const gap = this.#passOver(seq, gapEnd, view.tombstones);
        if (gap !== null) return { kind: 'tombstone', ...gap };
      } else if (row !== null && row.seq === seq) {
        const step = this.#stepOf(row);
        if (step !== null) return step;
      }
      seq = firstFree(this.#taken, Math.max(seq, gapEnd) + 1);
    }
    return null;
  }

  /** `step`, or fewer parts of it, is in flight. */
  sent(step: Step): void {
    if (step.kind === 'tombstone') {
      this.#take(step.from, step.to);
      return;
    }
    if (step.sealed) {
      this.#take(step.seq, step.seq);
      this.#sent.delete(step.seq);
    } else this.#sent.set(step.seq, step.last);
  }

  /** Rows [from..to] go out once more from their first part, whatever was acknowledged of them, with the keys they have. */
  repeat(from: number, to: number): void {
    this.#again = addInterval(this.#again, from, to);
    this.#taken = subtract(this.#taken, [[from, to]]);
    this.#missing = subtract(this.#missing, [[from, to]]);
    for (const known of [this.#sent, this.#repeated])
      for (const seq of known.keys()) if (seq >= from && seq <= to) known.delete(seq);
  }

  /** What is still to go out once more. */
  get repeating(): Intervals {
    return this.#again;
  }

  /** The broker has `step`: of what was asked for once more, this is done. */
  repeated(step: Step): void {
    if (step.kind === 'tombstone') this.#again = subtract(this.#again, [[step.from, step.to]]);
    else if (includes(this.#again, step.seq) && advance(this.#repeated, step).whole) {
      this.#again = subtract(this.#again, [[step.seq, step.seq]]);
      this.#repeated.delete(step.seq);
    }
  }

  /** The platform has `step`. Returns what guard should be told, null when that is nothing new. */
  acknowledged(step: Step): Acknowledged | null {
    this.repeated(step);
    if (step.kind === 'tombstone') {
      this.#ackRows(step.from, step.to);
      return { from: step.from, to: step.to, parts: null };
    }
    const { seq } = step;
    if (includes(this.#acked, seq)) return null;
    const { before, parts, whole } = advance(this.#progress, step);
    if (whole) {
      this.#ackRows(seq, seq);
      return { from: seq, to: seq, parts: null };
    }
    return parts > before ? { from: seq, to: seq, parts } : null;
  }

  /**
   * The platform says that it has stored these rows as a whole. What was never sent as a whole is left out: such a word
   * must not release anything. Returns what guard should be told.
   */
  acknowledgedRows(rows: Intervals): Acknowledged[] {
    const fresh = subtract(intersect(rows, this.#offered), this.#acked);
    for (const [from, to] of fresh) this.#ackRows(from, to);
    return fresh.map(([from, to]) => ({ from, to, parts: null }));
  }

  /** Of these rows those that are not acknowledged go out again, in the same connection; false: there are none. */
  again(rows: Intervals): boolean {
    const open = subtract(rows, subtract(this.#acked, this.#again));
    this.#taken = subtract(this.#taken, open);
    for (const seq of this.#sent.keys()) if (includes(open, seq)) this.#sent.delete(seq);
    return open.length > 0;
  }

  /** The connection is gone: what was in flight goes out again. */
  lost(): void {
    this.#taken = subtract(this.#acked, this.#again);
    this.#missing = [];
    this.#sent.clear();
  }

  /** Everything acknowledged so far, to be told to a guard that may not have heard. */
  delivered(): Acknowledged[] {
    const whole = this.#acked.map(([from, to]) => ({ from, to, parts: null }));
    const partly = [...this.#progress].map(([seq, { parts }]) => ({
      from: seq,
      to: seq,
      parts: prefix(parts),
    }));
    return [...whole, ...partly.filter((row) => row.parts > 0)];
  }

  /** Up to where everything was acknowledged without a hole, given the newest row. `parts` is 0 where it is not known. */
  contiguous(head: StreamHead): StreamHead {
    const seq = firstFree(this.#acked, 1) - 1;
    if (seq === head.seq) return head;
    const partly = prefix(this.#progress.get(seq + 1)?.parts ?? []);
    return partly > 0 ? { seq: seq + 1, parts: partly } : { seq, parts: 0 };
  }

  #stepOf(row: RowShape): Step | null {
    const progress = includes(this.#again, row.seq) ? this.#repeated : this.#progress;
    const acked = prefix(progress.get(row.seq)?.parts ?? []);
    const parts = Math.max(acked, this.#sent.get(row.seq) ?? 0);
    if (parts < row.parts)
      return { kind: 'row', seq: row.seq, first: parts + 1, last: row.parts, sealed: row.sealed };
    // Sealed without a new part: an empty message says that the segment ends there.
    if (row.sealed) return { kind: 'row', seq: row.seq, first: row.parts + 1, last: row.parts, sealed: true };
    return null;
  }

  /** The tombstone at the head of [from..to], or null after putting what has none aside. */
  #passOver(from: number, to: number, tombstones: readonly Gap[]): Gap | null {
    let nearest: Gap | null = null;
    for (const stone of tombstones)
      if (stone.from <= to && stone.to >= from && (nearest === null || stone.from < nearest.from))
        nearest = { from: Math.max(from, stone.from), to: Math.min(to, stone.to), reason: stone.reason };
    const missingTo = nearest === null ? to : nearest.from - 1;
    if (missingTo >= from) {
      this.#taken = addInterval(this.#taken, from, missingTo);
      this.#missing = addInterval(this.#missing, from, missingTo);
    }
    return nearest;
  }

  #reconsider(tombstones: readonly Gap[]): void {
    if (this.#missing.length === 0) return;
    for (const stone of tombstones) {
      const found = intersect(this.#missing, [[stone.from, stone.to]]);
      this.#missing = subtract(this.#missing, found);
      this.#taken = subtract(this.#taken, found);
    }
  }

  #take(from: number, to: number): void {
    this.#taken = addInterval(this.#taken, from, to);
    this.#offered = addInterval(this.#offered, from, to);
  }

  #ackRows(from: number, to: number): void {
    this.#acked = addInterval(this.#acked, from, to);
    this.#taken = addInterval(this.#taken, from, to);
    for (const seq of this.#progress.keys()) if (seq >= from && seq <= to) this.#progress.delete(seq);
  }
}

/** Takes note that `step` was acknowledged: parts without a hole before and now, and whether that is the whole row. */
function advance(
  rows: Map<number, RowProgress>,
  step: Extract<Step, { kind: 'row' }>,
): { readonly before: number; readonly parts: number; readonly whole: boolean } {
  const progress = rows.get(step.seq) ?? { parts: [], sealedAt: null };
  const before = prefix(progress.parts);
  if (step.first <= step.last) progress.parts = addInterval(progress.parts, step.first, step.last);
  if (step.sealed) progress.sealedAt = step.last;
  rows.set(step.seq, progress);
  const parts = prefix(progress.parts);
  return { before, parts, whole: progress.sealedAt !== null && parts >= progress.sealedAt };
}

/** The first number from `from` on that is not in the set. */
function firstFree(set: Intervals, from: number): number {
  for (const [a, b] of set) if (a <= from && from <= b) return b + 1;
  return from;
}

/** The last number of the run of free ones that starts at `from`. */
function freeUntil(set: Intervals, from: number): number {
  for (const [a] of set) if (a > from) return a - 1;
  return Number.POSITIVE_INFINITY;
}

/** How many parts are there from the first on without a hole. */
function prefix(parts: Intervals): number {
  const first = parts[0];
  return first !== undefined && first[0] === 1 ? first[1] : 0;
}
