import type { Clock } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import type { Leftover } from '../../journal/past/leftover.ts';
import { openLeftoverReader } from '../../journal/past/leftoverReader.ts';
import type { Delivery, JournalReader } from '../../journal/types.ts';
import type { LinkSession } from '../../mqtt/mqttLink.ts';
import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import type { Seal } from '../commands/uplinkKeys.ts';
import type { JournalSource } from '../journalSource.ts';
import { lostBirth } from '../wording/births.ts';
import { BirthTeller } from '../wording/birthTeller.ts';
import type { ClockTable } from '../wording/clockTable.ts';
import type { Publisher } from '../wording/publisher.ts';
import { ApplicationAcks } from './applicationAcks.ts';
import { Carrier } from './carrier.ts';
import { ForeignLane } from './foreignLane.ts';
import { Lanes, type ResumePosition } from './lanes.ts';

export type LeftoverSite = Pick<
  SiteUplink,
  'id' | 'filter' | 'encoding' | 'release' | 'ackTimeoutS' | 'inFlightBytes' | 'backlogBytesPerS'
>;

export type LeftoverDrainOptions = {
  readonly site: LeftoverSite;
  readonly gateway: string;
  readonly clock: Clock;
  /** The journal in use. */
  readonly journal: Pick<JournalSource, 'read'>;
  readonly times: ClockTable;
  readonly seal: Seal | null;
  readonly outlet: Publisher;
  readonly stalledMs: number;
  readonly onUseless: (why: 'stalled' | 'refused') => void;
  readonly onDelivered: (delivery: Delivery) => void;
};

/** What an older journal may have on its way, beside the one in use: this share of that one's. */
const SHARE = 1 / 8;

/** A journal that is over on its way to one uplink, beside the one in use and behind it in everything. */
export class LeftoverDrain {
  readonly leftover: Leftover;
  readonly #options: LeftoverDrainOptions;
  readonly #lanes: Lanes;
  readonly #carrier: Carrier;
  readonly #foreign: ForeignLane;
  #reader: JournalReader | null = null;
  /** The next event to be looked at for clock rows; null: all were. */
  #scanning: number | null = 1;
  #broken: Problem | null = null;

  /** `place`: how far the uplink had come in it when it was over, where that is known here. */
  constructor(leftover: Leftover, place: ResumePosition | null, options: LeftoverDrainOptions) {
    this.leftover = leftover;
    this.#options = options;
    const { site, gateway, clock, times, seal, outlet } = options;
    const journal = { read: <T>(use: (reader: JournalReader) => T): T | null => this.#read(use) };
    const births = new BirthTeller(outlet);
    this.#lanes = new Lanes({
      ...{ site, clock, journal, times, seal },
      lostBirth: lostBirth(gateway, leftover.epoch),
      ...(place === null ? {} : { place }),
      onAnother: () => {},
    });
    const acks = new ApplicationAcks({
      ...{ clock, lanes: this.#lanes },
      timeoutMs: site.ackTimeoutS * 1000,
      onAgain: () => this.#carrier.pump(),
    });
    const { backlogBytesPerS: rate } = site;
    this.#carrier = new Carrier({
      uplink: site.id,
      inFlightBytes: site.inFlightBytes * SHARE,
      ...(rate === undefined ? {} : { backlogBytesPerS: rate * SHARE }),
      ...{ clock, lanes: this.#lanes, outlet },
      // the birth that is current is the one of the journal in use
      births: {
        tell: (hash, reader) => births.tell(hash, reader),
        tellCurrent: () => {},
        takeBack: (reader, isDelivered) => births.takeBack(reader, isDelivered),
      },
      acks: site.release === 'ack' ? acks : null,
      stalledMs: options.stalledMs,
      onUseless: options.onUseless,
      onDelivered: options.onDelivered,
    });
    this.#foreign = new ForeignLane({
      ...{ site, gateway, clock, times, seal, outlet, journal },
      onDelivered: options.onDelivered,
    });
  }

  /** Problems: a file that cannot be opened now. */
  open(): Problem | null {
    const { gateway, journal } = this.#options;
    const opened = openLeftoverReader(gateway, this.leftover, () => journal.read((reader) => reader));
    if (!opened.ok) return opened.error;
    this.#reader = opened.value;
    return null;
  }

  begin(session: LinkSession): void {
    const receiveMaximum = Math.max(1, Math.floor(session.receiveMaximum * SHARE));
    this.#carrier.begin({ ...session, receiveMaximum });
    this.#foreign.begin();
  }

  lost(): void {
    this.#carrier.forget();
    this.#foreign.lost();
  }

  takeAck(payload: Uint8Array): void {
    this.#carrier.takeAck(payload);
    this.#foreign.takeAck(payload);
  }

  /**
   * Goes on; to be called now and then until it is `done`. Clock rows come first: a message must not be dated before what
   * is known of its boot was read.
   */
  turn(): void {
    const { times } = this.#options;
    const { event } = this.leftover.heads;
    const from = this.#scanning;
    if (from !== null) {
      const last = this.#read((reader) => ({ seq: times.scan(reader, from) }));
      if (last !== null) this.#scanning = last.seq === null || last.seq >= event ? null : last.seq + 1;
      return;
    }
    this.#lanes.refresh();
    this.#foreign.wake();
    this.#carrier.pump();
  }

  /** Whether clock rows are still being read, and the next turn should be soon. */
  get scanning(): boolean {
    return this.#scanning !== null;
  }

  /** Everything that there is of it has reached the platform, and what there is not was told to be gone. */
  get done(): boolean {
    if (this.#lanes.epoch !== this.leftover.epoch || !this.#foreign.idle) return false;
    const { heads, contiguous } = this.#lanes;
    return contiguous.event.seq === heads.event.seq && contiguous.telemetry.seq === heads.telemetry.seq;
  }

  /** How far it has come; null where nothing was read yet. */
  get place(): ResumePosition | null {
    return this.#lanes.place;
  }

  /** What the disk answered, once it did not let itself be read. */
  get broken(): Problem | null {
    return this.#broken;
  }

  delivered(): Delivery[] {
    return [...this.#lanes.delivered(), ...this.#foreign.delivered()];
  }

  close(): void {
    this.#carrier.stop();
    this.lost();
    this.#reader?.close();
    this.#reader = null;
  }

  #read<T>(use: (reader: JournalReader) => T): T | null {
    if (this.#reader === null || this.#broken !== null) return null;
    try {
      return use(this.#reader);
    } catch (error) {
      this.#broken = {
        code: 'journal.unreadable',
        what: error instanceof Error ? error.message : String(error),
        where: this.leftover.files.join(', '),
        hint: 'an older journal is tried again by itself; look at the disk if this stays',
      };
      return null;
    }
  }
}
