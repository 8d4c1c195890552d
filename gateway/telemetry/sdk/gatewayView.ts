import { ok, type Result } from '../../../drivers/result.ts';
import type { Proof } from '../sign/proof.ts';
import { BirthPieces, readBirthPointer } from '../wire/birthPieces.ts';
import type { AlarmEvent, Birth, EventBody, EventMessage, Message, StateMessage } from '../wire/model.ts';
import { Attendance } from './attendance.ts';
import { type Dated, Dating } from './dating.ts';
import { type DecodeProblem, decodeMessage } from './decodeMessage.ts';
import { Held, type HeldMessage, type HeldReport, HoldBudget } from './held.ts';
import { LateJoin } from './lateJoin.ts';
import { isLater, type Latest, lastValues, type Stamp } from './latest.ts';
import { type LiftLatest, withLiftEvent } from './liftLatest.ts';
import { Verifier, type VerifierReport } from './verify.ts';

/** An alarm that is not normal, with the last step of its life. */
export type OpenAlarm = { readonly event: AlarmEvent & EventBody; readonly stamp: Stamp };

export type GatewayViewOptions = {
  /** Bytes of telemetry kept while its birth has not come; beyond, the oldest is dropped (and found missing). Default 256 KiB. */
  readonly holdBytes?: number;
  /** Hashes kept per stream to compare bodies that come twice. */
  readonly window?: number;
  /**
   * What was delivered before this platform subscribed is not expected: the first live message of each stream tells what that
   * was, see `LateJoin`. Default false: everything from the first row is expected.
   */
  readonly joinLate?: boolean;
  /** Verifies signed events; without it they are read, and nothing is proven. */
  readonly proof?: Proof;
};

/** How a message came. */
export type Receipt = {
  /** When, in milliseconds on a clock of the caller that only goes forward; without it `standing` judges no silence. */
  readonly atMs?: number | null;
  /** It was kept by the broker (MQTT's retain flag), and may be old. */
  readonly retained?: boolean;
};

/** What came of a gateway, and what did not; complete only where nothing is held either. */
export type GatewayReport = VerifierReport & { readonly held: HeldReport };

const HOLD_BYTES = 262_144;
const MOST_BIRTHS = 64;
const MOST_CLOSED = 256;
const MOST_LIFTS = 64;

/**
 * What one gateway has said, folded: latest values, open alarms, its clock, and the proof that nothing is missing. Pure, no
 * timers; memory is bounded by the size of the gateway, not by the number of messages.
 */
export class GatewayView {
  readonly dating = new Dating();
  /** When it was heard; see `standing`. */
  readonly attendance = new Attendance();
  readonly #verifier: Verifier;
  readonly #births = new Map<string, Birth>();
  readonly #latest = new Map<string, Latest>();
  readonly #alarms = new Map<string, OpenAlarm>();
  readonly #closed = new Map<string, Stamp>();
  readonly #lifts = new Map<string, LiftLatest>();
  readonly #options: GatewayViewOptions;
  readonly #held: Held;
  readonly #pieces = new BirthPieces();
  #birth: Birth | null = null;
  /** Which birth is the current one, where the document itself was too large for its topic. */
  #pointer: string | null = null;
  #state: StateMessage | null = null;
  readonly #join: LateJoin | null;

  /** `budget`: what this gateway and others may hold together. */
  constructor(options: GatewayViewOptions = {}, budget = new HoldBudget(Number.POSITIVE_INFINITY)) {
    this.#options = options;
    this.#held = new Held(options.holdBytes ?? HOLD_BYTES, budget);
    this.#verifier = new Verifier(options.window === undefined ? {} : { window: options.window });
    this.#join = options.joinLate === true ? new LateJoin(this.#verifier) : null;
  }

  /**
   * Takes a message; `topic` is what follows `<prefix>/v1/<gateway>/`. Answers the messages that became legible by it: none
   * while the birth is missing, and those that waited when it comes.
   */
  ingest(topic: string, bytes: Uint8Array, receipt: Receipt = {}): Result<readonly Message[], DecodeProblem> {
    if (bytes.length === 0 && topic.startsWith('birth/')) return ok([]); // taken back, because nothing names it any more
    const document = this.#pieces.take(topic, bytes);
    if (document !== null)
      return document === undefined ? ok([]) : this.ingest(document.topic, document.payload, receipt);
    const pointer = topic === 'birth' ? readBirthPointer(bytes) : null;
    if (pointer !== null) {
      this.#pointer = pointer;
      const birth = this.#births.get(pointer);
      if (birth === undefined) return ok([]);
      this.#learnBirth(pointer, birth, true);
      this.#join?.birth(birth);
      return ok([]);
    }
    const decoded = this.#decode(topic, bytes);
    if (!decoded.ok) {
      const { header } = decoded.error;
      if (header === undefined) return decoded;
      this.#join?.row('telemetry', header);
      this.#hold({ topic, bytes, header });
      return ok([]);
    }
    const { atMs = null, retained = false } = receipt;
    this.#fold(decoded.value, topic, retained);
    if (atMs !== null) this.attendance.note(decoded.value, atMs, retained);
    return ok(decoded.value.kind === 'birth' ? [decoded.value, ...this.#release(receipt)] : [decoded.value]);
  }

  /** The document on `birth`: the gateway as it is now. */
  get birth(): Birth | null {
    return this.#birth;
  }

  /** Whether any birth of it has come. */
  get isBorn(): boolean {
    return this.#births.size > 0;
  }

  get state(): StateMessage | null {
    return this.#state;
  }

  /** By point. Dates come from `date`, so that a mapping that arrives later dates what is already here. */
  get latest(): ReadonlyMap<string, Latest> {
    return this.#latest;
  }

  /** By occurrence: every alarm that is not normal. */
  get alarms(): ReadonlyMap<string, OpenAlarm> {
    return this.#alarms;
  }

  /** By lift: the newest of each kind that it told. */
  get lifts(): ReadonlyMap<string, LiftLatest> {
    return this.#lifts;
  }

  /** Messages that wait for their birth. */
  get held(): number {
    return this.#held.size;
  }

  date(at: { readonly boot: string; readonly mono: number }): Dated {
    return this.dating.date(at);
  }

  report(): GatewayReport {
    const report = this.#verifier.report();
    const held = this.#held.report();
    return { ...report, held, complete: report.complete && held.messages + held.dropped === 0 };
  }

  #decode(topic: string, bytes: Uint8Array): Result<Message, DecodeProblem> {
    return decodeMessage(topic, bytes, (hash) => this.#births.get(hash), this.#options.proof);
  }

  #fold(message: Message, topic: string, retained: boolean): void {
    if (this.#join === null || this.#isToCount(this.#join, message, topic, retained))
      this.#verifier.add(message);
    if (message.kind === 'telemetry' || message.kind === 'event')
      this.dating.learn(message.boot, message.time);
    if (message.kind === 'state') {
      this.#state = message.state;
      this.dating.learn(message.state.boot, message.state.time);
    }
    if (message.kind === 'birth') {
      if (topic === 'birth') this.#pointer = null;
      this.#learnBirth(message.hash, message.birth, this.#isCurrent(message, topic));
    }
    if (message.kind === 'event') this.#foldEvent(message);
    if (message.kind === 'telemetry') {
      const birth = this.#births.get(message.birth);
      if (birth === undefined) return;
      for (const [point, value] of lastValues(message, birth)) {
        const known = this.#latest.get(point);
        if (known === undefined || isLater(value.stamp, known.stamp, this.dating))
          this.#latest.set(point, value);
      }
    }
  }

  /** Tells who joined late; answers whether the verifier is to take the message as it is. */
  #isToCount(join: LateJoin, message: Message, topic: string, retained: boolean): boolean {
    if (message.kind === 'state') return join.state(message.state, retained);
    if (message.kind === 'telemetry') join.row('telemetry', message);
    if (message.kind === 'event') join.row('event', { ...message, first: 1 });
    if (message.kind === 'tombstone')
      join.row(message.stream, { ...message, seq: message.from, first: 1, historical: true });
    if (message.kind !== 'birth') return true;
    if (this.#isCurrent(message, topic)) join.birth(message.birth);
    return false;
  }

  #isCurrent({ hash }: { readonly hash: string }, topic: string): boolean {
    return topic === 'birth' || hash === this.#pointer;
  }

  #foldEvent({ epoch, seq, event }: EventMessage): void {
    if (event.type === 'clock') this.dating.learn(event.boot, event.time);
    const stamp = { epoch, seq, ...event.at };
    if (event.type === 'lift') {
      const lift = withLiftEvent(this.#lifts.get(event.lift), event, stamp, this.dating);
      if (lift !== undefined) remember(this.#lifts, event.lift, lift, MOST_LIFTS);
    }
    if (event.type !== 'alarm') return;
    const known = this.#alarms.get(event.occurrence)?.stamp ?? this.#closed.get(event.occurrence);
    if (known !== undefined && !isLater(stamp, known, this.dating)) return;
    this.#alarms.delete(event.occurrence);
    if (event.to !== 'A') this.#alarms.set(event.occurrence, { event, stamp });
    else remember(this.#closed, event.occurrence, stamp, MOST_CLOSED);
  }

  #learnBirth(hash: string, birth: Birth, current: boolean): void {
    remember(this.#births, hash, birth, MOST_BIRTHS);
    if (!current) return;
    this.#birth = birth;
    const points = new Set(birth.channels.map(({ point }) => point));
    for (const point of this.#latest.keys()) if (!points.has(point)) this.#latest.delete(point);
  }

  /** What has to go for it is known to have been sent: it is missing. */
  #hold(message: HeldMessage): void {
    for (const { header } of this.#held.hold(message))
      this.#verifier.expect(header.epoch, 'telemetry', { seq: header.seq, parts: header.last });
  }

  #release({ atMs = null }: Receipt): Message[] {
    return this.#held.take().flatMap(({ topic, bytes }) => {
      const result = this.ingest(topic, bytes, { atMs });
      return result.ok ? [...result.value] : [];
    });
  }
}

/** Puts an entry last and drops the first ones beyond `most`. */
function remember<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const first of map.keys()) {
    if (map.size <= most) return;
    map.delete(first);
  }
}
