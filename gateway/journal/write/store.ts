import type { DatabaseSync } from 'node:sqlite';
import type { Problem } from '../../core/result.ts';
import { encodeEvent } from '../../telemetry/wire/event.ts';
import type { EventBody, Part, Stream, StreamHead } from '../../telemetry/wire/model.ts';
import { encodeParts } from '../../telemetry/wire/parts.ts';
import { type CurrentBirth, journalBirth, lastBirth, pruneBirths } from '../file/births.ts';
import { Deliveries } from '../file/deliveries.ts';
import { recordDeliveredOfEpoch } from '../file/foreignDeliveries.ts';
import { type Reached, readHead } from '../file/heads.ts';
import { type Identity, type Lineage, lineageOf } from '../file/identity.ts';
import { BEING_WRITTEN } from '../file/openForReading.ts';
import { readTelemetryRows } from '../file/rowReading.ts';
import { readMeta, writeMeta } from '../file/schema.ts';
import { keepTally, readTally, rowBytes, type Tally } from '../file/streamSize.ts';
import { bury } from '../file/tombstones.ts';
import { holdsEvent, holdsInSpareCopies } from '../past/spareCopy.ts';
import type { Delivery, TelemetryRow } from '../types.ts';
import { DeliveryClamp } from './clampDelivery.ts';
import { type Budgets, evict, STRIDE } from './eviction.ts';
import type { BirthInput, Commit, Item, Written } from './items.ts';
import { Rows } from './rowWriter.ts';
import { commitsOf, isBeyond, type Unconfirmed } from './unansweredBatch.ts';
import { undo } from './undo.ts';
import { attemptEncoding, isPoison } from './unfitRow.ts';

/** What a store needs to know beside its database. */
export type StoreOptions = {
  readonly file: string;
  readonly boot: string;
  readonly segmentParts: number;
  readonly budgets: Budgets;
};

/** The open segment: its row as it is on disk, and the parts to encode anew when one is added. */
type Segment = { readonly row: TelemetryRow; readonly birthId: number; readonly parts: readonly Part[] };

/** All that a transaction may change in memory; put back as it was when it fails. */
type State = {
  readonly heads: Readonly<Record<Stream, StreamHead>>;
  readonly tallies: Readonly<Record<Stream, Tally>>;
  readonly segment: Segment | null;
  readonly birth: CurrentBirth | null;
  readonly ceiling: Problem | null;
};

/** Below this share of its ceiling the event stream is out of trouble. */
const RELIEVED = 0.9;

/** A stride of evicted events is a red fault, but one event is written every this many to keep the tally. */
const TALLY_EVERY = 64;

const SUPERSEDED = 'superseded';

/**
 * The journal itself: one open database, written in transactions. Synchronous, without a clock or a thread of its own.
 * The newest telemetry row alone may be open; whatever comes after it (evidence, another birth, a restart) seals it.
 */
export class Store {
  readonly identity: Identity;
  readonly #db: DatabaseSync;
  readonly #options: StoreOptions;
  readonly #rows: Rows;
  readonly #deliveries: Deliveries;
  readonly #clamp: DeliveryClamp;
  #state: State;

  /** Takes over an open database; seals the segment that the last run left open. */
  constructor(db: DatabaseSync, identity: Identity, options: StoreOptions) {
    this.identity = identity;
    this.#db = db;
    this.#options = options;
    this.#rows = new Rows(db);
    this.#deliveries = new Deliveries(db);
    this.#clamp = new DeliveryClamp(options.file);
    const heads = { event: readHead(db, 'event'), telemetry: readHead(db, 'telemetry') };
    const [left] = readTelemetryRows(db, heads.telemetry.seq, 1).rows;
    if (left !== undefined && !left.sealed) this.#rows.seal(left);
    this.#state = {
      heads,
      tallies: { event: readTally(db, 'event'), telemetry: readTally(db, 'telemetry') },
      segment: null,
      birth: lastBirth(db),
      ceiling: null,
    };
  }

  heads(): Readonly<Record<Stream, StreamHead>> {
    return this.#state.heads;
  }

  tallies(): Readonly<Record<Stream, Tally>> {
    return this.#state.tallies;
  }

  /** The fault that rows are being lost at the ceiling of the event stream, while it lasts. */
  ceiling(): Problem | null {
    return this.#state.ceiling;
  }

  /** The sequences reached here and before, for the journal that comes after this one. */
  lineage(): Lineage {
    const { event, telemetry } = this.#state.heads;
    const { epoch } = this.identity;
    return [{ epoch, event: event.seq, telemetry: telemetry.seq }, ...lineageOf(this.identity)];
  }

  /** For whom hands over the next batch. */
  reached(): Reached {
    return { epoch: this.identity.epoch, heads: this.#state.heads };
  }

  /** Writes all items in one transaction, or none: then it throws SQLite's error and nothing has changed. */
  write(items: readonly Item[], unconfirmed: Unconfirmed | null = null): Written {
    if (unconfirmed !== null && this.#holdsMore(unconfirmed.reached)) {
      if (unconfirmed.rows === 'keep')
        return { commits: commitsOf(items, unconfirmed.reached, this.reached()), notices: [] };
      this.#transaction(() => this.#undo(unconfirmed.reached));
    }
    try {
      return this.#writeAll(items, (item, notices) => this.#writeItem(item, notices));
    } catch (error) {
      if (!isPoison(error)) throw error;
      return this.#writeAll(items, (item, notices) => this.#contained(item, notices));
    }
  }

  /** Whether this step of an alarm is there, word for word. */
  holds(event: EventBody): boolean {
    const body = attemptEncoding(() => encodeEvent(event));
    return typeof body !== 'string' && holdsEvent(this.#db, event, body);
  }

  /** What is known here of rows that the disk may hold and is not to show. */
  superseded(): Reached | null {
    const text = readMeta(this.#db, SUPERSEDED);
    return text === null || text === '' ? null : (JSON.parse(text) as Reached);
  }

  #writeAll(items: readonly Item[], write: (item: Item, notices: Problem[]) => Commit | null): Written {
    return this.#transaction(() => {
      const commits: Commit[] = [];
      const notices: Problem[] = [];
      for (const item of items) {
        const commit = write(item, notices);
        if (commit !== null) commits.push(commit);
      }
      this.#keepBudget('event');
      this.#keepBudget('telemetry');
      return { commits, notices };
    });
  }

  /** A row that cannot be written costs its own number, never the rows beside it. */
  #contained(item: Item, notices: Problem[]): Commit | null {
    const before = this.#state;
    this.#db.exec('SAVEPOINT item');
    try {
      const commit = this.#writeItem(item, notices);
      this.#db.exec('RELEASE item');
      return commit;
    } catch (error) {
      if (!isPoison(error)) throw error;
      this.#db.exec('ROLLBACK TO item; RELEASE item');
      this.#state = before;
      this.#reload();
      const stream = item.kind === 'part' ? 'telemetry' : 'event';
      if (item.kind === 'event' || item.kind === 'part') this.#spend(stream, 1, 'damaged');
      notices.push(this.#notEncoded(stream, String(error)));
      return null;
    }
  }

  #reload(): void {
    this.#rows.reload();
    this.#deliveries.reload();
  }

  /** Ends the open segment. */
  seal(): void {
    this.#transaction(() => this.#seal());
  }

  /** Says in the file whether it is being written, so that a copy of it without its log can be told; ends the open segment. */
  mark(beingWritten: boolean): void {
    this.#transaction(() => {
      this.#seal();
      writeMeta(this.#db, BEING_WRITTEN, beingWritten ? 'yes' : 'no');
    });
    if (beingWritten) this.#db.exec('PRAGMA wal_checkpoint(PASSIVE)'); // it must stand in the database itself
  }

  #holdsMore({ epoch, heads }: Reached): boolean {
    const now = this.#state.heads;
    if (epoch !== this.identity.epoch) return false;
    return isBeyond(now.event, heads.event) || isBeyond(now.telemetry, heads.telemetry);
  }

  #undo(reached: Reached): void {
    undo(this.#db, this.#rows, reached);
    const heads = { event: readHead(this.#db, 'event'), telemetry: readHead(this.#db, 'telemetry') };
    this.#change({ heads, segment: null });
  }

  #transaction<T>(run: () => T): T {
    const before = this.#state;
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#state = before;
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#reload();
      throw error;
    }
  }

  #writeItem(item: Item, notices: Problem[]): Commit | null {
    switch (item.kind) {
      case 'birth':
        this.#setBirth(item.birth);
        return null;
      case 'event':
        return this.#appendEvent(item, notices);
      case 'part':
        return this.#appendPart(item.part, item.evidence, notices);
      case 'delivered':
        for (const delivery of item.deliveries) this.#recordDelivery(delivery);
        return null;
      case 'uplinks':
        this.#deliveries.setUplinks(item.ids);
        return null;
      case 'dropped':
        this.#spend(item.stream, item.count, 'evicted');
        return null;
      case 'superseded':
        writeMeta(this.#db, SUPERSEDED, item.reached === null ? '' : JSON.stringify(item.reached));
        return null;
    }
  }

  #recordDelivery(said: Delivery): void {
    const { epoch } = this.identity;
    const open = this.#state.segment !== null;
    const delivery = this.#clamp.clamp(said, { epoch, heads: this.#state.heads, open });
    if (delivery === null) return;
    if (delivery.epoch === epoch) this.#deliveries.record(delivery);
    else recordDeliveredOfEpoch(this.#db, delivery);
  }

  #setBirth(input: BirthInput): CurrentBirth {
    const { epoch, previous } = this.identity;
    const { event, telemetry } = this.#state.heads;
    const heads = { event: event.seq, telemetry: telemetry.seq };
    const birth = journalBirth(this.#db, { ...input, epoch, previous }, heads);
    if (birth.id !== this.#state.segment?.birthId) this.#seal();
    this.#change({ birth });
    return birth;
  }

  /** The current birth. What a new journal gets before guard has named its channels names a birth without any. */
  #birth(): CurrentBirth {
    const { gateway } = this.identity;
    return this.#state.birth ?? this.#setBirth({ gateway, software: 'starting', channels: [], rules: [] });
  }

  #appendEvent({ event, token, again }: Extract<Item, { kind: 'event' }>, notices: Problem[]): Commit | null {
    const birth = this.#birth();
    const body = this.#encode('event', () => encodeEvent(event), notices);
    if (body === null) return null;
    const known =
      again === true &&
      (holdsEvent(this.#db, event, body) || holdsInSpareCopies(this.#options.file, event, body));
    if (known)
      return { stream: 'event', head: this.#state.heads.event, ...(token === undefined ? {} : { token }) };
    const seq = this.#state.heads.event.seq + 1;
    this.#rows.insertEvent(seq, event, birth, body);
    const head = { seq, parts: 1 };
    this.#advance('event', head, 1, rowBytes(body));
    if (seq % TALLY_EVERY === 0) keepTally(this.#db, 'event', seq, this.#state.tallies.event);
    return { stream: 'event', head, ...(token === undefined ? {} : { token }) };
  }

  #appendPart(part: Part, evidence: string | null, notices: Problem[]): Commit | null {
    const birth = this.#birth();
    if (evidence !== null) this.#seal();
    const { segment, heads } = this.#state;
    const parts = [...(segment?.parts ?? []), part];
    const body = this.#encode('telemetry', () => encodeParts(parts, birth.channels), notices);
    if (body === null) return null;
    const row: TelemetryRow = {
      seq: segment?.row.seq ?? heads.telemetry.seq + 1,
      boot: this.#options.boot,
      birth: birth.hash,
      parts: parts.length,
      sealed: evidence !== null || parts.length >= this.#options.segmentParts,
      evidence,
      body,
    };
    if (segment === null) this.#rows.insertTelemetry(row, birth.id);
    else this.#rows.rewriteTelemetry(row);
    const head = { seq: row.seq, parts: row.parts };
    const grown = segment === null ? rowBytes(body) : body.length - segment.row.body.length;
    this.#advance('telemetry', head, segment === null ? 1 : 0, grown);
    this.#change({ segment: row.sealed ? null : { row, birthId: birth.id, parts } });
    if (row.sealed) this.#keepTelemetryTally();
    return { stream: 'telemetry', head };
  }

  /** A row that cannot be encoded is a bug of ours: it costs its own number, never the rows after it. */
  #encode(stream: Stream, encode: () => Uint8Array, notices: Problem[]): Uint8Array | null {
    const body = attemptEncoding(encode);
    if (typeof body !== 'string') return body;
    this.#spend(stream, 1, 'damaged');
    notices.push(this.#notEncoded(stream, body));
    return null;
  }

  #notEncoded(stream: Stream, why: string): Problem {
    const what = `a row of the ${stream} stream could not be written: ${why}`;
    const hint = 'this is a fault of the program: please report it';
    return { code: 'journal.encode', what, where: this.#options.file, hint };
  }

  #spend(stream: Stream, count: number, reason: 'evicted' | 'damaged'): void {
    if (stream === 'telemetry') this.#seal();
    const from = this.#state.heads[stream].seq + 1;
    const to = from + count - 1;
    bury(this.#db, stream, from, to, reason);
    this.#advance(stream, { seq: to, parts: 0 }, 0, 0);
  }

  #seal(): void {
    const { segment } = this.#state;
    if (segment === null) return;
    this.#rows.seal(segment.row);
    this.#change({ segment: null });
    this.#keepTelemetryTally();
  }

  #keepBudget(stream: Stream): void {
    const { bytes, rows } = this.#state.tallies[stream];
    const budget = this.#options.budgets[stream];
    if (stream === 'event' && bytes < budget * RELIEVED) this.#change({ ceiling: null });
    if (bytes <= budget) return;
    const released = this.#deliveries.released(stream);
    const freed = evict(this.#db, stream, bytes - budget * (1 - STRIDE), released);
    const tally = { rows: rows - freed.rows, bytes: bytes - freed.bytes };
    this.#change({ tallies: { ...this.#state.tallies, [stream]: tally } });
    pruneBirths(this.#db);
    if (stream === 'telemetry') this.#keepTelemetryTally();
    else {
      keepTally(this.#db, 'event', this.#state.heads.event.seq, tally);
      this.#change({ ceiling: freed.missed > 0 ? this.#ceilingReached(freed.missed) : null });
    }
  }

  #ceilingReached(missed: number): Problem {
    return {
      code: 'journal.events-evicted',
      what: `the event stream is at its ceiling: ${missed} events were dropped that an uplink still waits for`,
      where: this.#options.file,
      hint: 'bring the uplinks back or take the dead one out of the site file; raise journal.eventMb meanwhile',
    };
  }

  /** The open row still grows, so it is left out and counted at the next start. */
  #keepTelemetryTally(): void {
    const { segment, heads, tallies } = this.#state;
    const { rows, bytes } = tallies.telemetry;
    if (segment === null) keepTally(this.#db, 'telemetry', heads.telemetry.seq, { rows, bytes });
    else {
      const sealed = { rows: rows - 1, bytes: bytes - rowBytes(segment.row.body) };
      keepTally(this.#db, 'telemetry', segment.row.seq - 1, sealed);
    }
  }

  #advance(stream: Stream, head: StreamHead, rows: number, bytes: number): void {
    const { heads, tallies } = this.#state;
    const tally = { rows: tallies[stream].rows + rows, bytes: tallies[stream].bytes + bytes };
    this.#change({ heads: { ...heads, [stream]: head }, tallies: { ...tallies, [stream]: tally } });
  }

  #change(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
  }
}
