import { type Clock, every, type Timer } from '../core/clock.ts';
import { randomId } from '../core/keys.ts';
import type { Log } from '../core/log.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { Delivery } from '../journal/types.ts';
import type { TimeWindow } from '../mqtt/certificateTime.ts';
import { withoutPassword } from '../mqtt/linkProblem.ts';
import { type LinkCredentials, MqttLink } from '../mqtt/mqttLink.ts';
import type { SiteUplink as UplinkSite } from '../site/schema/uplinkSchema.ts';
import type { StateMessage, TimeBase } from '../telemetry/index.ts';
import { Commands, type CommandsSetting } from './commands/commands.ts';
import { replay } from './commands/replay.ts';
import { sealWith, type UplinkKeys } from './commands/uplinkKeys.ts';
import { ApplicationAcks } from './flow/applicationAcks.ts';
import { Carrier } from './flow/carrier.ts';
import { ForeignLane, type ToldEvent } from './flow/foreignLane.ts';
import { Lanes, type ResumePosition } from './flow/lanes.ts';
import { Leftovers } from './flow/leftovers.ts';
import type { JournalSource } from './journalSource.ts';
import { BirthTeller } from './wording/birthTeller.ts';
import type { ClockTable } from './wording/clockTable.ts';
import { Publisher } from './wording/publisher.ts';
import { StateReporter } from './wording/stateReporter.ts';

export type UplinkOptions = {
  readonly site: UplinkSite;
  readonly gateway: string;
  readonly credentials: LinkCredentials;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: JournalSource;
  readonly times: ClockTable;
  readonly keys: UplinkKeys;
  readonly commands: CommandsSetting;
  /** What is known of guard now. */
  readonly guard: () => GuardView;
  /** How far an earlier uplink of this id had come. */
  readonly place?: ResumePosition;
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
};

/** What courier knows of guard at a moment. */
export type GuardView = {
  readonly alive: boolean;
  readonly journal: StateMessage['journal'];
  readonly time: TimeBase;
};

const STALLED_MS = 60_000;
const BIRTHS_AGAIN_MS = 6 * 3_600_000; // a platform without the broker's memory waits for them no longer

/** Brings the journal to one broker: births, then events, then telemetry, each thing until it is acknowledged. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #link: MqttLink;
  readonly #outlet: Publisher;
  readonly #births: BirthTeller;
  readonly #lanes: Lanes;
  readonly #carrier: Carrier;
  readonly #foreign: ForeignLane;
  readonly #leftovers: Leftovers;
  readonly #reporter: StateReporter;
  readonly #commands: Commands;
  #birthsAgain: Timer | null = null;

  constructor(options: UplinkOptions) {
    const { site, gateway, clock, log, journal, times } = options;
    const { events } = options.keys;
    const seal = events === null ? null : sealWith(events, gateway);
    this.#options = options;
    this.#link = new MqttLink({
      url: site.url,
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
      will: () => ({ topic: this.#outlet.topic('state'), payload: this.#reporter.will() }),
      ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
      onUp: (session) => {
        this.#carrier.begin(session);
        this.#foreign.begin();
        this.#leftovers.begin(session);
        this.#reporter.start();
        this.#birthsAgain = every(clock, BIRTHS_AGAIN_MS, 'births again', () => this.#sayBirths());
        this.#listen();
      },
      onMessage: (topic, payload, retained) => {
        if (topic === this.#outlet.topic('cmd')) this.#commands.take(payload, retained);
        if (topic !== this.#outlet.topic('ack')) return;
        this.#carrier.takeAck(payload);
        this.#foreign.takeAck(payload);
        this.#leftovers.takeAck(payload);
      },
      onDown: () => {
        this.#birthsAgain?.cancel();
        this.#reporter.stop();
        this.#foreign.lost();
        this.#leftovers.lost();
        this.#forget();
      },
      onProblem: (problem) => {
        options.onTrouble?.(problem);
        if (problem === null) log.info(`uplink ${site.id}: connected`);
        else this.#outlet.tell(problem);
      },
    });
    const outlet = (epoch: () => string): Publisher =>
      new Publisher({ site, gateway, link: this.#link, log, epoch });
    this.#outlet = outlet(() => this.#lanes.epoch);
    this.#births = new BirthTeller(this.#outlet);
    this.#lanes = new Lanes({
      ...{ site, clock, journal, times, seal },
      ...(options.place === undefined ? {} : { place: options.place }),
      onAnother: (before) => {
        this.#forget();
        if (before !== null) this.#leftovers.inherit(before);
      },
    });
    const trouble = {
      stalledMs: options.stalledMs ?? STALLED_MS,
      onUseless: (why: 'stalled' | 'refused') => this.#useless(why),
    };
    const acks = new ApplicationAcks({
      ...{ clock, lanes: this.#lanes },
      timeoutMs: site.ackTimeoutS * 1000,
      onAgain: () => this.#carrier.pump(),
    });
    this.#carrier = new Carrier({
      uplink: site.id,
      inFlightBytes: site.inFlightBytes,
      ...(site.backlogBytesPerS === undefined ? {} : { backlogBytesPerS: site.backlogBytesPerS }),
      clock,
      lanes: this.#lanes,
      births: this.#births,
      outlet: this.#outlet,
      acks: site.release === 'ack' ? acks : null,
      ...trouble,
      onDelivered: (delivery) => {
        options.onDelivered(delivery);
        if (delivery.stream === 'event') this.#reporter.changed();
      },
    });
    this.#foreign = new ForeignLane({
      ...{ site, gateway, clock, times, seal, outlet: this.#outlet, journal },
      onDelivered: options.onDelivered,
    });
    this.#leftovers = new Leftovers({
      ...{ site, gateway, clock, journal, times, seal, ...trouble },
      outletOf: (epoch) => outlet(() => epoch),
      onDelivered: options.onDelivered,
    });
    this.#reporter = new StateReporter({
      clock,
      state: () => this.#state(),
      publish: (payload) => this.#outlet.retain('state', payload),
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
        const answer = replay(this.#lanes, range);
        this.#carrier.pump();
        return answer;
      },
      sayBirth: (hash) => this.#sayBirth(hash),
      publish: (payload) => void this.#outlet.publish('reply', payload), // lost: the platform asks again
      largest: () => this.#outlet.limitOf('reply'),
      tell: (problem) => this.#outlet.tell(problem),
    });
  }

  start(): void {
    this.#link.start();
  }

  /** Leaves the retained state with `online: false` and the newest figures, then says goodbye. */
  async stop(): Promise<void> {
    this.#carrier.stop();
    this.#foreign.lost();
    this.#leftovers.stop();
    this.#birthsAgain?.cancel();
    this.#reporter.stop();
    this.#outlet.retain('state', this.#reporter.farewell());
    await this.#link.stop();
    this.#carrier.forget();
    await this.#options.commands.issued.settled();
  }

  /** The journal or what is known of guard may have changed. */
  wake(): void {
    this.#lanes.refresh();
    this.#foreign.wake();
    this.#leftovers.wake();
    this.#carrier.pump();
    this.#reporter.changed();
  }

  /** Guard tells events that its disk does not take. */
  tell(events: readonly ToldEvent[]): void {
    this.#foreign.tell(events);
  }

  /** Everything this uplink has, for a guard that may not have heard of it. */
  delivered(): Delivery[] {
    return [...this.#lanes.delivered(), ...this.#foreign.delivered(), ...this.#leftovers.delivered()];
  }

  /** How far it has come; to be asked for after `stop`. */
  place(): ResumePosition | null {
    return this.#lanes.place;
  }

  /** What the platform says is for now: the subscriptions live as long as the connection. */
  #listen(): void {
    const names = this.#options.site.release === 'ack' ? ['cmd', 'ack'] : ['cmd'];
    void this.#link.subscribe(names.map((name) => this.#outlet.topic(name))).then((result) => {
      if (!result.ok && this.#link.session !== null) this.#outlet.tell(result.error);
    });
  }

  #forget(): void {
    this.#births.forget();
    this.#carrier.forget();
  }

  /** The current birth, and each that a message names from now on. A broker may have forgotten them. */
  #sayBirths(): void {
    this.#births.forget();
    this.#carrier.pump();
  }

  /** Answers the platform's wish for a birth: of this hash, or (null) the current one with `state`. */
  #sayBirth(hash: string | null): Result<void, Problem> {
    if (hash === null) {
      this.#sayBirths();
      this.#reporter.again();
      return ok(undefined);
    }
    const said = this.#lanes.read((reader) => this.#births.again(hash, reader)) ?? false;
    return said ? ok(undefined) : err(unknownBirth(hash));
  }

  #useless(why: 'stalled' | 'refused'): void {
    if (why === 'stalled')
      this.#outlet.tell({
        code: 'broker.stalled',
        what: 'it takes messages and acknowledges none of them',
        where: withoutPassword(this.#options.site.url),
        hint: 'the connection is made anew; look at the load and the disk of the broker',
      });
    this.#link.drop();
  }

  #state(): Omit<StateMessage, 'online'> {
    const { clock, guard } = this.#options;
    const { alive, journal, time } = guard();
    const { epoch, heads, contiguous } = this.#lanes;
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
