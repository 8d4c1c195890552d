import type { JournalReader } from '../journal/types.ts';
import type { Head, Stream } from '../telemetry/index.ts';
import type { Messages, Outgoing } from './messages.ts';
import { type RowShape, type Step, StreamPlan, type StreamView } from './plan.ts';
import { RowWindow } from './rowWindow.ts';

const READ_AHEAD_BYTES = 128 * 1024;

/** What a lane has to say next: how large it is about, and the message itself when it is wanted. */
export type Next = {
  readonly step: Step;
  readonly birth: string | null;
  readonly bytes: number;
  make(limitBytes: number): Outgoing;
};

/** One stream of the journal on its way to one uplink. */
export interface Lane {
  readonly stream: Stream;
  readonly plan: StreamPlan;
  /** The journal changed. */
  refresh(): void;
  head(): Head;
  /** What should be published next, null when everything is on its way. */
  next(): Next | null;
}

type Row = RowShape & { readonly birth: string; readonly body: Uint8Array };

/**
 * The lane of `stream`. `plan` is that of the same journal opened before; without one it starts from what the journal
 * knows that `uplink` has.
 */
export function openLane(
  stream: Stream,
  reader: JournalReader,
  uplink: string,
  messages: Messages,
  plan: StreamPlan = new StreamPlan(reader.delivered(uplink, stream)),
): Lane {
  return stream === 'event'
    ? lane(
        stream,
        reader,
        uplink,
        plan,
        (from) => reader.events(from, READ_AHEAD_BYTES).map((row) => ({ ...row, parts: 1, sealed: true })),
        (step, row) => messages.event(step, row),
        messages,
      )
    : lane(
        stream,
        reader,
        uplink,
        plan,
        (from) => reader.telemetry(from, READ_AHEAD_BYTES),
        (step, row, limitBytes) => messages.telemetry(step, row, limitBytes),
        messages,
      );
}

function lane<R extends Row>(
  stream: Stream,
  reader: JournalReader,
  uplink: string,
  plan: StreamPlan,
  read: (from: number) => readonly R[],
  make: (step: Extract<Step, { kind: 'row' }>, row: R, limitBytes: number) => Outgoing,
  messages: Messages,
): Lane {
  const rows = new RowWindow(read);
  let head = reader.heads()[stream];
  let tombstones = reader.tombstones(stream, uplink);
  const view: StreamView = {
    get head() {
      return head.seq;
    },
    get tombstones() {
      return tombstones;
    },
    atOrAfter: (seq) => rows.atOrAfter(seq),
  };
  return {
    stream,
    plan,
    refresh() {
      rows.forget();
      head = reader.heads()[stream];
      tombstones = reader.tombstones(stream, uplink);
    },
    head: () => head,
    next() {
      const step = plan.next(view);
      if (step === null) return null;
      if (step.kind === 'tombstone')
        return { step, birth: null, bytes: 0, make: () => messages.tombstone(stream, step) };
      const row = rows.atOrAfter(step.seq);
      if (row === null || row.seq !== step.seq) return null;
      return {
        step,
        birth: row.birth,
        bytes: row.body.length,
        make: (limitBytes) => make(step, row, limitBytes),
      };
    },
  };
}
