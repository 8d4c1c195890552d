import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Problem } from '../core/result.ts';
import type { Delivery, JournalReader } from '../journal/types.ts';
import type { Uplink as UplinkSite } from '../site/schema.ts';
import { STREAMS, type StateMessage, type Stream, type TimeBase } from '../telemetry/index.ts';
import type { ClockTable } from './clockTable.ts';
import { InFlight } from './inFlight.ts';
import type { JournalSource } from './journalSource.ts';
import { type Lane, type Next, openLane } from './lane.ts';
import { withoutPassword } from './linkProblem.ts';
import { Messages } from './messages.ts';
import { type LinkCredentials, type LinkSession, MqttLink } from './mqttLink.ts';
import type { Step } from './plan.ts';
import { StateReporter } from './stateReporter.ts';

export type UplinkOptions = {
  readonly site: UplinkSite;
  readonly gateway: string;
  readonly credentials: LinkCredentials;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: JournalSource;
  readonly times: ClockTable;
  /** What is known of guard now. */
  readonly guard: () => GuardView;
  /** A row, or parts of one, reached the broker. */
  readonly onDelivered: (delivery: Delivery) => void;
  readonly retryMs?: { readonly first: number; readonly longest: number };
  readonly stalledMs?: number;
};

/** What courier knows of guard at a moment. */
export type GuardView = {
  readonly alive: boolean;
  readonly journal: StateMessage['journal'];
  readonly time: TimeBase;
};

const TOPIC: Readonly<Record<Stream, string>> = { event: 'event', telemetry: 'tel' };
const STALLED_MS = 60_000;
const MOST_IN_FLIGHT = 500;
// Fixed header, topic length, packet id and property length of a PUBLISH.
const PACKET_BYTES = 16;
const NO_EPOCH = '0000000000000000';
const NOTHING = { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } } as const;

/** The lanes of one journal file. */
type Lanes = { readonly epoch: string; readonly of: Readonly<Record<Stream, Lane>> };

/** Brings the journal to one broker: births, then events, then telemetry, each thing until it is acknowledged. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #link: MqttLink;
  readonly #reporter: StateReporter;
  readonly #inFlight: Readonly<Record<Stream, InFlight>>;
  readonly #birthsSent = new Set<string>();
  readonly #topic: string;
  #lanes: Lanes | null = null;
  #reader: JournalReader | null = null;
  #currentBirth: string | null = null;
  /** Counts connections, so that an answer to an earlier one is not taken for one to this. */
  #connection = 0;
  #pumping = false;
  #stopping = false;

  constructor(options: UplinkOptions) {
    const { site, gateway, clock, log } = options;
    this.#options = options;
    this.#topic = `${site.prefix}/v1/${gateway}`;
    this.#reporter = new StateReporter({
      clock,
      state: () => this.#state(),
      publish: (payload) => this.#retain('state', payload),
    });
    this.#link = new MqttLink({
      url: site.url,
      clientId: `lifeline-${gateway}-${site.id}`,
      clock,
      credentials: options.credentials,
      keepaliveS: site.keepaliveS,
      will: () => ({ topic: `${this.#topic}/state`, payload: this.#reporter.farewell() }),
      ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
      onUp: (session) => this.#up(session),
      onDown: () => this.#down(),
      onProblem: (problem) =>
        problem === null ? log.info(`uplink ${site.id}: connected`) : this.#tell(problem),
    });
    const stalled = (): void => this.#stalled();
    this.#inFlight = {
      event: new InFlight(clock, options.stalledMs ?? STALLED_MS, stalled),
      telemetry: new InFlight(clock, options.stalledMs ?? STALLED_MS, stalled),
    };
  }

  start(): void {
    this.#link.start();
  }

  /** Leaves the retained state with `online: false` and the newest figures, then says goodbye. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#reporter.stop();
    this.#retain('state', this.#reporter.farewell());
    await this.#link.stop();
    for (const stream of STREAMS) this.#inFlight[stream].clear();
  }

  /** The journal or what is known of guard may have changed. */
  wake(): void {
    if (this.#lanes !== null) this.#read(() => this.#refresh());
    this.#pump();
    this.#reporter.changed();
  }

  /** Everything this uplink has, for a guard that may not have heard of it. */
  delivered(): Delivery[] {
    const lanes = this.#lanes;
    if (lanes === null) return [];
    return STREAMS.flatMap((stream) =>
      lanes.of[stream].plan
        .delivered()
        .map((what) => ({ uplink: this.#options.site.id, epoch: lanes.epoch, stream, ...what })),
    );
  }

  #read<T>(use: (reader: JournalReader) => T): T | null {
    return this.#options.journal.read((reader) => {
      if (reader !== this.#reader) this.#adopt(reader);
      return use(reader);
    });
  }

  /** A journal opened anew: the same one, of which more is known here than there, or another, whose rows have other keys. */
  #adopt(reader: JournalReader): void {
    this.#reader = reader;
    const { epoch } = reader.identity();
    const before = this.#lanes?.epoch === epoch ? this.#lanes : null;
    const messages = new Messages(epoch, this.#options.clock, this.#options.times);
    const open = (stream: Stream): Lane =>
      openLane(stream, reader, this.#options.site.id, messages, before?.of[stream].plan);
    this.#lanes = { epoch, of: { event: open('event'), telemetry: open('telemetry') } };
    if (before === null) this.#forgetConnection();
  }

  #refresh(): void {
    const lanes = this.#lanes;
    if (lanes === null) return;
    for (const stream of STREAMS) lanes.of[stream].refresh();
  }

  #up(session: LinkSession): void {
    const messages = Math.min(session.receiveMaximum, MOST_IN_FLIGHT);
    for (const stream of STREAMS)
      this.#inFlight[stream].limits = {
        bytes: this.#options.site.inFlightBytes,
        messages: Math.ceil(messages / 2),
      };
    this.#pump();
    this.#reporter.start();
  }

  #down(): void {
    this.#reporter.stop();
    this.#forgetConnection();
  }

  #forgetConnection(): void {
    this.#connection++;
    this.#birthsSent.clear();
    this.#currentBirth = null;
    for (const stream of STREAMS) {
      this.#inFlight[stream].clear();
      this.#lanes?.of[stream].plan.lost();
    }
  }

  #stalled(): void {
    this.#tell({
      code: 'broker.stalled',
      what: 'it takes messages and acknowledges none of them',
      where: withoutPassword(this.#options.site.url),
      hint: 'the connection is made anew; look at the load and the disk of the broker',
    });
    this.#link.drop();
  }

  #pump(): void {
    if (this.#pumping || this.#stopping) return;
    this.#pumping = true;
    this.#read((reader) => {
      this.#sayBirth(reader);
      while (this.#link.session !== null && this.#sendOne(reader)) {}
    });
    this.#pumping = false;
  }

  /** Publishes the next message; false when there is none or no room for it. Telemetry waits for events. */
  #sendOne(reader: JournalReader): boolean {
    const lanes = this.#lanes;
    if (lanes === null) return false;
    for (const stream of STREAMS) {
      const next = lanes.of[stream].next();
      if (next === null) continue;
      if (!this.#inFlight[stream].hasRoomFor(next.bytes)) return false;
      this.#send(lanes.of[stream], next, reader);
      return true;
    }
    return false;
  }

  #send(lane: Lane, next: Next, reader: JournalReader): void {
    if (next.birth !== null) this.#sendBirth(next.birth, reader);
    const topic = `${this.#topic}/${TOPIC[lane.stream]}`;
    const limit = this.#limitOf(topic);
    const { step, payloads } = next.make(limit);
    lane.plan.sent(step);
    if (payloads.some((payload) => payload.length > limit)) {
      this.#tooLarge(topic, limit);
      return;
    }
    const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
    const connection = this.#connection;
    this.#inFlight[lane.stream].add(bytes);
    Promise.all(payloads.map((payload) => this.#link.publish(topic, payload))).then((results) => {
      if (connection !== this.#connection) return;
      this.#inFlight[lane.stream].remove(bytes);
      const refused = results.find((result) => !result.ok);
      if (refused === undefined) this.#acknowledged(lane, step);
      else {
        this.#tell(refused.error);
        this.#link.drop();
      }
    });
  }

  #acknowledged(lane: Lane, step: Step): void {
    const what = lane.plan.acknowledged(step);
    const epoch = this.#lanes?.epoch;
    if (what !== null && epoch !== undefined)
      this.#options.onDelivered({ uplink: this.#options.site.id, epoch, stream: lane.stream, ...what });
    this.#pump();
    if (lane.stream === 'event') this.#reporter.changed();
  }

  #sayBirth(reader: JournalReader): void {
    const hash = reader.currentBirth();
    if (this.#link.session === null || hash === null || hash === this.#currentBirth) return;
    const body = reader.birth(hash);
    if (body === null) return;
    this.#currentBirth = hash;
    this.#sendBirth(hash, reader);
    this.#retain('birth', body);
  }

  /** A platform that never saw the birth cannot read what names it: it goes ahead, once per connection. */
  #sendBirth(hash: string, reader: JournalReader): void {
    if (this.#birthsSent.has(hash)) return;
    const body = reader.birth(hash);
    if (body === null) return;
    this.#birthsSent.add(hash);
    this.#retain(`birth/${hash}`, body);
  }

  #retain(name: string, payload: Uint8Array): void {
    if (this.#link.session === null) return;
    const topic = `${this.#topic}/${name}`;
    const limit = this.#limitOf(topic);
    if (payload.length > limit) {
      this.#tooLarge(name, limit);
      return;
    }
    this.#link.publish(topic, payload, true).then((result) => {
      if (!result.ok && this.#link.session !== null) this.#tell(result.error);
    });
  }

  /** A gateway may have many uplinks: the operator must hear which one is meant. */
  #tell(problem: Problem): void {
    const { log, site } = this.#options;
    log.problem({ ...problem, where: [`uplink ${site.id}`, problem.where].filter(Boolean).join(', ') });
  }

  #limitOf(topic: string): number {
    return (this.#link.session?.maximumPacketSize ?? Number.POSITIVE_INFINITY) - PACKET_BYTES - topic.length;
  }

  #tooLarge(topic: string, limit: number): void {
    this.#tell({
      code: 'uplink.message-too-large',
      what: `a message for ${topic} does not fit into the ${limit} bytes that the broker takes`,
      where: withoutPassword(this.#options.site.url),
      hint: "raise the broker's maximum packet size; it is kept and tried again at the next connection",
    });
  }

  #state(): Omit<StateMessage, 'online'> {
    const { clock, guard } = this.#options;
    const { alive, journal, time } = guard();
    const lanes = this.#lanes;
    const heads =
      lanes === null ? NOTHING : { event: lanes.of.event.head(), telemetry: lanes.of.telemetry.head() };
    const delivered =
      lanes === null
        ? NOTHING
        : {
            event: lanes.of.event.plan.contiguous(heads.event),
            telemetry: lanes.of.telemetry.plan.contiguous(heads.telemetry),
          };
    return {
      epoch: lanes?.epoch ?? NO_EPOCH,
      boot: clock.boot,
      time,
      guardAlive: alive,
      journal,
      heads,
      delivered,
    };
  }
}
