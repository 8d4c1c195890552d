import type { Clock } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import type { Delivery, JournalReader } from '../../journal/types.ts';
import { UNHEARD } from '../../mqtt/linkProblem.ts';
import type { LinkSession } from '../../mqtt/mqttLink.ts';
import type { Stream } from '../../telemetry/index.ts';
import type { BirthTeller } from '../wording/birthTeller.ts';
import type { Publisher } from '../wording/publisher.ts';
import type { ApplicationAcks } from './applicationAcks.ts';
import { Audience } from './audience.ts';
import type { Lane, Next } from './lane.ts';
import type { Lanes } from './lanes.ts';
import type { Acknowledged, Queue, Step } from './plan.ts';
import { CLASSES, Traffic } from './traffic.ts';

export type CarrierOptions = {
  /** Id of the uplink in the site file. */
  readonly uplink: string;
  readonly inFlightBytes: number;
  readonly backlogBytesPerS?: number;
  readonly clock: Clock;
  readonly lanes: Lanes;
  readonly births: Pick<BirthTeller, 'tell' | 'tellCurrent' | 'takeBack'>;
  readonly publisher: Publisher;
  readonly stalledMs: number;
  /** The broker takes messages and acknowledges none, or refused one: the connection is of no use any more. */
  readonly onUseless: (why: 'stalled' | 'refused') => void;
  /** Where the platform's own word counts; null: the broker's does. */
  readonly acks: ApplicationAcks | null;
  /** Nobody at the broker is subscribed to a stream; null: somebody is, to all of them. */
  readonly onUnheard?: (problem: Problem | null) => void;
  /** A row, or parts of one, reached the platform. */
  readonly onDelivered: (delivery: Delivery) => void;
};

const TOPIC: Readonly<Record<Stream, string>> = { event: 'event', telemetry: 'tel' };

/** Puts journal rows in flight: events, then live telemetry, then what had waited, as many as the limits allow. */
export class Carrier {
  readonly #options: CarrierOptions;
  readonly #traffic: Traffic;
  readonly #audience: Audience;
  /** Counts connections, so that an answer to an earlier one is not taken for one to this. */
  #connection = 0;
  #pumping = false;
  #stopped = false;

  constructor(options: CarrierOptions) {
    this.#options = options;
    const { clock, inFlightBytes, backlogBytesPerS, stalledMs, onUseless } = options;
    this.#traffic = new Traffic({
      ...{ clock, inFlightBytes, stalledMs },
      ...(backlogBytesPerS === undefined ? {} : { backlogBytesPerS }),
      onStalled: () => onUseless('stalled'),
      onRoom: () => this.pump(),
    });
    this.#audience = new Audience(
      clock,
      () => this.pump(),
      () => options.onUnheard?.(null),
    );
  }

  /** The connection is up. */
  begin(session: LinkSession): void {
    this.#traffic.begin(session.receiveMaximum);
    this.#options.lanes.connected();
    this.pump();
  }

  /** The connection is gone, or the journal is another one: what was in flight goes out again. */
  forget(): void {
    this.#connection++;
    this.#traffic.clear();
    this.#audience.clear();
    this.#options.acks?.forget();
    this.#options.lanes.lost();
  }

  /** Nothing more goes out. */
  stop(): void {
    this.#stopped = true;
  }

  /** Sends what there is to send and what there is room for. */
  pump(): void {
    if (this.#pumping || this.#stopped) return;
    this.#pumping = true;
    const { lanes, births, publisher } = this.#options;
    lanes.read((reader) => {
      births.tellCurrent(reader);
      while (publisher.session !== null && this.#sendOne(reader)) {}
      births.takeBack(reader, () => lanes.isDelivered);
    });
    this.#pumping = false;
  }

  /** Publishes the next message; false when there is none, or no room for the one that comes first. */
  #sendOne(reader: JournalReader): boolean {
    for (const [stream, queue] of CLASSES) {
      const lane = this.#options.lanes.lane(stream);
      const next = lane?.next(queue) ?? null;
      if (lane === null || next === null || !this.#audience.mayGo(stream)) continue;
      if (queue === 'backlog' && this.#options.acks?.isBehind(stream) === true) continue;
      if (!this.#traffic.hasRoomFor(stream, queue, next.bytes)) return false;
      this.#send(lane, queue, next, reader);
      return true;
    }
    return false;
  }

  #send(lane: Lane, queue: Queue, next: Next, reader: JournalReader): void {
    const { births, publisher } = this.#options;
    if (next.birth !== null) births.tell(next.birth, reader);
    const topic = TOPIC[lane.stream];
    const limit = publisher.limitOf(topic);
    const { step, payloads, contentType, problem } = next.make(
      Math.min(limit, this.#traffic.pieceBytes(lane.stream, queue)),
    );
    if (problem !== undefined) publisher.tell(problem);
    lane.plan.sent(step);
    if (payloads.some((payload) => payload.length > limit)) {
      publisher.tooLarge(topic);
      return;
    }
    const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
    const connection = this.#connection;
    this.#audience.sent(lane.stream);
    const flight = this.#traffic.begins(lane.stream, queue, bytes, payloads.length);
    void Promise.all(payloads.map((payload) => publisher.publish(topic, payload, contentType))).then(
      (results) => {
        if (connection !== this.#connection) return;
        flight.end();
        const failures = results.flatMap((result) => (result.ok ? [] : [result.error]));
        const refused = failures.find(({ code }) => code !== UNHEARD);
        const [unheard] = failures;
        if (refused !== undefined) {
          publisher.tellRefused(refused);
          this.#options.onUseless('refused');
        } else if (unheard !== undefined && lane.wanted) this.#reachedNobody(lane, step, unheard);
        else this.#acknowledged(lane, step);
      },
    );
  }

  /** The platform's word that it has stored rows. */
  takeAck(payload: Uint8Array): void {
    const { acks } = this.#options;
    const taken = acks?.take(payload);
    if (taken === undefined) return;
    if (taken.ok) for (const what of taken.value.rows) this.#delivered(taken.value.stream, what);
    this.pump(); // a backlog may have waited for this
  }

  /** It stays here: what a broker took for nobody is gone. */
  #reachedNobody(lane: Lane, step: Step, problem: Problem): void {
    const [from, to] = step.kind === 'row' ? [step.seq, step.seq] : [step.from, step.to];
    lane.plan.again([[from, to]]);
    if (this.#audience.nobody(lane.stream)) {
      const what = `nobody is subscribed there to ${TOPIC[lane.stream]}`;
      this.#options.publisher.tell({ ...problem, what });
      this.#options.onUnheard?.(problem);
    }
    this.pump(); // the other stream may be wanted
  }

  #acknowledged(lane: Lane, step: Step): void {
    const { acks } = this.#options;
    this.#audience.somebody(lane.stream);
    if (acks === null) {
      const what = lane.plan.acknowledged(step);
      if (what !== null) this.#delivered(lane.stream, what);
    } else {
      lane.plan.repeated(step);
      acks.published(lane.stream, step);
    }
    this.pump();
  }

  #delivered(stream: Stream, what: Acknowledged): void {
    const { uplink, lanes, onDelivered } = this.#options;
    onDelivered({ uplink, epoch: lanes.epoch, stream, ...what });
  }
}
