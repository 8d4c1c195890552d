import type { Problem } from '../../core/result.ts';
import type { Birth, EventBody, Part, Stream, StreamHead } from '../../telemetry/wire/model.ts';
import type { Reached } from '../file/heads.ts';
import type { Delivery } from '../types.ts';

/** What guard hands over, in the order in which it is to be written. */
export type Item =
  | { readonly kind: 'birth'; readonly birth: BirthInput }
  /** `again`: it may be on the disk already, written by a guard that was killed before it knew. */
  | { readonly kind: 'event'; readonly event: EventBody; readonly token?: string; readonly again?: true }
  | { readonly kind: 'part'; readonly part: Part; readonly evidence: string | null }
  | { readonly kind: 'delivered'; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'uplinks'; readonly ids: readonly string[] }
  /** Rows that had to be dropped before they got a number: `count` numbers of the stream become a tombstone. */
  | { readonly kind: 'dropped'; readonly stream: Stream; readonly count: number }
  /**
   * Of the spare journal: what the disk holds beyond these heads is in this one as well, and is to be taken back there; null: no
   * more.
   */
  | { readonly kind: 'superseded'; readonly reached: Reached | null };

/** A birth before the journal has added its own name. */
export type BirthInput = Omit<Birth, 'epoch' | 'previous'>;

/** A row is on disk. */
export type Commit = { readonly stream: Stream; readonly head: StreamHead; readonly token?: string };

/** What came of a transaction; `notices` are what an operator must hear of it. */
export type Written = { readonly commits: readonly Commit[]; readonly notices: readonly Problem[] };

/** An event as it is handed over. */
export function eventItem(event: EventBody, token?: string, again = false): Item {
  return { kind: 'event', event, ...(token === undefined ? {} : { token }), ...(again ? { again } : {}) };
}

/** The birth under which what comes after `items` is written; null: the one before them. */
export function lastBirth(items: readonly Item[]): BirthInput | null {
  const last = items.findLast((item) => item.kind === 'birth');
  return last?.kind === 'birth' ? last.birth : null;
}
