import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../gateway/core/program.ts';
import { DeskJournal } from '../../gateway/desk/past/deskJournal.ts';
import { historyOfPoint } from '../../gateway/desk/past/historyOfPoint.ts';
import { closeDatabase } from '../../gateway/journal/file/database.ts';
import { openJournal } from '../../gateway/journal/write/opening.ts';
import { Store } from '../../gateway/journal/write/store.ts';
import type { Part } from '../../gateway/telemetry/wire/model.ts';
import { shiftPart } from '../harness/outageJournal.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import type { Measurement } from './figure.ts';
import { readDataSet, reportParts } from './wire.ts';

const DAY_MS = 86_400_000;
const DAYS = 31;
const BOOT = 'c9f0f895fb98ab91';
const START = Date.UTC(2026, 0, 1);

/** How long a page waits for the history of a point. */
export const deskHistory: Measurement = {
  name: 'desk-history',
  about: 'a journal of 31 days, 20 channels, a report each minute: the history of one point',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'desk-bench-'));
    const file = join(folder, 'journal.db');
    try {
      const point = fill(file);
      const asked = { point, unit: '', now: START + DAYS * DAY_MS - DAY_MS / 2 };
      const journal = new DeskJournal(() => file);
      const cold = await measured(journal, { ...asked, span: '30d' });
      const warm = await measured(journal, { ...asked, span: '30d' });
      const week = await measured(journal, { ...asked, span: '7d' });
      const day = await measured(journal, { ...asked, span: '24h' });
      journal.close();
      const figure = { unit: 'ms', decimals: 0 };
      return {
        figures: [
          {
            ...{ key: 'desk.history30dMs', what: '30 days, the journal just opened', value: cold },
            ...{ ...figure, goal: { atMost: 300 } },
          },
          { what: '30 days again', value: warm, ...figure },
          { what: '7 days', value: week, ...figure },
          { what: '24 hours', value: day, ...figure },
        ],
        remarks: ['days that are over from their statistics, today and the shorter spans from their minutes'],
      };
    } finally {
      removeFolder(folder);
    }
  },
};

async function measured(journal: DeskJournal, asked: Parameters<typeof historyOfPoint>[2]): Promise<number> {
  const began = performance.now();
  const read = await journal.look((dated, rows) => historyOfPoint(dated, rows, asked));
  const tookMs = performance.now() - began;
  if (!read.ok || !read.value.mean.some((value) => value !== null)) throw new Error('nothing was read');
  return tookMs;
}

/** @returns a point of it */
function fill(file: string): string {
  const { channels, rows } = readDataSet(join(packageRoot(), 'test', 'bench', 'data', 'samples.csv'));
  const parts = reportParts({ channels, rows });
  const spanMs = (parts.at(-1)?.to ?? 0) - (parts[0]?.from ?? 0);
  const { db, identity } = openJournal(file, 'bench', null);
  const budgets = { event: 64e6, telemetry: 512e6 };
  const store = new Store(db, identity, { file, boot: BOOT, segmentParts: 10, budgets });
  const time = { mono: 0, utc: START, quality: 'ntp' as const };
  store.write([
    { kind: 'birth', birth: { gateway: 'bench', software: 'bench', channels, rules: [] } },
    { kind: 'event', event: { type: 'clock', boot: BOOT, time, at: { boot: BOOT, mono: 0 } } },
  ]);
  let day = 0;
  for (let byMs = 0; byMs < DAYS * DAY_MS - DAY_MS / 2; byMs += spanMs) {
    const shifted = parts.map((part) => shiftPart(part, byMs - (parts[0]?.from ?? 0)));
    if (Math.floor((byMs + spanMs) / DAY_MS) > day) shifted.push(dayPart(shifted.at(-1), ++day * DAY_MS));
    store.write(shifted.map((part) => ({ kind: 'part', part, evidence: null })));
  }
  closeDatabase(db, file);
  return channels[0]?.point ?? '';
}

/** The statistics of a day that ended at `to`, as guard tells them after the last minute of it. */
function dayPart(last: Part | undefined, to: number): Part {
  const end = Math.max(to, last?.to ?? 0);
  const reports = (last?.reports ?? []).map((group) => ({ ...group, times: [end], periodMs: DAY_MS }));
  return { from: end, to: end, samples: [], reports };
}
