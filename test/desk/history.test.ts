import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { historyCsv } from '../../gateway/desk/past/csv.ts';
import { DeskJournal } from '../../gateway/desk/past/deskJournal.ts';
import { historyOfPoint } from '../../gateway/desk/past/historyOfPoint.ts';
import type { Part } from '../../gateway/telemetry/wire/model.ts';
import { BOOT, openStore, temporaryFolder } from '../journal/samples.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const POINT = 'gas/concentration';
/** Midnight, UTC. */
const START = Date.UTC(2026, 10, 1);

/** A minute's report that ends `at` (mono, the clock begins at `START`). */
function minute(at: number, value: number | null, samples: Part['samples'] = []): Part {
  return { from: at - MINUTE, to: at, samples, reports: [report(at, value)] };
}

function report(at: number, value: number | null, periodMs?: number): Part['reports'][number] {
  const cell = (by: number) => [value === null ? null : value + by];
  const column = { channel: 0, min: cell(-1), mean: cell(0), max: cell(1) };
  const qualities = [value === null ? ('no-communication' as const) : ('good' as const)];
  const columns = [{ ...column, n: [value === null ? 0 : 60], qualities }];
  return { times: [at], columns, ...(periodMs === undefined ? {} : { periodMs }) };
}

function openHouse(options: { dated?: boolean } = {}) {
  const file = join(temporaryFolder(), 'journal.db');
  const opened = openStore(file);
  if (options.dated !== false) opened.events(clockRow());
  const journal = new DeskJournal(() => file);
  let isOpen = true;
  const close = () => {
    if (isOpen) opened.close();
    isOpen = false;
  };
  onTestFinished(() => {
    journal.close();
    close();
  });
  const write = (parts: readonly Part[]) =>
    opened.store.write(parts.map((part) => ({ kind: 'part' as const, part, evidence: null })));
  const history = async (span: '24h' | '7d' | '30d', now: number) => {
    const asked = { point: POINT, span, unit: '%LEL', now };
    const read = await journal.look((dated, rows) => historyOfPoint(dated, rows, asked));
    if (!read.ok) throw new Error(read.error.code);
    return read.value;
  };
  return { ...opened, close, file, write, history, journal };
}

function removeJournal(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

function clockRow() {
  const time = { mono: 0, utc: START, quality: 'ntp' as const };
  return { type: 'clock' as const, boot: BOOT, time, at: { boot: BOOT, mono: 0 } };
}

describe('the history of a point', () => {
  it('is found before rows of a boot that never knew the time, however many there are', async () => {
    const { write, history, file } = openHouse();
    write(Array.from({ length: 1440 }, (_, n) => minute((n + 1) * MINUTE, 10)));
    const later = openStore(file, { boot: 'another boot' });
    const parts = Array.from({ length: 3000 }, (_, n) => minute((n + 1) * MINUTE, 50));
    later.store.write(parts.map((part) => ({ kind: 'part' as const, part, evidence: null })));
    const { mean, partial } = await history('24h', START + DAY);
    later.close();
    expect(mean.filter((value) => value === 10)).toHaveLength(288);
    expect(partial).toBe(true); // nobody knows when those were
  });

  it('has least, mean and greatest of each step, and a gap where nothing good was read', async () => {
    const { write, history } = openHouse();
    const parts = Array.from({ length: 1440 }, (_, n) => {
      const at = (n + 1) * MINUTE;
      const inGap = n >= 600 && n < 660;
      return minute(at, inGap ? null : n < 720 ? 10 : 20);
    });
    write(parts);
    const { from, stepMs, min, mean, max, count, bad, partial } = await history('24h', START + DAY);
    expect([from, stepMs, count.length]).toEqual([START, 5 * MINUTE, 288]);
    expect([min[0], mean[0], max[0], count[0]]).toEqual([9, 10, 11, 300]);
    expect([min[287], mean[287], max[287], count[287]]).toEqual([19, 20, 21, 300]);
    const gaps = mean.flatMap((value, at) => (value === null ? [at] : []));
    expect(gaps).toEqual(Array.from({ length: 12 }, (_, n) => 120 + n));
    expect([bad[119], bad[120], bad[132]]).toEqual([0, 1, 0]);
    expect(partial).toBe(false);
  });

  it('takes days that are over from their statistics alone, and today from its minutes', async () => {
    const { write, history } = openHouse();
    // of these days there is nothing but the statistics
    for (let day = 1; day <= 3; day++) {
      const at = day * DAY;
      write([{ from: at, to: at + MINUTE, samples: [], reports: [report(at, day * 10, DAY)] }]);
    }
    write([minute(3 * DAY + 2 * MINUTE, 70)]);
    const { mean, count, stepMs, partial } = await history('30d', START + 3 * DAY + 3 * MINUTE);
    expect(stepMs).toBe(DAY);
    expect(mean.slice(-4)).toEqual([10, 20, 30, 70]);
    expect(count.slice(-4)).toEqual([60, 60, 60, 60]);
    expect(partial).toBe(true); // the journal is three days old
  });

  it('reads the minutes of a day whose statistics are missing', async () => {
    const { write, history } = openHouse();
    write([minute(DAY / 2, 5), minute(DAY / 2 + MINUTE, 7)]);
    const { mean, min, max } = await history('30d', START + 2 * DAY);
    expect([mean.at(-2), min.at(-2), max.at(-2), mean.at(-1)]).toEqual([6, 4, 8, null]);
  });

  it('does not lose a value beyond the range of its sensor', async () => {
    const { write, history } = openHouse();
    const beyond = [
      {
        times: [MINUTE - 500],
        columns: [{ channel: 0, values: [120], qualities: ['out-of-spec' as const] }],
      },
    ];
    write([minute(MINUTE, null, beyond)]);
    const { mean, max } = await history('24h', START + DAY);
    expect([mean[0], max[0], max[1]]).toEqual([null, 120, null]);
  });

  it('says that it is not whole where rows cannot be dated, and dates them when the clock is known', async () => {
    const { write, history, events } = openHouse({ dated: false });
    write([minute(MINUTE, 5)]);
    const before = await history('24h', START + DAY);
    expect([before.partial, before.mean.every((value) => value === null)]).toEqual([true, true]);
    events(clockRow());
    const after = await history('24h', START + DAY);
    expect(after.mean[0]).toBe(5);
  });

  it('goes on in the journals that were set aside, each read once, however often it was copied', async () => {
    const house = openHouse();
    house.write([minute(MINUTE, 5), minute(2 * MINUTE, 5)]);
    house.close();
    for (const name of ['journal-old.db', 'journal-old.2.db'])
      copyFileSync(house.file, join(dirname(house.file), name));
    writeFileSync(join(dirname(house.file), 'journal-unknown.db'), 'not a journal');
    removeJournal(house.file);
    const later = openStore(house.file);
    onTestFinished(() => later.close());
    later.events(clockRow());
    const parts = [minute(DAY - MINUTE, 9)];
    later.store.write(parts.map((part) => ({ kind: 'part' as const, part, evidence: null })));
    for (const span of ['24h', '7d'] as const) {
      const { mean, count, partial } = await house.history(span, START + DAY);
      expect(mean.filter((value) => value !== null)).toEqual([5, 9]);
      expect(count.reduce((all, one) => all + one)).toBe(3 * 60);
      expect(partial).toBe(span === '7d'); // none of them is so old
    }
    const { mean } = await house.history('30d', START + DAY + MINUTE);
    expect(mean.filter((value) => value !== null)).toEqual([(2 * 5 + 9) / 3]);
  });

  it('is to be had as CSV with civil times, gaps as empty cells', async () => {
    const { write, history } = openHouse();
    write([minute(MINUTE, 5)]);
    const text = historyCsv(await history('24h', START + DAY), 'Asia/Shanghai');
    const [head, first, second] = text.split('\r\n');
    expect(head).toBe('\uFEFFtime (Asia/Shanghai),point,unit,min,mean,max,samples,bad share');
    expect(first).toBe('2026-11-01 08:00:00,gas/concentration,%LEL,4,5,6,60,0');
    expect(second).toBe('2026-11-01 08:05:00,gas/concentration,%LEL,,,,0,0');
  });
});
