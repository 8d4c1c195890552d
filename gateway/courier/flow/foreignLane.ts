import type { Clock, Timer } from '../../core/clock.ts';
import type { AdoptedRow, Delivery, ForeignKey, JournalReader } from '../../journal/types.ts';
import type { SiteUplink, UplinkFilter } from '../../site/schema/uplinkSchema.ts';
import { decodeAck, decodeEvent } from '../../telemetry/index.ts';
import { addInterval, type Intervals, includes } from '../../telemetry/sdk/intervals.ts';
import type { Seal } from '../commands/uplinkKeys.ts';
import type { JournalSource } from '../journalSource.ts';
import { lostBirth } from '../wording/births.ts';
import type { ClockTable } from '../wording/clockTable.ts';
import { ENCODINGS } from '../wording/encoding.ts';
import { Messages, type Sealed } from '../wording/messages.ts';
import type { Publisher } from '../wording/publisher.ts';
import { passesEvent, passesStream } from './filter.ts';

/** An event told by guard while its disk does not take it: `body`, in base64, is what will be journaled under the key. */
export type ToldEvent = ForeignKey & { readonly at: AdoptedRow['at']; readonly body: string };

export type ForeignLaneOptions = {
  readonly site: Pick<SiteUplink, 'id' | 'filter' | 'encoding' | 'release' | 'ackTimeoutS'>;
  readonly gateway: string;
  readonly clock: Clock;
  readonly times: ClockTable;
  readonly outlet: Pick<Publisher, 'session' | 'publish' | 'tell' | 'limitOf' | 'tooLarge'>;
  readonly journal: Pick<JournalSource, 'read'>;
  /** Signs what goes out, where the uplink signs. */
  readonly seal?: Seal | null;
  readonly onDelivered: (delivery: Delivery) => void;
};

type Waiting = Omit<AdoptedRow, 'id'> & { readonly durable: boolean };

const MOST_IN_FLIGHT = 16;
const ROWS_AT_ONCE = 256;
/** So many told events are remembered, and wait for a broker that is away: what guard itself holds at most. */
const MOST_TOLD = 10_000;
/** The birth in the header when there is no journal to name one; an event is legible without. */
const NO_BIRTH = '0000000000000000';

/**
 * Events under other epochs than the journal's: told by guard while its disk is in trouble, and read from the journal once
 * they are there. What was told is sent as volatile at once, and once more as durable, under the same key and with the
 * same body, when it is on the disk; only that counts as delivered.
 */
export class ForeignLane {
  readonly #options: ForeignLaneOptions;
  readonly #told = new Set<string>();
  readonly #delivered = new Map<string, Intervals>();
  #waiting: Waiting[] = [];
  readonly #inFlight = new Set<Waiting>();
  /** The broker has these since then, and the platform has not yet said that it stored them, where that counts. */
  readonly #unstored = new Map<Waiting, number>();
  #again: Timer | null = null;
  #reader: JournalReader | null = null;
  #seen = 0;
  /** Counts connections, so that an answer to an earlier one is not taken for one to this. */
  #connection = 0;

  constructor(options: ForeignLaneOptions) {
    this.#options = options;
  }

  /** Guard's word; what was told before is passed over. */
  tell(events: readonly ToldEvent[]): void {
    for (const { epoch, seq, at, body } of events) {
      if (this.#told.has(nameOf({ epoch, seq }))) continue;
      this.#remember({ epoch, seq });
      const bytes = Buffer.from(body, 'base64');
      this.#waiting.push({ epoch, seq, at, birth: NO_BIRTH, body: bytes, durable: false });
      // Guard has dropped the oldest as well by now, and will say so.
      if (this.#waiting.length > MOST_TOLD) this.#waiting.shift();
    }
    this.#pump();
  }

  /** The journal may have taken some in. */
  wake(): void {
    this.#options.journal.read((reader) => this.#follow(reader));
    this.#pump();
  }

  /** The connection is up. */
  begin(): void {
    this.#pump();
  }

  /** The connection is gone: what was in flight goes out again. */
  lost(): void {
    this.#connection++;
    this.#waiting = [...this.#unstored.keys(), ...this.#inFlight, ...this.#waiting];
    this.#unstored.clear();
    this.#again?.cancel();
    this.#again = null;
    this.#inFlight.clear();
  }

  /** The platform's word that it has stored rows, of whatever epoch. */
  takeAck(payload: Uint8Array): void {
    const ack = decodeAck(payload);
    if (!ack.ok) return; // the carrier hears the same word and tells of it
    for (const row of this.#unstored.keys())
      if (
        row.epoch === ack.value.epoch &&
        ack.value.stream === 'event' &&
        includes(ack.value.intervals, row.seq)
      ) {
        this.#unstored.delete(row);
        this.#release(row);
      }
  }

  /** Whether there is nothing left to be sent or acknowledged. */
  get idle(): boolean {
    return this.#waiting.length + this.#inFlight.size + this.#unstored.size === 0;
  }

  /** What this uplink has got since courier started, for a guard that may not have heard of it. */
  delivered(): readonly Delivery[] {
    const { id: uplink } = this.#options.site;
    return [...this.#delivered].flatMap(([epoch, rows]) =>
      rows.map(([from, to]) => ({ uplink, epoch, stream: 'event' as const, from, to, parts: null })),
    );
  }

  #follow(reader: JournalReader): void {
    if (reader !== this.#reader) {
      this.#reader = reader;
      this.#seen = 0; // another file, or the same one again: what is known of it here is passed over below
    }
    for (;;) {
      const rows = reader.adopted(this.#seen, ROWS_AT_ONCE);
      for (const row of rows) if (!this.#has(row, reader)) this.#take(row);
      this.#seen = rows.at(-1)?.id ?? this.#seen;
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }

  /** What waits as volatile need not go out as that any more. */
  #take(row: AdoptedRow): void {
    this.#remember(row);
    const rest = this.#waiting.filter((one) => nameOf(one) !== nameOf(row));
    this.#waiting = [...rest, { ...row, durable: true }];
  }

  #has(row: AdoptedRow, reader: JournalReader): boolean {
    const { epoch, seq } = row;
    if (includes(this.#delivered.get(epoch) ?? [], seq)) return true;
    if (
      [...this.#inFlight, ...this.#unstored.keys()].some((one) => one.durable && nameOf(one) === nameOf(row))
    )
      return true;
    return includes(reader.deliveredElsewhere(this.#options.site.id, epoch, 'event'), seq);
  }

  #remember(key: ForeignKey): void {
    this.#told.add(nameOf(key));
    const [oldest] = this.#told;
    if (this.#told.size > MOST_TOLD && oldest !== undefined) this.#told.delete(oldest);
  }

  #pump(): void {
    const { outlet } = this.#options;
    while (outlet.session !== null && this.#inFlight.size < roomIn(outlet.session)) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#send(next);
    }
  }

  #send(row: Waiting): void {
    const { outlet, site } = this.#options;
    const connection = this.#connection;
    const { payload, contentType } = this.#message(row);
    if (payload.length > outlet.limitOf('event')) {
      outlet.tooLarge('event');
      return;
    }
    this.#inFlight.add(row);
    void outlet.publish('event', payload, contentType).then((result) => {
      if (connection !== this.#connection) return;
      if (!result.ok)
        outlet.tell(result.error); // it waits for the next connection
      else {
        this.#inFlight.delete(row);
        if (row.durable && site.release === 'ack') this.#awaitWord(row);
        else if (row.durable) this.#release(row);
      }
      this.#pump();
    });
  }

  /** What the platform does not name in time goes out again, as the rows of the journal's own epoch do. */
  #awaitWord(row: Waiting): void {
    this.#unstored.set(row, this.#options.clock.mono());
    this.#rewatch();
  }

  #rewatch(): void {
    const { clock, site } = this.#options;
    const [oldest] = this.#unstored.values();
    if (this.#again !== null || oldest === undefined) return;
    const due = oldest + site.ackTimeoutS * 1000;
    this.#again = clock.after(Math.max(0, due - clock.mono()), 'platform', () => {
      this.#again = null;
      const late = [...this.#unstored].filter(([, at]) => at + site.ackTimeoutS * 1000 <= clock.mono());
      for (const [row] of late) this.#unstored.delete(row);
      this.#waiting = [...late.map(([row]) => row), ...this.#waiting];
      this.#rewatch();
      this.#pump();
    });
  }

  #release({ epoch, seq }: Waiting): void {
    const { site, onDelivered } = this.#options;
    this.#delivered.set(epoch, addInterval(this.#delivered.get(epoch) ?? [], seq, seq));
    onDelivered({ uplink: site.id, epoch, stream: 'event', from: seq, to: seq, parts: null });
  }

  #message(row: Waiting): Sealed {
    const { epoch, seq, at, body, durable } = row;
    const { site, gateway, clock, times, journal, seal = null } = this.#options;
    const births = { birth: () => lostBirth(gateway, epoch), wanted: () => null };
    const messages = new Messages(epoch, clock, times, births, ENCODINGS[site.encoding], seal);
    if (body === null) return messages.tombstoneOf('event', seq, seq, 'evicted');
    if (!passes(site.filter, body)) return messages.tombstoneOf('event', seq, seq, 'filtered');
    const current = () => journal.read((reader) => reader.currentBirth()) ?? NO_BIRTH;
    const birth = row.birth === NO_BIRTH ? current() : row.birth;
    return messages.eventOf({ seq, at, birth, body }, durable);
  }
}

function passes(filter: UplinkFilter | undefined, body: Uint8Array): boolean {
  if (!passesStream(filter, 'event')) return false;
  const event = decodeEvent(body);
  return !event.ok || passesEvent(filter, event.value);
}

/** Few, and a small share of what the broker takes: the journal's own lanes need the rest. */
function roomIn({ receiveMaximum }: { readonly receiveMaximum: number }): number {
  return Math.max(1, Math.min(MOST_IN_FLIGHT, receiveMaximum >> 3));
}

function nameOf({ epoch, seq }: ForeignKey): string {
  return `${epoch} ${seq}`;
}
