import { ok, type Result } from '../../../drivers/result.ts';
import type { Proof } from '../sign/proof.ts';
import type { Message } from '../wire/anyMessage.ts';
import { BirthPieces, readBirthPointer, type SavedPieces } from '../wire/birthPieces.ts';
import type { AckMessage, Birth, StateMessage } from '../wire/model.ts';
import { Attendance, type SavedAttendance } from './attendance.ts';
import { type Dated, Dating, type SavedDating } from './dating.ts';
import { type DecodeProblem, decodeMessage } from './decodeMessage.ts';
import { type HeldMessage, HeldMessages, type HeldReport, HoldBudget, type SavedHeld } from './held.ts';
import { Interned } from './interned.ts';
import { LateJoin, type SavedLateJoin } from './lateJoin.ts';
import type { Latest } from './latest.ts';
import type { LiftLatest } from './liftLatest.ts';
import { Newest, type OpenAlarm, remember, type SavedNewest } from './newest.ts';
import { type PartArrival, type SavedVerifier, Verifier, type VerifierReport } from './verify.ts';

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

export type SavedGateway = {
  readonly births: readonly (readonly [hash: string, birth: Birth])[];
  readonly birth: Birth | null;
  readonly pointer: string | null;
  readonly state: StateMessage | null;
  readonly verifier: SavedVerifier;
  readonly join: SavedLateJoin | null;
  readonly dating: SavedDating;
  readonly attendance: SavedAttendance;
  readonly newest: SavedNewest;
  readonly held: SavedHeld;
  readonly pieces: SavedPieces;
};

/** What gateways of one platform have in common. */
export type Shared = { readonly budget: HoldBudget; readonly births: Interned };

export function sharedOf(heldBytes: number): Shared {
  return { budget: new HoldBudget(heldBytes), births: new Interned() };
}

/** How a message came. */
export type Receipt = {
  /** When, in milliseconds on a clock of the caller that only goes forward; without it `standing` judges no silence. */
  readonly atMs?: number | null;
  /** It was kept by the broker (MQTT's retain flag), and may be old. */
  readonly retained?: boolean;
};

/** What became legible by a message, and what each event and part in it was. */
export type Taken = { readonly messages: readonly Message[]; readonly arrivals: readonly PartArrival[] };

const NOTHING: Taken = { messages: [], arrivals: [] };

/** What came of a gateway, and what did not; complete only where nothing is held either. */
export type GatewayReport = VerifierReport & { readonly held: HeldReport };

const HOLD_BYTES = 262_144;
const MOST_BIRTHS = 64;

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
  readonly #newest = new Newest(this.dating);
  readonly #options: GatewayViewOptions;
  readonly #shared: Shared;
  readonly #held: HeldMessages;
  readonly #pieces = new BirthPieces();
  #birth: Birth | null = null;
  /** Which birth is the current one, where the document itself was too large for its topic. */
  #pointer: string | null = null;
  #state: StateMessage | null = null;
  readonly #join: LateJoin | null;

  constructor(options: GatewayViewOptions = {}, shared: Shared = sharedOf(Number.POSITIVE_INFINITY)) {
    this.#options = options;
    this.#shared = shared;
    this.#held = new HeldMessages(options.holdBytes ?? HOLD_BYTES, shared.budget);
    this.#verifier = new Verifier(options.window === undefined ? {} : { window: options.window });
    this.#join = options.joinLate === true ? new LateJoin(this.#verifier) : null;
  }

  /**
   * Takes a message; `topic` is what follows `<prefix>/v1/<gateway>/`. Answers the messages that became legible by it: none
   * while the birth is missing, and those that waited when it comes. `arrivals` say which of their parts are new.
   */
  ingest(topic: string, bytes: Uint8Array, receipt: Receipt = {}): Result<Taken, DecodeProblem> {
    if (bytes.length === 0 && topic.startsWith('birth/')) return ok(NOTHING); // taken back, because nothing names it any more
    const document = this.#pieces.take(topic, bytes);
    if (document !== null)
      return document === undefined ? ok(NOTHING) : this.ingest(document.topic, document.payload, receipt);
    const pointer = topic === 'birth' ? readBirthPointer(bytes) : null;
    if (pointer !== null) {
      this.#pointer = pointer;
      const birth = this.#births.get(pointer);
      if (birth === undefined) return ok(NOTHING);
      this.#learnBirth(pointer, birth, true);
      this.#join?.birth(birth);
      return ok(NOTHING);
    }
    const decoded = this.#decode(topic, bytes);
    if (!decoded.ok) {
      const { header } = decoded.error;
      if (header === undefined) return decoded;
      this.#join?.row('telemetry', header);
      this.#hold({ topic, bytes, header });
      return ok(NOTHING);
    }
    const { atMs = null, retained = false } = receipt;
    const own = { messages: [decoded.value], arrivals: this.#fold(decoded.value, topic, retained) };
    if (atMs !== null) this.attendance.note(decoded.value, atMs, retained);
    return ok(decoded.value.kind === 'birth' ? this.#release(own, receipt) : own);
  }

  /** The document on `birth`: the gateway as it is now. */
  get birth(): Birth | null {
    return this.#birth;
  }

  /** A birth of it by its hash, as messages name it. */
  birthOf(hash: string): Birth | undefined {
    return this.#births.get(hash);
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
    return this.#newest.latest;
  }

  /** By occurrence: every alarm that is not normal. */
  get alarms(): ReadonlyMap<string, OpenAlarm> {
    return this.#newest.alarms;
  }

  /** By lift: the newest of each kind that it told. */
  get lifts(): ReadonlyMap<string, LiftLatest> {
    return this.#newest.lifts;
  }

  /** Messages that wait for their birth. */
  get held(): number {
    return this.#held.size;
  }

  date(at: { readonly boot: string; readonly mono: number }): Dated {
    return this.dating.date(at);
  }

  /** Rows that are complete since this was asked for last, to be acknowledged once they are stored. */
  takeComplete(): readonly AckMessage[] {
    return this.#verifier.takeComplete();
  }

  /** Everything that has to be kept over a restart, as plain data (JSON). */
  save(): SavedGateway {
    return {
      ...{ births: [...this.#births], birth: this.#birth, pointer: this.#pointer, state: this.#state },
      verifier: this.#verifier.save(),
      join: this.#join?.save() ?? null,
      dating: this.dating.save(),
      attendance: this.attendance.save(),
      newest: this.#newest.save(),
      held: this.#held.save(),
      pieces: this.#pieces.save(),
    };
  }

  /** Goes on exactly where `save` was made; `options` are to be those of then. */
  static restore(saved: SavedGateway, options: GatewayViewOptions = {}, shared?: Shared): GatewayView {
    const view = new GatewayView(options, shared);
    for (const [hash, birth] of saved.births) view.#births.set(hash, view.#shared.births.birth(birth));
    view.#birth = saved.birth && view.#shared.births.birth(saved.birth);
    if (view.#birth !== null) view.#newest.adopt(view.#birth);
    view.#pointer = saved.pointer;
    view.#state = saved.state;
    view.#verifier.restore(saved.verifier);
    if (saved.join !== null) view.#join?.restore(saved.join);
    view.dating.restore(saved.dating);
    view.attendance.restore(saved.attendance);
    view.#newest.restore(saved.newest);
    view.#held.restore(saved.held);
    view.#pieces.restore(saved.pieces);
    return view;
  }

  report(): GatewayReport {
    const report = this.#verifier.report();
    const held = this.#held.report();
    return { ...report, held, complete: report.complete && held.messages + held.dropped === 0 };
  }

  #decode(topic: string, bytes: Uint8Array): Result<Message, DecodeProblem> {
    return decodeMessage(topic, bytes, (hash) => this.#births.get(hash), this.#options.proof);
  }

  #fold(message: Message, topic: string, retained: boolean): readonly PartArrival[] {
    const isToCount = this.#join === null || this.#isToCount(this.#join, message, topic, retained);
    const arrivals = isToCount ? this.#verifier.add(message) : [];
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
    if (message.kind === 'event') {
      const { event } = message;
      if (event.type === 'clock') this.dating.learn(event.boot, event.time);
      this.#newest.event(message);
    }
    if (message.kind !== 'telemetry') return arrivals;
    const birth = this.#births.get(message.birth);
    if (birth !== undefined) this.#newest.telemetry(message, birth);
    return arrivals;
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

  #learnBirth(hash: string, birth: Birth, current: boolean): void {
    const shared = this.#births.get(hash) ?? this.#shared.births.birth(birth);
    remember(this.#births, hash, shared, MOST_BIRTHS);
    if (!current) return;
    this.#birth = shared;
    this.#newest.adopt(shared);
  }

  /** What has to go for it is known to have been sent: it is missing. */
  #hold(message: HeldMessage): void {
    for (const { header } of this.#held.hold(message))
      this.#verifier.expect(header.epoch, 'telemetry', { seq: header.seq, parts: header.last });
  }

  #release(own: Taken, { atMs = null }: Receipt): Taken {
    const taken = this.#held.take().flatMap(({ topic, bytes }) => {
      const result = this.ingest(topic, bytes, { atMs });
      return result.ok ? [result.value] : [];
    });
    return {
      messages: [...own.messages, ...taken.flatMap(({ messages }) => messages)],
      arrivals: taken.flatMap(({ arrivals }) => arrivals),
    };
  }
}
