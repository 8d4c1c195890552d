import { failureOf } from '../../journal/file/failure.ts';
import type { JournalReader } from '../../journal/types.ts';
import type { SiteUplink, UplinkFilter } from '../../site/schema/uplinkSchema.ts';
import { decodeEvent, type Stream, type StreamHead } from '../../telemetry/index.ts';
import { intersect, subtract } from '../../telemetry/sdk/intervals.ts';
import type { Messages, Outgoing } from '../wording/messages.ts';
import { passesEvent, passesStream } from './filter.ts';
import { FilteredRows } from './filteredRows.ts';
import type { Gap, Queue, RowShape, Step, StreamPlan, StreamView } from './plan.ts';
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
  /** The uplink carries rows of this stream, and not only the word that they are left out. */
  readonly wanted: boolean;
  /** The journal changed. */
  refresh(): void;
  head(): StreamHead;
  /** Sends rows [from..to] once more. Answers which of them are known to be gone. */
  repeat(from: number, to: number): readonly Gap[];
  /** A connection is up: what comes from now on is live. */
  connected(): void;
  /** What should be published next of `queue`, null when everything in it is on its way. */
  next(queue: Queue): Next | null;
}

type RowToSend = RowShape & { readonly birth: string; readonly body: Uint8Array };

/** What the lane has to know of its uplink. */
export type LaneSite = Pick<SiteUplink, 'id' | 'filter'>;

/** The lane of `stream`, from where `plan` has come. */
export function openLane(
  stream: Stream,
  reader: JournalReader,
  site: LaneSite,
  messages: Messages,
  plan: StreamPlan,
): Lane {
  const { filter } = site;
  return stream === 'event'
    ? lane(
        stream,
        reader,
        site,
        plan,
        (from) => reader.events(from, READ_AHEAD_BYTES).map((row) => ({ ...row, parts: 1, sealed: true })),
        (step, row) => messages.event(step, row),
        messages,
        filter === undefined ? undefined : ({ body }) => passes(filter, body),
      )
    : lane(
        stream,
        reader,
        site,
        plan,
        (from) => reader.telemetry(from, READ_AHEAD_BYTES),
        (step, row, limitBytes) => messages.telemetry(step, row, limitBytes),
        messages,
      );
}

function passes(filter: UplinkFilter, body: Uint8Array): boolean {
  const event = decodeEvent(body);
  return !event.ok || passesEvent(filter, event.value);
}

function lane<R extends RowToSend>(
  stream: Stream,
  reader: JournalReader,
  site: LaneSite,
  plan: StreamPlan,
  read: (from: number) => readonly R[],
  make: (step: Extract<Step, { kind: 'row' }>, row: R, limitBytes: number) => Outgoing,
  messages: Messages,
  passes: (row: R) => boolean = () => true,
): Lane {
  const wanted = passesStream(site.filter, stream);
  const rows = new FilteredRows<R>(wanted ? read : () => [], passes);
  const window = (): RowWindow<R> => new RowWindow((from) => rows.read(from));
  // Each cursor reads ahead on its own: with one window they would take it from each other at every step.
  const windows = { live: window(), backlog: window() };
  const rowAtOrAfter = (seq: number): R | null =>
    windows[seq >= plan.liveFrom ? 'live' : 'backlog'].atOrAfter(seq);
  let head = reader.heads()[stream];
  let gone = stones();
  const view: StreamView = {
    get head() {
      return head.seq;
    },
    get tombstones() {
      const kept = wanted ? rows.gaps() : [{ from: 1, to: head.seq, reason: 'filtered' as const }];
      return [...gone, ...kept];
    },
    atOrAfter: rowAtOrAfter,
  };
  return {
    stream,
    plan,
    wanted,
    refresh() {
      windows.live.forget();
      windows.backlog.forget();
      head = reader.heads()[stream];
      gone = stones();
      rows.forget(plan.acked);
    },
    head: () => head,
    repeat(from, to) {
      plan.repeat(from, to);
      this.refresh();
      return view.tombstones.flatMap(({ reason, ...stone }) =>
        intersect([[stone.from, stone.to]], [[from, to]]).map(([low, high]) => ({
          from: low,
          to: high,
          reason,
        })),
      );
    },
    connected: () => plan.connected(view),
    next(queue) {
      const step = plan.next(view, queue);
      if (step === null) return null;
      if (step.kind === 'tombstone')
        return { step, birth: null, bytes: 0, make: () => messages.tombstone(stream, step) };
      const row = rowAtOrAfter(step.seq);
      if (row === null || row.seq !== step.seq) return null;
      return {
        step,
        birth: row.birth,
        bytes: row.body.length,
        make: (limitBytes) => {
          try {
            return make(step, row, limitBytes);
          } catch (error) {
            if (failureOf(error, '') !== null) throw error; // the disk, not the row
            return spoilt(step.seq, error);
          }
        },
      };
    },
  };

  /** A row of which nothing can be made: it is told to be gone, and costs neither the rows after it nor the uplink. */
  function spoilt(seq: number, error: unknown): Outgoing {
    rows.withhold(seq);
    windows.live.forget();
    windows.backlog.forget();
    const stone = { kind: 'tombstone', from: seq, to: seq, reason: 'damaged' } as const;
    const problem = {
      code: 'uplink.row-unfit',
      what: `row ${seq} of the ${stream} stream cannot be put into a message: ${error instanceof Error ? error.message : error}`,
      hint: 'this is a fault of the program: please report it; the platform is told that the row is gone',
    };
    return { ...messages.tombstone(stream, stone), problem };
  }

  /** What it will never get, and what it had of that if it asks again. */
  function stones(): readonly Gap[] {
    const own = reader.tombstones(stream, site.id);
    const { repeating } = plan;
    if (repeating.length === 0) return own;
    const had = reader.tombstones(stream, '').flatMap(({ from, to, reason }) =>
      subtract(
        intersect([[from, to]], repeating),
        own.map((stone) => [stone.from, stone.to] as const),
      ).map(([low, high]) => ({ from: low, to: high, reason })),
    );
    return [...own, ...had].toSorted((a, b) => a.from - b.from);
  }
}
