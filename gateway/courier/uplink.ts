import type { LiftStatuses } from '../control/liftStatuses.ts';
import { type Clock, every, type Timer } from '../core/clock.ts';
import { randomId } from '../core/keys.ts';
import type { Log } from '../core/log.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { DeliveredSet, Delivery, JournalReader } from '../journal/types.ts';
import type { TimeWindow } from '../mqtt/certificateTime.ts';
import { LOST, withoutPassword } from '../mqtt/linkProblem.ts';
import { type LinkCredentials, type LinkOptions, MqttLink } from '../mqtt/mqttLink.ts';
import type { SiteUplink as UplinkSite } from '../site/schema/uplinkSchema.ts';
import { aboutTopic, decodeAck, type StateMessage, type Stream, type TimeBase } from '../telemetry/index.ts';
import { addInterval } from '../telemetry/sdk/intervals.ts';
import { openAck } from './commands/authority.ts';
import { Commands, type CommandsSetting } from './commands/commands.ts';
import { replay } from './commands/replay.ts';
import { sealWith, type UplinkKeys } from './commands/uplinkKeys.ts';
import { Drain } from './flow/drain.ts';
import { EarlierDrains } from './flow/earlierDrains.ts';
import type { ResumePosition } from './flow/lanes.ts';
import type { JournalSource } from './journalSource.ts';
import { SecondGateway } from './secondGateway.ts';
import { lostBirth } from './wording/births.ts';
import type { ClockTable } from './wording/clockTable.ts';
import { LiftStatusTeller } from './wording/liftStatusTeller.ts';
import { JSON_CONTENT_TYPE, Publisher } from './wording/publisher.ts';
import { StateReporter } from './wording/stateReporter.ts';

export type UplinkOptions = {
  readonly site: UplinkSite;
  readonly gateway: string;
  readonly credentials: LinkCredentials;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: JournalSource;
  /** What guard writes in memory while its disk is in trouble. */
  readonly spare: JournalSource;
  readonly times: ClockTable;
  readonly keys: UplinkKeys;
  readonly commands: CommandsSetting;
  /** What is known of guard now. */
  readonly guard: () => GuardView;
  /** How far an earlier uplink of this id had come. */
  readonly position?: ResumePosition;
  /** Between which times it is now where the clock is unsure; null: it is right. */
  readonly timeWindow?: () => TimeWindow | null;
  /** Unix ms: it is not later than this, whatever the clock says. */
  readonly latestUtc: () => number;
  /** The link does not come about, or broke; null: it stands. */
  readonly onTrouble?: (problem: Problem | null) => void;
  /** A row, or parts of one, reached the broker. */
  readonly onDelivered: (delivery: Delivery) => void;
  readonly retryMs?: { readonly first: number; readonly longest: number };
  readonly stalledMs?: number;
  /** How the broker is connected to. */
  readonly broker?: Pick<LinkOptions, 'connect' | 'random'>;
};

/** What courier knows of guard at a moment. */
export type GuardView = {
  readonly alive: boolean;
  readonly journal: StateMessage['journal'];
  readonly time: TimeBase;
};

const STALLED_MS = 60_000;
/** What the spare journal may have on its way beside the one in use: little is written there, and it matters. */
const SPARE_SHARE = 1 / 4;
const BIRTHS_AGAIN_MS = 6 * 3_600_000; // a platform without the broker's memory waits for them no longer

/** Brings the journal to one broker: births, then events, then telemetry, each thing until it is acknowledged. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #link: MqttLink;
  readonly #publisher: Publisher;
  /** The journal in use. */
  readonly #live: Drain;
  /** The spare one, while there is one. */
  readonly #spare: Drain;
  readonly #earlier: EarlierDrains;
  /** Names the gateway had before, under which older journals are sent: their acknowledgements are heard too. */
  readonly #otherNames = new Set<string>();
  readonly #reporter: StateReporter;
  readonly #commands: Commands;
  readonly #liftStatus: LiftStatusTeller;
  readonly #second: SecondGateway;
  #birthsAgain: Timer | null = null;
  #ackTrouble: string | null = null;
  #forbidden: Problem | null = null;

  constructor(options: UplinkOptions) {
    const { site, gateway, clock, log, journal, times } = options;
    const { events } = options.keys;
    const sealOf = (name: string) => (events === null ? null : sealWith(events, name));
    this.#options = options;
    this.#link = new MqttLink({
      ...options.broker,
      url: site.url,
      otherUrls: site.otherUrls,
      clientId: () => `lifeline-${gateway}-${site.id}-${randomId().slice(0, 8)}`,
      clock,
      credentials: options.credentials,
      keepaliveS: site.keepaliveS,
      leniency: {
        window: options.timeWindow ?? (() => null),
        onLenient: () =>
          log.info(
            `uplink ${site.id}: the dates of the broker's certificate do not fit this clock, which is unsure`,
          ),
      },
      ...(site.alpn === undefined ? {} : { alpn: site.alpn }),
      will: () => ({ topic: this.#publisher.topic('state'), payload: this.#reporter.will() }),
      ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
      onUp: (session) => {
        for (const drain of this.#drains) drain.begin(session);
        this.#reporter.start();
        this.#liftStatus.again();
        this.#birthsAgain = every(clock, BIRTHS_AGAIN_MS, 'births again', () => this.#sayBirths());
        this.#listen();
      },
      onMessage: (topic, payload, retained) => {
        if (topic === this.#publisher.topic('cmd')) this.#commands.take(payload, retained);
        if (topic === this.#publisher.topic('state')) this.#second.heard(payload, retained);
        if (this.#ackTopics().includes(topic)) this.#takeAck(topic, payload);
      },
      onDown: () => {
        this.#birthsAgain?.cancel();
        this.#reporter.stop();
        this.#second.stop();
        for (const drain of this.#drains) drain.lost();
      },
      onProblem: (problem) => {
        // what is forbidden stays so over the connections that are made anew for it
        const stays = this.#forbidden !== null && (problem === null || problem.code === LOST);
        options.onTrouble?.(stays ? this.#forbidden : problem);
        if (stays) return;
        if (problem === null) log.info(`uplink ${site.id}: connected to ${withoutPassword(this.#link.url)}`);
        else this.#publisher.tellLink(problem);
      },
    });
    const publisherOf = (
      name: string,
      epoch: () => string,
      onForbidden?: (problem: Problem | null) => void,
    ): Publisher => new Publisher({ site, gateway: name, link: this.#link, log, epoch, onForbidden });
    this.#publisher = publisherOf(
      gateway,
      () => this.#live.lanes.epoch,
      (problem) => {
        this.#forbidden = problem;
        options.onTrouble?.(problem);
      },
    );
    const common = {
      ...{ site, clock, times },
      stalledMs: options.stalledMs ?? STALLED_MS,
      onUseless: (why: 'stalled' | 'refused') => this.#useless(why),
    };
    this.#live = new Drain({
      ...{ ...common, journal, seal: sealOf(gateway), publisher: this.#publisher },
      ...{ share: 1, durable: true, tellsCurrent: true, position: options.position },
      onDelivered: (delivery) => {
        options.onDelivered(delivery);
        if (delivery.stream === 'event') this.#reporter.changed();
      },
      ...(options.onTrouble === undefined ? {} : { onUnheard: options.onTrouble }),
      onAnother: (before) => {
        if (before !== null) this.#earlier.inherit(before);
      },
    });
    this.#spare = new Drain({
      ...{ ...common, journal: options.spare, seal: sealOf(gateway) },
      publisher: publisherOf(gateway, () => this.#spare.lanes.epoch),
      ...{ share: SPARE_SHARE, durable: false, tellsCurrent: false, lostBirth: lostBirth(gateway, '') },
      delivered: (reader, stream) => this.#deliveredOfSpare(reader, stream),
      onDelivered: options.onDelivered,
    });
    this.#earlier = new EarlierDrains({
      ...{ ...common, gateway, journal, sealOf },
      publisherOf: (name, epoch) => publisherOf(name, () => epoch),
      sentAsSpare: (epoch, stream) => {
        const { lanes } = this.#spare;
        if (stream === 'event' || lanes.epoch !== epoch) return null;
        return lanes.lane(stream)?.plan.deliveredSet ?? null;
      },
      onOtherName: (name) => {
        this.#otherNames.add(name);
        if (this.#link.session !== null) this.#listen();
      },
      onDelivered: options.onDelivered,
    });
    this.#reporter = new StateReporter({
      clock,
      state: () => this.#state(),
      publish: (payload) => this.#publisher.retain('state', payload),
    });
    this.#liftStatus = new LiftStatusTeller({
      clock,
      connected: () => this.#publisher.session !== null,
      retain: (topic, payload) => this.#publisher.retain(topic, payload, undefined, JSON_CONTENT_TYPE),
      say: (topic, payload) => void this.#publisher.publish(topic, payload, JSON_CONTENT_TYPE),
    });
    let secondTold = false;
    this.#second = new SecondGateway({
      ...{ gateway, clock },
      onSeen: (problem) => {
        options.onTrouble?.(problem);
        if (problem !== null && !secondTold) this.#publisher.tell(problem);
        secondTold = problem !== null;
      },
    });
    this.#commands = new Commands({
      ...options.commands,
      keys: options.keys.commands,
      uplink: site.id,
      ...{ gateway, clock },
      time: () => options.guard().time,
      latestUtc: options.latestUtc,
      state: () => ({ ...this.#state(), online: true }),
      repeat: (range) => {
        const over = range.epoch === this.#live.lanes.epoch ? null : this.#earlier.repeat(range);
        const answer = over ?? replay(this.#live.lanes, range);
        this.#live.wake();
        return answer;
      },
      sayBirth: (hash) => this.#sayBirth(hash),
      publish: (payload) => void this.#publisher.publish('reply', payload), // lost: the platform asks again
      largest: () => this.#publisher.limitOf('reply'),
      tell: (problem) => this.#publisher.tell(problem),
    });
  }

  start(): void {
    this.#link.start();
  }

  /** Leaves the retained state with `online: false` and the newest figures, then says goodbye. */
  async stop(): Promise<void> {
    for (const drain of this.#drains) drain.stop();
    this.#birthsAgain?.cancel();
    this.#reporter.stop();
    this.#publisher.retain('state', this.#reporter.farewell());
    await this.#link.stop();
    this.#live.lost();
    this.#spare.lost();
    await this.#options.commands.issued.settled();
  }

  /** The journal or what is known of guard may have changed. */
  wake(): void {
    for (const drain of this.#drains) drain.wake();
    this.#reporter.changed();
  }

  /** How the lifts stand now, for an uplink that is told. */
  liftsStand(statuses: LiftStatuses): void {
    if (this.wantsLiftStatus) this.#liftStatus.take(statuses);
  }

  get wantsLiftStatus(): boolean {
    return this.#options.site.liftStatus !== undefined;
  }

  /** Everything this uplink has, for a guard that may not have heard of it. */
  delivered(): Delivery[] {
    return this.#drains.flatMap((drain) => drain.delivered());
  }

  /** How far it has come; to be asked for after `stop`. */
  get position(): ResumePosition | null {
    return this.#live.lanes.position;
  }

  /** In the order in which they go out. */
  get #drains(): readonly [Drain, Drain, EarlierDrains] {
    return [this.#spare, this.#live, this.#earlier];
  }

  /** What it has of the spare journal: guard keeps that beside its own once the disk works again. */
  #deliveredOfSpare(reader: JournalReader, stream: Stream): DeliveredSet {
    const { journal, site } = this.#options;
    const { intervals, partial } = reader.delivered(site.id, stream);
    const { epoch } = reader.identity();
    const kept = journal.read((live) => live.deliveredOfEpoch(site.id, epoch, stream)) ?? [];
    return { intervals: kept.reduce((all, [from, to]) => addInterval(all, from, to), intervals), partial };
  }

  #ackTopics(): readonly string[] {
    const { prefix, release } = this.#options.site;
    if (release !== 'ack') return [];
    return [this.#publisher.topic('ack'), ...[...this.#otherNames].map((name) => `${prefix}/v1/${name}/ack`)];
  }

  /** `topic` ends in the name that this gateway has, or had, and `ack`. */
  #takeAck(topic: string, bytes: Uint8Array): void {
    const [name = ''] = topic.split('/').slice(-2);
    const opened = openAck(bytes, this.#options.keys.commands, aboutTopic(name, 'ack'));
    const ack = opened.ok ? decodeAck(opened.value) : opened;
    const code = ack.ok ? null : ack.error.code;
    // told once: whoever may publish there must not fill the log
    if (!ack.ok && code !== this.#ackTrouble) this.#publisher.tell(ack.error);
    this.#ackTrouble = code;
    if (opened.ok && ack.ok) for (const drain of this.#drains) drain.takeAck(opened.value);
  }

  /** What the platform says is for now: the subscriptions live as long as the connection. */
  #listen(): void {
    void this.#link.subscribe([this.#publisher.topic('cmd'), ...this.#ackTopics()]).then((result) => {
      if (!result.ok && result.error.code !== LOST && this.#link.session !== null)
        this.#publisher.tell(result.error);
    });
    // apart from the others, and without a word: a broker may let a gateway write there and not read
    void this.#link.subscribe([this.#publisher.topic('state')]);
  }

  /** A broker may have forgotten them. */
  #sayBirths(): void {
    this.#live.sayBirths();
    this.#spare.sayBirths();
  }

  /** Answers the platform's wish for a birth: of this hash, or (null) the current one with `state`. */
  #sayBirth(hash: string | null): Result<void, Problem> {
    if (hash === null) {
      this.#sayBirths();
      this.#reporter.again();
      return ok(undefined);
    }
    return this.#live.sayBirth(hash) || this.#spare.sayBirth(hash) ? ok(undefined) : err(unknownBirth(hash));
  }

  #useless(why: 'stalled' | 'refused'): void {
    if (why === 'stalled')
      this.#publisher.tell({
        code: 'broker.stalled',
        what: 'it takes messages and acknowledges none of them',
        where: withoutPassword(this.#link.url),
        hint: 'the connection is made anew; look at the load and the disk of the broker',
      });
    this.#publisher.explainLoss();
    this.#link.drop();
  }

  #state(): Omit<StateMessage, 'online'> {
    const { clock, guard } = this.#options;
    const { alive, journal, time } = guard();
    const { epoch, heads, contiguous } = this.#live.lanes;
    this.#second.said(epoch);
    return { epoch, boot: clock.boot, time, guardAlive: alive, journal, heads, delivered: contiguous };
  }
}

function unknownBirth(hash: string): Problem {
  return {
    code: 'birth.unknown',
    what: `the journal has no birth ${hash} any more`,
    hint: 'rows that name it are not here either; ask for the current birth (without a hash)',
  };
}
