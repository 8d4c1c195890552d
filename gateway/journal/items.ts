import type { Problem } from '../core/result.ts';
import type { Birth, EventBody, Head, Part, Stream } from '../telemetry/model.ts';
import type { Delivery } from './types.ts';

/** What guard hands over, in the order in which it is to be written. */
export type Item =
  | { readonly kind: 'birth'; readonly birth: BirthInput }
  | { readonly kind: 'event'; readonly event: EventBody; readonly token?: string }
  | { readonly kind: 'part'; readonly part: Part; readonly evidence: string | null }
  | { readonly kind: 'delivered'; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'uplinks'; readonly ids: readonly string[] }
  /** Rows that had to be dropped before they got a number: `count` numbers of the stream become a tombstone. */
  | { readonly kind: 'dropped'; readonly stream: Stream; readonly count: number };

/** A birth before the journal has added its own name. */
export type BirthInput = Omit<Birth, 'epoch' | 'previous'>;

/** A row is on disk. */
export type Commit = { readonly stream: Stream; readonly head: Head; readonly token?: string };

/** What one transaction brought. `notices` are single happenings the operator must hear of. */
export type Written = { readonly commits: readonly Commit[]; readonly notices: readonly Problem[] };
