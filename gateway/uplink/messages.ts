import type { Clock } from '../core/clock.ts';
import type { EventRow, TelemetryRow } from '../journal/types.ts';
import {
  encodeTombstone,
  eventMessage,
  type Header,
  partBounds,
  type Stream,
  sliceParts,
  splitBody,
  telemetryMessage,
} from '../telemetry/index.ts';
import type { ClockTable } from './clockTable.ts';
import type { Step } from './plan.ts';

/** The payloads that together are `step`: one, or the slices of a part that is larger than the broker takes. */
export type Outgoing = { readonly step: Step; readonly payloads: readonly Uint8Array[] };

type RowStep = Extract<Step, { kind: 'row' }>;

const HISTORICAL_MS = 120_000;
// Room that a header of ours takes at most: fixed fields, an evidence name, a slice.
const HEADER_BYTES = 200;

/** Makes what is published from what is journaled: the body as it lies there, the header with what is known of time now. */
export class Messages {
  readonly #epoch: string;
  readonly #clock: Clock;
  readonly #times: ClockTable;

  constructor(epoch: string, clock: Clock, times: ClockTable) {
    this.#epoch = epoch;
    this.#clock = clock;
    this.#times = times;
  }

  tombstone(stream: Stream, step: Extract<Step, { kind: 'tombstone' }>): Outgoing {
    const { from, to, reason } = step;
    return { step, payloads: [encodeTombstone({ stream, epoch: this.#epoch, from, to, reason })] };
  }

  event(step: RowStep, row: EventRow): Outgoing {
    const { boot, mono } = row.at;
    const header = { ...this.#header(row.seq, boot, row.birth, mono), durable: true };
    return { step, payloads: [eventMessage(header, row.body)] };
  }

  /** At most `limitBytes` each where that can be done: fewer parts (the rest is another step), then columns apart. */
  telemetry(step: RowStep, row: TelemetryRow, limitBytes: number): Outgoing {
    const whole = step.first === 1 && step.last === row.parts;
    const body = whole ? row.body : sliceParts(row.body, step.first, step.last);
    const header = {
      ...this.#header(row.seq, row.boot, row.birth, row.boot === this.#clock.boot ? bodyEnd(body) : 0),
      first: step.first,
      last: step.last,
      sealed: step.sealed,
      slice: null,
      evidence: row.evidence,
    };
    const payload = telemetryMessage(header, body);
    if (payload.length <= limitBytes) return { step, payloads: [payload] };
    const count = step.last - step.first + 1;
    if (count > 1) {
      const last = step.first + (count >> 1) - 1;
      return this.telemetry({ ...step, last, sealed: false }, row, limitBytes);
    }
    const slices = splitBody(body, Math.max(1, limitBytes - HEADER_BYTES));
    const payloads = slices.map((slice, index) =>
      telemetryMessage({ ...header, slice: { index, count: slices.length } }, slice),
    );
    return { step, payloads };
  }

  #header(seq: number, boot: string, birth: string, mono: number): Header {
    const historical = boot !== this.#clock.boot || this.#clock.mono() - mono > HISTORICAL_MS;
    return { epoch: this.#epoch, boot, seq, birth, time: this.#times.base(boot), historical };
  }
}

/** When the last part of a body of ours ends, mono in milliseconds of its boot; 0 for a body of no parts. */
function bodyEnd(body: Uint8Array): number {
  const bounds = partBounds(body);
  return bounds.ok ? (bounds.value.at(-1)?.to ?? 0) : 0;
}
