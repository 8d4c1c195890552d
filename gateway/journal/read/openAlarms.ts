import { ok, type Problem, type Result } from '../../core/result.ts';
import { decodeEvent } from '../../telemetry/wire/event.ts';
import { findEarlierJournals } from '../past/earlierJournals.ts';
import { openEarlierReader } from '../past/earlierReader.ts';
import type { AlarmStep, JournalReader } from '../types.ts';
import { openJournalReader } from './reader.ts';

const CHUNK_BYTES = 256 * 1024;
const NORMAL = 'A';

/**
 * The last step of every alarm that is not over by the journal, those of journals that were set aside beside it included. Reads
 * all events there are, and waits for the disk: for a thread of its own. A journal that is not there holds none.
 */
export function openAlarms(file: string): Result<readonly AlarmStep[], Problem> {
  const current = openJournalReader(file);
  if (!current.ok) return current.error.code === 'journal.missing' ? ok([]) : current;
  const earlier = findEarlierJournals(file);
  const past = (earlier.ok ? earlier.value : []).filter(({ files }) => files.length > 0);
  const open = new Map<string, AlarmStep>();
  for (const one of past) {
    const reader = openEarlierReader(one, () => null);
    if (reader.ok) follow(reader.value, open);
  }
  follow(current.value, open);
  return ok([...open.values()]);
}

/** Takes in a journal's events, and closes it. */
function follow(reader: JournalReader, open: Map<string, AlarmStep>): void {
  try {
    for (let rows = reader.events(1, CHUNK_BYTES); rows.length > 0; ) {
      for (const { body } of rows) {
        const event = decodeEvent(body);
        if (!event.ok || event.value.type !== 'alarm') continue;
        if (event.value.to === NORMAL) open.delete(event.value.occurrence);
        else open.set(event.value.occurrence, event.value);
      }
      rows = reader.events((rows.at(-1)?.seq ?? 0) + 1, CHUNK_BYTES);
    }
  } finally {
    reader.close();
  }
}
