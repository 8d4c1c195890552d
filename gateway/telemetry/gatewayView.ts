import { ok, type Result } from '../../drivers/result.ts';
import type { Message } from './anyMessage.ts';
import { Attendance } from './attendance.ts';
import { BirthPieces, readBirthPointer } from './birthPieces.ts';
import { type Dated, Dating } from './dating.ts';
import { type HistoryPlace, isLater, type Latest, lastValues } from './latest.ts';
import { type LiftLatest, withLiftEvent } from './liftLatest.ts';
import { type DecodeProblem, decodeMessage } from './message.ts';
import {
  type AlarmEvent,
  type Birth,
  type EventBody,
  type EventMessage,
  STREAMS,
  type StateMessage,
} from './model.ts';
import type { Proof } from './proof.ts';
import { Verifier, type VerifierReport } from './verify.ts';

/** An alarm that is not normal, with the last step of its life. */
export type OpenAlarm = { readonly event: AlarmEvent & EventBody; readonly stamp: HistoryPlace };

export type GatewayViewOptions = {
  /** Bytes of telemetry kept while its birth has not come; beyond, the oldest is dropped (and found missing). */
  readonly holdBytes?: number;
  /** Hashes kept per stream to compare bodies that come twice. */
  readonly window?: number;
  /**
   * Take what the first `state` of the gateway itself says was delivered for granted, because it was delivered to others
   * before this platform subscribed; a last will is too old for that. Default false: everything from the first row is expected.
   */
  readonly joinLate?: boolean;
  /** Verifies signed events; without it they are read, and nothing is proven. */
  readonly proof?: Proof;
};

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
  readonly #closed = new Map<string, HistoryPlace>();
  readonly #lifts = new Map<string, LiftLatest>();
  readonly #options: GatewayViewOptions;
  #held: { readonly topic: string; readonly bytes: Uint8Array }[] = [];
  #heldBytes = 0;
  readonly #pieces = new BirthPieces();
  #birth: Birth | null = null;
  /** Which birth is the current one, where the document itself was too large for its topic. */
  #pointer: string | null = null;
  #state: StateMessage | null = null;
  #joined: boolean;

  constructor(options: GatewayViewOptions = {}) {
    this.#options = options;
    this.#joined = options.joinLate !== true;
    this.#verifier = new Verifier(options.window === undefined ? {} : { window: options.window });
  }

  /**
   * Takes a message; `topic` is what follows `<prefix>/v1/<gateway>/`. Answers the messages that became legible by it: none
   * while the birth is missing, and those that waited when it comes. `atMs`: when it arrived, on a clock of the caller
   * that only goes forward; without it `standing` judges no silence.
   */
  ingest(
    topic: string,
    bytes: Uint8Array,
    atMs: number | null = null,
  ): Result<readonly Message[], DecodeProblem> {
    const document = this.#pieces.take(topic, bytes);
    if (document !== null)
      return document === undefined ? ok([]) : this.ingest(document.topic, document.payload, atMs);
    const pointer = topic === 'birth' ? readBirthPointer(bytes) : null;
    if (pointer !== null) {
      this.#pointer = pointer;
      const birth = this.#births.get(pointer);
      if (birth !== undefined) this.#learnBirth(pointer, birth, true);
      return ok([]);
    }
    const decoded = this.#decode(topic, bytes);
    if (!decoded.ok) {
      if (decoded.error.birth === undefined) return decoded;
      this.#hold(topic, bytes);
      return ok([]);
    }
    this.#fold(decoded.value, topic);
    if (atMs !== null) this.attendance.note(decoded.value, atMs);
    return ok(decoded.value.kind === 'birth' ? [decoded.value, ...this.#release(atMs)] : [decoded.value]);
  }

  /** The document on `birth`: the gateway as it is now. */
  get birth(): Birth | null {
    return this.#birth;
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
    return this.#held.length;
  }

  date(at: { readonly boot: string; readonly mono: number }): Dated {
    return this.dating.date(at);
  }

  report(): VerifierReport {
    return this.#verifier.report();
  }

  #decode(topic: string, bytes: Uint8Array): Result<Message, DecodeProblem> {
    return decodeMessage(topic, bytes, (hash) => this.#births.get(hash), this.#options.proof);
  }

  #fold(message: Message, topic: string): void {
    if (message.kind === 'state' && !this.#joined && message.state.will !== true)
      this.#joinAfter(message.state);
    if (message.kind === 'birth' && this.#options.joinLate === true) this.#passOver(message.birth.previous);
    // a will is old: to who has not joined yet it says nothing of what is to be expected
    if (message.kind !== 'state' || this.#joined) this.#verifier.add(message);
    if (message.kind === 'telemetry' || message.kind === 'event')
      this.dating.learn(message.boot, message.time);
    if (message.kind === 'state') {
      this.#state = message.state;
      this.dating.learn(message.state.boot, message.state.time);
    }
    if (message.kind === 'birth') {
      if (topic === 'birth') this.#pointer = null;
      this.#learnBirth(message.hash, message.birth, topic === 'birth' || message.hash === this.#pointer);
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

  #joinAfter({ epoch, delivered }: StateMessage): void {
    this.#joined = true;
    this.#verifier.startAfter(epoch, 'event', delivered.event.seq);
    this.#verifier.startAfter(epoch, 'telemetry', delivered.telemetry.seq);
  }

  /** The journal before this one ended before anyone listened here. */
  #passOver(previous: Birth['previous']): void {
    if (previous === null || this.#verifier.knows(previous.epoch)) return;
    for (const stream of STREAMS) this.#verifier.startAfter(previous.epoch, stream, previous[stream]);
  }

  #hold(topic: string, bytes: Uint8Array): void {
    this.#held.push({ topic, bytes });
    this.#heldBytes += bytes.length;
    while (this.#heldBytes > (this.#options.holdBytes ?? 262_144))
      this.#heldBytes -= this.#held.shift()?.bytes.length ?? this.#heldBytes;
  }

  #release(atMs: number | null): Message[] {
    const waiting = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    return waiting.flatMap(({ topic, bytes }) => {
      const result = this.ingest(topic, bytes, atMs);
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
