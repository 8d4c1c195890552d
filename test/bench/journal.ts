import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDatabase } from '../../gateway/journal/file/database.ts';
import { openJournal } from '../../gateway/journal/write/opening.ts';
import { Store } from '../../gateway/journal/write/store.ts';
import { shiftPart } from '../harness/outageJournal.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { readDataSet, reportParts } from './wire.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const BATCH = 500;

/**
 * Bytes of the journal's file per report record (min, mean, max, n of one channel and minute), after a checkpoint: the
 * bench's data set over and over until a week is full, written as guard writes it, period by period into open segments.
 */
export function journalBytesPerPoint(dataFile?: string): number {
  const { channels, rows } = readDataSet(dataFile);
  const parts = reportParts({ channels, rows });
  const spanMs = (parts.at(-1)?.to ?? 0) - (parts[0]?.from ?? 0);
  const folder = mkdtempSync(join(tmpdir(), 'journal-bench-'));
  const file = join(folder, 'journal.db');
  try {
    const { db, identity } = openJournal(file, 'bench', null);
    const budgets = { event: 64e6, telemetry: 512e6 };
    const store = new Store(db, identity, { file, boot: 'c9f0f895fb98ab91', segmentParts: 10, budgets });
    store.write([{ kind: 'birth', birth: { gateway: 'bench', software: 'bench', channels, rules: [] } }]);
    let points = 0;
    for (let byMs = 0; byMs < WEEK_MS; byMs += spanMs)
      for (let at = 0; at < parts.length; at += BATCH) {
        const batch = parts.slice(at, at + BATCH).map((part) => shiftPart(part, byMs));
        store.write(batch.map((part) => ({ kind: 'part', part, evidence: null })));
        points += batch.length * channels.length;
      }
    closeDatabase(db, file);
    return statSync(file).size / points;
  } finally {
    removeFolder(folder);
  }
}
