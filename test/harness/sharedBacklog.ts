import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel, Part } from '../../gateway/telemetry/index.ts';
import { readDataSet, reportParts } from '../bench/wire.ts';
import { type OutageRows, writeOutage } from './outageJournal.ts';
import { removeFolder } from './removeFolder.ts';
import { soak } from './soak.ts';

export const BACKLOG_GATEWAY = 'tower-1';
export const BACKLOG_EVENTS = 40;
const BOOT = 'a11ea11ea11ea11e';
const DAYS = soak(2);
const FROM_MONO = 86_400_000;
/** At mono 0 of the boot that is over. */
const STARTED_UTC = Date.UTC(2026, 4, 1);

/** An outage that is over, in a journal that is copied and never changed. */
export type Backlog = OutageRows & {
  readonly folder: string;
  readonly channels: readonly Channel[];
  readonly parts: readonly Part[];
  readonly boot: string;
  /** What a moment of that boot was, Unix ms. */
  readonly utc: (mono: number) => number;
};

let made: Backlog | null = null;

/** The backlog, written once in this process and removed with it. */
export function sharedBacklog(): Backlog {
  if (made !== null) return made;
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-backlog-'));
  process.once('exit', () => removeFolder(folder));
  const data = readDataSet();
  const parts = reportParts(data);
  const rows = writeOutage(folder, {
    gateway: BACKLOG_GATEWAY,
    channels: data.channels,
    parts,
    periods: DAYS * 24 * 60,
    events: BACKLOG_EVENTS,
    boot: BOOT,
    fromMono: FROM_MONO,
    time: { mono: FROM_MONO, utc: STARTED_UTC + FROM_MONO, quality: 'ntp' },
  });
  made = {
    ...rows,
    folder,
    parts,
    channels: data.channels,
    boot: BOOT,
    utc: (mono) => STARTED_UTC + mono,
  };
  return made;
}
