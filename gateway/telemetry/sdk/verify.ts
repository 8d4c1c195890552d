import type { Message } from '../wire/anyMessage.ts';
import type {
  AckMessage,
  Birth,
  EventMessage,
  StateMessage,
  Stream,
  StreamHead,
  TelemetryMessage,
  TombstoneReason,
} from '../wire/model.ts';
import { STREAMS } from '../wire/model.ts';
import type { Intervals } from './intervals.ts';
import { eventDigest, partDigest } from './partDigest.ts';
import { type Arrival, Reception, type SavedReception, type SequenceGap } from './reception.ts';

type Key = { readonly epoch: string; readonly stream: Stream };

/** Names a part of a row within a gateway; an event is part 1. */
export type PartKey = Key & { readonly seq: number; readonly part: number };

/**
 * What an event or a part was that came: `new`, or the first of this slice of it; `duplicate`: here already; `conflict`: here
 * already with another content. `digest` is what two copies of it have in common, see `partDigest`.
 */
export type PartArrival = PartKey & {
  readonly arrival: 'new' | 'duplicate' | 'conflict';
  readonly digest: number;
};

export type SavedVerifier = {
  readonly epochs: readonly (readonly [epoch: string, streams: Readonly<Record<Stream, SavedReception>>])[];
  readonly conflicts: readonly PartKey[];
  readonly received: number;
  readonly duplicates: number;
  readonly forgotten: number;
};

/** What came of one gateway, and what did not. */
export type VerifierReport = {
  /** Events and telemetry parts, each counted once. */
  readonly received: number;
  readonly duplicates: number;
  /** The same key came with another body: the first hundred, each time. */
  readonly conflicts: readonly PartKey[];
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
const COMPARED_EPOCHS = 2;
const ACK_INTERVALS = 500;
const MOST_CONFLICTS = 100;
const WINDOW = 512;

/**
 * Proves that nothing of one gateway is missing, or says what is. Fed with decoded messages in any order; pure, without a
 * clock. Memory is bounded by the gaps, not by the messages: fingerprints that compare bodies of equal keys are kept for the
 * last `window` parts of each stream of the two newest epochs; an older duplicate is counted without comparing.
 */
export class Verifier {
  readonly #epochs = new Map<string, Record<Stream, Reception>>();
  readonly #window: number;
  #conflicts: PartKey[] = [];
  #received = 0;
  #duplicates = 0;
  #forgotten = 0;

  constructor(options: { readonly window?: number } = {}) {
    this.#window = options.window ?? WINDOW;
  }

  /** Answers what each event or part in it was: new, or here already. */
  add(message: Message): readonly PartArrival[] {
    if (message.kind === 'telemetry') return this.#telemetry(message);
    if (message.kind === 'event') return this.#event(message);
    if (message.kind === 'state') this.#state(message.state);
    else if (message.kind === 'birth') this.#birth(message.birth);
    else if (message.kind === 'tombstone') {
      const { epoch, stream, from, to, reason } = message;
      this.#reception(epoch, stream).entomb(from, to, reason);
    }
    return [];
  }

  /** Rows up to `seq`, of the last one `parts` (null: all), are not expected: delivered before anyone listened here. */
  startAfter(epoch: string, stream: Stream, seq: number, parts: number | null = null): void {
    this.#reception(epoch, stream).startAfter(seq, parts);
  }

  /** Nothing of a stream before this part is expected, likewise. */
  startBefore(epoch: string, stream: Stream, seq: number, part: number): void {
    this.#reception(epoch, stream).startBefore(seq, part);
  }

  /** Nothing of this stream was met or is expected yet. */
  isUntouched(epoch: string, stream: Stream): boolean {
    return this.#epochs.get(epoch)?.[stream].isUntouched ?? true;
  }

  /** The gateway has written this far, and it was sent. */
  expect(epoch: string, stream: Stream, head: StreamHead): void {
    this.#reception(epoch, stream).expect(head, true);
  }

  /**
   * Rows that are here as a whole since this was asked for last: to be acknowledged (`encodeAck`) once they are stored. Also
   * those that came again, because their sender has not heard of it, and tombstones.
   */
  takeComplete(): readonly AckMessage[] {
    return [...this.#epochs].flatMap(([epoch, streams]) =>
      STREAMS.flatMap((stream) =>
        chunks(streams[stream].takeComplete()).map((intervals) => ({ epoch, stream, intervals })),
      ),
    );
  }

  /** Everything that has to be kept over a restart, as plain data. */
  save(): SavedVerifier {
    return {
      epochs: [...this.#epochs].map(([epoch, { event, telemetry }]) => [
        epoch,
        { event: event.save(), telemetry: telemetry.save() },
      ]),
      conflicts: [...this.#conflicts],
      ...{ received: this.#received, duplicates: this.#duplicates, forgotten: this.#forgotten },
    };
  }

  /** Goes on exactly where `save` was made. To an empty verifier. */
  restore(saved: SavedVerifier): void {
    for (const [epoch, { event, telemetry }] of saved.epochs)
      this.#epochs.set(epoch, {
        event: Reception.restore(event, this.#window),
        telemetry: Reception.restore(telemetry, this.#window),
      });
    this.#conflicts = [...saved.conflicts];
    this.#received = saved.received;
    this.#duplicates = saved.duplicates;
    this.#forgotten = saved.forgotten;
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

  #telemetry(message: TelemetryMessage): readonly PartArrival[] {
    const { epoch, seq, first, last, sealed, slice, boot, evidence, parts } = message;
    const reception = this.#reception(epoch, 'telemetry');
    const arrivals = parts.map((part, nth) => {
      const print = partDigest([boot, evidence], part);
      const key = { epoch, stream: 'telemetry', seq, part: first + nth } as const;
      return this.#count(reception.part(seq, key.part, print, slice), key, print);
    });
    if (sealed) reception.seal(seq, last);
    return arrivals;
  }

  #event({ epoch, seq, boot, event }: EventMessage): readonly PartArrival[] {
    const reception = this.#reception(epoch, 'event');
    const print = eventDigest(boot, event);
    const key = { epoch, stream: 'event', seq, part: 1 } as const;
    const arrival = this.#count(reception.part(seq, 1, print, null), key, print);
    reception.seal(seq, 1);
    return [arrival];
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

  #count(arrival: Arrival, key: PartKey, digest: number): PartArrival {
    if (arrival === 'new') this.#received += 1;
    if (arrival === 'duplicate') this.#duplicates += 1;
    if (arrival === 'conflict' && this.#conflicts.length < MOST_CONFLICTS) this.#conflicts.push(key);
    return { ...key, arrival: arrival === 'slice' ? 'new' : arrival, digest };
  }

  #reception(epoch: string, stream: Stream): Reception {
    const known = this.#epochs.get(epoch);
    if (known !== undefined) return known[stream];
    const [oldest] = this.#epochs.keys();
    if (this.#epochs.size >= MOST_EPOCHS && oldest !== undefined) {
      this.#epochs.delete(oldest);
      this.#forgotten += 1;
    }
    const compared = [...this.#epochs.values()].slice(-COMPARED_EPOCHS + 1);
    for (const [, streams] of this.#epochs)
      if (!compared.includes(streams)) for (const stream of STREAMS) streams[stream].forgetPrints();
    const made = { event: new Reception(this.#window), telemetry: new Reception(this.#window) };
    this.#epochs.set(epoch, made);
    return made[stream];
  }
}

function chunks(list: Intervals): Intervals[] {
  const count = Math.ceil(list.length / ACK_INTERVALS);
  return Array.from({ length: count }, (_, nth) =>
    list.slice(nth * ACK_INTERVALS, (nth + 1) * ACK_INTERVALS),
  );
}
