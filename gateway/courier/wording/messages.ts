import type { Clock } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import type { EventRow, TelemetryRow } from '../../journal/types.ts';
import {
  type Birth,
  encodeTombstone,
  type Header,
  partBounds,
  type Stream,
  selectChannels,
  sliceParts,
  splitBody,
} from '../../telemetry/index.ts';
import type { Seal } from '../commands/uplinkKeys.ts';
import type { Step } from '../flow/plan.ts';
import type { Births } from './births.ts';
import type { ClockTable } from './clockTable.ts';
import { ENCODINGS, type Encoding } from './encoding.ts';
import { SIGNED_CONTENT_TYPE } from './publisher.ts';

/** The payloads that together are `step`: one, or the slices of a part that is larger than the broker takes. */
export type Outgoing = {
  readonly step: Step;
  readonly payloads: readonly Uint8Array[];
  readonly contentType: string;
  /** Why it is not what was asked for. */
  readonly problem?: Problem;
};

/** One payload, signed where the uplink signs. */
type Sealed = { readonly payload: Uint8Array; readonly contentType: string };

type RowStep = Extract<Step, { kind: 'row' }>;

const HISTORICAL_MS = 120_000;
// Room that a header of ours takes at most: fixed fields, an evidence name, a slice.
const HEADER_BYTES = 200;
const MIN_SLICE_BYTES = 64;

/** Makes what is published from what is journaled: the body as it lies there, the header with what is known of time now. */
export class Messages {
  readonly #epoch: string;
  readonly #clock: Clock;
  readonly #times: ClockTable;
  readonly #seal: Seal | null;
  readonly #births: Pick<Births, 'birth' | 'wanted'> | null;
  readonly #encoding: Encoding;
  readonly #durable: boolean;

  /**
   * Without `births` nothing is left out, and only the columnar encoding can be spoken. `seal` signs what goes out on the
   * `event` topic. `durable`: the rows are on the gateway's disk.
   */
  constructor(
    epoch: string,
    clock: Clock,
    times: ClockTable,
    births: Pick<Births, 'birth' | 'wanted'> | null = null,
    encoding: Encoding = ENCODINGS.columnar,
    seal: Seal | null = null,
    durable = true,
  ) {
    this.#epoch = epoch;
    this.#clock = clock;
    this.#times = times;
    this.#births = births;
    this.#encoding = encoding;
    this.#seal = seal;
    this.#durable = durable;
  }

  tombstone(stream: Stream, step: Extract<Step, { kind: 'tombstone' }>): Outgoing {
    const { from, to, reason } = step;
    const payload = encodeTombstone({ stream, epoch: this.#epoch, from, to, reason });
    const { contentType } = ENCODINGS.columnar;
    const message = stream === 'event' ? this.#sealed(payload, contentType) : { payload, contentType };
    return { step, payloads: [message.payload], contentType: message.contentType };
  }

  event(step: RowStep, row: EventRow): Outgoing {
    const { boot, mono } = row.at;
    const header = { ...this.#header(row.seq, boot, row.birth, mono), durable: this.#durable };
    const encoded = this.#encoding.event(header, row.body, this.#birthOf, this.#now(boot));
    const { payload, contentType } = this.#sealed(encoded, this.#encoding.contentType);
    return { step, payloads: [payload], contentType };
  }

  #sealed(payload: Uint8Array, contentType: string): Sealed {
    return this.#seal === null
      ? { payload, contentType }
      : { payload: this.#seal(payload), contentType: SIGNED_CONTENT_TYPE };
  }

  /** At most `limitBytes` each where that can be done: fewer parts (the rest is another step), then columns apart. */
  telemetry(step: RowStep, row: TelemetryRow, limitBytes: number): Outgoing {
    const whole = step.first === 1 && step.last === row.parts;
    const parts = whole ? row.body : sliceParts(row.body, step.first, step.last);
    const wanted = this.#births?.wanted(row.birth) ?? null;
    const body = wanted === null ? parts : selectChannels(parts, (channel) => wanted.has(channel));
    const header = {
      ...this.#header(row.seq, row.boot, row.birth, bodyEnd(parts)),
      first: step.first,
      last: step.last,
      sealed: step.sealed,
      evidence: row.evidence,
    };
    const encode = (slice: { index: number; count: number } | null, piece: Uint8Array): Uint8Array =>
      this.#encoding.telemetry({ ...header, slice }, piece, this.#birthOf, this.#now(row.boot));
    const payload = encode(null, body);
    const { contentType } = this.#encoding;
    if (payload.length <= limitBytes) return { step, payloads: [payload], contentType };
    const count = step.last - step.first + 1;
    if (count > 1) {
      const last = step.first + (count >> 1) - 1;
      return this.telemetry({ ...step, last, sealed: false }, row, limitBytes);
    }
    return { step, payloads: this.#slices(encode, body, limitBytes), contentType };
  }

  /** Slices that fit after encoding, where columns can be cut that far: another encoding is larger than the body it is made of. */
  #slices(
    encode: (slice: { index: number; count: number }, piece: Uint8Array) => Uint8Array,
    body: Uint8Array,
    limitBytes: number,
  ): Uint8Array[] {
    let room = Math.max(1, limitBytes - HEADER_BYTES);
    let before = 0;
    for (;;) {
      const slices = splitBody(body, room);
      const payloads = slices.map((piece, index) => encode({ index, count: slices.length }, piece));
      const largest = payloads.reduce((most, { length }) => Math.max(most, length), 0);
      // one column a slice is as small as they get
      if (largest <= limitBytes || room === 1 || (slices.length === before && room < MIN_SLICE_BYTES))
        return payloads;
      before = slices.length;
      room = Math.max(1, room >> 1);
    }
  }

  readonly #birthOf = (hash: string): Birth => {
    if (this.#births === null) throw new Error('this encoding needs the births');
    return this.#births.birth(hash);
  };

  #now(boot: string): number | null {
    return boot === this.#clock.boot ? this.#clock.mono() : null;
  }

  #header(seq: number, boot: string, birth: string, mono: number): Header {
    const historical = boot !== this.#clock.boot || this.#clock.mono() - mono > HISTORICAL_MS;
    return { epoch: this.#epoch, boot, seq, birth, time: this.#times.base(boot, mono), historical };
  }
}

/** When the last part of a body of ours ends, mono in milliseconds of its boot; 0 for a body of no parts. */
function bodyEnd(body: Uint8Array): number {
  const bounds = partBounds(body);
  return bounds.ok ? (bounds.value.at(-1)?.to ?? 0) : 0;
}
