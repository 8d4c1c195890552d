import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lastBirth } from '../../gateway/journal/file/births.ts';
import { closeDatabase } from '../../gateway/journal/file/database.ts';
import { openJournal } from '../../gateway/journal/write/opening.ts';
import { Rows } from '../../gateway/journal/write/rowWriter.ts';
import { Store } from '../../gateway/journal/write/store.ts';
import {
  type Channel,
  type EventBody,
  encodeParts,
  type Part,
  type TimeBase,
} from '../../gateway/telemetry/index.ts';
import { alarmStep } from './alarmStep.ts';

/** What a gateway recorded while nobody could be reached. */
export type Outage = {
  readonly gateway: string;
  readonly channels: readonly Channel[];
  /** Report periods, again and again until the outage is full. */
  readonly parts: readonly Part[];
  readonly periods: number;
  /** Steps in the lives of alarms, spread evenly. */
  readonly events: number;
  readonly boot: string;
  /** When the outage began, mono of that boot, and the civil time of some moment of it. */
  readonly fromMono: number;
  readonly time: TimeBase;
};

/** What came of it: newest rows, report records (one channel, one period) and bytes of their bodies. */
export type OutageRows = {
  readonly epoch: string;
  readonly telemetry: number;
  readonly events: number;
  readonly points: number;
  readonly periods: number;
};

const BUDGETS = { event: 64e6, telemetry: 512e6 };
const SEGMENT_PARTS = 10;
const BATCH = 100; // segments in a transaction

/** The birth that a guard with these channels would write, so that the rows of one that goes on belong to it too. */
export function outageBirth({ gateway, channels }: Pick<Outage, 'gateway' | 'channels'>) {
  return { gateway, software: 'outage', channels: [...channels], rules: [] };
}

/**
 * Writes an outage into a new journal in `folder` and leaves it closed, as a guard does. Only quicker than guard: the store
 * encodes a segment anew with every period, here each is encoded once, when it is full. The rows are the same.
 */
export function writeOutage(folder: string, outage: Outage): OutageRows {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'journal.db');
  const { db, identity } = openJournal(file, outage.gateway, null);
  const { boot, fromMono, periods, events, channels } = outage;
  const options = { file, boot, segmentParts: SEGMENT_PARTS, budgets: BUDGETS };
  const first: EventBody = { type: 'clock', boot, time: outage.time, at: { boot, mono: fromMono } };
  new Store(db, identity, options).write([
    { kind: 'birth', birth: outageBirth(outage) },
    { kind: 'event', event: first },
  ]);
  const birth = lastBirth(db);
  if (birth === null) throw new Error('the birth was written just now');
  const rows = new Rows(db);
  const segments = Math.ceil(periods / SEGMENT_PARTS);
  for (let seq = 1; seq <= segments; seq++) {
    if (seq % BATCH === 1) db.exec('BEGIN');
    const start = (seq - 1) * SEGMENT_PARTS;
    const parts = Array.from({ length: Math.min(SEGMENT_PARTS, periods - start) }, (_, nth) =>
      periodOf(outage, start + nth),
    );
    const body = encodeParts(parts, channels);
    const row = { seq, boot, birth: birth.hash, parts: parts.length, sealed: true, evidence: null, body };
    rows.insertTelemetry(row, birth.id);
    if (seq % BATCH === 0 || seq === segments) db.exec('COMMIT');
  }
  const store = new Store(db, identity, options);
  const end = periodOf(outage, periods - 1).to;
  const steps = Array.from({ length: events }, (_, nth) => {
    const mono = Math.round(fromMono + ((nth + 1) * (end - fromMono)) / events);
    return { kind: 'event' as const, event: alarmStep(nth, { boot, mono }) };
  });
  store.write(steps);
  const heads = store.heads();
  closeDatabase(db, file);
  return {
    epoch: identity.epoch,
    telemetry: heads.telemetry.seq,
    events: heads.event.seq,
    points: periods * channels.length,
    periods,
  };
}

/** The `nth` period of the outage, in its place in time. */
function periodOf({ parts, fromMono }: Outage, nth: number): Part {
  const part = parts[nth % parts.length];
  if (part === undefined) throw new Error('an outage needs something to record');
  const start = parts[0]?.from ?? 0;
  const span = (parts.at(-1)?.to ?? 0) - start;
  return shiftPart(part, fromMono - start + span * Math.floor(nth / parts.length));
}

/** The same period at another time. */
export function shiftPart(part: Part, byMs: number): Part {
  const later = <G extends { readonly times: readonly number[] }>(group: G): G => ({
    ...group,
    times: group.times.map((time) => time + byMs),
  });
  return {
    from: part.from + byMs,
    to: part.to + byMs,
    samples: part.samples.map(later),
    reports: part.reports.map(later),
  };
}
