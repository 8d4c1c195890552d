import type { Clock } from '../../core/clock.ts';
import type { Delivery } from '../../journal/types.ts';
import type { LinkSession } from '../../mqtt/mqttLink.ts';
import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import type { Birth } from '../../telemetry/index.ts';
import type { Seal } from '../commands/uplinkKeys.ts';
import type { JournalSource } from '../journalSource.ts';
import { BirthTeller } from '../wording/birthTeller.ts';
import type { ClockTable } from '../wording/clockTable.ts';
import type { Publisher } from '../wording/publisher.ts';
import { ApplicationAcks } from './applicationAcks.ts';
import { Carrier, type CarrierOptions } from './carrier.ts';
import { Lanes, type LanesOptions, type ResumePosition } from './lanes.ts';

export type DrainSite = Pick<
  SiteUplink,
  'id' | 'filter' | 'encoding' | 'release' | 'ackTimeoutS' | 'inFlightBytes' | 'backlogBytesPerS'
>;

export type DrainOptions = {
  readonly site: DrainSite;
  readonly clock: Clock;
  readonly journal: Pick<JournalSource, 'read'>;
  readonly times: ClockTable;
  /** Signs what goes out on the `event` topic; null: unsigned. */
  readonly seal: Seal | null;
  readonly publisher: Publisher;
  /** What it may have on its way, of all that may be: 1 for the journal in use, less for what goes beside it. */
  readonly share: number;
  /** Its rows are on the gateway's disk. Where they are not, events are sent as volatile and count as delivered to nobody. */
  readonly durable: boolean;
  /** Its newest birth is the one that is current for the platform. */
  readonly tellsCurrent: boolean;
  /** Stands for births that are lost; without it there are none. */
  readonly lostBirth?: Birth;
  /** From where to go on. */
  readonly position?: ResumePosition | undefined;
  /** What the uplink has of a journal that is met for the first time; without it what the journal says. */
  readonly delivered?: LanesOptions['delivered'];
  readonly stalledMs: number;
  readonly onUseless: (why: 'stalled' | 'refused') => void;
  readonly onDelivered: (delivery: Delivery) => void;
  readonly onUnheard?: CarrierOptions['onUnheard'];
  /** Another journal took the place of the one before; how far that one had come. */
  readonly onAnother?: (before: ResumePosition | null) => void;
};

/** One journal on its way to one uplink: the one in use, the spare one beside it, or one that is over. */
export class Drain {
  readonly lanes: Lanes;
  readonly #options: DrainOptions;
  readonly #carrier: Carrier;
  readonly #births: BirthTeller;

  constructor(options: DrainOptions) {
    const { site, clock, journal, times, seal, publisher, share, durable, position } = options;
    this.#options = options;
    const births = new BirthTeller(publisher);
    this.#births = births;
    this.lanes = new Lanes({
      ...{ site, clock, journal, times, seal, durable },
      ...(position === undefined ? {} : { position }),
      ...(options.lostBirth === undefined ? {} : { lostBirth: options.lostBirth }),
      ...(options.delivered === undefined ? {} : { delivered: options.delivered }),
      onAnother: (before) => {
        this.lost();
        options.onAnother?.(before);
      },
    });
    const acks = new ApplicationAcks({
      ...{ clock, lanes: this.lanes },
      timeoutMs: site.ackTimeoutS * 1000,
      onAgain: () => this.#carrier.pump(),
      onSilent: options.onUnheard,
    });
    const { backlogBytesPerS: rate } = site;
    this.#carrier = new Carrier({
      uplink: site.id,
      inFlightBytes: site.inFlightBytes * share,
      ...(rate === undefined ? {} : { backlogBytesPerS: rate * share }),
      ...{ clock, publisher, lanes: this.lanes },
      births: {
        tell: (hash, reader) => births.tell(hash, reader),
        tellCurrent: (reader) => {
          if (options.tellsCurrent) births.tellCurrent(reader);
        },
        takeBack: (reader, isDelivered) => births.takeBack(reader, isDelivered),
      },
      acks: site.release === 'ack' ? acks : null,
      stalledMs: options.stalledMs,
      onUseless: options.onUseless,
      ...(options.onUnheard === undefined ? {} : { onUnheard: options.onUnheard }),
      onDelivered: (delivery) => {
        if (this.#counts(delivery)) options.onDelivered(delivery);
      },
    });
  }

  /** The connection is up. */
  begin(session: LinkSession): void {
    const receiveMaximum = Math.max(1, Math.floor(session.receiveMaximum * this.#options.share));
    this.#carrier.begin({ ...session, receiveMaximum });
  }

  /** The connection is gone, and what was told in it may be too. */
  lost(): void {
    this.#births.forget();
    this.#carrier.forget();
  }

  /** The journal may have changed. */
  wake(): void {
    this.lanes.refresh();
    this.#carrier.pump();
  }

  /** The current birth, and each that a message names from now on, are told again: a broker may have forgotten them. */
  sayBirths(): void {
    this.#births.forget();
    this.#carrier.pump();
  }

  /** Tells the birth of this hash again; false: this journal has none. */
  sayBirth(hash: string): boolean {
    return this.lanes.read((reader) => this.#births.again(hash, reader)) ?? false;
  }

  /** The platform's word that it has stored rows. */
  takeAck(payload: Uint8Array): void {
    this.#carrier.takeAck(payload);
  }

  /** Nothing more goes out. */
  stop(): void {
    this.#carrier.stop();
  }

  /** Everything that there is of it has reached the platform, once more where it was asked for, and what there is not was told to be gone. */
  get done(): boolean {
    const { heads, contiguous } = this.lanes;
    const all = contiguous.event.seq === heads.event.seq && contiguous.telemetry.seq === heads.telemetry.seq;
    return all && !this.lanes.repeats;
  }

  /** What this uplink has got since courier started, for a guard that may not have heard of it. */
  delivered(): Delivery[] {
    return this.lanes.delivered().filter((delivery) => this.#counts(delivery));
  }

  #counts({ stream }: Delivery): boolean {
    return this.#options.durable || stream === 'telemetry';
  }
}
