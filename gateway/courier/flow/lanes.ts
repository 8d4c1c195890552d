import type { Clock } from '../../core/clock.ts';
import type { DeliveredSet, Delivery, JournalReader } from '../../journal/types.ts';
import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import { type Birth, STREAMS, type Stream, type StreamHead } from '../../telemetry/index.ts';
import type { Seal } from '../commands/uplinkKeys.ts';
import type { JournalSource } from '../journalSource.ts';
import { Births } from '../wording/births.ts';
import type { ClockTable } from '../wording/clockTable.ts';
import { ENCODINGS } from '../wording/encoding.ts';
import { Messages } from '../wording/messages.ts';
import { type Lane, openLane } from './lane.ts';
import { StreamPlan } from './plan.ts';

export type LanesOptions = {
  readonly site: Pick<SiteUplink, 'id' | 'filter' | 'encoding'>;
  readonly clock: Clock;
  readonly journal: Pick<JournalSource, 'read'>;
  readonly times: ClockTable;
  /** Signs what goes out on the `event` topic; null: unsigned. */
  readonly seal: Seal | null;
  /** From where to go on, of an uplink that was made anew. */
  readonly position?: ResumePosition;
  /** Its rows are on the gateway's disk. */
  readonly durable: boolean;
  /** What the uplink has of a journal that is met for the first time; without it what that journal says. */
  readonly delivered?: (reader: JournalReader, stream: Stream) => DeliveredSet;
  /** Stands for a birth that is lost: see `Births`. */
  readonly lostBirth?: Birth;
  /** Another journal took the place of the one before, whose rows have other keys; how far that one had come. */
  readonly onAnother: (before: ResumePosition | null) => void;
};

/** How far an uplink has come in a journal. */
export type ResumePosition = { readonly epoch: string; readonly plans: Readonly<Record<Stream, StreamPlan>> };

export type Heads = Readonly<Record<Stream, StreamHead>>;

const NO_EPOCH = '0000000000000000';
const NOTHING: Heads = { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } };

/** Both streams of the journal on their way to one uplink, through whatever becomes of the journal's file. */
export class Lanes {
  readonly #options: LanesOptions;
  #reader: JournalReader | null = null;
  #open: { readonly epoch: string; readonly of: Readonly<Record<Stream, Lane>> } | null = null;

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /** Runs `use` on the open journal; null when there is none now. */
  read<T>(use: (reader: JournalReader) => T): T | null {
    return this.#options.journal.read((reader) => {
      if (reader !== this.#reader) this.#adopt(reader);
      return use(reader);
    });
  }

  /** The journal may have changed. */
  refresh(): void {
    if (this.#open !== null) this.read(() => this.#each((lane) => lane.refresh()));
  }

  /** Null before a journal was seen. */
  lane(stream: Stream): Lane | null {
    return this.#open?.of[stream] ?? null;
  }

  /** A connection is up: what is newest now is where live begins. */
  connected(): void {
    this.refresh();
    this.#beginLive();
  }

  /** The connection is gone: what was in flight goes out again. */
  lost(): void {
    this.#each((lane) => lane.plan.lost());
  }

  get position(): ResumePosition | null {
    const open = this.#open;
    if (open === null) return this.#options.position ?? null;
    return { epoch: open.epoch, plans: { event: open.of.event.plan, telemetry: open.of.telemetry.plan } };
  }

  get epoch(): string {
    return this.#open?.epoch ?? NO_EPOCH;
  }

  get heads(): Heads {
    const open = this.#open;
    return open === null ? NOTHING : { event: open.of.event.head(), telemetry: open.of.telemetry.head() };
  }

  /** Up to where everything was acknowledged without a hole. */
  get contiguous(): Heads {
    const open = this.#open;
    if (open === null) return NOTHING;
    const { event, telemetry } = open.of;
    return {
      event: event.plan.contiguous(event.head()),
      telemetry: telemetry.plan.contiguous(telemetry.head()),
    };
  }

  /** Nothing of either stream waits or is on its way. */
  get isDelivered(): boolean {
    const [{ event, telemetry }, had] = [this.heads, this.contiguous];
    return (
      this.#open !== null &&
      had.event.seq === event.seq &&
      had.telemetry.seq === telemetry.seq &&
      had.telemetry.parts === telemetry.parts &&
      this.#open.of.event.plan.repeating.length + this.#open.of.telemetry.plan.repeating.length === 0
    );
  }

  /** Something that was asked for once more is still to go out. */
  get repeats(): boolean {
    return STREAMS.some((stream) => (this.#open?.of[stream].plan.repeating.length ?? 0) > 0);
  }

  /** Everything this uplink has, for a guard that may not have heard of it. */
  delivered(): Delivery[] {
    return STREAMS.flatMap((stream) =>
      (this.lane(stream)?.plan.delivered() ?? []).map((what) => ({
        uplink: this.#options.site.id,
        epoch: this.epoch,
        stream,
        ...what,
      })),
    );
  }

  #beginLive(): void {
    this.#each((lane) => lane.connected());
  }

  #each(use: (lane: Lane) => void): void {
    for (const stream of STREAMS) {
      const lane = this.lane(stream);
      if (lane !== null) use(lane);
    }
  }

  /** A journal opened anew: the same one, of which more is known here than there, or another, whose rows have other keys. */
  #adopt(reader: JournalReader): void {
    this.#reader = reader;
    const { site, clock, times, seal, durable, onAnother } = this.#options;
    const delivered = this.#options.delivered ?? ((from, stream) => from.delivered(site.id, stream));
    const { epoch } = reader.identity();
    const { position } = this;
    const before = position?.epoch === epoch ? position : null;
    const births = new Births(reader, site.filter, this.#options.lostBirth ?? null);
    const messages = new Messages(epoch, clock, times, births, ENCODINGS[site.encoding], seal, durable);
    const open = (stream: Stream): Lane => {
      const plan = before?.plans[stream] ?? new StreamPlan(delivered(reader, stream));
      return openLane(stream, reader, site, messages, plan);
    };
    this.#open = { epoch, of: { event: open('event'), telemetry: open('telemetry') } };
    if (before !== null) return;
    this.#beginLive();
    onAnother(position);
  }
}
