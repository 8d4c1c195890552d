import { describe, expect, it } from 'vitest';
import type { Request } from '../../../drivers/request.ts';

import { VirtualClock } from '../../harness/virtualClock.ts';
import { deviceOf, type Exchanged, echo, FakeLine, pollerOf, profileOf } from './fakeLine.ts';

const TIMING = { turnaroundMs: 2, responseMs: 150, lateWindowMs: 600, gapMs: 0 };
const PROFILE = profileOf([{ id: 'a' }, { id: 'b' }]);
const TEN = Array.from({ length: 10 }, (_, i) => deviceOf(`d${i + 1}`, i + 1, PROFILE));
const DYING = new Set([2, 5, 8]);
const DEATH = 60_000;
const END = 360_000;

/** Times between successive good reads of each living unit, for reads that end in (from, to]. */
function livePeriods(log: readonly Exchanged[], from: number, to: number): number[] {
  const last = new Map<number, number>();
  const periods: number[] = [];
  for (const { end, request, kind } of log) {
    if (DYING.has(request.unit) || kind !== 'ok') continue;
    const before = last.get(request.unit);
    last.set(request.unit, end);
    if (before !== undefined && end > from && end <= to) periods.push(end - before);
  }
  return periods.toSorted((a, b) => a - b);
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function deadShare(log: readonly Exchanged[], from: number, to: number): number {
  let ms = 0;
  for (const { start, end, kind } of log) if (kind !== 'ok' && start >= from && end <= to) ms += end - start;
  return ms / (to - from);
}

async function run(devices: typeof TEN, dying: ReadonlySet<number>) {
  const clock = new VirtualClock();
  const { client, told, poller } = pollerOf(clock, devices);
  await poller.start();
  await clock.advance(DEATH);
  for (const unit of dying) client.units.delete(unit);
  await clock.advance(END - DEATH);
  await clock.until(poller.stop());
  return { log: client.log, told };
}

/** What the simple loops do: every device in turn, once a second, dead or not. */
async function naive(): Promise<Exchanged[]> {
  const clock = new VirtualClock();
  const client = new FakeLine(clock);
  for (const { unit } of TEN) if (!DYING.has(unit)) client.units.set(unit, echo);
  await client.open();
  const loop = async () => {
    while (clock.mono() < 60_000) {
      for (const { unit } of TEN) {
        const request: Request = { op: 'read', unit, table: 'holding', address: 0, count: 2 };
        await client.exchange(request, { ...TIMING, lateWindowMs: 0 });
      }
    }
  };
  await clock.until(loop());
  return client.log;
}

describe('three of ten devices dying at once', () => {
  it('leaves the living their period and takes at most a tenth of the line', async () => {
    const seven = await run(
      TEN.filter(({ unit }) => !DYING.has(unit)),
      new Set(),
    );
    const ten = await run(TEN, DYING);
    const alone = quantile(livePeriods(seven.log, DEATH, END), 0.99);
    const periods = livePeriods(ten.log, DEATH, END);
    const share = deadShare(ten.log, DEATH + 10_000, END);
    const worst = livePeriods(ten.log, DEATH, DEATH + 10_000).at(-1) ?? Number.NaN;
    if (process.env.SHOW !== undefined)
      console.log({
        aloneP99: alone,
        p99: quantile(periods, 0.99),
        p50: quantile(periods, 0.5),
        max: periods.at(-1),
        share,
        firstTenSecondsShare: deadShare(ten.log, DEATH, DEATH + 10_000),
        transientMax: worst,
      });
    expect(periods.length).toBeGreaterThan(7 * 295);
    expect(quantile(periods, 0.99)).toBeLessThanOrEqual(1.2 * alone);
    expect(share).toBeLessThanOrEqual(0.1);
    expect(share).toBeGreaterThan(0); // they are still asked
    expect(worst).toBeLessThanOrEqual(1600);
    expect(['d2', 'd5', 'd8'].map((id) => ten.told.stateOf(id))).toEqual(['offline', 'offline', 'offline']);
    expect(ten.told.stateOf('d1')).toBe('online');
  });

  it('would cost a simple loop more than half of the line', async () => {
    expect(deadShare(await naive(), 0, 60_000)).toBeGreaterThan(0.5);
  });
});
