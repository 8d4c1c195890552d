import type { Message } from './anyMessage.ts';
import type {
  Birth,
  EventMessage,
  StateMessage,
  Stream,
  TelemetryMessage,
  TombstoneReason,
} from './model.ts';
import { STREAMS } from './model.ts';
import { digest, partDigest } from './partDigest.ts';
import { type Arrival, Reception, type SequenceGap } from './reception.ts';

type Key = { readonly epoch: string; readonly stream: Stream };

/** What came of one gateway, and what did not. */
export type VerifierReport = {
  /** Events and telemetry parts, each counted once. */
  readonly received: number;
  readonly duplicates: number;
  /** The same key came with another body: the first hundred, each time. */
  readonly conflicts: readonly (Key & { readonly seq: number; readonly part: number })[];
  /** Sequences that the gateway says will never come. */
  readonly tombstoned: readonly (Key & {
    readonly from: number;
    readonly to: number;
    readonly reason: TombstoneReason;
  })[];
  /** Lost: something later came, or the gateway was told that they had arrived. */
  readonly missing: readonly (Key & SequenceGap)[];
  /** Written by the gateway, beyond everything that came: on the way, or a lost tail. */
  readonly behindHead: readonly (Key & SequenceGap)[];
  /** Nothing missing, nothing outstanding, no conflict. */
  readonly complete: boolean;
  /** Epochs that were dropped because the gateway had more than `MOST_EPOCHS`. */
  readonly forgottenEpochs: number;
};

const MOST_EPOCHS = 64;
const MOST_CONFLICTS = 100;

/**
 * Proves that nothing of one gateway is missing, or says what is. Fed with decoded messages in any order; pure, without a
 * clock. Memory is bounded by the gaps, not by the messages: fingerprints that compare bodies of equal keys are kept for the
 * last `window` parts of each stream; an older duplicate is counted without comparing.
 */
export class Verifier {
  readonly #epochs = new Map<string, Record<Stream, Reception>>();
  readonly #window: number;
  readonly #conflicts: (Key & { seq: number; part: number })[] = [];
  #received = 0;
  #duplicates = 0;
  #forgotten = 0;

  constructor(options: { readonly window?: number } = {}) {
    this.#window = options.window ?? 1024;
  }

  add(message: Message): void {
    if (message.kind === 'telemetry') this.#telemetry(message);
    else if (message.kind === 'event') this.#event(message);
    else if (message.kind === 'state') this.#state(message.state);
    else if (message.kind === 'birth') this.#birth(message.birth);
    else if (message.kind === 'tombstone') {
      const { epoch, stream, from, to, reason } = message;
      this.#reception(epoch, stream).entomb(from, to, reason);
    }
  }

  /** Rows of a stream up to `seq` are not expected, because they were delivered before anyone listened here. */
  startAfter(epoch: string, stream: Stream, seq: number): void {
    this.#reception(epoch, stream).startAfter(seq);
  }

  /** Whether anything of this epoch was met. */
  knows(epoch: string): boolean {
    return this.#epochs.has(epoch);
  }

  report(): VerifierReport {
    const all = [...this.#epochs].flatMap(([epoch, streams]) =>
      STREAMS.map((stream) => ({ key: { epoch, stream }, reception: streams[stream] })),
    );
    const missing = all.flatMap(({ key, reception }) =>
      reception.missing().map((gap) => ({ ...key, ...gap })),
    );
    const behindHead = all.flatMap(({ key, reception }) =>
      reception.behindHead().map((gap) => ({ ...key, ...gap })),
    );
    return {
      received: this.#received,
      duplicates: this.#duplicates,
      conflicts: [...this.#conflicts],
      tombstoned: all.flatMap(({ key, reception }) =>
        reception
          .tombstoned()
          .flatMap(({ reason, rows }) => rows.map(([from, to]) => ({ ...key, from, to, reason }))),
      ),
      missing,
      behindHead,
      complete: missing.length + behindHead.length + this.#conflicts.length === 0,
      forgottenEpochs: this.#forgotten,
    };
  }

  #telemetry({ epoch, seq, first, last, sealed, slice, boot, evidence, parts }: TelemetryMessage): void {
    const reception = this.#reception(epoch, 'telemetry');
    parts.forEach((part, nth) => {
      const key = { epoch, stream: 'telemetry', seq, part: first + nth } as const;
      this.#count(reception.part(seq, key.part, partDigest([boot, evidence], part), slice), key);
    });
    if (sealed) reception.seal(seq, last);
  }

  #event({ epoch, seq, boot, event }: EventMessage): void {
    const reception = this.#reception(epoch, 'event');
    this.#count(reception.part(seq, 1, digest([boot, event]), null), {
      epoch,
      stream: 'event',
      seq,
      part: 1,
    });
    reception.seal(seq, 1);
  }

  #state({ epoch, heads, delivered }: StateMessage): void {
    for (const stream of STREAMS) {
      const reception = this.#reception(epoch, stream);
      reception.expect(heads[stream], false);
      reception.expect(delivered[stream], true);
    }
  }

  /** An epoch that has a successor is closed: what it had and did not come is lost. */
  #birth({ previous }: Birth): void {
    if (previous === null) return;
    for (const stream of STREAMS)
      this.#reception(previous.epoch, stream).expect({ seq: previous[stream], parts: 1 }, true);
  }

  #count(arrival: Arrival, key: VerifierReport['conflicts'][number]): void {
    if (arrival === 'new') this.#received += 1;
    if (arrival === 'duplicate') this.#duplicates += 1;
    if (arrival === 'conflict' && this.#conflicts.length < MOST_CONFLICTS) this.#conflicts.push(key);
  }

  #reception(epoch: string, stream: Stream): Reception {
    const known = this.#epochs.get(epoch);
    if (known !== undefined) return known[stream];
    const [oldest] = this.#epochs.keys();
    if (this.#epochs.size >= MOST_EPOCHS && oldest !== undefined) {
      this.#epochs.delete(oldest);
      this.#forgotten += 1;
    }
    const made = { event: new Reception(this.#window), telemetry: new Reception(this.#window) };
    this.#epochs.set(epoch, made);
    return made[stream];
  }
}
