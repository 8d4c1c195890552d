import type { Instant } from '../../drivers/reading.ts';
import type { Problem } from '../core/result.ts';
import type { Birth, EventBody, Part, Stream, StreamHead, TombstoneReason } from '../telemetry/wire/model.ts';

/** What guard writes through. Nothing here waits for the disk: answers come as calls of `events`. */
export interface JournalWriter {
  start(): Promise<void>;
  /**
   * Writes everything that was handed over and seals the open segment, for so long at most (milliseconds; a second where nothing
   * is said) and half a second more. Answers what did not come to pass: rows that are in the spare journal alone, or lost, and a
   * call to the disk that hangs, which is told as trouble too.
   */
  stop(patienceMs?: number): Promise<readonly Problem[]>;
  /** Names the channels from now on; returns its hash (16 hex digits) when known. Journaled and kept while rows refer to it. */
  setBirth(birth: Omit<Birth, 'epoch' | 'previous'>): void;
  /** `token` comes back in `committed` once the row is on disk. */
  appendEvent(event: EventBody, token?: string, again?: boolean): void;
  /**
   * A record of ordinary service, such as a trip of a lift: it may wait half a minute for a commit that it can share. A kill or a power
   * cut meanwhile loses it.
   */
  appendRoutine(event: EventBody): void;
  /** One report period into the open segment (or, with `evidence`, a sealed segment of its own). */
  appendPart(part: Part, evidence?: string): void;
  /** Courier's word that an uplink has these; rows every uplink has are released. */
  delivered(delivery: Delivery): void;
  /** The uplinks rows must wait for. One that is gone from the site is retired. */
  setUplinks(ids: readonly string[]): void;
  stat(): Promise<JournalStat>;
}

export type JournalEvents = {
  /** A row is on disk. For events `token` is the one given to `appendEvent`. */
  committed(commit: { readonly stream: Stream; readonly head: StreamHead; readonly token?: string }): void;
  /** The disk refused, is full, or the file is gone; `null` when it is well again. */
  trouble(problem: Problem | null): void;
  /** While the disk is in trouble: there is something new to be read in the spare journal. */
  spared?(): void;
};

/** Parts 1..`parts` of rows [from..to] of a stream were acknowledged (for events `parts` is 1; null: whole rows). */
export type Delivery = {
  readonly uplink: string;
  readonly epoch: string;
  readonly stream: Stream;
  readonly from: number;
  readonly to: number;
  readonly parts: number | null;
};

export type EventRow = {
  readonly seq: number;
  readonly at: Instant;
  readonly birth: string;
  readonly body: Uint8Array; // encoded EventBody
};

export type TelemetryRow = {
  readonly seq: number;
  readonly boot: string;
  readonly birth: string;
  readonly parts: number;
  readonly sealed: boolean;
  readonly evidence: string | null;
  readonly body: Uint8Array; // encoded parts 1..parts, in full columns
};

export type Tombstone = {
  readonly stream: Stream;
  readonly uplink: string | null; // null: for all
  readonly from: number;
  readonly to: number;
  readonly reason: TombstoneReason;
};

/** A step of an alarm as it stands in a row. */
export type AlarmStep = Extract<EventBody, { readonly type: 'alarm' }>;

/**
 * Reads beside the living writer. Never holds a statement open across a call. A row whose checksum fails is left out
 * and reported by the writer as a tombstone.
 */
export interface JournalReader {
  identity(): { readonly epoch: string; readonly gateway: string };
  heads(): Readonly<Record<Stream, StreamHead>>;
  /** Rows with seq ≥ `from`, ascending, until `limitBytes` of body are reached (at least one row if there is one). */
  events(from: number, limitBytes: number): readonly EventRow[];
  telemetry(from: number, limitBytes: number): readonly TelemetryRow[];
  tombstones(stream: Stream, uplink: string): readonly Tombstone[];
  /** The encoded birth document of a hash, and the newest hash. */
  birth(hash: string): Uint8Array | null;
  currentBirth(): string | null;
  /** Hashes of those that were current before it, oldest first. */
  earlierBirths(): readonly string[];
  /** What an uplink has acknowledged: whole-row intervals, and parts of rows only partly there. */
  delivered(uplink: string, stream: Stream): DeliveredSet;
  /** Whole rows that an uplink has of another epoch than the journal's own. */
  deliveredOfEpoch(uplink: string, epoch: string, stream: Stream): DeliveredSet['intervals'];
  close(): void;
}

export type DeliveredSet = {
  readonly intervals: readonly (readonly [from: number, to: number])[];
  readonly partial: ReadonlyMap<number, number>; // seq → parts delivered
};

export type JournalStat = {
  readonly epoch: string;
  readonly file: string;
  readonly heads: Readonly<Record<Stream, StreamHead>>;
  readonly rows: Readonly<Record<Stream, number>>;
  readonly bytes: Readonly<Record<Stream, number>>;
  readonly tombstones: number;
  readonly walBytes: number;
  readonly trouble: Problem | null;
};
