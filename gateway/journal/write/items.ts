import type { Problem } from '../../core/result.ts';
import type { Birth, EventBody, Part, Stream, StreamHead } from '../../telemetry/wire/model.ts';
import type { Delivery, ForeignKey } from '../types.ts';

/** What guard hands over, in the order in which it is to be written. */
export type Item =
  | { readonly kind: 'birth'; readonly birth: BirthInput }
  /** `again`: it may be on the disk already, written by a guard that was killed before it knew. */
  | {
      readonly kind: 'event';
      readonly event: EventBody;
      readonly token?: string;
      readonly key?: ForeignKey;
      readonly again?: true;
    }
  | { readonly kind: 'part'; readonly part: Part; readonly evidence: string | null }
  | { readonly kind: 'delivered'; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'uplinks'; readonly ids: readonly string[] }
  /**
   * Rows that had to be dropped before they got a number: `count` numbers of the stream become a tombstone. Events that
   * had been told as volatile have theirs: `key` is the first.
   */
  | {
      readonly kind: 'dropped';
      readonly stream: Stream;
      readonly count: number;
      readonly key?: ForeignKey;
    };

/** A birth before the journal has added its own name. */
export type BirthInput = Omit<Birth, 'epoch' | 'previous'>;

/** A row is on disk. */
export type Commit = { readonly stream: Stream; readonly head: StreamHead; readonly token?: string };

/** What one transaction brought. `notices` are single happenings the operator must hear of. */
export type Written = { readonly commits: readonly Commit[]; readonly notices: readonly Problem[] };
