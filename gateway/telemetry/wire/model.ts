import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import type { Severity, WireSeverity } from '../../../drivers/vocabulary.ts';
import type { Plain } from './plain.ts';

/**
 * What a gateway tells a platform, before encoding and after decoding. `telemetry.cddl` is the same on the wire.
 * This folder stands alone (it is the platform's SDK): it imports nothing of the gateway but these shapes and
 * `drivers`.
 */

/** `null` = never known; `utc` in Unix milliseconds. */
export const CLOCK_QUALITIES = ['unsynced', 'rtc', 'ntp', 'holdover'] as const;
export type ClockQuality = (typeof CLOCK_QUALITIES)[number];

/** At `mono` of this boot the civil time was `utc`; null while nothing is known. Times in messages are `mono`. */
export type TimeBase = { readonly mono: number; readonly utc: number | null; readonly quality: ClockQuality };

export type WireText = string | { readonly en: string; readonly zh: string };

export type Channel = {
  readonly index: number; // never reused within a gateway
  readonly point: string; // `<device>/<point>`
  readonly name: WireText;
  readonly unit: string;
  readonly exponent: number; // value = integer × 10^exponent
  readonly profile: string;
  readonly place?: WireText;
  readonly role?: string;
};

export type RuleSummary = {
  readonly id: string;
  readonly kind: string;
  readonly point?: string;
  readonly text: string;
};

export type Birth = {
  readonly gateway: string;
  readonly name?: WireText;
  readonly software: string;
  readonly epoch: string; // 16 hex digits
  readonly previous: { readonly epoch: string; readonly event: number; readonly telemetry: number } | null;
  readonly channels: readonly Channel[];
  readonly rules: readonly RuleSummary[];
};

/**
 * Samples of channels read in the same exchanges: one time per row, one column per channel. `V` is what a cell holds:
 * values everywhere but inside the encoder.
 */
export type SampleGroup<V = PointValue> = {
  readonly times: readonly number[]; // mono, ms, rising; whole milliseconds on the wire
  readonly columns: readonly SampleColumn<V>[];
};
export type SampleColumn<V = PointValue> = {
  readonly channel: number;
  readonly values: readonly (V | null)[]; // null where quality is bad; null and good: not sampled in this row
  readonly qualities: readonly Quality[];
};

/**
 * Report records: what a channel did since its record before, which is one period, or several in which it kept still. `min`, `mean`, `max` are null, all three, where `n` (good samples)
 * is 0.
 */
export type ReportGroup<V = number> = {
  readonly times: readonly number[]; // mono at the end of the period
  /** How long the period was, where it is not the points' report period: statistics of a civil day. Whole milliseconds. */
  readonly periodMs?: number;
  readonly columns: readonly ReportColumn<V>[];
};
export type ReportColumn<V = number> = {
  readonly channel: number;
  readonly min: readonly (V | null)[];
  readonly mean: readonly (V | null)[];
  readonly max: readonly (V | null)[];
  readonly n: readonly number[];
  readonly qualities: readonly Quality[]; // the worst seen in the period
};

/** What was recorded in one report period: every time in it lies in (from, to]. */
export type Part<S = PointValue, R = number> = {
  readonly from: number;
  readonly to: number;
  readonly samples: readonly SampleGroup<S>[];
  readonly reports: readonly ReportGroup<R>[];
};

export const STREAMS = ['event', 'telemetry'] as const;
export type Stream = (typeof STREAMS)[number];

/** Common to both streams: the key (gateway from the topic, epoch, stream, seq) and how to date what is inside. */
export type Header = {
  readonly epoch: string;
  readonly boot: string;
  readonly seq: number;
  readonly birth: string; // hash of the birth document, 16 hex digits
  readonly time: TimeBase;
  readonly historical: boolean;
};

export type TelemetryMessage = Header & {
  readonly kind: 'telemetry';
  /**
   * Parts [first..last] of the segment, counted from 1; `sealed`: the segment ends with `last`. A segment that turns out
   * to have ended is sealed late by a message of no parts: first = last + 1.
   */
  readonly first: number;
  readonly last: number;
  readonly sealed: boolean;
  /** These are only some columns of the parts: slice `index` (from 0) of `count`. */
  readonly slice: { readonly index: number; readonly count: number } | null;
  readonly evidence: string | null; // occurrence these full-rate samples belong to
  readonly parts: readonly Part[];
};

/** Sequences that will never come, and why. */
export type TombstoneMessage = {
  readonly kind: 'tombstone';
  readonly stream: Stream;
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
  readonly reason: TombstoneReason;
  readonly origin?: MessageOrigin;
};
export const TOMBSTONE_REASONS = ['evicted', 'damaged', 'filtered', 'retired'] as const;
export type TombstoneReason = (typeof TOMBSTONE_REASONS)[number];

export type EventMessage = Header & {
  readonly kind: 'event';
  readonly durable: boolean;
  readonly event: EventBody;
  readonly origin?: MessageOrigin;
};

/** Who signed a message, where it was signed. `proven` where the reader had that key and the signature is right. */
export type MessageOrigin = { readonly key: string; readonly proven: boolean };

/** A step in an alarm's life, legible alone: names and numbers as a person would want them. Instants are mono of `boot`. */
export type AlarmEvent = {
  readonly type: 'alarm';
  readonly rule: string;
  readonly ruleName: WireText;
  readonly occurrence: string;
  readonly cause: string;
  readonly from: string; // state letters A..I
  readonly to: string;
  readonly severity: Severity;
  readonly device: string;
  readonly deviceName: WireText;
  readonly place: WireText | null;
  readonly point: string | null;
  readonly value: PointValue;
  readonly limit: number | string | boolean | null;
  readonly unit: string;
  readonly quality: Quality;
  readonly onset: { readonly boot: string; readonly mono: number };
  readonly declared: { readonly boot: string; readonly mono: number };
  readonly actor: string | null;
  /** The state beneath (A..F) where a shelf, a maintenance period or out of service covers it; else `to` itself. */
  readonly condition: string;
  /** How often this occurrence was announced so far. */
  readonly announcement: number;
  /** The occurrence that came first of those that belong together; null when it stands alone. */
  readonly group: string | null;
  readonly reason: string | null; // given with a shelf, a maintenance period, out of service
  readonly until: { readonly boot: string; readonly mono: number } | null; // when what covers it ends
};

/** A new pair of monotonic and civil time; dates everything of that boot, also what was delivered before. */
export type ClockEvent = { readonly type: 'clock'; readonly boot: string; readonly time: TimeBase };

/** The gateway speaking of itself: started, stopped, disk in trouble, configuration refused. */
export type SystemEvent = {
  readonly type: 'system';
  readonly code: string;
  readonly severity: WireSeverity;
  readonly text: string;
};

/** Someone did something: every command, answered or refused. */
export type CommandEvent = {
  readonly type: 'command';
  readonly verb: string;
  readonly actor: string;
  readonly accepted: boolean;
  readonly detail: string;
};

/** Something a lift did or suffered: `details` by `what`, see `LiftHappening`; what is not known there is passed on as it is. */
export type LiftEvent = {
  readonly type: 'lift';
  readonly lift: string;
  readonly liftName: WireText;
  readonly what: string;
  readonly details: Readonly<Record<string, Plain>>;
};

export type EventBody = (AlarmEvent | ClockEvent | SystemEvent | CommandEvent | LiftEvent) & {
  readonly at: { readonly boot: string; readonly mono: number }; // when the row was made
};

/** Retained on `<prefix>/v1/<gateway>/state`, every 60 s and on change; the last will has `online: false`. */
export type StateMessage = {
  readonly online: boolean; // courier is connected
  /** The broker says it for a gateway that vanished: heads and delivered are those of when it connected. */
  readonly will?: true;
  readonly epoch: string;
  readonly boot: string;
  readonly time: TimeBase;
  readonly guardAlive: boolean;
  readonly journal: 'ok' | 'trouble';
  readonly heads: Readonly<Record<Stream, StreamHead>>;
  readonly delivered: Readonly<Record<Stream, StreamHead>>; // contiguous: everything up to here was acknowledged
};
/** `seq` of the newest row (0: none) and, for telemetry, the parts it has so far. */
export type StreamHead = { readonly seq: number; readonly parts: number };

/** The platform's word that it has stored these sequences; for uplinks that wait for more than the broker's. */
export type AckMessage = {
  readonly epoch: string;
  readonly stream: Stream;
  readonly intervals: readonly (readonly [from: number, to: number])[];
};
