import { ok, type Problem, type Result } from '../../core/result.ts';
import { findEarlierJournals } from '../../journal/past/earlierJournals.ts';
import { openEarlierReader } from '../../journal/past/earlierReader.ts';
import { type JournalFileReader, openJournalReader } from '../../journal/read/reader.ts';
import type { JournalReader } from '../../journal/types.ts';
import { decodeBirth, decodeEvent } from '../../telemetry/index.ts';
import type { EventBody, WireText } from '../../telemetry/wire/model.ts';
import { isOfLift } from './alarmLives.ts';
import { historiesOf, type LiftHistory, TOLD } from './history.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * What a journal tells of its lifts. `goneEvents`: rows of events that were there once and are not any more, or cannot be
 * read: what they told is missing.
 */
export type JournalOfLifts = {
  readonly gateway: string;
  readonly gatewayName: WireText | null;
  readonly lifts: readonly LiftHistory[];
  readonly goneEvents: number;
};

/** Reads a journal beside its writer, or one that nobody writes any more. Problems: those of `openJournalReader`. */
export function readJournalOfLifts(file: string): Result<JournalOfLifts, Problem> {
  const opened = openJournalReader(file);
  if (!opened.ok) return opened;
  const reader = opened.value;
  try {
    const rows: EventBody[] = [];
    let goneEvents = 0;
    const take = (one: JournalReader): void => {
      for (const body of events(one)) {
        const event = decodeEvent(body);
        if (event.ok && isTold(event.value)) rows.push(event.value);
      }
      goneEvents += goneEventsOf(one);
    };
    take(reader);
    for (const one of openBeside(file, reader.identity().gateway))
      try {
        take(one);
      } finally {
        one.close();
      }
    return ok({
      gateway: reader.identity().gateway,
      gatewayName: nameOf(reader),
      lifts: historiesOf(rows),
      goneEvents,
    });
  } finally {
    reader.close();
  }
}

function isTold(event: EventBody): boolean {
  if (event.type === 'alarm') return isOfLift(event.point);
  return event.type === 'clock' || (event.type === 'lift' && TOLD.has(event.what));
}

/**
 * The journals beside `file` that this gateway wrote too: those that were set aside, with the months before, and what was
 * written while the disk was in trouble. Each is closed by whoever takes it; one that cannot be read is passed over.
 */
export function* openBeside(file: string, gateway: string): Generator<JournalReader> {
  const earlier = findEarlierJournals(file);
  for (const one of earlier.ok ? earlier.value : []) {
    if (!one.spare && one.gateway !== gateway) continue;
    const opened = openEarlierReader(one, () => null);
    if (opened.ok) yield opened.value;
  }
}

/** How many rows of events were there once and are not any more, or cannot be read. Asked when they have been read. */
export function goneEventsOf(reader: JournalReader): number {
  return reader.tombstones('event', '').reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** The bodies of all events. */
function* events(reader: JournalReader): Generator<Uint8Array> {
  for (let from = 1; ; ) {
    const rows = reader.events(from, CHUNK_BYTES);
    for (const { body } of rows) yield body;
    const last = rows.at(-1);
    if (last === undefined) break;
    from = last.seq + 1;
  }
}

function nameOf(reader: JournalFileReader): WireText | null {
  const hash = reader.currentBirth();
  const body = hash === null ? null : reader.birth(hash);
  const birth = body === null ? null : decodeBirth(body);
  return birth?.ok ? (birth.value.name ?? null) : null;
}
